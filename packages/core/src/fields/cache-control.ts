import {
  type CacheControl,
  type CacheDirectives,
  checkCacheControl,
  DIRECTIVES,
  formatDirectives,
  LONGEST_SECONDS,
} from './cache-directives.ts';
import { quote, unquote } from './quoted-string.ts';
import { type FieldLines, listElements, scanDigits, scanToken, skipOws, tokenElements } from './scan.ts';
import { isToken } from './token.ts';

/**
 * Formats Cache-Control of a response (RFC 9111 §5.2.2, RFC 5861, RFC 8246). Returns `''` if there is no directive.
 *
 * @throws {TypeError} If directives contradict one another, such as `public` beside `private`, anything about storing beside
 * `noStore`, or `immutable` without a time to be fresh.
 * @throws {RangeError} If a number of seconds is not an integer from 0 to 2,147,483,648.
 *
 * @example
 * ```ts
 * formatCacheControl({ public: true, maxAgeSeconds: 3600, staleWhileRevalidateSeconds: 60 }); // 'public, max-age=3600, stale-while-revalidate=60'
 * formatCacheControl({ private: true, noCache: true }); // 'private, no-cache'
 * formatCacheControl({ noStore: true }); // 'no-store'
 * ```
 */
export function formatCacheControl(directives: CacheControl): string {
  const given = checkCacheControl(directives);
  const parts = formatDirectives(given);
  for (const [name, value] of Object.entries(given.extensions ?? {})) {
    if (value === true) parts.push(name);
    else parts.push(`${name}=${isToken(value) ? value : quote(value)}`);
  }
  return parts.join(', ');
}

/**
 * Parses Cache-Control of a response or a request, as tolerantly as RFC 9111 §5.2 asks: names in any case, arguments as tokens
 * or quoted, in any order. If a directive is repeated, the more restrictive one counts (§4.2.1). A `max-age` or `s-maxage` with
 * an invalid number counts as 0, which makes the response stale; another directive with an invalid number is left out. A directive that
 * is not known here is in `extensions`, under its name in lower case.
 *
 * Contradictions are returned as they stand.
 *
 * @example
 * ```ts
 * parseCacheControl('Public, Max-Age="60"'); // { public: true, maxAgeSeconds: 60 }
 * parseCacheControl('max-age=60, max-age=0, no-cache="Set-Cookie"'); // { maxAgeSeconds: 0, noCache: ['Set-Cookie'] }
 * parseCacheControl('max-age=soon, community="UCI"'); // { maxAgeSeconds: 0, extensions: { community: 'UCI' } }
 * ```
 */
export function parseCacheControl(lines: FieldLines): CacheDirectives {
  const found: Mutable<CacheDirectives> = {};
  const names: FieldNames = {};
  const extensions = new Map<string, string | true>();
  for (const element of listElements(lines)) {
    const end = scanToken(element, 0);
    if (end === 0) continue;
    const name = element.slice(0, end).toLowerCase();
    const argument = argumentAt(element, end);
    if (argument === undefined) continue; // not a directive
    const known = BY_NAME.get(name);
    if (known?.kind === 'names') names[known.member] = union(names[known.member], argument);
    else if (known !== undefined) put(found, known, argument);
    else if (!extensions.has(name)) extensions.set(name, argument);
  }
  for (const member of ['private', 'noCache'] as const) {
    const set = names[member];
    if (set !== undefined) found[member] = set === true ? true : [...set];
  }
  if (extensions.size > 0) found.extensions = Object.fromEntries(extensions);
  return found;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Known = (typeof DIRECTIVES)[number];

/** The fields that each directive names, in all places; `true` if it stands without names in one of them. */
type FieldNames = { [K in Extract<Known, { kind: 'names' }>['member']]?: Set<string> | true };

const BY_NAME: ReadonlyMap<string, Known> = new Map(DIRECTIVES.map((row) => [row.name, row]));

/** Returns the text after the `=`, `true` if there is none, and undefined if the element is malformed. */
function argumentAt(element: string, at: number): string | true | undefined {
  const equals = skipOws(element, at);
  if (equals === element.length) return true;
  if (element.charAt(equals) !== '=') return undefined;
  const value = element.slice(skipOws(element, equals + 1));
  return value.startsWith('"') ? unquote(value) : value;
}

/** Adds a directive to those before it. Of two equal ones the more restrictive stays. */
function put(
  found: Mutable<CacheDirectives>,
  row: Exclude<Known, { kind: 'names' }>,
  argument: string | true,
): void {
  switch (row.kind) {
    case 'flag':
      found[row.member] = true;
      return;
    case 'any-or-seconds': {
      const seconds = argument === true ? true : readSeconds(argument);
      const before = found[row.member];
      if (seconds === undefined) return;
      found[row.member] = before === undefined || before === true ? seconds : least(before, seconds);
      return;
    }
    default: {
      const seconds = argument === true ? undefined : readSeconds(argument);
      const counted = seconds ?? (row.kind === 'fresh' ? 0 : undefined);
      if (counted !== undefined) found[row.member] = least(found[row.member], counted);
    }
  }
}

function union(before: Set<string> | true | undefined, argument: string | true): Set<string> | true {
  if (argument === true || before === true) return true;
  const all = before ?? new Set();
  // Added to the set, and not read again: a field may repeat the directive thousands of times.
  for (const name of tokenElements(argument)) all.add(name);
  // Names that cannot be read may stand for anything.
  return all.size === 0 ? true : all;
}

function least(before: number | undefined, seconds: number | true): number {
  return Math.min(before ?? Number.POSITIVE_INFINITY, seconds === true ? Number.POSITIVE_INFINITY : seconds);
}

function readSeconds(text: string): number | undefined {
  if (text === '' || scanDigits(text, 0) !== text.length) return undefined;
  return Math.min(Number(text), LONGEST_SECONDS);
}
