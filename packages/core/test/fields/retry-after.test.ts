import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRetryAfter, parseRetryAfter, retryAfterSeconds } from '../../src/fields/retry-after.ts';

const MAX = Number.MAX_SAFE_INTEGER;

describe('retryAfterSeconds', () => {
  it.each([
    [{ seconds: 0 }, 0],
    [{ seconds: -0 }, 0],
    [{ seconds: 0.001 }, 1],
    [{ seconds: 30 }, 30],
    [{ seconds: MAX }, MAX],
    [{ seconds: 5, at: undefined }, 5],
    [{ at: new Date(10_000) }, 9],
    [{ at: new Date(10_001) }, 10],
    [{ at: new Date(999) }, 0],
    [{ at: new Date(-1e12) }, 0],
    [{ at: runInNewContext('new Date(3000)') as Date }, 2],
  ])('%j is %i', (wait, seconds) => {
    expect(retryAfterSeconds(wait, 1000)).toBe(seconds);
  });

  it.each([-1, -0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX + 1, 1e300])(
    '%d seconds are refused',
    (seconds) => {
      const refused = `seconds: expected a number of seconds from 0 to 9007199254740991, got ${seconds}`;
      expect(() => retryAfterSeconds({ seconds }, 0)).toThrow(new RangeError(`wait.${refused}`));
      expect(() => formatRetryAfter(seconds)).toThrow(new RangeError(refused));
    },
  );

  it('refuses an invalid date and an invalid clock', () => {
    expect(() => retryAfterSeconds({ at: new Date(Number.NaN) }, 0)).toThrow(
      new RangeError('wait.at: expected a valid date, got an invalid Date'),
    );
    expect(() => retryAfterSeconds({ at: new Date(0) }, Number.NaN)).toThrow(
      new RangeError('nowMs: expected the clock in milliseconds, got NaN'),
    );
  });

  const misshapen: unknown[] = [
    undefined,
    null,
    'unknown',
    30,
    {},
    { seconds: '30' },
    { at: 1000 },
    { at: '2030-01-01' },
    { at: Object.create(Date.prototype) },
    { seconds: 1, at: new Date(0) },
    { seconds: null },
  ];
  it.each(misshapen.map((wait) => [wait]))('value %# has the wrong shape', (wait) => {
    // @ts-expect-error what plain JavaScript may give
    const convert = (): number => retryAfterSeconds(wait, 0);
    expect(convert).toThrow(TypeError);
    expect(convert).toThrow(/^wait: expected { seconds: number } or { at: Date }, got /);
  });

  it('is never early and at most a second late', () => {
    const ms = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(ms, ms, (at, nowMs) => {
        const seconds = retryAfterSeconds({ at: new Date(at) }, nowMs);
        expect(nowMs + seconds * 1000).toBeGreaterThanOrEqual(at);
        if (at > nowMs) expect(nowMs + seconds * 1000 - at).toBeLessThan(1000);
      }),
    );
  });
});

describe('Retry-After (RFC 9110 §10.2.3)', () => {
  it.each([
    ['0', 0],
    ['007', 7],
    ['120', 120],
    ['9'.repeat(400), MAX],
    ['Fri, 31 Dec 1999 23:59:59 GMT', 0],
    ['Thu, 01 Jan 1970 00:00:10 GMT', 9],
    ['Thursday, 01-Jan-70 00:00:10 GMT', 9],
  ])('%s is %i', (text, seconds) => {
    expect(parseRetryAfter(text, text.includes('1999') ? Date.UTC(2026, 0) : 1500)).toBe(seconds);
  });

  it.each(['', ' ', '-1', '+1', '1.5', '1e3', '0x10', '1 ', 'soon', '1, 2', '\u0661'])(
    '%j is nothing',
    (text) => {
      expect(parseRetryAfter(text, 0)).toBeUndefined();
    },
  );

  it('refuses to write fractions: rounding belongs to retryAfterSeconds', () => {
    expect(() => formatRetryAfter(1.5)).toThrow(RangeError);
  });

  it('gives back what it wrote', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (seconds) => parseRetryAfter(formatRetryAfter(seconds), 0) === seconds),
    );
  });
});
