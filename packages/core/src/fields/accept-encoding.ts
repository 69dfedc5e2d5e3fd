import { formatList } from './list.ts';
import { scanParameters } from './parameters.ts';
import { type FieldLines, listElements, scanToken } from './scan.ts';
import { weightOf } from './weight.ts';

/** One content coding of an Accept-Encoding field and how much it is wanted. */
export interface WeightedCoding {
  /** In lower case; `identity` and `*` are among them. */
  readonly coding: string;
  /** From 0 (not at all) to 1, which is also the weight where none was written. */
  readonly q: number;
}

/**
 * Writes Accept-Encoding (RFC 9110 §12.5.3), for requests and for a 415 about a coding; an empty list gives `''`.
 *
 * @throws TypeError where one of the values is no content coding with an optional weight.
 * @example
 * ```ts
 * formatAcceptEncoding(['gzip', 'br;q=0.5']); // 'gzip, br;q=0.5'
 * ```
 */
export function formatAcceptEncoding(codings: readonly string[]): string {
  return formatList(codings, {
    field: 'Accept-Encoding',
    element: 'a content coding such as "gzip" or "br;q=0.5"',
    accepts: (text) => parseCoding(text) !== undefined,
  });
}

/**
 * Reads Accept-Encoding; codings that are malformed, or whose weight is, are passed over.
 *
 * @example
 * ```ts
 * parseAcceptEncoding('GZIP, *;q=0'); // [{ coding: 'gzip', q: 1 }, { coding: '*', q: 0 }]
 * ```
 */
export function parseAcceptEncoding(lines: FieldLines): WeightedCoding[] {
  return listElements(lines).flatMap((element) => parseCoding(element) ?? []);
}

function parseCoding(text: string): WeightedCoding | undefined {
  const end = scanToken(text, 0);
  if (end === 0) return undefined;
  const parameters = scanParameters(text, end);
  // A weight is all that may follow a coding.
  if (parameters === undefined || parameters.some((parameter) => parameter.name !== 'q')) return undefined;
  const q = weightOf(parameters);
  return q === undefined ? undefined : { coding: text.slice(0, end).toLowerCase(), q };
}
