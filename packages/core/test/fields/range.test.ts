import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRange } from '../../src/fields/range.ts';

describe('parseRange (RFC 9110 §14.1.1, §14.1.2)', () => {
  it('reads any list of ranges back', () => {
    const position = fc.nat();
    const spec = fc.oneof(
      fc.tuple(position, position).map(([a, b]) => ({ first: Math.min(a, b), last: Math.max(a, b) })),
      position.map((first) => ({ first, last: undefined })),
      position.map((suffix) => ({ suffix })),
    );
    const unit = fc.constantFrom('bytes', 'BYTES', 'Bytes');
    const comma = fc.constantFrom(',', ', ', '\t, ,');
    fc.assert(
      fc.property(unit, fc.array(spec, { minLength: 1, maxLength: 6 }), comma, (name, specs, between) => {
        const texts = specs.map((one) =>
          'suffix' in one ? `-${one.suffix}` : `${one.first}-${one.last ?? ''}`,
        );
        expect(parseRange(`${name}=${texts.join(between)}`)).toEqual(specs);
      }),
    );
  });

  it('counts only as far as it is told to', () => {
    expect(parseRange('bytes=0-1,2-3', 2)).toHaveLength(2);
    expect(parseRange('bytes=0-1,2-3,,', 2)).toHaveLength(2);
    expect(parseRange('bytes=0-1,2-3,4-5', 2)).toBeUndefined();
  });

  it.each([
    'lines=0-1',
    'bytes:0-1',
    'bytes=',
    'bytes=,',
    'bytes=-',
    'bytes=5',
    'bytes=0+1',
    'bytes=0-1x',
    'bytes=0-1 2-3',
    'bytes=0-1,x',
    'bytes= 0-1',
    'bytes=\t0-1',
    'bytes=5-4',
    'bytes=00-1,2-',
  ])('%s', (text) => {
    expect(parseRange(text)).toEqual(
      text === 'bytes=00-1,2-'
        ? [
            { first: 0, last: 1 },
            { first: 2, last: undefined },
          ]
        : undefined,
    );
  });

  it.each([
    ['bytes=5-5', [{ first: 5, last: 5 }]],
    ['bytes=0-0', [{ first: 0, last: 0 }]],
    ['bytes=00-0', [{ first: 0, last: 0 }]],
    ['bytes= ,0-1', [{ first: 0, last: 1 }]],
    ['bytes=-0', [{ suffix: 0 }]],
  ])('%s is read', (text, specs) => {
    expect(parseRange(text)).toEqual(specs);
  });

  it('compares numbers that are too large for a number', () => {
    expect(parseRange('bytes=90071992547409930-90071992547409931')).toBeDefined();
    expect(parseRange('bytes=90071992547409931-90071992547409930')).toBeUndefined();
    expect(parseRange('bytes=0010-9')).toBeUndefined();
    expect(parseRange('bytes=0009-10')).toBeDefined();
    expect(parseRange(`bytes=${'9'.repeat(400)}-`)).toEqual([
      { first: Number.POSITIVE_INFINITY, last: undefined },
    ]);
  });
});
