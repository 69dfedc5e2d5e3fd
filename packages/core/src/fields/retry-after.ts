import { expected } from '../arguments.ts';
import { parseHttpDate, timeOf } from './http-date.ts';
import { scanDigits } from './scan.ts';

/** How long a client should wait: a number of seconds, or until a time. */
export type RetryAfter =
  | { readonly seconds: number; readonly at?: undefined }
  | { readonly at: Date; readonly seconds?: undefined };

/**
 * Returns a wait in whole seconds, rounded up so that the client does not come back too early. A time in the past is 0.
 *
 * @param nowMs The clock, in milliseconds since 1970.
 *
 * @throws {TypeError} If `wait` has neither or both of `seconds` and `at`.
 * @throws {RangeError} If the number of seconds is negative or not a safe integer when rounded up, or a date or `nowMs` is invalid.
 *
 * @example
 * ```ts
 * retryAfterSeconds({ seconds: 1.2 }, 0); // 2
 * retryAfterSeconds({ at: new Date(60_001) }, 0); // 61
 * ```
 */
export function retryAfterSeconds(wait: RetryAfter, nowMs: number): number {
  // A plain JavaScript caller may pass anything.
  const given: unknown = wait;
  if (typeof given !== 'object' || given === null) throw wrongShape(given);
  const seconds = 'seconds' in given ? given.seconds : undefined;
  const at = 'at' in given ? given.at : undefined;
  if ((seconds === undefined) === (at === undefined)) throw wrongShape(given);
  if (at === undefined) {
    if (typeof seconds !== 'number') throw wrongShape(given);
    return requireSeconds('wait.seconds', Math.ceil(seconds) + 0, seconds); // + 0: no negative zero
  }
  const atMs = timeOf(at);
  if (atMs === undefined) throw wrongShape(given);
  if (Number.isNaN(atMs)) throw new RangeError(expected('wait.at', 'a valid date', at));
  if (!Number.isFinite(nowMs)) throw new RangeError(expected('nowMs', 'the clock in milliseconds', nowMs));
  return Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}

/**
 * Formats Retry-After as seconds (RFC 9110 §10.2.3), which do not depend on the clock of the client.
 *
 * @throws {RangeError} If `seconds` is not a safe integer of at least 0; {@link retryAfterSeconds} returns one.
 *
 * @example
 * ```ts
 * formatRetryAfter(120); // '120'
 * ```
 */
export function formatRetryAfter(seconds: number): string {
  return String(requireSeconds('seconds', seconds, seconds));
}

/**
 * Parses Retry-After, a number of seconds or a date, as whole seconds from now, rounded up. Returns undefined if it is neither.
 *
 * A larger number is returned as `Number.MAX_SAFE_INTEGER`, and a date in the past as 0.
 *
 * @param nowMs The clock, in milliseconds since 1970. Default: the clock of the system.
 *
 * @throws {RangeError} If the field is a date and `nowMs` is not finite.
 *
 * @example
 * ```ts
 * parseRetryAfter('120', 0); // 120
 * parseRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 500); // 60
 * parseRetryAfter('soon', 0); // undefined
 * ```
 */
export function parseRetryAfter(
  text: string | null | undefined,
  nowMs: number = Date.now(),
): number | undefined {
  if (text === null || text === undefined) return undefined;
  if (text !== '' && scanDigits(text, 0) === text.length)
    return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  const at = parseHttpDate(text, nowMs);
  return at && retryAfterSeconds({ at }, nowMs);
}

function requireSeconds(name: string, whole: number, given: number): number {
  // Of the number before it is rounded: -0.5 would become 0.
  if (given >= 0 && Number.isSafeInteger(whole)) return whole;
  throw new RangeError(expected(name, `a number of seconds from 0 to ${Number.MAX_SAFE_INTEGER}`, given));
}

function wrongShape(given: unknown): TypeError {
  return new TypeError(expected('wait', '{ seconds: number } or { at: Date }', given));
}
