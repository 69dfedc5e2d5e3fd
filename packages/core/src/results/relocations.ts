import { show } from '../arguments.ts';
import { Gone } from '../errors/client-errors.ts';
import type { CacheControl } from '../fields/cache-directives.ts';
import { formatUriReference } from '../fields/uri-reference.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import { type Match, matcherOf, type Pattern, parsePattern } from './path-pattern.ts';
import { moved } from './redirects.ts';
import type { Result } from './result.ts';
import { checkTarget } from './target.ts';

/**
 * Old paths, each with the new path, or with a URL elsewhere; `null` for what is permanently gone. `/users/:id` matches any one segment,
 * `/docs/*` everything below and `/docs` itself; both may be used in the target again.
 */
export type Relocations = Readonly<Record<string, string | null>>;

/** Options of relocations. */
export interface RelocationOptions {
  /** Cache-Control of a move. Default: none, and a browser may store it for as long as it likes. */
  readonly cacheControl?: CacheControl | undefined;
}

const NAMES: OptionNames<RelocationOptions> = {
  cacheControl: true,
};

/** A function that returns the response to a request for an old target, or undefined if the target is not one. */
export type Relocator = (url: string) => Result<308, undefined> | Gone | undefined;

interface Move {
  readonly pattern: Pattern;
  /** With what is captured still open; `null` for what is gone. */
  readonly target: string | null;
  readonly origins: ReadonlySet<string>;
}

/** Where a path leads in the end. */
interface End {
  readonly location: string;
  readonly origins: ReadonlySet<string>;
}

/** A path and a query; no path if a target has none. */
interface Asked {
  readonly path: string | undefined;
  readonly query: string;
}

