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
  const parts = String(own.get('retry-after'))
    .split(',')
    .map((part) => part.trim());
  const waits = parts.flatMap((part, index) => {
    if (/^\d+(\.\d+)?$/.test(part)) return Number(part) * 1000;
    // Two of the three forms of a date have a comma after the weekday.
    const at = timeOfDate(part, nowMs) ?? timeOfDate(`${part}, ${parts[index + 1]}`, nowMs);
    return at === undefined ? [] : Math.max(0, at - nowMs);
  });
  // A number of 400 digits is infinite.
  return waits.length ? Math.min(Math.max(...waits), LAST_DATE_MS) : undefined;
}

/** Returns a number of seconds in milliseconds; undefined if it is no wait. */
export const msOf = (seconds: unknown): number | undefined =>
  isCount(seconds) ? Math.min(seconds * 1000, LAST_DATE_MS) : undefined;

/** The last moment that a `Date` can hold. */
export const LAST_DATE_MS = 8.64e15;

/** Returns the moment when a wait is over, the last one that a `Date` can hold if it is later than that. */
export function dateAfter(nowMs: number, waitMs: number): Date {
  return new Date(Math.min(nowMs + waitMs, LAST_DATE_MS));
}
