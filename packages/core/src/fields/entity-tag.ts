import { expected } from '../arguments.ts';
import { skipOws } from './scan.ts';

/**
 * An entity tag. At run time it is the value of the field: `"v1"` or `W/"v1"`. By type it is more than a string, so that a
 * version without quotes does not compile. The functions of `etag` and {@link isEntityTag} return it.
 */
export type EntityTag = string & { readonly __entityTag: 'statuskit' };

const HTAB = 0x09;
const SP = 0x20;
const COMMA = 0x2c;
const DQUOTE = 0x22;
const SLASH = 0x2f;
const UPPER_W = 0x57;

/** Returns the index after the entity tag at `at`, or -1 if there is none (RFC 9110 §8.8.3). */
function scanEntityTag(text: string, at: number): number {
  let next = text.charCodeAt(at) === UPPER_W && text.charCodeAt(at + 1) === SLASH ? at + 2 : at;
  if (text.charCodeAt(next) !== DQUOTE) return -1;
  for (next++; next < text.length; next++) {
    const code = text.charCodeAt(next);
    if (code === DQUOTE) return next + 1;
    if (code < 0x21 || code === 0x7f) return -1;
  }
  return -1;
}

/**
 * Reports whether an entity tag is weak. Only the capital letter marks one: `w/"a"` is not a tag (RFC 9110 §8.8.3).
 *
 * @example
 * ```ts
 * isWeakTag('W/"7"'); // true
 * isWeakTag('"7"'); // false
 * ```
 */
export function isWeakTag(tag: string): boolean {
  return tag.charCodeAt(0) === UPPER_W;
}

/**
 * Reports whether a value is one entity tag as ETag holds it, strong or weak (RFC 9110 §8.8.3).
 *
 * Characters from U+0080 to U+00FF are allowed: they are the obs-text of the grammar, and each is sent as one byte. Tags from
 * databases and other servers have them.
 *
 * @example
 * ```ts
 * isEntityTag('W/"v7"'); // true
 * isEntityTag('"caf\u00e9"'); // true
 * isEntityTag('v7'); // false
 * ```
 */
export function isEntityTag(value: unknown): value is EntityTag {
  if (typeof value !== 'string' || scanEntityTag(value, 0) !== value.length) return false;
  for (let at = 0; at < value.length; at++) if (value.charCodeAt(at) > 0xff) return false;
  return true;
}

/**
 * Returns an entity tag unchanged.
 *
 * @throws {TypeError} If the value is not an entity tag. `what` begins the message.
 */
export function requireEntityTag(text: unknown, what: string): EntityTag {
  if (isEntityTag(text)) return text;
  throw new TypeError(expected(what, 'an entity tag such as "\\"v7\\"" or "W/\\"v7\\""', text));
}

/** Result of looking for a tag in If-Match or If-None-Match: `'any'` is `*`, `'empty'` is a list without a tag. */
export type TagMatch = 'any' | 'listed' | 'unlisted' | 'empty' | 'malformed';

/**
 * Looks for a tag in the value of If-Match or If-None-Match (RFC 9110 §13.1.1, §13.1.2), by weak or by strong comparison
 * (§8.8.3.2). If any part of the list is malformed, the list is malformed, wherever the tag stands in it.
 *
 * @param tag An entity tag, or undefined if the resource has none.
 *
 * @example
 * ```ts
 * findTag('"a", W/"b"', '"b"', 'weak'); // 'listed'
 * findTag('"a", W/"b"', '"b"', 'strong'); // 'unlisted'
 * ```
 */
export function findTag(value: string, tag: string | undefined, comparison: 'weak' | 'strong'): TagMatch {
  const weakly = comparison === 'weak';
  // Nearly every client sends the one tag that it has received.
  if (value === tag) return weakly || !isWeakTag(tag) ? 'listed' : 'unlisted';
  if (value === '*') return 'any';

  // In strong comparison a weak tag equals none; the empty string stands for that, since no tag is empty.
  const wanted = tag === undefined || (!weakly && isWeakTag(tag)) ? '' : tag.slice(opaqueStart(tag, 0));
  let result: TagMatch = 'empty';
  // RFC 9110 §5.6.1.2: empty elements are skipped.
  for (let at = skipSeparators(value, 0); at < value.length; at = skipSeparators(value, at)) {
    const end = scanEntityTag(value, at);
    if (end < 0) return 'malformed';
    const start = opaqueStart(value, at);
    const isSame = end - start === wanted.length && value.startsWith(wanted, start);
    if (isSame && (weakly || start === at)) result = 'listed';
    else if (result === 'empty') result = 'unlisted';
    at = skipOws(value, end);
    if (at < value.length && value.charCodeAt(at) !== COMMA) return 'malformed';
  }
  return result;
}

/** Returns the index after any commas, spaces and tabs. */
function skipSeparators(text: string, at: number): number {
  let end = at;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code !== COMMA && code !== SP && code !== HTAB) break;
  }
  return end;
}

function opaqueStart(text: string, at: number): number {
  return text.charCodeAt(at) === UPPER_W ? at + 2 : at;
}

/**
 * Reports whether two tags match. In strong comparison both must be strong; in weak comparison only the quoted part counts
 * (RFC 9110 §8.8.3.2).
 *
 * @example
 * ```ts
 * sameTag('W/"7"', '"7"', 'weak'); // true
 * sameTag('W/"7"', '"7"', 'strong'); // false
 * ```
 */
export function sameTag(a: string, b: string, comparison: 'weak' | 'strong'): boolean {
  if (comparison === 'strong') return a === b && !isWeakTag(a);
  return a.slice(opaqueStart(a, 0)) === b.slice(opaqueStart(b, 0));
}
