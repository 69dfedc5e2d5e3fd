import { expected } from '../arguments.ts';
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
 * Formats CDN-Cache-Control or another targeted field (RFC 9213 §2.1): the directives of Cache-Control as a structured
 * dictionary, only for the caches of a content delivery network, which then ignore Cache-Control and Expires.
 *
 * @throws {TypeError} If `formatCacheControl` would throw one, or the name of an extension is not a key of a dictionary.
 * @throws {RangeError} If a number of seconds is not an integer from 0 to 2,147,483,648.
 *
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
      throw new TypeError(expected('extension name', 'a key of a dictionary, in lower case', name));
    }
    parts.push(value === true ? name : `${name}=${formatValue(name, value)}`);
  }
  return parts.join(', ');
}

/**
 * Parses CDN-Cache-Control or another targeted field (RFC 9213 §2.1). Returns undefined if the field is empty or any part is
 * malformed: a cache then uses Cache-Control. A directive whose value has the wrong type, such as `max-age="60"`, is left out.
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
      const seconds = deltaSecondsOf(item);
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
function deltaSecondsOf({ kind, text }: StructuredItem): number | undefined {
  if (kind !== 'number' || scanDigits(text, 0) !== text.length) return undefined;
  return Math.min(Number(text), LONGEST_SECONDS);
}

function formatValue(name: string, value: string): string {
  // A number of a structured field looks the same in both fields.
  if (isStructuredToken(value) || isInteger(value)) return value;
  const text = formatStructuredString(value);
  if (text !== undefined) return text;
  throw new TypeError(expected(`extensions.${name}`, 'visible ASCII and spaces', value));
}

function isInteger(text: string): boolean {
  return text !== '' && text.length <= 15 && scanDigits(text, 0) === text.length;
}
