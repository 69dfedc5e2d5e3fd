import { formatList } from './list.ts';
import { type MediaType, parseMediaRange } from './media-type.ts';
import { type FieldLines, listElements } from './scan.ts';

/**
 * Writes Accept-Post (W3C LDP 1.0 §7.1): the media ranges that a POST may carry; an empty list gives `''`.
 *
 * @throws TypeError where one of the values is no media range, or has a weight: this field knows none.
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
 * Reads Accept-Post; ranges that are malformed are passed over.
 *
 * @example
 * ```ts
 * parseAcceptPost('text/turtle, image/*').map((range) => range.subtype); // ['turtle', '*']
 * ```
 */
export function parseAcceptPost(lines: FieldLines): MediaType[] {
  return listElements(lines).flatMap((element) => parseMediaRange(element) ?? []);
}
