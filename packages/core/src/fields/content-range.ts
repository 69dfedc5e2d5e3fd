import { show } from '../arguments.ts';
import { scanDigits, scanToken } from './scan.ts';

const SP = 0x20;
const STAR = 0x2a;
const DASH = 0x2d;
const SLASH = 0x2f;

/** A part of a representation, or (without `first` and `last`) the word that none of it can be had as asked. */
export type ContentRange =
  | {
      /** In lower case: `bytes`, or a unit unknown here. */
      readonly unit: string;
      readonly first: number;
      readonly last: number;
      /** `undefined` where the sender did not know it and wrote `*`. */
      readonly complete: number | undefined;
    }
  | {
      readonly unit: string;
      readonly first?: undefined;
      readonly last?: undefined;
      readonly complete: number;
    };

/**
 * Writes the Content-Range of a 416 (RFC 9110 §14.4).
 *
 * @throws RangeError unless the length is a safe integer of 0 or more: the field has no form for a length unknown.
 * @example
 * ```ts
 * formatUnsatisfiedRange(47022); // 'bytes *\/47022'
 * ```
 */
export function formatUnsatisfiedRange(completeLength: number): string {
  return `bytes */${requireCount(completeLength, 'the complete length')}`;
}

/**
 * Writes the Content-Range of a 206 (RFC 9110 §14.4); both positions are inclusive, `undefined` is a length not yet known.
 *
 * @throws RangeError where a position is not a safe integer of 0 or more, `last` comes before `first`, or lies outside.
 * @example
 * ```ts
 * formatContentRange(0, 499, 1234); // 'bytes 0-499/1234'
 * formatContentRange(42, 1233, undefined); // 'bytes 42-1233/*'
 * ```
 */
export function formatContentRange(first: number, last: number, complete: number | undefined): string {
  requireCount(first, 'the first position');
  requireCount(last, 'the last position');
  if (last < first)
    throw new RangeError(`expected the last position not to lie before the first, got ${first} to ${last}`);
  if (complete === undefined) return `bytes ${first}-${last}/*`;
  requireCount(complete, 'the complete length');
  if (last >= complete)
    throw new RangeError(`expected the last position to lie below the length ${complete}, got ${last}`);
  return `bytes ${first}-${last}/${complete}`;
}

/**
 * Reads Content-Range; `undefined` where it is malformed or contradicts itself (RFC 9110 §14.4).
 *
 * @example
 * ```ts
 * parseContentRange('bytes 0-499/1234'); // { unit: 'bytes', first: 0, last: 499, complete: 1234 }
 * parseContentRange('bytes 499-0/1234'); // undefined
 * ```
 */
export function parseContentRange(text: string): ContentRange | undefined {
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

/** Reads the digits that make up the whole of a part; nothing where there are none, others, or too many to count with. */
function countBetween(text: string, start: number, end: number): number | undefined {
  if (start >= end || scanDigits(text, start) < end) return undefined;
  const count = Number(text.slice(start, end));
  return Number.isSafeInteger(count) ? count : undefined;
}

function requireCount(value: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`expected ${what} to be a safe integer of 0 or more, got ${show(value)}`);
}
