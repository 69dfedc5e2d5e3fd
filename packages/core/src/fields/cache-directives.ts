import { show } from '../arguments.ts';
import { isFieldValue } from './field-value.ts';
import { isToken, requireToken } from './token.ts';

/** What Cache-Control may say, in the order in which it is written. */
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

/** What a number of seconds is taken for that is too large to count with (RFC 9111 §1.2.2). */
export const LONGEST_SECONDS = 2_147_483_648;

/** Directives that nobody has registered, or that are not known here: `true` for one without an argument. */
export type CacheExtensions = Readonly<Record<string, string | true>>;

/** What a Cache-Control says, of a response or of a request. */
export interface CacheDirectives {
  /** A shared cache may store what it may not otherwise, such as an answer to a request with Authorization. */
  readonly public?: boolean | undefined;
  /** Only the user's own cache may store the response, or the fields named. */
  readonly private?: boolean | readonly string[] | undefined;
  readonly maxAgeSeconds?: number | undefined;
  /** `s-maxage`: in place of `max-age`, for shared caches. */
  readonly sharedMaxAgeSeconds?: number | undefined;
  /** How long a stale response may be used while a fresh one is fetched (RFC 5861 §3). */
  readonly staleWhileRevalidateSeconds?: number | undefined;
  /** How long a stale response may be used in place of a 500, 502, 503 or 504 (RFC 5861 §4). */
  readonly staleIfErrorSeconds?: number | undefined;
  /** Not even a reload asks again while the response is fresh (RFC 8246). */
  readonly immutable?: boolean | undefined;
  /** Store, but ask before each use; or store all but the fields named. */
  readonly noCache?: boolean | readonly string[] | undefined;
  /** Never use it stale, not even where the origin cannot be reached. */
  readonly mustRevalidate?: boolean | undefined;
  /** The same for shared caches. */
  readonly proxyRevalidate?: boolean | undefined;
  /** Store it only where the status is understood; such a cache disregards the `no-store` beside it. */
  readonly mustUnderstand?: boolean | undefined;
  readonly noStore?: boolean | undefined;
  readonly noTransform?: boolean | undefined;
  /** Of a request: how stale a response may be, `true` for however stale. */
  readonly maxStaleSeconds?: number | true | undefined;
  /** Of a request: how long the response must stay fresh. */
  readonly minFreshSeconds?: number | undefined;
  /** Of a request: no answer but from the cache. */
  readonly onlyIfCached?: boolean | undefined;
  readonly extensions?: CacheExtensions | undefined;
}

type Without<K extends keyof CacheDirectives> = {
  readonly [P in K]?: Extract<CacheDirectives[P], false> | undefined;
};
type OfCaches = 'maxAgeSeconds' | 'staleWhileRevalidateSeconds' | 'staleIfErrorSeconds' | 'mustRevalidate';
type OfSharedCaches = 'public' | 'sharedMaxAgeSeconds' | 'proxyRevalidate';
type Of<K extends keyof CacheDirectives> = Pick<CacheDirectives, K>;

// `immutable` speaks of the time in which nobody asks, which `no-cache` takes away.
type Asked =
  | (Of<'noCache'> & Without<'immutable'>)
  | (Of<'immutable'> & { readonly noCache?: false | readonly string[] | undefined });

type Keepers =
  | (Of<OfSharedCaches> & { readonly private?: false | readonly string[] | undefined })
  | ({ readonly private: true } & Without<OfSharedCaches>);

// RFC 9111 §5.2.2.3: beside must-understand there should be a no-store, for the caches that do not know it.
type Stored = Of<OfCaches> &
  Asked &
  Keepers &
  (Without<'noStore' | 'mustUnderstand'> | { readonly noStore: true; readonly mustUnderstand: true });

type NotStored = { readonly noStore: true } & Without<
  OfCaches | OfSharedCaches | 'private' | 'noCache' | 'immutable' | 'mustUnderstand'
>;

/**
 * What the Cache-Control of a response is to say. What contradicts itself does not compile: `public` beside `private`,
 * `sharedMaxAgeSeconds` beside `private`, `immutable` beside `noCache`, and beside `noStore` anything about storing.
 */
export type CacheControl = Of<'noTransform' | 'extensions'> & (Stored | NotStored);

