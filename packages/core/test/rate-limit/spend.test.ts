import { describe, expect, it } from 'vitest';
import { type PolicySet, policySet, type RatePolicy } from '../../src/rate-limit/policy.ts';
import { hasRoom, spendAll, storeAnswer } from '../../src/rate-limit/spend.ts';

// A unit of the rate costs 10,000 ticks, of which a key may owe 60,000.
const RATE: RatePolicy = { name: 'rate', quota: 6, windowSeconds: 60 };
const WINDOW: RatePolicy = { name: 'window', quota: 5, windowSeconds: 60, algorithm: 'fixed-window' };
const ONE = policySet([RATE]);
const TWO = policySet([RATE, WINDOW]);
const usages = (...owed: number[]) => owed.map((one) => ({ owed: one, endMs: 61_000 }));
const NOW = 1000;

it.each<[string, PolicySet, number[], number, boolean]>([
  ['there is', ONE, [50_000], 1, true],
  ['a tick is missing', ONE, [50_001], 1, false],
  ['all at once', ONE, [0], 6, true],
  ['more than there is', ONE, [0], 7, false],
  ['under both', TWO, [50_000, 4], 1, true],
  ['not under the first', TWO, [50_001, 4], 1, false],
  ['not under the second', TWO, [50_000, 5], 1, false],
  ['a peek, which costs nothing', TWO, [60_001, 6], 0, true],
])('room for a cost: %s', (_what, { policies }, owed, cost, room) => {
  expect(hasRoom(usages(...owed), policies, cost)).toBe(room);
});

describe('an answer', () => {
  const waits = (set: PolicySet, owed: number[], cost: number, admitted: boolean) => {
    const all = usages(...owed);
    const answer = spendAll(all, set.policies, cost, admitted, NOW);
    expect(answer.admitted).toBe(admitted);
    return [answer.policies.map(({ waitMs, remaining }) => [waitMs, remaining]), all.map((one) => one.owed)];
  };

  it.each<[string, PolicySet, number[], number, boolean, number[][], number[]]>([
    ['spends under one policy', ONE, [10_000], 2, true, [[0, 3]], [30_000]],
    [
      'spends under each of two',
      TWO,
      [10_000, 1],
      2,
      true,
      [
        [0, 3],
        [0, 2],
      ],
      [30_000, 3],
    ],
    [
      'spends nothing for a peek',
      TWO,
      [60_000, 5],
      0,
      true,
      [
        [0, 0],
        [0, 0],
      ],
      [60_000, 5],
    ],
    ['names the wait, and spends nothing', ONE, [50_001], 1, false, [[1, 0]], [50_001]],
    [
      'names no wait where there is room',
      TWO,
      [50_000, 5],
      1,
      false,
      [
        [0, 1],
        [60_000, 0],
      ],
      [50_000, 5],
    ],
    [
      'names no wait under the others',
      TWO,
      [40_000, 5],
      1,
      false,
      [
        [0, 2],
        [60_000, 0],
      ],
      [40_000, 5],
    ],
    [
      'names no wait where all that is left fits',
      TWO,
      [60_000, 4],
      1,
      false,
      [
        [10_000, 0],
        [0, 1],
      ],
      [60_000, 4],
    ],
    [
      'says that a cost never fits',
      TWO,
      [0, 0],
      6,
      false,
      [
        [0, 6],
        [-1, 5],
      ],
      [0, 0],
    ],
    ['says so of a rate', ONE, [60_000], 7, false, [[-1, 0]], [60_000]],
    ['waits for the whole quota', ONE, [1], 6, false, [[1, 5]], [1]],
  ])('%s', (_what, set, owed, cost, admitted, answers, left) => {
    expect(waits(set, owed, cost, admitted)).toEqual([answers, left]);
  });
});

describe('the answer of a store that keeps its numbers elsewhere', () => {
  const decided = { cost: 1, admitted: true, nowMs: NOW, epochMs: 500 };

  it('is made of what it kept', () => {
    const before = [
      { at: NOW + 20_000, count: 0 },
      { at: 50_000, count: 3 },
    ];
    expect(storeAnswer(TWO, before, decided)).toEqual({
      admitted: true,
      policies: [
        { remaining: 3, waitMs: 0, resetMs: 30_000, untilMs: 10_000, debit: 31_000 },
        { remaining: 1, waitMs: 0, resetMs: 49_000, untilMs: 49_000, debit: 50_000 },
      ],
      nowMs: 1500,
    });
  });

  it('is that of a new key where it kept nothing', () => {
    expect(storeAnswer(TWO, [], { ...decided, cost: 0 }).policies).toEqual([
      { remaining: 6, waitMs: 0, resetMs: 0, untilMs: 0, debit: 1000 },
      { remaining: 5, waitMs: 0, resetMs: 0, untilMs: 60_000, debit: 61_000 },
    ]);
  });

  it('counts aligned windows since 1970', () => {
    const set = policySet([{ ...WINDOW, align: 'epoch' }]);
    expect(storeAnswer(set, [], { ...decided, epochMs: 30_000 }).policies[0]?.untilMs).toBe(29_000);
  });
});
