import { policySet, type RatePolicy } from '@statuskit/core/rate-limit';
import { describe, expect, it } from 'vitest';
import { lowerQuota, type RateAlgorithm, type Ticks, ticksOf } from '../../src/rate-limit/ticks.ts';

const base: RatePolicy = { name: 'hourly', quota: 100, windowSeconds: 3600 };
const check = (change: object): unknown => policySet([{ ...base, ...change }]);

describe('a policy is refused when it is made', () => {
  it.each([
    [
      'no name',
      { name: '' },
      TypeError,
      'policies[0].name: expected 1 to 64 characters of printable ASCII, got ""',
    ],
    ['a name that a field cannot hold', { name: 'stündlich' }, TypeError, 'printable ASCII'],
    ['a name of 65 characters', { name: 'x'.repeat(65) }, TypeError, 'got "xxx'],
    ['a list as a name', { name: ['x'] }, TypeError, 'policies[0].name: expected 1 to 64 characters'],
    ['less than nothing', { quota: -1 }, RangeError, "policy 'hourly': quota: expected an integer from 0"],
    ['half a unit', { quota: 1.5 }, RangeError, 'got 1.5'],
    ['a quota as text', { quota: '100' }, RangeError, 'got "100"'],
    [
      'no window',
      { windowSeconds: 0 },
      RangeError,
      'windowSeconds: expected a positive number of seconds in whole milliseconds',
    ],
    ['a window as text', { windowSeconds: '60' }, RangeError, 'got "60"'],
    ['less than a millisecond', { windowSeconds: 0.0005 }, RangeError, 'got 0.0005'],
    ['a window of fractions of a millisecond', { windowSeconds: 1.0005 }, RangeError, 'got 1.0005'],
    ['a window without an end', { windowSeconds: Number.POSITIVE_INFINITY }, RangeError, 'windowSeconds'],
    ['more than ten years', { windowSeconds: 315_360_001 }, RangeError, 'at most 315360000'],
    [
      'an algorithm of another library',
      { algorithm: 'sliding' },
      TypeError,
      "policy 'hourly': algorithm: expected 'gcra', 'fixed-window' or 'strict', got \"sliding\"",
    ],
    [
      'an alignment that does not exist',
      { algorithm: 'fixed-window', align: 'day' },
      TypeError,
      "policy 'hourly': align: expected 'first-hit' or 'epoch', got \"day\"",
    ],
    [
      'an alignment without a window',
      { align: 'epoch' },
      TypeError,
      "align: expected none, unless the algorithm is 'fixed-window', got",
    ],
    ['no burst', { burst: 0 }, RangeError, 'burst: expected an integer of at least 1'],
    [
      'a burst of a window',
      { algorithm: 'fixed-window', burst: 5 },
      TypeError,
      'burst: expected none, since a fixed window has only its quota, got 5',
    ],
    [
      'a strict burst that leaves no rate',
      { algorithm: 'strict', burst: 100 },
      RangeError,
      'from 1 to 99, got 100',
    ],
    [
      'numbers that cannot be counted exactly',
      { quota: 30_001 },
      RangeError,
      '30001 in 3600 s, burst 30001, cannot be counted exactly for ten years; 30000 can',
    ],
    ['a mebibyte in a minute', { quota: 1_048_576, windowSeconds: 60 }, RangeError, 'can'],
    [
      'numbers with none that are close by',
      { quota: 29_000, windowSeconds: 0.001 },
      RangeError,
      '29000 in 0.001 s, burst 29000, cannot be counted exactly for ten years; use smaller or rounder numbers',
    ],
    ['a unit that a field cannot hold', { unit: 'Bücher' }, TypeError, 'unit: expected 1 to 64 characters'],
  ])('%s', (_name, change, kind, message) => {
    expect(() => check(change)).toThrow(kind);
    expect(() => check(change)).toThrow(message);
  });

  it.each([
    ['nothing', [] as const],
    ['no list', base as never],
    ['null', null as never],
    ['text', 'hourly' as never],
    ['seventeen', Array.from({ length: 17 }, (_, at) => ({ ...base, name: `p${at}` }))],
  ])('%s instead of a list of 1 to 16', (_name, policies) => {
    expect(() => policySet(policies)).toThrow('policies: expected a list of 1 to 16 policies, got');
  });

  it.each([[null], ['hourly']])('%j in the list', (policy) => {
    expect(() => policySet([base, policy as never])).toThrow(
      `policies[1]: expected { name, quota, windowSeconds }, got ${JSON.stringify(policy)}`,
    );
  });

  it('two of one name', () => {
    expect(() => policySet([base, { ...base, quota: 5 }])).toThrow(
      "policies: expected different names, got 'hourly' twice",
    );
  });
});