const OF_REQUESTS = ['maxStaleSeconds', 'minFreshSeconds', 'onlyIfCached'] as const;
const OF_SHARED_CACHES = ['public', 'sharedMaxAgeSeconds', 'proxyRevalidate'] as const;
const BESIDE_NO_STORE: ReadonlySet<string> = new Set(['noStore', 'noTransform', 'extensions']);

/** The same again, after checking all that the compiler checks, and what it cannot. */
export function checkCacheControl(directives: CacheControl): CacheDirectives {
  const given: unknown = directives;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError(
      `expected the directives of Cache-Control as an object, such as { maxAgeSeconds: 60 }, got ${show(given)}`,
    );
  }
  checkValues(directives);
  checkTogether(directives);
  return directives;
}

/** The registered directives as both fields write them, a part each. */
export function formatDirectives(given: CacheDirectives): string[] {
  const parts: string[] = [];
  for (const { name, member } of DIRECTIVES) {
    const value = given[member];
    if (value === undefined || value === false) continue;
    // RFC 9111 §5.2.2.4 and §5.2.2.7: a list of names is sent quoted, also where there is one.
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
      throw new TypeError(`expected true or false for ${member}, got ${show(value)}`);
    }
  }
  const unknown = Object.keys(given).find((key) => !members.has(key));
  if (unknown !== undefined) {
    throw new TypeError(
      `expected a directive of Cache-Control, got ${show(unknown)}; name others in extensions`,
    );
  }
  for (const [name, value] of Object.entries(given.extensions ?? {})) {
    requireToken(name, 'the name of an extension of Cache-Control');
    if (DIRECTIVES.some((row) => row.name === name.toLowerCase())) {
      throw new TypeError(`expected ${name} by its own member, not in extensions`);
    }
    if (value !== true && !isFieldValue(value)) {
      throw new TypeError(
        `expected true or a string of visible ASCII for the extension ${name}, got ${show(value)}`,
      );
    }
  }
}

function checkSeconds(member: string, value: unknown): void {
  if (typeof value !== 'number')
    throw new TypeError(`expected a number of seconds for ${member}, got ${show(value)}`);
  // RFC 9111 §1.2.2: nobody need count further.
  if (!Number.isInteger(value) || value < 0 || value > LONGEST_SECONDS) {
    throw new RangeError(
      `expected whole seconds from 0 to ${LONGEST_SECONDS} for ${member}, got ${show(value)}`,
    );
  }
}

function checkNames(member: string, value: readonly unknown[]): void {
  if (value.length === 0 || !value.every(isToken)) {
    throw new TypeError(`expected true or a non-empty list of field names for ${member}, got ${show(value)}`);
  }
}

function checkTogether(given: CacheDirectives): void {
  const says = (member: keyof CacheDirectives): boolean =>
    given[member] !== undefined && given[member] !== false;
  const refuse = (member: string, other: string, why: string): never => {
    throw new TypeError(`expected ${member} or ${other}, not both: ${why}`);
  };
  const ofRequest = OF_REQUESTS.find(says);
  if (ofRequest !== undefined)
    throw new TypeError(`expected directives of a response, got ${ofRequest}, which is of a request`);
  if (given.private === true) {
    const shared = OF_SHARED_CACHES.find(says);
    if (shared !== undefined)
      refuse(shared, 'private', 'a shared cache does not store what is private (RFC 9111 §5.2.2.7)');
  }
  if (given.mustUnderstand === true && given.noStore !== true) {
    throw new TypeError(
      'expected noStore beside mustUnderstand, for the caches that do not know that (RFC 9111 §5.2.2.3)',
    );
  }
  if (given.noStore === true && given.mustUnderstand !== true) {
    const other = DIRECTIVES.map(({ member }) => member).find(
      (member) => says(member) && !BESIDE_NO_STORE.has(member),
    );
    if (other !== undefined) refuse(other, 'noStore', 'what is not stored is never used again');
  }
  if (given.immutable === true) {
    if (given.noCache === true) refuse('immutable', 'noCache', 'noCache asks before each use');
    const fresh = Math.max(given.maxAgeSeconds ?? 0, given.sharedMaxAgeSeconds ?? 0);
    if (fresh === 0) {
      throw new TypeError(
        'expected maxAgeSeconds beside immutable, which counts while a response is fresh (RFC 8246 §2)',
      );
    }
  }
}
