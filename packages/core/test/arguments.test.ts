import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { show } from '../src/arguments.ts';

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;
const hostile = {
  toJSON(): never {
    throw new Error('no');
  },
};

describe('show', () => {
  it.each([
    ['a"b', '"a\\"b"'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [{ a: 1 }, '{"a":1}'],
    [Symbol('x'), 'Symbol(x)'],
    [() => 1, 'a function'],
    [10n, 'bigint'],
    [cycle, 'object'],
    [hostile, 'object'],
    [Object.create(null), '{}'],
  ])('%# is readable', (value, text) => {
    expect(show(value)).toBe(text);
  });

  it('is the type of a revoked Proxy', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(show(proxy)).toBe('object');
  });

  it('is short and never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => show(value).length <= 70 || typeof value === 'string'));
    expect(show({ text: 'x'.repeat(1000) })).toHaveLength(61);
  });
});
