import { formatList } from './list.ts';
import { type MediaType, parseMediaType } from './media-type.ts';
import { type FieldLines, listElements } from './scan.ts';

/**
 * Formats Accept-Patch (RFC 5789 §3.1), the media types that a PATCH may carry. Returns `''` for an empty list.
 *
 * @throws {TypeError} If `types` is not an array, or one of them is not a media type: this field excludes ranges and weights.
 *
 * @example
 * ```ts
 * formatAcceptPatch(['application/merge-patch+json', 'text/example;charset=utf-8']); // 'application/merge-patch+json, text/example;charset=utf-8'
 * ```
 */
export function formatAcceptPatch(types: readonly string[]): string {
  return formatList(types, {
    field: 'Accept-Patch',
    element: 'a media type without wildcard or weight, such as "application/merge-patch+json"',
    accepts(text) {
      const type = parseMediaType(text);
      return type !== undefined && type.params['q'] === undefined;
    },
  });
}

/**
 * Parses Accept-Patch. Elements that are not a media type are skipped.
 *
 * @example
 * ```ts
 * parseAcceptPatch('application/json-patch+json, text/*').map((type) => type.subtype); // ['json-patch+json']
 * ```
 */
export function parseAcceptPatch(lines: FieldLines): MediaType[] {
  return listElements(lines).flatMap((element) => parseMediaType(element) ?? []);
}
