import { show } from '../arguments.ts';
import { formatList } from './list.ts';
import { type MediaType, paramsOf, parseMediaType, scanMediaRange } from './media-type.ts';
import { type FieldLines, listElements } from './scan.ts';
import { weightOf } from './weight.ts';

/** One range of an Accept field and how much it is wanted, from 0 (not at all) to 1. */
export interface MediaRange extends MediaType {
  /** 1 where the range has no weight of its own. It is never among `params`. */
  readonly q: number;
}

/**
 * Reads Accept (RFC 9110 §12.5.1). Ranges that are malformed, or whose weight is, are passed over.
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
 * Says how much a media type is wanted: the weight of the most specific range that it fits (RFC 9110 §12.5.1), 0 where it
 * fits none, and 1 for everything where there are no ranges at all.
 *
 * Parameters of a range must all be on the type; their values are compared without regard to case. Of ranges equally
 * specific the first counts.
 *
 * @throws TypeError where `type` is no media type.
 * @example
 * ```ts
 * quality(parseAccept('text/*;q=0.3, text/html;q=0.7'), 'text/html; charset=utf-8'); // 0.7
 * quality(parseAccept('text/html'), 'application/json'); // 0
 * quality(parseAccept(undefined), 'application/json'); // 1
 * ```
 */
export function quality(ranges: readonly MediaRange[], type: string): number {
  const offered = typeof type === 'string' ? parseMediaType(type) : undefined;
  if (offered === undefined)
    throw new TypeError(`expected a media type such as "text/html", got ${show(type)}`);
  return qualityOf(ranges, offered);
}

/** The same for a media type that has been read. */
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
 * Writes Accept, for requests and for a 415 that says what would have been taken; an empty list gives `''`.
 *
 * @throws TypeError where one of the values is no media range with an optional weight.
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

/** Gives how specific a range is that the type fits, and -1 for one that it does not fit. */
function fit(range: MediaType, offered: MediaType): number {
  if (range.type !== '*' && range.type !== offered.type) return -1;
  if (range.subtype !== '*' && range.subtype !== offered.subtype) return -1;
  let matched = 0;
  for (const name in range.params) {
    const value = offered.params[name];
    if (value === undefined || value.toLowerCase() !== range.params[name]?.toLowerCase()) return -1;
    matched++;
  }
  // Named parts weigh more than any number of parameters: a fraction below 1 stands for those.
  const named = range.type === '*' ? 0 : range.subtype === '*' ? 1 : 2;
  return named + matched / (matched + 1);
}
