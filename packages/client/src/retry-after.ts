import { parseHttpDate } from '@statuskit/core/fields';
import { read } from './read.ts';

/** Response fields: a `Headers`, or a record of text or lists. */
export type HeadersLike =
  | { get(name: string): unknown }
  | Readonly<Record<string, string | number | readonly string[] | null | undefined>>;

/** Returns the value of one field, several lines joined by commas; undefined if it is absent. */
function fieldOf(headers: unknown, name: string): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined;
  const get = read(headers, 'get');
  const key = Object.keys(headers).find((one) => one.toLowerCase() === name);
  const value = typeof get === 'function' ? get.call(headers, name) : key && read(headers, key);
  return value === undefined || value === null ? undefined : String(value);
}

/**
 * Returns how long Retry-After asks a client to wait, in milliseconds; undefined if it says nothing that can be understood.
 *
 * RFC 9110 §10.2.3 knows a number of seconds and a date. Fractions are in use as well. Of several values the longest
 * counts, so that no server is asked too early; a moment that has passed is 0.
 */
export function waitOf(headers: unknown, nowMs: number): number | undefined {
  let wait: number | undefined;
  const parts = (fieldOf(headers, 'retry-after') ?? '').split(',').map((part) => part.trim());
  parts.forEach((part, index) => {
    let ms: number | undefined;
    if (/^\d+(\.\d+)?$/.test(part)) ms = Number(part) * 1000;
    else {
      // Two of the three forms of a date have a comma after the weekday.
      const at = parseHttpDate(part, nowMs) ?? parseHttpDate(`${part}, ${parts[index + 1]}`, nowMs);
      if (at !== undefined) ms = Math.max(0, at.getTime() - nowMs);
    }
    if (ms !== undefined) wait = Math.max(wait ?? 0, ms);
  });
  return wait;
}

/** The last moment that a `Date` can hold. */
export const LAST_DATE_MS = 8.64e15;

/** Returns the moment when a wait is over, the last one that a `Date` can hold if it is later than that. */
export function dateAfter(nowMs: number, waitMs: number): Date {
  return new Date(Math.min(nowMs + waitMs, LAST_DATE_MS));
}
