import { describe, expect, it } from 'vitest';
import { fixedWindow, readWindow } from '../../src/rate-limit/fixed-window.ts';
import { type CheckedPolicy, policySet } from '../../src/rate-limit/policy.ts';

const policy = (align: 'first-hit' | 'epoch'): CheckedPolicy =>
  policySet([{ name: 'p', quota: 5, windowSeconds: 60, algorithm: 'fixed-window', align }])
    .policies[0] as CheckedPolicy;
const FIRST = policy('first-hit');
const NOW = 1000;

describe('the current window', () => {
  it.each<[string, number, number, number, number, boolean]>([
    // the stored end and count; the end and count now
    ['nothing was stored', 0, 0, 61_000, 0, false],
    ['it goes on', 50_000, 3, 50_000, 3, false],
    ['it has ended now', NOW, 3, 61_000, 0, false],
    ['it ends in a millisecond', NOW + 1, 3, NOW + 1, 3, false],
    ['it begins now', 61_000, 3, 61_000, 3, false],
    ['it ends later than any can, after the clock was set back', 61_001, 3, 61_000, 3, true],
    ['so does one in which nothing was spent', 61_001, 0, 61_000, 0, false],
    ['nothing was spent in it', 50_000, 0, 61_000, 0, false],
  ])('%s', (_what, storedMs, count, endMs, owed, wasBack) => {
    const into = { owed: -1, endMs: -1 };
    expect(readWindow(storedMs, count, FIRST, NOW, 30_000, into)).toBe(wasBack);
    expect(into).toEqual({ owed, endMs });
  });

  it.each([
    [1000, 30_000, 30_000],
    [29_999, 30_000, 30_000],
    [30_000, 30_000, 90_000],
    [0, 0, 60_000],
    [60_000, 0, 120_000],
  ])(
    'an aligned one, at %i ms of a store that began at %i, ends at a full minute since 1970',
    (nowMs, epochMs, endMs) => {
      const into = { owed: -1, endMs: -1 };
      readWindow(0, 0, policy('epoch'), nowMs, epochMs, into);
      expect(into).toEqual({ owed: 0, endMs });
    },
  );
});

it('a cost that does not fit waits for the end', () => {
  expect(fixedWindow.waitMs({ owed: 5, endMs: 61_000 }, 1, FIRST, NOW)).toBe(60_000);
});

it.each([
  [2, 3, 60_000],
  [5, 0, 60_000],
  [0, 5, 0],
])('%i spent: %i are left, and it is as new in %i ms', (owed, remaining, resetMs) => {
  expect(fixedWindow.answer({ owed, endMs: 61_000 }, 7, FIRST, NOW)).toEqual({
    remaining,
    waitMs: 7,
    resetMs,
    untilMs: 60_000,
    debit: 61_000,
  });
});

it.each<[string, number, number, number, number | undefined]>([
  ['what was spent in it', 3, 61_000, 2, 1],
  ['all that was spent in it', 3, 61_000, 3, 0],
  ['no more than that', 3, 61_000, 5, 0],
  ['nothing of another window', 3, 60_999, 2, undefined],
  ['nothing of nothing', 0, 61_000, 2, undefined],
])('a refund returns %s', (_what, owed, debit, spend, left) => {
  const usage = { owed, endMs: 61_000 };
  expect(fixedWindow.refund(usage, debit, spend, FIRST, NOW)).toBe(left !== undefined);
  expect(usage).toEqual({ owed: left ?? owed, endMs: 61_000 });
});

it('what another store has answered is adopted', () => {
  const usage = { owed: -1, endMs: -1 };
  const answer = { remaining: 2, waitMs: 0, resetMs: 500, untilMs: 500, debit: 0 };
  fixedWindow.adopt(usage, answer, FIRST, NOW);
  expect(usage).toEqual({ owed: 3, endMs: 1500 });
  expect(fixedWindow.effectiveWindowMs(answer, FIRST)).toBe(500);
});
