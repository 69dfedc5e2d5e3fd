import { show } from '../arguments.ts';
import { parseHttpDate, timeOf } from './http-date.ts';
import { scanDigits } from './scan.ts';

/** How long a client should wait: for some seconds, or until a moment. */
export type RetryAfter =
  | { readonly seconds: number; readonly at?: undefined }
  | { readonly at: Date; readonly seconds?: undefined };

/**
 * Gives the wait in whole seconds, rounded up, so that nobody is told to come back too early; a moment that has passed is 0.
 *
 * @throws TypeError where `wait` has neither or both of `seconds` and `at`; RangeError for a number of seconds that is
 * negative, not finite or not safe, and for an invalid date or clock.
 * @example
 * ```ts
 * retryAfterSeconds({ seconds: 1.2 }, 0); // 2
 * retryAfterSeconds({ at: new Date(60_001) }, 0); // 61
 * ```
 */
export function retryAfterSeconds(wait: RetryAfter, nowMs: number): number {
  // A plain JavaScript caller may give anything.
  const given: unknown = wait;
  if (typeof given !== 'object' || given === null) throw wrongShape(given);
  const seconds = 'seconds' in given ? given.seconds : undefined;
  const at = 'at' in given ? given.at : undefined;
  if ((seconds === undefined) === (at === undefined)) throw wrongShape(given);
  if (at === undefined) {
    if (typeof seconds !== 'number') throw wrongShape(given);
    return requireSeconds(Math.ceil(seconds) + 0, seconds); // + 0: no negative zero
  }
  const atMs = timeOf(at);
  if (atMs === undefined) throw wrongShape(given);
  if (Number.isNaN(atMs)) throw new RangeError('expected a valid date to retry at, got an invalid Date');
  if (!Number.isFinite(nowMs)) throw new RangeError(`expected the clock in milliseconds, got ${show(nowMs)}`);
  return Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}

/**
 * Writes Retry-After as seconds (RFC 9110 §10.2.3), which no wrong clock can spoil.
 *
 * @throws RangeError unless `seconds` is a safe integer of 0 or more; {@link retryAfterSeconds} gives such a one.
 * @example
 * ```ts
 * formatRetryAfter(120); // '120'
 * ```
 */
export function formatRetryAfter(seconds: number): string {
  return String(requireSeconds(seconds, seconds));
}

/**
 * Reads Retry-After, seconds or a date, as whole seconds from now, rounded up; `undefined` where it is neither.
 *
 * A number too large to count with is cut to `Number.MAX_SAFE_INTEGER`; a date that has passed is 0.
 *
 * @example
 * ```ts
 * parseRetryAfter('120', 0); // 120
 * parseRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 500); // 60
 * parseRetryAfter('soon', 0); // undefined
 * ```
 */
export function parseRetryAfter(text: string, nowMs: number): number | undefined {
  if (text !== '' && scanDigits(text, 0) === text.length)
    return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  const at = parseHttpDate(text, nowMs);
  return at && retryAfterSeconds({ at }, nowMs);
}

function requireSeconds(whole: number, given: number): number {
  // Asked of what was given: rounding up would let -0.5 pass for 0.
  if (given >= 0 && Number.isSafeInteger(whole)) return whole;
  throw new RangeError(
    `expected a number of seconds from 0 to ${Number.MAX_SAFE_INTEGER}, got ${show(given)}`,
  );
}

function wrongShape(given: unknown): TypeError {
  return new TypeError(`expected { seconds: number } or { at: Date }, got ${show(given)}`);
}
