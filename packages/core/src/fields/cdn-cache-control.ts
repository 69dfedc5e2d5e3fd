import { show } from '../arguments.ts';
import {
  type CacheControl,
  type CacheDirectives,
  checkCacheControl,
  DIRECTIVES,
  formatDirectives,
  LONGEST_SECONDS,
} from './cache-directives.ts';
import { type FieldLines, linesOf, scanDigits, tokenElements } from './scan.ts';
import {
  formatStructuredString,
  isStructuredKey,
  isStructuredToken,
  parseStructuredDictionary,
  type StructuredItem,
} from './structured-list.ts';

/**
 * Writes CDN-Cache-Control or another field of its kind (RFC 9213 §2.1): the directives of Cache-Control as a structured
 * dictionary, for the caches of a content delivery network alone, which then disregard Cache-Control and Expires.
 *
 * @throws as `formatCacheControl` does, and a TypeError for an extension whose name is no key of a dictionary.
 * @example
 * ```ts
 * formatCdnCacheControl({ maxAgeSeconds: 600, mustRevalidate: true }); // 'max-age=600, must-revalidate'
 * ```
 */
export function formatCdnCacheControl(directives: CacheControl): string {
  const given = checkCacheControl(directives);
  const parts = formatDirectives(given);
  for (const [name, value] of Object.entries(given.extensions ?? {})) {
    if (!isStructuredKey(name)) {
      throw new TypeError(
        `expected the name of an extension of CDN-Cache-Control in lower case, got ${show(name)}`,
      );
    }
    parts.push(value === true ? name : `${name}=${formatValue(name, value)}`);
  }
  return parts.join(', ');
}

/**
 * Reads CDN-Cache-Control or another field of its kind (RFC 9213 §2.1). `undefined` where it is empty or malformed in any
 * part: a cache then goes by Cache-Control. A directive whose value has the wrong type, such as `max-age="60"`, is left out.
 *
 * @example
 * ```ts
 * parseCdnCacheControl('max-age=600, must-revalidate'); // { maxAgeSeconds: 600, mustRevalidate: true }
 * parseCdnCacheControl('max-age=600,'); // undefined
 * ```
 */
export function parseCdnCacheControl(lines: FieldLines): CacheDirectives | undefined {
  const members = parseStructuredDictionary(linesOf(lines).join(', '));
  if (members === undefined || members.size === 0) return undefined;
  const found: Mutable<CacheDirectives> = {};
  for (const row of DIRECTIVES) {
    const item = members.get(row.name);
    if (item === undefined) continue;
    members.delete(row.name);
    const flag = flagOf(item);
    if (row.kind === 'flag') {
      if (flag !== undefined) found[row.member] = flag;
    } else if (row.kind === 'names') {
      const names = item.kind === 'string' || item.kind === 'token' ? tokenElements(item.text) : [];
      const value = names.length > 0 ? names : flag;
      if (value !== undefined) found[row.member] = value;
    } else {
      const seconds = secondsOf(item);
      if (seconds !== undefined) found[row.member] = seconds;
      else if (row.kind === 'any-or-seconds' && flag === true) found[row.member] = true;
    }
  }
  const others = [...members].flatMap(([name, item]) => {
    const flag = flagOf(item);
    return flag === false ? [] : [[name, flag ?? item.text] as const];
  });
  if (others.length > 0) found.extensions = Object.fromEntries(others);
  return found;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function flagOf(item: StructuredItem): boolean | undefined {
  return item.kind === 'boolean' ? item.text === '1' : undefined;
}

/** An integer that is not negative. */
function secondsOf({ kind, text }: StructuredItem): number | undefined {
  if (kind !== 'number' || scanDigits(text, 0) !== text.length) return undefined;
  return Math.min(Number(text), LONGEST_SECONDS);
}

function formatValue(name: string, value: string): string {
  // A number of a structured field looks the same in both fields.
  if (isStructuredToken(value) || isInteger(value)) return value;
  const text = formatStructuredString(value);
  if (text !== undefined) return text;
  throw new TypeError(`expected visible ASCII and spaces for the extension ${name}, got ${show(value)}`);
}

function isInteger(text: string): boolean {
  return text !== '' && text.length <= 15 && scanDigits(text, 0) === text.length;
}
