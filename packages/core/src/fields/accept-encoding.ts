import { formatList } from './list.ts';
import { scanParameters } from './parameters.ts';
import { type FieldLines, listElements, scanToken } from './scan.ts';
import { weightOf } from './weight.ts';

/** One content coding of an Accept-Encoding field, and its weight. */
export interface WeightedCoding {
  /** In lower case. May be `identity` or `*`. */
  readonly coding: string;
  /** Weight from 0 (not acceptable) to 1, which is also the default. */
  readonly q: number;
}

/**
 * Formats Accept-Encoding (RFC 9110 §12.5.3), for a request, or for a 415 about a coding. Returns `''` for an empty list.
 *
 * @throws {TypeError} If `codings` is not an array, or one of them is not a content coding with an optional weight.
 *
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
 * Parses Accept-Encoding. Codings that are malformed, or whose weight is malformed, are skipped.
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
