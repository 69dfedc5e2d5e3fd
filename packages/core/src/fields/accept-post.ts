import { formatList } from './list.ts';
import { type MediaType, parseMediaRange } from './media-type.ts';
import { type FieldLines, listElements } from './scan.ts';

/**
 * Formats Accept-Post (W3C LDP 1.0 §7.1), the media ranges that a POST may carry. Returns `''` for an empty list.
 *
 * @throws {TypeError} If `types` is not an array, or one of them is not a media range or has a weight, which this field excludes.
 *
 * @example
 * ```ts
 * formatAcceptPost(['application/json', 'image/*']); // 'application/json, image/*'
 * ```
 */
export function formatAcceptPost(types: readonly string[]): string {
  return formatList(types, {
    field: 'Accept-Post',
    element: 'a media range without a weight, such as "image/*"',
    accepts(text) {
      const range = parseMediaRange(text);
      return range !== undefined && range.params['q'] === undefined;
    },
  });
}

/**
 * Parses Accept-Post. Malformed ranges are skipped.
 *
 * @example
 * ```ts
 * parseAcceptPost('text/turtle, image/*').map((range) => range.subtype); // ['turtle', '*']
 * ```
 */
export function parseAcceptPost(lines: FieldLines): MediaType[] {
  return listElements(lines).flatMap((element) => parseMediaRange(element) ?? []);
}
