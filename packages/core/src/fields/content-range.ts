import { expected, requireInteger } from '../arguments.ts';
import { scanDigits, scanToken } from './scan.ts';

const SP = 0x20;
const STAR = 0x2a;
const DASH = 0x2d;
const SLASH = 0x2f;

/** A part of a representation, or, without `first` and `last`, an unsatisfied range. */
export type ContentRange =
  | {
      /** In lower case: `bytes`, or another unit. */
      readonly unit: string;
      readonly first: number;
      readonly last: number;
      /** Undefined if the sender does not know it, and wrote `*`. */
      readonly complete: number | undefined;
    }
  | {
      readonly unit: string;
      readonly first?: undefined;
      readonly last?: undefined;
      readonly complete: number;
    };

/**
 * Formats the Content-Range of a 416 (RFC 9110 §14.4).
 *
 * @throws {RangeError} If the length is not a safe integer of at least 0: the field has no form for an unknown length.
 *
 * @example
 * ```ts
 * formatUnsatisfiedRange(47022); // 'bytes *\/47022'
 * ```
 */
export function formatUnsatisfiedRange(completeLength: number): string {
  return `bytes */${requireInteger('completeLength', completeLength)}`;
}

/**
 * Formats the Content-Range of a 206 (RFC 9110 §14.4). Both positions are inclusive; an undefined length is not yet known.
 *
 * @throws {RangeError} If a position is not a safe integer of at least 0, or `last` is less than `first` or outside the length.
 *
 * @example
 * ```ts
 * formatContentRange(0, 499, 1234); // 'bytes 0-499/1234'
 * formatContentRange(42, 1233, undefined); // 'bytes 42-1233/*'
 * ```
 */
export function formatContentRange(first: number, last: number, complete: number | undefined): string {
  requireInteger('first', first);
  requireInteger('last', last);
  if (last < first) throw new RangeError(expected('last', `a position of at least ${first}`, last));
  if (complete === undefined) return `bytes ${first}-${last}/*`;
  requireInteger('complete', complete);
  if (last >= complete)
    throw new RangeError(expected('last', `a position below the length ${complete}`, last));
  return `bytes ${first}-${last}/${complete}`;
}

/**
 * Parses Content-Range. Returns undefined if the field is malformed or contradicts itself (RFC 9110 §14.4).
 *
 * @example
 * ```ts
 * parseContentRange('bytes 0-499/1234'); // { unit: 'bytes', first: 0, last: 499, complete: 1234 }
 * parseContentRange('bytes 499-0/1234'); // undefined
 * ```
 */
export function parseContentRange(text: string | null | undefined): ContentRange | undefined {
  if (text === null || text === undefined) return undefined;
  const unitEnd = scanToken(text, 0);
  if (unitEnd === 0 || text.charCodeAt(unitEnd) !== SP) return undefined;
  const unit = text.slice(0, unitEnd).toLowerCase();

  const at = unitEnd + 1;
  if (text.charCodeAt(at) === STAR) {
    const complete = text.charCodeAt(at + 1) === SLASH ? countBetween(text, at + 2, text.length) : undefined;
    return complete === undefined ? undefined : { unit, complete };
  }

  const firstEnd = scanDigits(text, at);
  const lastEnd = scanDigits(text, firstEnd + 1);
  if (text.charCodeAt(firstEnd) !== DASH || text.charCodeAt(lastEnd) !== SLASH) return undefined;
  const first = countBetween(text, at, firstEnd);
  const last = countBetween(text, firstEnd + 1, lastEnd);
  if (first === undefined || last === undefined || last < first) return undefined;
  if (text.charCodeAt(lastEnd + 1) === STAR && lastEnd + 2 === text.length)
    return { unit, first, last, complete: undefined };
  const complete = countBetween(text, lastEnd + 1, text.length);
  return complete === undefined || complete <= last ? undefined : { unit, first, last, complete };
}

/** Parses a part that is all digits. Returns undefined if it is not, or if the number is not a safe integer. */
function countBetween(text: string, start: number, end: number): number | undefined {
  if (start >= end || scanDigits(text, start) < end) return undefined;
  const count = Number(text.slice(start, end));
  return Number.isSafeInteger(count) ? count : undefined;
}