it('the quota that a refusal names can be had', () => {
  for (const quota of [30_001, 28_001, 1_048_576, 99_991, 1_000_000_007]) {
    let better: string | undefined;
    try {
      check({ quota, windowSeconds: 60 });
    } catch (error) {
      better = /; (\d+) can/.exec(String(error))?.[1];
      if (better !== undefined) check({ quota: Number(better), windowSeconds: 60 });
    }
  }
});

it.each([
  // name, change, ticks in a millisecond, ticks of a unit, the most that a key may owe
  ['100 in an hour', {}, 1, 36_000, 3_600_000],
  ['7 in a second', { quota: 7, windowSeconds: 1 }, 7, 1000, 7000],
  ['a burst beside the quota', { burst: 3 }, 1, 36_000, 108_000],
  ['strict: half at once, half over the window', { algorithm: 'strict' }, 1, 72_000, 3_600_000],
  ['strict with one: again after the window', { algorithm: 'strict', quota: 1 }, 1, 3_600_001, 3_600_001],
  ['a window of milliseconds', { windowSeconds: 1.1 }, 1, 11, 1100],
  ['a fixed window counts units', { algorithm: 'fixed-window' }, 0, 1, 100],
] as const)('%s', (_name, change, ticksPerMs, unitCost, debtLimit) => {
  expect(policySet([{ ...base, ...change }]).policies[0]).toMatchObject({ ticksPerMs, unitCost, debtLimit });
});

it.each<[string, object, object]>([
  [
    'defaults',
    {},
    { windowSeconds: 3600, burst: 100, algorithm: 'gcra', align: 'first-hit', unit: 'requests' },
  ],
  ['a name of 64 characters', { name: 'x'.repeat(64) }, { name: 'x'.repeat(64) }],
  ['the shortest window', { windowSeconds: 0.001 }, { windowMs: 1, windowSeconds: 0.001 }],
  ['the longest window', { windowSeconds: 315_360_000 }, { windowMs: 315_360_000_000 }],
  ['nothing in one instant, if nothing is allowed', { quota: 0, burst: 5 }, { burst: 0 }],
  ['half of it in one instant', { algorithm: 'strict', quota: 5 }, { burst: 3 }],
  [
    'a window that repeats the default',
    { algorithm: 'fixed-window', align: 'first-hit' },
    { align: 'first-hit' },
  ],
  ['a window whose burst is the quota', { algorithm: 'fixed-window', burst: 100 }, { burst: 100 }],
])('a policy may have %s', (_what, change, checked) => {
  expect(policySet([{ ...base, ...change }]).policies[0]).toMatchObject(checked);
});

it('a set may have 16 policies', () => {
  const policies = Array.from({ length: 16 }, (_, at) => ({ ...base, name: `p${at}` }));
  expect(policySet(policies).policies.map(({ name }) => name)).toEqual(policies.map(({ name }) => name));
});

// draft-ietf-httpapi-ratelimit-headers-11 §3.
it.each<[object, string]>([
  [{}, '"hourly";q=100;w=3600'],
  [{ unit: 'requests' }, '"hourly";q=100;w=3600'],
  [{ unit: 'content-bytes' }, '"hourly";q=100;qu="content-bytes";w=3600'],
  [{ unit: 'pages of "A"' }, '"hourly";q=100;qu="pages of \\"A\\"";w=3600'],
  [{ windowSeconds: 1.1 }, '"hourly";q=100;w=2'],
  [{ name: 'the "big" one', quota: 0 }, '"the \\"big\\" one";q=0;w=3600'],
])('%j is announced as %s', (change, member) => {
  expect(policySet([{ ...base, ...change }]).policies[0]?.member).toBe(member);
});

