import { show } from '../arguments.ts';
import { formatLink, type LinkParams } from '../fields/link.ts';
import { formatUriReference } from '../fields/uri-reference.ts';

const DESTINATIONS = ['fetch', 'font', 'image', 'script', 'style', 'track'] as const;

/** What a resource is used for, so that the browser requests it with the right fields and priority. */
export type PreloadDestination = (typeof DESTINATIONS)[number];

/** How the browser requests a resource. */
export interface PreloadInit {
  /** CORS mode. It must be that of the later use, or the resource is fetched twice. Default: `'anonymous'` for `font` and `fetch`, else none. */
  readonly crossOrigin?: 'anonymous' | 'use-credentials' | undefined;
  /** Media type. A browser that does not support it does not fetch the resource. Default: none. */
  readonly type?: string | undefined;
  /** Media query. The resource is fetched only if it matches. Default: none. */
  readonly media?: string | undefined;
  /** Priority of the request. Default: that of the browser. */
  readonly fetchPriority?: 'high' | 'low' | 'auto' | undefined;
  /** Subresource Integrity metadata, such as `sha256-…`. Default: none. */
  readonly integrity?: string | undefined;
}

/**
 * Returns a link that makes the browser fetch what the page will need, for `earlyHints` and for `link` of the result that follows.
 * Characters outside ASCII are percent-encoded.
 *
 * @throws {TypeError} If `url` is not a URL, or `as` is not a destination.
 *
 * @example
 * ```ts
 * preload('/style.css', 'style'); // '</style.css>; rel="preload"; as="style"'
 * preload('/a.woff2', 'font'); // '</a.woff2>; rel="preload"; as="font"; crossorigin="anonymous"'
 * ```
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
 * Returns a link that makes the browser connect to another origin ahead of time.
 *
 * @throws {TypeError} If `origin` is not a URL.
 *
 * @example
 * ```ts
 * preconnect('https://cdn.example'); // '<https://cdn.example>; rel="preconnect"'
 * ```
 */
export function preconnect(origin: string | URL, init: Pick<PreloadInit, 'crossOrigin'> = {}): string {
  return linkTo(origin, { rel: 'preconnect', crossorigin: init.crossOrigin });
}

function linkTo(url: string | URL, params: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(params).filter((param): param is [string, string] => param[1] !== undefined);
  return formatLink(formatUriReference(url, 'url'), Object.fromEntries(given) as LinkParams); // rel is among them
}
