import { formatList } from './list.ts';
import { type MediaType, parseMediaType } from './media-type.ts';
import { type FieldLines, listElements } from './scan.ts';

/**
 * Writes Accept-Patch (RFC 5789 §3.1): the media types that a PATCH may carry; an empty list gives `''`.
 *
 * @throws TypeError where one of the values is no media type: this field has neither ranges nor weights.
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
 * Reads Accept-Patch; what is no media type is passed over.
 *
 * @example
 * ```ts
 * parseAcceptPatch('application/json-patch+json, text/*').map((type) => type.subtype); // ['json-patch+json']
 * ```
 */
export function parseAcceptPatch(lines: FieldLines): MediaType[] {
  return listElements(lines).flatMap((element) => parseMediaType(element) ?? []);
}
