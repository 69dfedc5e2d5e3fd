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

/** Finds the entry that fits a target. */
export interface Matcher<T> {
  /**
   * Reports whether a target may fit an entry, by its first segment alone. Nearly all requests are for something that has not
   * moved, and pay for this and nothing else.
   */
  mayFind(url: string): boolean;
  /** Returns what fits a path: a pattern without open places first, then those with, in their order. */
  find(path: string): Match<T> | undefined;
}

/** A segment of a pattern: what it is called if it is open, otherwise its one spelling. */
interface Step {
  readonly name: string | undefined;
  readonly spelling: string;
}

interface Open<T> {
  readonly value: T;
  readonly steps: readonly Step[];
  readonly takesRest: boolean;
}

/** Returns a matcher for patterns. */
export function matcherOf<T extends { readonly pattern: Pattern }>(entries: readonly T[]): Matcher<T> {
  const plain = new Map<string, T>();
  const open: Open<T>[] = [];
  const firsts = new Set<string>();
  let takesAnyFirst = false;
  for (const value of entries) {
    const { segments, takesRest } = value.pattern;
    const steps = segments.map((segment) => ({
      name: NAME.exec(segment)?.[1],
      spelling: canonical(segment),
    }));
    const [first] = steps;
    if (first === undefined ? takesRest : first.name !== undefined) takesAnyFirst = true;
    else firsts.add(first?.spelling ?? '');
    if (takesRest || steps.some(({ name }) => name !== undefined)) open.push({ value, steps, takesRest });
    else plain.set(steps.map(({ spelling }) => spelling).join('/'), value);
  }

  return {
    mayFind(url) {
      if (takesAnyFirst || !url.startsWith('/')) return true;
      const first = url.slice(1, endOfFirst(url));
      return firsts.has(first) || !UNCHANGED.test(first);
    },
    find(path) {
      const segments = segmentsOf(path);
      const spelled = UNCHANGED.test(path) ? segments : segments.map(canonical);
      const value = plain.get(spelled.join('/'));
      if (value !== undefined) return { value, values: {}, rest: '' };
      for (const one of open) {
        const match = matchOf(one, segments, spelled, path.endsWith('/'));
        if (match !== undefined) return match;
      }
      return undefined;
    },
  };
}

/** Returns where the first segment of a target ends. */
function endOfFirst(url: string): number {
  for (let at = 1; at < url.length; at++) {
    const character = url[at];
    if (character === '/' || character === '?' || character === '#') return at;
  }
  return url.length;
}

function matchOf<T>(
  { value, steps, takesRest }: Open<T>,
  segments: readonly string[],
  spelled: readonly string[],
  endsInSlash: boolean,
): Match<T> | undefined {
  const { length } = steps;
  if (takesRest ? segments.length < length : segments.length !== length) return undefined;
  for (const [at, { name, spelling }] of steps.entries()) {
    if (name === undefined ? spelling !== spelled[at] : segments[at] === '') return undefined;
  }
  const values: Record<string, string> = Object.create(null);
  for (const [at, { name }] of steps.entries()) {
    const segment = segments[at] ?? '';
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

// What is encoded as itself, so that a segment of nothing else is its one spelling, and slashes between such segments.
const UNCHANGED = /^[\w.!~*'()/-]*$/;

/** One spelling for all that mean the same: `%7E` and `~`, `%c3` and `%C3`. */
function canonical(segment: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(segment));
  } catch {
    return segment.toUpperCase(); // no UTF-8
  }
}
