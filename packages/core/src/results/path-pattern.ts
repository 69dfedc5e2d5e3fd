import { show } from '../arguments.ts';
import { formatUriReference } from '../fields/uri-reference.ts';

/** A path with places for what may differ: `/users/:id`, `/docs/*`. */
export interface Pattern {
  /** As it was written. */
  readonly path: string;
  readonly segments: readonly string[];
  /** What each `:name` stands for in {@link Pattern.sample}. */
  readonly names: Readonly<Record<string, string>>;
  /** Whether it ends in `*`. */
  readonly takesRest: boolean;
  /** A path that fits, made of segments that no other pattern names. */
  readonly sample: string;
}

/** What fits a path, and what stood in the open places, still percent-encoded. */
export interface Match<T> {
  readonly value: T;
  readonly values: Readonly<Record<string, string>>;
  /** What stood in place of `*`. */
  readonly rest: string;
}

const NAME = /^:([a-z_]\w*)$/i;

/** Reads a pattern. Throws a TypeError if it is not a path. */
export function parsePattern(path: string): Pattern {
  const expected = 'a path such as "/old", "/users/:id" or "/docs/*", without a query';
  if (!path.startsWith('/') || /[?#]/.test(path))
    throw new TypeError(`relocations: expected ${expected}, got ${show(path)}`);
  const all = segmentsOf(formatUriReference(path, 'relocations'));
  const takesRest = all.at(-1) === '*';
  const segments = takesRest ? all.slice(0, -1) : all;
  const names: Record<string, string> = Object.create(null);
  for (const segment of segments) {
    const name = NAME.exec(segment)?.[1];
    if (
      segment === '*' ||
      (name === undefined && segment.startsWith(':')) ||
      (name !== undefined && name in names)
    ) {
      throw new TypeError(`relocations: expected ${expected}, got ${show(path)}`);
    }
    if (name !== undefined) names[name] = `~${name}`;
  }
  const sample = segments.map((segment) => names[NAME.exec(segment)?.[1] ?? ''] ?? segment);
  return {
    path,
    segments,
    names,
    takesRest,
    sample: `/${[...sample, ...(takesRest ? ['~'] : [])].join('/')}`,
  };
}

/** Finds what fits a path: a pattern without open places first, then those with, in their order. */
export function matcherOf<T extends { readonly pattern: Pattern }>(
  entries: readonly T[],
): (path: string) => Match<T> | undefined {
  const isPlain = ({ pattern }: T): boolean => !pattern.takesRest && Object.keys(pattern.names).length === 0;
  const plain = new Map(entries.filter(isPlain).map((one) => [canonical(one.pattern.segments), one]));
  const open = entries.filter((one) => !isPlain(one));

  return function find(path) {
    const segments = segmentsOf(path);
    const value = plain.get(canonical(segments));
    if (value !== undefined) return { value, values: {}, rest: '' };
    for (const one of open) {
      const match = matchOf(one, segments, path.endsWith('/'));
      if (match !== undefined) return match;
    }
    return undefined;
  };
}

function matchOf<T extends { readonly pattern: Pattern }>(
  value: T,
  segments: readonly string[],
  endsInSlash: boolean,
): Match<T> | undefined {
  const { pattern } = value;
  const { length } = pattern.segments;
  if (pattern.takesRest ? segments.length < length : segments.length !== length) return undefined;
  const values: Record<string, string> = Object.create(null);
  for (const [at, wanted] of pattern.segments.entries()) {
    const segment = segments[at] ?? '';
    const name = NAME.exec(wanted)?.[1];
    if (name === undefined ? canonical([wanted]) !== canonical([segment]) : segment === '') return undefined;
    if (name === undefined) continue;
    if (leadsElsewhere(segment)) return undefined;
    values[name] = segment;
  }
  const more = segments.slice(length);
  if (more.some(leadsElsewhere)) return undefined;
  const rest = more.join('/');
  return { value, values, rest: rest !== '' && endsInSlash ? `${rest}/` : rest };
}

/** How often a segment may be encoded repeatedly before it is taken for one that leads elsewhere. */
const MOST_LAYERS = 5;

/**
 * Reports whether a segment is a dot segment, or contains one once it is decoded (RFC 3986 §5.2.4). Browsers resolve `%2e%2e`
 * like `..`; some proxies and servers decode first, take `\` for `/`, or cut off what follows a `;`.
 */
function leadsElsewhere(segment: string): boolean {
  let text = segment;
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    if (text.split(/[/\\]/).some((part) => /^\.\.?(?:;|$)/.test(part))) return true;
    const decoded = text.replace(/%(2e|2f|5c|3b|25)/gi, (_all, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    if (decoded === text) return false;
    text = decoded;
  }
  return true;
}

/** The segments of a path, without the empty one behind a slash at the end. */
function segmentsOf(path: string): string[] {
  const segments = path.slice(1).split('/');
  if (segments.at(-1) === '') segments.pop();
  return segments;
}

/** One spelling for all that mean the same: `%7E` and `~`, `%c3` and `%C3`. */
function canonical(segments: readonly string[]): string {
  return segments
    .map((segment) => {
      try {
        return encodeURIComponent(decodeURIComponent(segment));
      } catch {
        return segment.toUpperCase(); // no UTF-8
      }
    })
    .join('/');
}
