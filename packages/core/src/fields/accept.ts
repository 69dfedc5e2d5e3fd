import { expected } from '../arguments.ts';
import { formatList } from './list.ts';
import { type MediaType, paramsOf, parseMediaType, scanMediaRange } from './media-type.ts';
import { type FieldLines, listElements } from './scan.ts';
import { weightOf } from './weight.ts';

/** One range of an Accept field, and its weight. */
export interface MediaRange extends MediaType {
  /** Weight from 0 (not acceptable) to 1, which is also the default. It is never among `params`. */
  readonly q: number;
}

/**
 * Parses Accept (RFC 9110 §12.5.1). Ranges that are malformed, or whose weight is malformed, are skipped.
 *
 * @example
 * ```ts
 * parseAccept('text/*;q=0.3, text/html;level=1').map((range) => range.q); // [0.3, 1]
 * ```
 */
export function parseAccept(lines: FieldLines): MediaRange[] {
  const ranges: MediaRange[] = [];
  for (const element of listElements(lines)) {
    const range = parseRange(element);
    if (range !== undefined) ranges.push(range);
  }
  return ranges;
}

/**
 * Returns the weight of a media type: that of the most specific range that matches it (RFC 9110 §12.5.1), 0 if no range
 * matches, and 1 if there are no ranges at all.
 *
 * The type must have all parameters of a range; their values are case-insensitive. Of equally specific ranges the first counts.
 *
 * @throws {TypeError} If `type` is not a media type.
 *
 * @example
 * ```ts
 * quality(parseAccept('text/*;q=0.3, text/html;q=0.7'), 'text/html; charset=utf-8'); // 0.7
 * quality(parseAccept('text/html'), 'application/json'); // 0
 * quality(parseAccept(undefined), 'application/json'); // 1
 * ```
 */
export function quality(ranges: readonly MediaRange[], type: string): number {
  const offered = typeof type === 'string' ? parseMediaType(type) : undefined;
  if (offered === undefined) throw new TypeError(expected('type', 'a media type such as "text/html"', type));
  return qualityOf(ranges, offered);
}

/** Returns the weight of a media type that has been parsed. */
export function qualityOf(ranges: readonly MediaRange[], offered: MediaType): number {
  if (ranges.length === 0) return 1;
  let q = 0;
  let best = -1;
  for (const range of ranges) {
    const specificity = fit(range, offered);
    if (specificity > best) {
      best = specificity;
      q = range.q;
    }
  }
  return q;
}

/**
 * Formats Accept, for a request, or for a 415 that lists the supported types. Returns `''` for an empty list.
 *
 * @throws {TypeError} If `types` is not an array, or one of them is not a media range with an optional weight.
 *
 * @example
 * ```ts
 * formatAccept(['application/json', 'text/*;q=0.5']); // 'application/json, text/*;q=0.5'
 * ```
 */
export function formatAccept(types: readonly string[]): string {
  return formatList(types, {
    field: 'Accept',
    element: 'a media range such as "text/html" or "text/*;q=0.5"',
    accepts: (text) => parseRange(text) !== undefined,
  });
}

function parseRange(text: string): MediaRange | undefined {
  const raw = scanMediaRange(text);
  if (raw === undefined) return undefined;
  const q = weightOf(raw.parameters);
  return q === undefined
    ? undefined
    : { type: raw.type, subtype: raw.subtype, params: paramsOf(raw.parameters, 'q'), q };
}

/** Returns how specific a range is that matches the type, or -1 if it does not match. */
function fit(range: MediaType, offered: MediaType): number {
  if (range.type !== '*' && range.type !== offered.type) return -1;
  if (range.subtype !== '*' && range.subtype !== offered.subtype) return -1;
  let matched = 0;
  for (const name in range.params) {
    const value = offered.params[name];
    if (value === undefined || value.toLowerCase() !== range.params[name]?.toLowerCase()) return -1;
    matched++;
  }
  // Named parts outweigh any number of parameters, which add a fraction below 1.
  const named = range.type === '*' ? 0 : range.subtype === '*' ? 1 : 2;
  return named + matched / (matched + 1);
}
