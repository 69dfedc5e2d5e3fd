import { describe, expect, it } from 'vitest';
import { gcra, readDebt } from '../../src/rate-limit/gcra.ts';
import type { CheckedPolicy } from '../../src/rate-limit/policy.ts';
import { policySet, type RatePolicy } from '../../src/rate-limit/policy.ts';

const policy = (more: Partial<RatePolicy>): CheckedPolicy =>
  policySet([{ name: 'p', quota: 6, windowSeconds: 60, ...more }]).policies[0] as CheckedPolicy;

// A tick is a millisecond, and a unit costs 10,000 of them.
const MINUTE = policy({});
// 7 ticks in a millisecond, and a unit costs 1000.
const SEVENTH = policy({ quota: 7, windowSeconds: 1 });
const BLOCKED = policy({ quota: 0 });
const NOW = 1000;
const usage = (owed: number) => ({ owed, endMs: 0 });

describe('what is owed', () => {
  it.each<[string, CheckedPolicy, number, number, boolean]>([
    ['paid long ago', MINUTE, 0, 0, false],
    ['paid now', MINUTE, NOW, 0, false],
    ['a part', MINUTE, NOW + 30_000, 30_000, false],
    ['all', MINUTE, NOW + 60_000, 60_000, false],
    ['more than there can be, after the clock was set back', MINUTE, NOW + 60_001, 60_000, true],
    ['a part, in ticks', SEVENTH, NOW * 7 + 500, 500, false],
    ['more than there can be, in ticks', SEVENTH, NOW * 7 + 7001, 7000, true],
  ])('%s', (_what, one, paidAt, owed, isTooMuch) => {
    const into = usage(-1);
    expect(readDebt(paidAt, one, NOW, into)).toBe(isTooMuch);
    expect(into.owed).toBe(owed);
  });
});

it.each<[CheckedPolicy, number, number, number]>([
  [MINUTE, 60_000, 10_000, 10_000],
  [MINUTE, 55_000, 10_000, 5000],
  [MINUTE, 10_000, 60_000, 10_000],
  [SEVENTH, 7000, 1000, 143],
  [SEVENTH, 6500, 1000, 72],
])('the wait until a cost fits, in whole milliseconds', (one, owed, spend, waitMs) => {
  expect(gcra.waitMs(usage(owed), spend, one, NOW)).toBe(waitMs);
});

it.each<[CheckedPolicy, number, number, number, number]>([
  // what is owed; units left, until all is paid, until there is one more unit
  [MINUTE, 0, 6, 0, 0],
  [MINUTE, 1, 5, 1, 1],
  [MINUTE, 10_000, 5, 10_000, 10_000],
  [MINUTE, 10_001, 4, 10_001, 1],
  [MINUTE, 60_000, 0, 60_000, 10_000],
  [SEVENTH, 1500, 5, 215, 72],
  [BLOCKED, 0, 0, 0, 60_000],
])('the state of a key', (one, owed, remaining, resetMs, untilMs) => {
  const debit = NOW * one.ticksPerMs + owed;
  expect(gcra.answer(usage(owed), 7, one, NOW)).toEqual({ remaining, waitMs: 7, resetMs, untilMs, debit });
});

it.each<[string, number, number, number, number | undefined]>([
  // what is owed, what of the debit time has not paid, what was spent; what is owed then
  ['immediately', 20_000, 20_000, 10_000, 10_000],
  ['as far as time has not paid it', 9000, 4000, 10_000, 5000],
  ['at most what is owed', 3000, 4000, 10_000, 0],
  ['nothing that time has paid', 9000, 0, 10_000, undefined],
  ['nothing that time has paid long ago', 9000, -5, 10_000, undefined],
  ['nothing of nothing', 0, 4000, 10_000, undefined],
])('a refund returns %s', (_what, owed, unpaid, spend, left) => {
  const one = usage(owed);
  expect(gcra.refund(one, NOW + unpaid, spend, MINUTE, NOW)).toBe(left !== undefined);
  expect(one.owed).toBe(left ?? owed);
});

it('a refund counts in ticks', () => {
  const one = usage(3000);
  expect(gcra.refund(one, NOW * 7 + 2500, 3000, SEVENTH, NOW)).toBe(true);
  expect(one.owed).toBe(500);
});

it.each<[CheckedPolicy, number, number, number]>([
  [MINUTE, 3, 30_000, 30_000],
  [MINUTE, 3, 25_000, 25_000],
  [MINUTE, 3, 40_000, 30_000],
  [SEVENTH, 5, 215, 1505],
])(
  'what another store has answered is adopted, as the largest debt that reads so',
  (one, remaining, resetMs, owed) => {
    const into = usage(-1);
    gcra.adopt(into, { remaining, waitMs: 0, resetMs, untilMs: 0, debit: 0 }, one, NOW);
    expect(into.owed).toBe(owed);
  },
);

it.each<[CheckedPolicy, number, number]>([
  [MINUTE, 3, 30_000],
  [SEVENTH, 2, 2000 / 7],
  [MINUTE, 0, 9],
])('the time in which what remains comes back, or at 0 the time to the next unit', (one, remaining, ms) => {
  const answer = { remaining, waitMs: 0, resetMs: 0, untilMs: 9, debit: 0 };
  expect(gcra.effectiveWindowMs(answer, one)).toBe(ms);
});
