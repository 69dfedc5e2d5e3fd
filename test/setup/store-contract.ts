import {
  policySet,
  type RateLimitStore,
  type RatePolicy,
  type StoreAnswer,
} from '@statuskit/core/rate-limit';
import { describe, expect, it } from 'vitest';
import { firstDifference, numbersOf, traces } from './rate-traces.ts';

const NOW = 1_800_000_000_000;

// Traces that are played at the same time.
const SIDE_BY_SIDE = 200;

const MINUTE: RatePolicy = { name: 'minute', quota: 6, windowSeconds: 60 };
const HOUR: RatePolicy = { name: 'hour', quota: 10, windowSeconds: 3600, algorithm: 'fixed-window' };

function remainingOf({ policies }: StoreAnswer): number | undefined {
  return policies[0]?.remaining;
}

function storeContract(open: () => RateLimitStore | Promise<RateLimitStore>, traceCount: number): void {
  let count = 0;
  const freshKey = (): string => `contract ${count++}`;

  async function hits(
    store: RateLimitStore,
    key: string,
    policies: readonly RatePolicy[],
    ...costs: number[]
  ): Promise<StoreAnswer[]> {
    const set = policySet(policies);
    const answers: StoreAnswer[] = [];
    for (const cost of costs) answers.push(await store.take(key, set, cost, NOW));
    return answers;
  }

  it(`answers ${traceCount} random traces as the exact reference does`, { timeout: 120_000 }, async () => {
    const different: object[] = [];
    // Side by side: a remote store would else be waited for most of the time. Each has a clock of its own.
    const all = traces(traceCount);
    for (let at = 0; at < all.length; at += SIDE_BY_SIDE) {
      const found = await Promise.all(
        all.slice(at, at + SIDE_BY_SIDE).map(async (trace) => {
          const store = await open();
          return firstDifference(trace, store, (key) => `${trace.seed} ${key}`);
        }),
      );
      different.push(...found.filter((one) => one !== undefined));
    }
    expect(different.slice(0, 1)).toEqual([]);
    expect(different).toHaveLength(0);
  });

  it('admits exactly 100 of 2,000 parallel hits on a quota of 100', async () => {
    const store = await open();
    const key = freshKey();
    const set = policySet([{ name: 'minute', quota: 100, windowSeconds: 60 }]);
    const answers = await Promise.all(Array.from({ length: 2000 }, () => store.take(key, set, 1, NOW)));
    expect(answers.filter(({ admitted }) => admitted)).toHaveLength(100);
  });

  it('spends nothing anywhere where one policy refuses', async () => {
    const store = await open();
    const key = freshKey();
    const [, refused, looked] = await hits(store, key, [MINUTE, HOUR], 5, 3, 0);
    expect(numbersOf(refused as StoreAnswer)).toEqual([
      0, 1, 20_000, 50_000, 10_000, 5, 0, 3_600_000, 3_600_000,
    ]);
    expect(numbersOf(looked as StoreAnswer)).toEqual([1, 1, 0, 50_000, 10_000, 5, 0, 3_600_000, 3_600_000]);
  });

  it('says -1 for a cost that never fits, also where another policy only has to wait', async () => {
    const store = await open();
    const [, never] = await hits(store, freshKey(), [MINUTE, HOUR], 6, 7);
    expect(numbersOf(never as StoreAnswer).slice(0, 3)).toEqual([0, 0, -1]);
  });

  it('tells a peek from a hit', async () => {
    const store = await open();
    const key = freshKey();
    const answers = await hits(store, key, [MINUTE], 0, 6, 0, 1);
    expect(answers.map(numbersOf)).toEqual([
      [1, 6, 0, 0, 0],
      [1, 0, 0, 60_000, 10_000],
      [1, 0, 0, 60_000, 10_000],
      [0, 0, 10_000, 60_000, 10_000],
    ]);
  });

  it('gives back only what time has not yet paid back', async () => {
    const store = await open();
    const key = freshKey();
    const set = policySet([MINUTE]);
    const first = await store.take(key, set, 1, NOW);
    await store.take(key, set, 5, NOW + 15_000);
    // The first unit was back at 10 s: giving it back at 15 s would make a seventh.
    await store.refund(key, set, 1, first, NOW + 15_000);
    expect(remainingOf(await store.take(key, set, 0, NOW + 15_000))).toBe(1);
    expect((await store.take(key, set, 2, NOW + 15_000)).admitted).toBe(false);
  });

  it('does not give a debit of one window back to the next', async () => {
    const store = await open();
    const key = freshKey();
    const set = policySet([HOUR]);
    const first = await store.take(key, set, 4, NOW);
    await store.take(key, set, 3, NOW + 3_600_000);
    await store.refund(key, set, 4, first, NOW + 3_600_001);
    expect(remainingOf(await store.take(key, set, 0, NOW + 3_600_001))).toBe(7);
  });

  it('makes no key by a refund, and no credit', async () => {
    const store = await open();
    const key = freshKey();
    const set = policySet([MINUTE, HOUR]);
    const taken = await store.take(key, set, 2, NOW);
    await store.forget(key, set);
    await store.refund(key, set, 2, taken, NOW);
    expect(numbersOf(await store.take(key, set, 0, NOW))).toEqual([1, 6, 0, 0, 0, 10, 0, 0, 3_600_000]);
  });

  it('is as if the key had never been seen once all is given back', async () => {
    const store = await open();
    const key = freshKey();
    const set = policySet([HOUR]);
    const taken = await store.take(key, set, 2, NOW);
    await store.refund(key, set, 2, taken, NOW + 1000);
    expect(numbersOf(await store.take(key, set, 1, NOW + 2000))).toEqual([1, 9, 0, 3_600_000, 3_600_000]);
  });

  it('forgets a key of one set and leaves other keys and sets alone', async () => {
    const store = await open();
    const [key, other] = [freshKey(), freshKey()];
    const [one, two] = [policySet([MINUTE]), policySet([{ ...MINUTE, name: 'other' }])];
    await store.take(key, one, 6, NOW);
    await store.take(key, two, 6, NOW);
    await store.take(other, one, 6, NOW);
    await store.forget(key, one);
    const left = [
      await store.take(key, one, 0, NOW),
      await store.take(key, two, 0, NOW),
      await store.take(other, one, 0, NOW),
    ];
    expect(left.map(remainingOf)).toEqual([6, 0, 0]);
  });

  it('keeps apart policies whose numbers differ under one name', async () => {
    const store = await open();
    const key = freshKey();
    await hits(store, key, [MINUTE], 6);
    for (const quota of [60, 600]) {
      const [more] = await hits(store, key, [{ ...MINUTE, quota }], 1);
      expect(remainingOf(more as StoreAnswer)).toBe(quota - 1);
    }
  });

  it('hands out numbers, and not a record that later hits change', async () => {
    const store = await open();
    const key = freshKey();
    const answers = await hits(store, key, [MINUTE], 1, 1, 1);
    expect(answers.map(remainingOf)).toEqual([5, 4, 3]);
  });

  it.each([
    ['gcra', 60_000],
    ['strict', 60_000],
    ['fixed-window', 60_000],
  ] as const)(
    '%s: a clock that stepped back an hour locks nobody out for longer than usual',
    async (algorithm, most) => {
      const store = await open();
      const key = freshKey();
      const set = policySet([{ name: 'minute', quota: 6, windowSeconds: 60, algorithm }]);
      await store.take(key, set, set.policies[0]?.burst ?? 0, NOW);
      const refused = await store.take(key, set, 1, NOW - 3_600_000);
      expect(refused.admitted).toBe(false);
      const { waitMs = 0, resetMs } = refused.policies[0] ?? {};
      expect(waitMs).toBeLessThanOrEqual(most);
      expect(resetMs).toBeLessThanOrEqual(most);
      expect((await store.take(key, set, 1, NOW - 3_600_000 + waitMs)).admitted).toBe(true);
    },
  );

  it('is exact for 7 in a second over years', async () => {
    const store = await open();
    const key = freshKey();
    const set = policySet([{ name: 'seventh', quota: 7, windowSeconds: 1, burst: 1 }]);
    // Every third of seven comes 428.57 ms after the one before: 3000 ms for 21 of them, without a drift.
    const year = 365 * 86_400_000;
    for (const start of [NOW, NOW + year, NOW + 3 * year]) {
      let nowMs = start;
      for (let hit = 0; hit < 21; hit++) {
        const { admitted, policies } = await store.take(key, set, 1, nowMs);
        expect(admitted).toBe(true);
        nowMs += policies[0]?.resetMs ?? 0;
      }
      expect(nowMs - start).toBe(21 * 143);
    }
  });
}

/**
 * What every store of rate limits keeps to, as tests. `open` gives a store whose clock is the one that it is handed;
 * keys are never used by two tests or traces, so that it may give the same store each time, unless that store has one
 * clock for all keys.
 */
export function describeStore(
  name: string,
  open: () => RateLimitStore | Promise<RateLimitStore>,
  traceCount = 1000,
): void {
  describe(`${name}, as a store of rate limits`, () => storeContract(open, traceCount));
}
