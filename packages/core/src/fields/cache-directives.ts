import { expected, show } from '../arguments.ts';
import { isFieldValue } from './field-value.ts';
import { isToken, requireToken } from './token.ts';

/**
 * The directives of Cache-Control, in the order in which they are written: the name, the property of `CacheDirectives`, and what
 * the value is.
 *
 * @example
 * ```ts
 * CACHE_DIRECTIVES.find(({ name }) => name === 's-maxage')?.member; // 'sharedMaxAgeSeconds'
 * ```
 */
export const DIRECTIVES = [
  { name: 'public', member: 'public', kind: 'flag' },
  { name: 'private', member: 'private', kind: 'names' },
  { name: 'max-age', member: 'maxAgeSeconds', kind: 'fresh' },
  { name: 's-maxage', member: 'sharedMaxAgeSeconds', kind: 'fresh' },
  { name: 'stale-while-revalidate', member: 'staleWhileRevalidateSeconds', kind: 'seconds' },
  { name: 'stale-if-error', member: 'staleIfErrorSeconds', kind: 'seconds' },
  { name: 'immutable', member: 'immutable', kind: 'flag' },
  { name: 'no-cache', member: 'noCache', kind: 'names' },
  { name: 'must-revalidate', member: 'mustRevalidate', kind: 'flag' },
  { name: 'proxy-revalidate', member: 'proxyRevalidate', kind: 'flag' },
  { name: 'must-understand', member: 'mustUnderstand', kind: 'flag' },
  { name: 'no-store', member: 'noStore', kind: 'flag' },
  { name: 'no-transform', member: 'noTransform', kind: 'flag' },
  { name: 'max-stale', member: 'maxStaleSeconds', kind: 'any-or-seconds' },
  { name: 'min-fresh', member: 'minFreshSeconds', kind: 'seconds' },
  { name: 'only-if-cached', member: 'onlyIfCached', kind: 'flag' },
] as const;

/** The largest number of seconds; a larger one counts as this one (RFC 9111 §1.2.2). */
export const LONGEST_SECONDS = 2_147_483_648;

/** Directives that are not registered, or not known here. One without an argument is `true`. */
export type CacheExtensions = Readonly<Record<string, string | true>>;

/** The directives of a Cache-Control field of a response or a request. */
export interface CacheDirectives {
  /** A shared cache may store a response that it could not store otherwise, such as one to a request with Authorization. */
  readonly public?: boolean | undefined;
  /** Only the cache of the user may store the response, or the fields that are named. */
  readonly private?: boolean | readonly string[] | undefined;
  /** How long the response is fresh. */
  readonly maxAgeSeconds?: number | undefined;
  /** `s-maxage`: replaces `max-age` in shared caches. */
  readonly sharedMaxAgeSeconds?: number | undefined;
  /** How long a stale response may be used while a fresh one is fetched (RFC 5861 §3). */
  readonly staleWhileRevalidateSeconds?: number | undefined;
  /** How long a stale response may be used instead of a 500, 502, 503 or 504 (RFC 5861 §4). */
  readonly staleIfErrorSeconds?: number | undefined;
  /** The content does not change while the response is fresh, so a reload need not ask (RFC 8246). */
  readonly immutable?: boolean | undefined;
  /** A cache must revalidate before each use; or must not reuse the fields that are named. */
  readonly noCache?: boolean | readonly string[] | undefined;
  /** A stale response must not be used, even if the origin cannot be reached. */
  readonly mustRevalidate?: boolean | undefined;
  /** The same, for shared caches. */
  readonly proxyRevalidate?: boolean | undefined;
  /** Only a cache that understands the status may store the response; it ignores the `no-store` beside it. */
  readonly mustUnderstand?: boolean | undefined;
  /** No cache may store the response. */
  readonly noStore?: boolean | undefined;
  /** No cache or proxy may transform the content. */
  readonly noTransform?: boolean | undefined;
  /** Of a request: how stale a response may be; `true` for any staleness. */
  readonly maxStaleSeconds?: number | true | undefined;
  /** Of a request: how long the response must stay fresh. */
  readonly minFreshSeconds?: number | undefined;
  /** Of a request: only a stored response is wanted. */
  readonly onlyIfCached?: boolean | undefined;
  /** Directives that are not among the others. */
  readonly extensions?: CacheExtensions | undefined;
}

type Without<K extends keyof CacheDirectives> = {
  readonly [P in K]?: Extract<CacheDirectives[P], false> | undefined;
};
type OfCaches = 'maxAgeSeconds' | 'staleWhileRevalidateSeconds' | 'staleIfErrorSeconds' | 'mustRevalidate';
type OfSharedCaches = 'public' | 'sharedMaxAgeSeconds' | 'proxyRevalidate';
type Of<K extends keyof CacheDirectives> = Pick<CacheDirectives, K>;

// `immutable` is about the time in which no cache asks, and `no-cache` makes caches always ask.
type Asked =
  | (Of<'noCache'> & Without<'immutable'>)
  | (Of<'immutable'> & { readonly noCache?: false | readonly string[] | undefined });

type Keepers =
  | (Of<OfSharedCaches> & { readonly private?: false | readonly string[] | undefined })
  | ({ readonly private: true } & Without<OfSharedCaches>);

// RFC 9111 §5.2.2.3: a must-understand should have a no-store beside it, for caches that do not know it.
type Stored = Of<OfCaches> &
  Asked &
  Keepers &
  (Without<'noStore' | 'mustUnderstand'> | { readonly noStore: true; readonly mustUnderstand: true });

