import { show } from '../arguments.ts';
import { formatLink, type LinkParams } from '../fields/link.ts';
import { formatUriReference } from '../fields/uri-reference.ts';

const DESTINATIONS = ['fetch', 'font', 'image', 'script', 'style', 'track'] as const;

/** What a resource is for, so that the browser asks for it with the right fields and priority. */
export type PreloadDestination = (typeof DESTINATIONS)[number];

/** How it is asked for. */
export interface PreloadInit {
  /** Default: `'anonymous'` for `font` and `fetch`, which browsers ask for so; else none. Other than that of the later use, and it is fetched twice. */
  readonly crossOrigin?: 'anonymous' | 'use-credentials' | undefined;
  /** Media type; a browser that does not know it does not fetch. */
  readonly type?: string | undefined;
  /** Media query; the resource is fetched where it holds. */
  readonly media?: string | undefined;
  readonly fetchPriority?: 'high' | 'low' | 'auto' | undefined;
  readonly integrity?: string | undefined;
}

/**
 * A link that has the browser fetch what the page will need: for `earlyHints`, and for `link` of the result that follows.
 *
 * What is outside ASCII is percent-encoded. Throws a TypeError for a URL or a destination that is none.
 *
 * @example
 * preload('/style.css', 'style'); // '</style.css>; rel="preload"; as="style"'
 * preload('/a.woff2', 'font'); // '</a.woff2>; rel="preload"; as="font"; crossorigin="anonymous"'
 */
export function preload(url: string | URL, as: PreloadDestination, init: PreloadInit = {}): string {
  if (!DESTINATIONS.includes(as)) {
    throw new TypeError(`preload: expected one of ${DESTINATIONS.join(', ')}, got ${show(as)}`);
  }
  const { crossOrigin = as === 'font' || as === 'fetch' ? 'anonymous' : undefined } = init;
  return linkTo(url, {
    rel: 'preload',
    as,
    crossorigin: crossOrigin,
    type: init.type,
    media: init.media,
    fetchpriority: init.fetchPriority,
    integrity: init.integrity,
  });
}

/**
 * A link that has the browser connect to another origin ahead of time.
 *
 * Throws a TypeError for what is no URL.
 *
 * @example
 * preconnect('https://cdn.example'); // '<https://cdn.example>; rel="preconnect"'
 */
export function preconnect(origin: string | URL, init: Pick<PreloadInit, 'crossOrigin'> = {}): string {
  return linkTo(origin, { rel: 'preconnect', crossorigin: init.crossOrigin });
}

function linkTo(url: string | URL, params: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(params).filter((param): param is [string, string] => param[1] !== undefined);
  return formatLink(formatUriReference(url, 'url'), Object.fromEntries(given) as LinkParams); // rel is among them
}
