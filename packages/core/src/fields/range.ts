import { scanDigits, skipOws } from './scan.ts';

const COMMA = 0x2c;
const DASH = 0x2d;
const UNIT = 'bytes=';

/** One range of Range: from `first` to `last`, or to the end if `last` is undefined, or the last `suffix` bytes. */
export type RangeSpec =
  | { readonly first: number; readonly last: number | undefined; readonly suffix?: undefined }
  | { readonly suffix: number; readonly first?: undefined; readonly last?: undefined };

/**
 * Parses Range (RFC 9110 §14.2, §14.1.1). Returns undefined if the field is malformed, a range ends before it begins, or the
 * unit is not `bytes`. A number above 2^53 is rounded, and may be Infinity.
 *
 * @param most The largest number of ranges; a field with more returns undefined. Default: no limit.
 *
 * @example
 * ```ts
 * parseRange('bytes=0-499, -500'); // [{ first: 0, last: 499 }, { suffix: 500 }]
 * parseRange('lines=1-5'); // undefined
 * parseRange('bytes=5-1'); // undefined
 * ```
 */
export function parseRange(
  text: string | null | undefined,
  most: number = Number.POSITIVE_INFINITY,
): RangeSpec[] | undefined {
  if (text === null || text === undefined) return undefined;
  // Range units are case-insensitive (RFC 9110 §14.1).
  if (text.slice(0, UNIT.length).toLowerCase() !== UNIT) return undefined;
  const specs: RangeSpec[] = [];
  // The list begins with an element or with an empty one, never with spaces before an element (RFC 9110 §5.6.1).
  let at = UNIT.length;
  const start = skipOws(text, at);
  if (start !== at && text.charCodeAt(start) !== COMMA) return undefined;
  for (at = start; at < text.length; at = skipOws(text, at + 1)) {
    if (text.charCodeAt(at) === COMMA) continue;
    const firstEnd = scanDigits(text, at);
    if (text.charCodeAt(firstEnd) !== DASH) return undefined;
    const lastEnd = scanDigits(text, firstEnd + 1);
    const spec = specOf(text.slice(at, firstEnd), text.slice(firstEnd + 1, lastEnd));
    if (spec === undefined || specs.length === most) return undefined;
    specs.push(spec);
    at = skipOws(text, lastEnd);
    if (at < text.length && text.charCodeAt(at) !== COMMA) return undefined;
  }
  return specs.length === 0 ? undefined : specs;
}

function specOf(first: string, last: string): RangeSpec | undefined {
  if (first === '') return last === '' ? undefined : { suffix: Number(last) };
  if (last === '') return { first: Number(first), last: undefined };
  return isGreater(first, last) ? undefined : { first: Number(first), last: Number(last) };
}

/** Reports whether a number is greater than another, by their digits, of which there may be more than a number holds. */
function isGreater(a: string, b: string): boolean {
  const [x, y] = [significant(a), significant(b)];
  return x.length === y.length ? x > y : x.length > y.length;
}

function significant(digits: string): string {
  let start = 0;
  while (digits.charCodeAt(start) === 0x30) start++;
  return digits.slice(start);
}
