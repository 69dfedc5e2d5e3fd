import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatContentRange,
  formatUnsatisfiedRange,
  parseContentRange,
} from '../../src/fields/content-range.ts';

describe('Content-Range (RFC 9110 §14.4)', () => {
  it.each([
    ['bytes 42-1233/1234', { unit: 'bytes', first: 42, last: 1233, complete: 1234 }],
    ['bytes 42-1233/*', { unit: 'bytes', first: 42, last: 1233, complete: undefined }],
    ['Bytes 0-0/1', { unit: 'bytes', first: 0, last: 0, complete: 1 }],
    ['bytes */47022', { unit: 'bytes', complete: 47022 }],
    ['lines */0', { unit: 'lines', complete: 0 }],
  ])('%s', (text, range) => {
    expect(parseContentRange(text)).toEqual(range);
  });

  it.each([
    '',
    'bytes',
    'bytes ',
    'bytes */*',
    'bytes */',
    'bytes *',
    'bytes=0-1/2',
    'bytes  0-1/2',
    'bytes 1-0/2',
    'bytes 0-2/2',
    'bytes 0-1/2 ',
    ' bytes 0-1/2',
    'bytes -1/2',
    'bytes 0-/2',
    'bytes 0-1',
    'bytes 0-1/',
    'bytes 0-1/**',
    'bytes 0-1/-2',
    'bytes 0-1/9007199254740993',
    'bytes 0x0-1/2',
    'bytes */1e3',
    'bytes */+1',
    'bytes 0 - 1 / 2',
    'bytes 0x1/2',
    'bytes 0-1x2',
    'bytes *x5',
    ' 0-1/2',
    '*/5',
  ])('%j is malformed', (text) => {
    expect(parseContentRange(text)).toBeUndefined();
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '5', 5n, null, undefined])(
    'no length is %s',
    (length) => {
      // @ts-expect-error what plain JavaScript may give
      expect(() => formatUnsatisfiedRange(length)).toThrow(RangeError);
    },
  );

  it.each([
    [-1, 5, 10],
    [5, 4, 10],
    [0, 10, 10],
    [0, Number.NaN, 10],
    [0, 1, -1],
  ])('%d to %d of %d is refused', (first, last, complete) => {
    expect(() => formatContentRange(first, last, complete)).toThrow(RangeError);
  });

  it.each<[() => string, string]>([
    [() => formatUnsatisfiedRange(-1), 'completeLength: expected an integer of at least 0, got -1'],
    [() => formatContentRange(-1, 5, 10), 'first: expected an integer of at least 0, got -1'],
    [() => formatContentRange(0, 1.5, 10), 'last: expected an integer of at least 0, got 1.5'],
    [() => formatContentRange(5, 4, 10), 'last: expected a position of at least 5, got 4'],
    [() => formatContentRange(0, 10, 10), 'last: expected a position below the length 10, got 10'],
    [() => formatContentRange(0, 1, -1), 'complete: expected an integer of at least 0, got -1'],
  ])('%s names what was wrong', (write, message) => {
    expect(write).toThrow(new RangeError(message));
  });

  it('gives back what it wrote', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), fc.boolean(), (a, b, known) => {
        const [first, complete] = a < b ? [a, b] : [b, a + 1];
        fc.pre(Number.isSafeInteger(complete) && complete > first);
        const last = complete - 1;
        const text = formatContentRange(first, last, known ? complete : undefined);
        expect(parseContentRange(text)).toEqual({
          unit: 'bytes',
          first,
          last,
          complete: known ? complete : undefined,
        });
        expect(parseContentRange(formatUnsatisfiedRange(complete))).toEqual({ unit: 'bytes', complete });
      }),
    );
  });
});