type NotStored = { readonly noStore: true } & Without<
  OfCaches | OfSharedCaches | 'private' | 'noCache' | 'immutable' | 'mustUnderstand'
>;

/**
 * The directives of the Cache-Control field of a response. Contradictions do not compile: `public` or `sharedMaxAgeSeconds`
 * beside `private`, `immutable` beside `noCache`, and anything about storing beside `noStore`.
 */
export type CacheControl = Of<'noTransform' | 'extensions'> & (Stored | NotStored);

const OF_REQUESTS = ['maxStaleSeconds', 'minFreshSeconds', 'onlyIfCached'] as const;
const OF_SHARED_CACHES = ['public', 'sharedMaxAgeSeconds', 'proxyRevalidate'] as const;
const BESIDE_NO_STORE: ReadonlySet<string> = new Set(['noStore', 'noTransform', 'extensions']);

/**
 * Returns directives after checking what the compiler checks, and what it cannot.
 *
 * @throws {TypeError} If a directive has the wrong form, or contradicts another.
 * @throws {RangeError} If a number of seconds is out of range.
 */
export function checkCacheControl(directives: CacheControl): CacheDirectives {
  const given: unknown = directives;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError(expected('Cache-Control', 'an object such as { maxAgeSeconds: 60 }', given));
  }
  checkValues(directives);
  checkTogether(directives);
  return directives;
}

/** Returns the registered directives in the form that both fields have, one part for each. */
export function formatDirectives(given: CacheDirectives): string[] {
  const parts: string[] = [];
  for (const { name, member } of DIRECTIVES) {
    const value = given[member];
    if (value === undefined || value === false) continue;
    // RFC 9111 §5.2.2.4 and §5.2.2.7: a list of names is quoted, even if it has one name.
    if (Array.isArray(value)) parts.push(`${name}="${value.join(', ')}"`);
    else parts.push(value === true ? name : `${name}=${value}`);
  }
  return parts;
}

function checkValues(given: CacheDirectives): void {
  const members = new Set<string>(['extensions']);
  for (const { member, kind } of DIRECTIVES) {
    members.add(member);
    const value: unknown = given[member];
    if (value === undefined) continue;
    if (kind === 'fresh' || kind === 'seconds') checkSeconds(member, value);
    else if (kind === 'names' && Array.isArray(value)) checkNames(member, value);
    else if (typeof value !== 'boolean' && kind !== 'any-or-seconds') {
      throw new TypeError(expected(member, 'true or false', value));
    }
  }
  const unknown = Object.keys(given).find((key) => !members.has(key));
  if (unknown !== undefined) {
    throw new TypeError(
      `Cache-Control: expected a known directive, got ${show(unknown)}; name others in extensions`,
    );
  }
  for (const [name, value] of Object.entries(given.extensions ?? {})) {
    requireToken(name, 'extension name');
    if (DIRECTIVES.some((row) => row.name === name.toLowerCase())) {
      throw new TypeError(`extensions: expected ${name} as a property of the directives, not here`);
    }
    if (value !== true && !isFieldValue(value)) {
      throw new TypeError(expected(`extensions.${name}`, 'true or a string of visible ASCII', value));
    }
  }
}

function checkSeconds(member: string, value: unknown): void {
  if (typeof value !== 'number') throw new TypeError(expected(member, 'a number of seconds', value));
  // RFC 9111 §1.2.2: a cache need not count further.
  if (!Number.isInteger(value) || value < 0 || value > LONGEST_SECONDS) {
    throw new RangeError(expected(member, `an integer from 0 to ${LONGEST_SECONDS} (seconds)`, value));
  }
}

function checkNames(member: string, value: readonly unknown[]): void {
  if (value.length === 0 || !value.every(isToken)) {
    throw new TypeError(expected(member, 'true or a non-empty list of field names', value));
  }
}

function checkTogether(given: CacheDirectives): void {
  const says = (member: keyof CacheDirectives): boolean =>
    given[member] !== undefined && given[member] !== false;
  const refuse = (member: string, other: string, why: string): never => {
    throw new TypeError(`Cache-Control: expected ${member} or ${other}, got both; ${why}`);
  };
  const ofRequest = OF_REQUESTS.find(says);
  if (ofRequest !== undefined)
    throw new TypeError(
      `Cache-Control: expected directives of a response, got ${ofRequest}, which is for requests`,
    );
  if (given.private === true) {
    const shared = OF_SHARED_CACHES.find(says);
    if (shared !== undefined)
      refuse(shared, 'private', 'a shared cache does not store a private response (RFC 9111 §5.2.2.7)');
  }
  if (given.mustUnderstand === true && given.noStore !== true) {
    throw new TypeError(
      'Cache-Control: expected noStore beside mustUnderstand, for caches that do not know it (RFC 9111 §5.2.2.3), got none',
    );
  }
  if (given.noStore === true && given.mustUnderstand !== true) {
    const other = DIRECTIVES.map(({ member }) => member).find(
      (member) => says(member) && !BESIDE_NO_STORE.has(member),
    );
    if (other !== undefined) refuse(other, 'noStore', 'a response that is not stored is never reused');
  }
  if (given.immutable === true) {
    if (given.noCache === true) refuse('immutable', 'noCache', 'noCache makes caches ask before each use');
    const fresh = Math.max(given.maxAgeSeconds ?? 0, given.sharedMaxAgeSeconds ?? 0);
    if (fresh === 0) {
      throw new TypeError(
        'Cache-Control: expected maxAgeSeconds beside immutable, which counts while a response is fresh (RFC 8246 §2), got none',
      );
    }
  }
}
