import { expect, it } from 'vitest';
import { chainOf } from '../../../src/errors/understand/chain.ts';
import { thrown } from './rules/cases.ts';

it.each(['cause', 'parent', 'original', 'driverError', 'previous', 'nativeError'])(
  'an error wraps one as %s',
  (name) => {
    const inner = thrown();
    const outer = thrown({ [name]: inner });
    expect(chainOf(outer)).toEqual([outer, inner]);
  },
);

it.each<[unknown]>([[null], [undefined], ['x'], [() => 1]])('%s is not wrapped', (inner) => {
  const outer = thrown({ cause: inner });
  expect(chainOf(outer)).toEqual([outer]);
});

it('goes at most 5 deep, and ends if an error wraps itself', () => {
  const wrapped = (depth: number): Error => (depth === 0 ? thrown() : thrown({ cause: wrapped(depth - 1) }));
  expect([0, 1, 5, 6, 20].map((depth) => chainOf(wrapped(depth)).length)).toEqual([1, 2, 6, 6, 6]);
  const one = thrown();
  const other = Object.assign(thrown({ cause: one }), { parent: one });
  expect(chainOf(Object.assign(one, { cause: other }))).toEqual([one, other]);
});