const ORIGIN = /^https?:\/\/[^/?#]*/i;

/**
 * Returns a function that finds the response for an old target: a 308 (RFC 9110 §15.4.9) to the new one, with the query of the request,
 * or a 410 (§15.5.11). Whole paths take precedence over patterns, which are tried in their order; a trailing slash makes no difference. A
 * chain of moves is answered by its last target. `relocations` of the adapters is middleware made from it.
 *
 * @throws {TypeError} If a path or a target is invalid, or moves form a loop.
 *
 * @example
 * ```ts
 * const find = relocator({ '/old': '/new', '/dead': null, '/docs/*': '/manual/*' });
 * find('/old?page=2'); // 308
 * find('/other'); // undefined
 * ```
 */
export function relocator(relocations: Relocations, options: RelocationOptions = {}): Relocator {
  if (typeof relocations !== 'object' || relocations === null || Symbol.iterator in relocations) {
    throw new TypeError(`relocations: expected an object of paths, got ${show(relocations)}`);
  }
  warnOfUnknown('relocations', options, NAMES);
  const moves = Object.entries(relocations).map(([path, target]) => moveOf(path, target));
  const { mayFind, find } = matcherOf(moves);

  function end(path: string): End | null | 'loop' | undefined {
    let seen: Set<string> | undefined;
    let found: End | undefined;
    for (let at: Asked = { path, query: '' }; ; ) {
      const match = at.path === undefined ? undefined : find(at.path);
      if (match === undefined) return found;
      const { target, origins } = match.value;
      if (target === null) return null;
      const location = fill(target, match);
      seen ??= new Set();
      if (seen.has(location) || seen.size > moves.length) return 'loop';
      seen.add(location);
      found = { location: withQuery(location, at.query), origins };
      at = ORIGIN.test(location) ? { path: undefined, query: '' } : split(found.location);
    }
  }

  for (const { pattern } of moves) {
    if (end(pattern.sample) === 'loop') {
      throw new TypeError(`relocations: expected an end to where ${show(pattern.path)} leads, got a loop`);
    }
  }

  return function relocate(url) {
    if (!mayFind(url)) return undefined;
    const { path, query } = split(url);
    const found = path === undefined ? undefined : end(path);
    if (found === null) return new Gone();
    // A loop, or a way to another host, that only this request causes does not count as a relocation.
    if (found === undefined || found === 'loop') return undefined;
    const target = checkTarget(withQuery(found.location, query), found.origins);
    if ('refused' in target) return undefined;
    return moved.permanently(target.location, {
      allowHosts: [...found.origins],
      cacheControl: options.cacheControl,
    });
  };
}

function moveOf(path: string, target: unknown): Move {
  const pattern = parsePattern(path);
  if (target === null) return { pattern, target, origins: new Set() };
  if (typeof target !== 'string') {
    throw new TypeError(`relocations: expected a path, a URL or null for ${show(path)}, got ${show(target)}`);
  }
  // The host of a target is written by the program, never captured.
  const origin = ORIGIN.exec(target)?.[0];
  const origins = new Set(origin === undefined || !URL.canParse(origin) ? [] : [new URL(origin).origin]);
  const written = formatUriReference(target, `relocations: ${show(path)}`);
  const checked = checkTarget(fill(written, { values: pattern.names, rest: 'x' }), origins);
  const isPath = written.startsWith('/') || origin !== undefined;
  if ('refused' in checked || !isPath) {
    throw new TypeError(
      `relocations: expected ${show(path)} to lead to a path that begins with "/" or to a URL, got ${show(target)}`,
    );
  }
  const open = placesIn(written).find((name) => !(name === '*' ? pattern.takesRest : name in pattern.names));
  if (open !== undefined) {
    throw new TypeError(
      `relocations: expected ${show(path)} to name all that ${show(target)} repeats, got ${show(open)}`,
    );
  }
  return { pattern, target: written, origins };
}

// `:name` behind a slash, in the query or as the fragment, and `*` at the end of the path. The port of a URL is neither.
const PLACE = /(?<=[/=&#]):([a-z_]\w*)|(?<=\/)\*(?=$|[?#])/gi;

function placesIn(target: string): string[] {
  return [...target.matchAll(PLACE)].map(([, name]) => name ?? '*');
}

function fill(target: string, { values, rest }: Pick<Match<unknown>, 'values' | 'rest'>): string {
  const pathEnds = target.search(/[?#]/);
  const filled = target.replace(PLACE, (_place, name: string | undefined, at: number) => {
    const value = name === undefined ? rest : (values[name] ?? '');
    return pathEnds < 0 || at < pathEnds ? value : asParameter(value);
  });
  // All of nothing: `/manual/*` is `/manual` then.
  return rest === '' && placesIn(target).includes('*') ? filled.replace(/(?<=[^/])\/(?=$|[?#])/, '') : filled;
}

// Neither part of a percent-encoded octet nor free of meaning in a query (RFC 3986 §2.3, §3.4; URL Standard §5.1).
const HAS_MEANING = /%(?![0-9a-f]{2})|[^\w.~/%-]/giu;
const encoder = new TextEncoder();

/** Encodes a part of a path for a query or a fragment, in which `&`, `=`, `+` and `;` are syntax. */
function asParameter(value: string): string {
  return value.replace(HAS_MEANING, (character) =>
    [...encoder.encode(character)]
      .map((octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

function split(url: string): Asked {
  const whole = url.startsWith('/') ? url : url.replace(ORIGIN, '');
  const [target = ''] = whole.split('#', 1);
  const at = target.indexOf('?');
  const path = at < 0 ? target : target.slice(0, at);
  return { path: path.startsWith('/') ? path : undefined, query: at < 0 ? '' : target.slice(at + 1) };
}

function withQuery(location: string, query: string): string {
  if (query === '') return location;
  const at = location.indexOf('#');
  const [before, fragment] = at < 0 ? [location, ''] : [location.slice(0, at), location.slice(at)];
  return `${before}${before.includes('?') ? '&' : '?'}${query}${fragment}`;
}
