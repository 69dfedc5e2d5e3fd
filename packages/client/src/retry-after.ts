import { headersOf } from './headers.ts';
import { timeOfDate } from './http-date.ts';
import { isCount, read } from './read.ts';

/**
 * Returns how long Retry-After asks a client to wait, in milliseconds; undefined if it says nothing that can be understood.
 *
 * RFC 9110 §10.2.3 knows a number of seconds and a date. Fractions are in use as well. Of several values the longest
 * counts, so that no server is asked too early; a moment that has passed is 0.
 */
export function waitOf(headers: unknown, nowMs: number): number | undefined {
  const own = typeof read(headers, 'get') === 'function' ? (headers as Headers) : headersOf(headers);
  // Two of the three forms of a date have a comma after the weekday.
  const values = String(own.get('retry-after')).match(/( *[a-z]+, (?=\d+.[a-z]))?[^,]+/gi) ?? [];
  const longest = values
    .map((value) =>
      /^\s*\d+(\.\d+)?\s*$/.test(value)
        ? Number(value) * 1000
        : Math.max(0, timeOfDate(value.trim(), nowMs) - nowMs),
    )
    .filter((waitMs) => waitMs >= 0) // NaN is not
    .sort((one, other) => other - one)[0];
  // A number of 400 digits is infinite.
  return longest && Math.min(longest, LAST_DATE_MS);
}

/** Returns a number of seconds in milliseconds; undefined if it is not a wait. */
export const msOf = (seconds: unknown): number | undefined =>
  isCount(seconds) ? Math.min(seconds * 1000, LAST_DATE_MS) : undefined;

/** The longest time that a timer holds, in milliseconds; one that is set for longer fires immediately. */
export const LONGEST_TIMER_MS = 2_147_483_647;

/** The last moment that a `Date` can hold. */
export const LAST_DATE_MS = 8.64e15;

/** Returns the moment when a wait is over, the last one that a `Date` can hold if it is later than that. */
export function dateAfter(nowMs: number, waitMs: number): Date {
  return new Date(Math.min(nowMs + waitMs, LAST_DATE_MS));
}