describe('the numbers in which a policy is counted', () => {
  it.each<[string, RateAlgorithm, number, number, number, Ticks | undefined]>([
    [
      'a window counts units',
      'fixed-window',
      100,
      3_600_000,
      100,
      { ticksPerMs: 0, unitCost: 1, debtLimit: 100 },
    ],
    ['a quota of 0', 'gcra', 0, 60_000, 0, { ticksPerMs: 1, unitCost: 60_000, debtLimit: 0 }],
    ['a whole number of ticks', 'gcra', 6, 60_000, 3, { ticksPerMs: 1, unitCost: 10_000, debtLimit: 30_000 }],
    ['7 in a second', 'gcra', 7, 1000, 7, { ticksPerMs: 7, unitCost: 1000, debtLimit: 7000 }],
    [
      'strict: the burst is missing from the rate',
      'strict',
      10,
      60_000,
      4,
      { ticksPerMs: 1, unitCost: 10_000, debtLimit: 40_000 },
    ],
    ['strict: one', 'strict', 1, 60_000, 1, { ticksPerMs: 1, unitCost: 60_001, debtLimit: 60_001 }],
    ['the most ticks', 'gcra', 28_000, 1, 1, { ticksPerMs: 28_000, unitCost: 1, debtLimit: 1 }],
    ['more ticks', 'gcra', 28_001, 1, 1, undefined],
    // In ten years, 28,000 * 315,576,000,000 ticks and twice the debt are at most 2 ** 53 - 1.
    [
      'the largest debt',
      'gcra',
      28_000,
      1,
      85_535_627_370_495,
      { ticksPerMs: 28_000, unitCost: 1, debtLimit: 85_535_627_370_495 },
    ],
    ['a larger debt', 'gcra', 28_000, 1, 85_535_627_370_496, undefined],
  ])('%s', (_what, algorithm, quota, windowMs, burst, ticks) => {
    expect(ticksOf(algorithm, quota, windowMs, burst)).toEqual(ticks);
  });

  it.each<[string, RateAlgorithm, number, number, number, number | undefined]>([
    ['the next one', 'gcra', 30_001, 3_600_000, 30_001, 30_000],
    ['one with the burst that was asked for', 'gcra', 30_001, 3_600_000, 10, 30_000],
    ['one whose burst is too large for the next one', 'gcra', 28_001, 1, 85_535_627_370_496, 27_999],
    ['one whose burst is lower too', 'gcra', 9519, 315_359_999_999, 9519, 9518],
    ['the last that is close by', 'gcra', 28_999, 1, 28_999, 28_000],
    ['none close by, and none that is whole in each millisecond', 'gcra', 29_000, 1, 29_000, undefined],
    ['one that is whole in each millisecond', 'gcra', 124_998, 59_999, 124_998, 119_998],
    ['none', 'gcra', 1, 60_000, 1, undefined],
  ])('a lower quota that can be counted: %s', (_what, algorithm, quota, windowMs, burst, lower) => {
    expect(lowerQuota(algorithm, quota, windowMs, burst)).toBe(lower);
  });
});

it('one array is checked once, and its set is frozen', () => {
  const policies = [base];
  expect(policySet(policies)).toBe(policySet(policies));
  expect(Object.isFrozen(policySet(policies).policies[0])).toBe(true);
});

it('sets have one id in each process, and another for other numbers', () => {
  const id = (change: object): string => policySet([{ ...base, ...change }]).id;
  expect(id({})).toBe(id({ unit: 'pages' }));
  const ids = [
    {},
    { quota: 99 },
    { windowSeconds: 60 },
    { burst: 5 },
    { algorithm: 'strict' },
    { name: 'x' },
  ];
  expect(new Set(ids.map(id)).size).toBe(ids.length);
  expect(id({})).toMatch(/^[\w-]{12}$/);
});
