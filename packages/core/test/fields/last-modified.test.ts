import { describe, expect, it } from 'vitest';
import { formatLastModified, withPastModification } from '../../src/fields/last-modified.ts';

const AT_TEN = 'Thu, 01 Jan 1970 00:00:10 GMT';
const AT_NINE = 'Thu, 01 Jan 1970 00:00:09 GMT';

describe('Last-Modified (RFC 9110 §8.8.2.1)', () => {
  it.each([
    [10_000, 11_000, AT_TEN],
    [10_000, 10_000, AT_TEN],
    [10_000, 9_999, AT_NINE],
    [10_999, 11_000, AT_TEN],
  ])('of %i ms, sent at %i ms, is %s', (ms, nowMs, text) => {
    expect(formatLastModified(new Date(ms), nowMs)).toBe(text);
  });

  it('is not made of anything but a valid Date', () => {
    // @ts-expect-error a number is not a Date
    expect(() => formatLastModified(10_000, 0)).toThrow(new TypeError('date: expected a Date, got 10000'));
    expect(() => formatLastModified(new Date(Number.NaN), 0)).toThrow(RangeError);
  });

  it.each<[Record<string, string | string[]>, Record<string, string | string[]>]>([
    [{ a: 'b' }, { a: 'b' }],
    [
      { 'last-modified': AT_NINE, a: 'b' },
      { 'last-modified': AT_NINE, a: 'b' },
    ],
    [
      { 'last-modified': AT_TEN, a: 'b' },
      { 'last-modified': AT_NINE, a: 'b' },
    ],
    [{ 'last-modified': 'soon' }, { 'last-modified': 'soon' }],
    [{ 'last-modified': [AT_TEN] }, { 'last-modified': [AT_TEN] }],
  ])('of %j at 9 s is sent as %j', (fields, sent) => {
    expect(withPastModification(fields, 9_000)).toEqual(sent);
  });

  it('that is not in the future leaves the fields as they are', () => {
    const fields = { 'last-modified': AT_TEN };
    expect(withPastModification(fields, 10_000)).toBe(fields);
  });

  it('reads a year of two digits by the time of the response', () => {
    const fields = { 'last-modified': 'Saturday, 01-Jan-00 00:00:00 GMT' };
    expect(withPastModification(fields, Date.UTC(2026, 0))).toBe(fields);
  });
});
