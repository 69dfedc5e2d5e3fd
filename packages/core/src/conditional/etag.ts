import { show } from '../arguments.ts';
import { type EntityTag, isWeakTag, requireEntityTag, sameTag } from '../fields/entity-tag.ts';
import { sha256 } from './hash.ts';

// 162 bits: collisions are practically impossible, and the field stays short.
const HASH_LENGTH = 27;

function quoted(opaque: string | number | bigint, prefix: '' | 'W/'): EntityTag {
  const isText = typeof opaque === 'string';
  if (!isText && typeof opaque !== 'bigint' && !Number.isSafeInteger(opaque)) {
    throw new TypeError(`opaque: expected a string or an integer, got ${show(opaque)}`);
  }
  const tag = `${prefix}"${opaque}"`;
  for (let at = 0; isText && at < opaque.length; at++) {
    const code = opaque.charCodeAt(at);
    if (code < 0x21 || code === 0x22 || code > 0x7e) {
      throw new TypeError(
        `opaque: expected visible ASCII without spaces and double quotes, got ${show(opaque)}`,
      );
    }
  }
  return tag as EntityTag; // just checked
}

/** Escapes the separator, what a tag cannot contain, and commas and backslashes, which other parsers misread. */
function escaped(part: string): string {
  return part.replace(/\p{Cs}/gu, '\ufffd').replace(/[^!#$&-+\--:<-[\]-~]+/gu, encodeURIComponent);
}

/** Makes, reads and compares entity tags (RFC 9110 §8.8.3). */
export const etag = {
  /**
   * Returns a strong tag, which changes whenever a byte of the representation does. Make it of a version or a revision.
   *
   * @throws {TypeError} If `opaque` is not an integer or a string of visible ASCII without spaces and double quotes.
   *
   * @example
   * ```ts
   * etag.strong('7.3'); // '"7.3"'
   * ```
   */
  strong(opaque: string | number | bigint): EntityTag {
    return quoted(opaque, '');
  },

  /**
   * Returns a weak tag: two representations with the same weak tag are equivalent. It is enough for a 304 and never
   * satisfies If-Match (RFC 9110 §8.8.3.2), so a resource that is written needs a strong tag.
   *
   * @throws {TypeError} If `opaque` is not an integer or a string of visible ASCII without spaces and double quotes.
   *
   * @example
   * ```ts
   * etag.weak('7'); // 'W/"7"'
   * ```
   */
  weak(opaque: string | number | bigint): EntityTag {
    return quoted(opaque, 'W/');
  },

  /**
   * Returns the strong tag of a content: its SHA-256, cut to 27 characters. A text is hashed as UTF-8.
   *
   * @throws {TypeError} If the content is neither text nor bytes.
   *
   * @example
   * ```ts
   * etag.of('hello'); // '"LPJNul-wow4m6DsqxbninhsWHlw"'
   * ```
   */
  of(content: string | Uint8Array): EntityTag {
    if (typeof content !== 'string' && !(content instanceof Uint8Array)) {
      throw new TypeError(`content: expected text or bytes, got ${show(content)}`);
    }
    return `"${sha256(content).slice(0, HASH_LENGTH)}"` as EntityTag; // base64url
  },

  /**
   * Returns the tag of one of several representations of a resource: its tag, and what distinguishes this representation,
   * such as locale and media type. Different parts make different tags, wherever they are cut. A weak tag stays weak.
   *
   * @throws {TypeError} If the tag is not an entity tag or a part is not a string.
   *
   * @example
   * ```ts
   * etag.join(etag.strong('7'), 'de', 'text/html'); // '"7;de;text/html"'
   * ```
   */
  join(tag: EntityTag, ...parts: readonly string[]): EntityTag {
    const own = requireEntityTag(tag, 'tag');
    const start = isWeakTag(own) ? 3 : 1;
    let joined = own.slice(0, start) + escaped(own.slice(start, -1));
    for (const part of parts) {
      if (typeof part !== 'string') throw new TypeError(`part: expected a string, got ${show(part)}`);
      joined += `;${escaped(part)}`;
    }
    return `${joined}"` as EntityTag; // `escaped` leaves nothing else
  },

  /**
   * Returns a text that is an entity tag already, quotes included: from a database, an object store or the response of
   * another server. For a text without quotes use `strong`.
   *
   * @throws {TypeError} If the text is not an entity tag.
   *
   * @example
   * ```ts
   * etag.parse('W/"7"'); // 'W/"7"'
   * ```
   */
  parse(text: string): EntityTag {
    return requireEntityTag(text, 'text');
  },

  /**
   * Reports whether a tag is weak.
   *
   * @example
   * ```ts
   * etag.isWeak(etag.weak('7')); // true
   * ```
   */
  isWeak(tag: EntityTag): boolean {
    return isWeakTag(tag);
  },

  /**
   * Reports whether two tags are strong and the same: the strong comparison (RFC 9110 §8.8.3.2).
   *
   * @example
   * ```ts
   * etag.matchesStrongly(etag.weak('7'), etag.weak('7')); // false
   * ```
   */
  matchesStrongly(a: EntityTag, b: EntityTag): boolean {
    return sameTag(a, b, 'strong');
  },

  /**
   * Reports whether two tags are the same apart from the mark `W/`: the weak comparison (RFC 9110 §8.8.3.2).
   *
   * @example
   * ```ts
   * etag.matchesWeakly(etag.weak('7'), etag.strong('7')); // true
   * ```
   */
  matchesWeakly(a: EntityTag, b: EntityTag): boolean {
    return sameTag(a, b, 'weak');
  },
} as const;
