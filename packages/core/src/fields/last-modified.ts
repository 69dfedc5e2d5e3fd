import { formatHttpDate, parseHttpDate, timeOf } from './http-date.ts';

/**
 * Returns Last-Modified. A date later than the response itself, from a file system or another machine's clock, is sent as the
 * time of the response (RFC 9110 §8.8.2.1).
 *
 * @throws {TypeError} If `lastModified` is not a Date.
 * @throws {RangeError} If `lastModified` is invalid, or outside the years 0 to 9999.
 */
export function formatLastModified(lastModified: Date, nowMs: number): string {
  const isAhead = (timeOf(lastModified) ?? 0) > nowMs; // a value that is not a Date is refused below
  return formatHttpDate(isAhead ? new Date(nowMs) : lastModified);
}

/** Returns fields in which Last-Modified is not later than the response. */
export function withPastModification<T extends Readonly<Record<string, string | readonly string[]>>>(
  fields: T,
  nowMs: number,
): T {
  const { 'last-modified': text } = fields;
  const date = typeof text === 'string' ? parseHttpDate(text, nowMs) : undefined;
  return date === undefined || date.getTime() <= nowMs
    ? fields
    : { ...fields, 'last-modified': formatLastModified(date, nowMs) };
}
