import { MemoryStore, type PolicySet, policySet, type RatePolicy } from '@statuskit/core/rate-limit';
import { describe, expect, it, vi } from 'vitest';
import { describeStore } from '../../../../../test/setup/store-contract.ts';

it.each([0, -1, 1.5, 100_000_001, Number.NaN, '50'])('a capacity of %j is a RangeError', (capacity) => {
  expect(() => new MemoryStore({ capacity: capacity as number })).toThrow(
    'capacity: expected an integer from 1 to 100000000, got',
  );
});

// Each mutant runs them: there a tenth must do.
const TRACES = process.env['MUTATION_TESTS'] === undefined ? 3000 : 300;
describeStore('MemoryStore', () => new MemoryStore({ capacity: 50 }), TRACES);

const NOW = 1_800_000_000_000;

describe('tables', () => {
  const plan = (name: string, more: Partial<RatePolicy> = {}): PolicySet =>
    policySet([{ name, quota: 10, windowSeconds: 60, ...more }]);
  // A table of 16 slots: one bucket, in which each key competes with each other.
  const small = (): MemoryStore => new MemoryStore({ capacity: 6 });
  const KEYS = Array.from({ length: 16 }, (_, at) => `key ${at}`);
  /** Spends one unit under 16 keys: as many as a table can hold. */
  const fill = (store: MemoryStore, set: PolicySet): void => {
    for (const key of KEYS) store.take(key, set, 1, NOW);
  };
  const held = (store: MemoryStore, ...sets: PolicySet[]): number[] =>
    sets.map((set) => KEYS.filter((key) => store.take(key, set, 0, NOW).policies[0]?.resetMs !== 0).length);

  it.each<[string, PolicySet, PolicySet]>([
    ['of two names', plan('one'), plan('other')],
    [
      'of two names, with windows',
      plan('1', { algorithm: 'fixed-window' }),
      plan('2', { algorithm: 'fixed-window' }),
    ],
    ['of one name, a window and a rate', plan('one', { algorithm: 'fixed-window' }), plan('one')],
  ])('policies %s do not compete', (_what, one, other) => {
    const store = small();
    fill(store, one);
    fill(store, other);
    expect(held(store, one, other)).toEqual([16, 16]);
  });

  it.each<[string, PolicySet, PolicySet]>([
    ['two plans', plan('one', { quota: 20 }), plan('one')],
    [
      'two plans with windows',
      plan('1', { algorithm: 'fixed-window', quota: 20 }),
      plan('1', { algorithm: 'fixed-window' }),
    ],
    ['a steady and a strict rate', plan('one', { quota: 20 }), plan('one', { algorithm: 'strict' })],
  ])('%s of one name share a table', (_what, one, other) => {
    const store = small();
    fill(store, one);
    fill(store, other);
    const [ofOne = 0, ofOther = 0] = held(store, one, other);
    expect(ofOne + ofOther).toBe(16);
  });

  it('names that a program makes from data share a table per algorithm from the 15th on', () => {
    const store = small();
    const windows = (name: string): PolicySet => plan(name, { algorithm: 'fixed-window' });
    const own = Array.from({ length: 14 }, (_, at) => plan(`${at}`));
    for (const set of own) fill(store, set);
    for (const name of ['14', '15']) {
      fill(store, plan(name));
      fill(store, windows(name));
    }
    expect(held(store, ...own)).toEqual(Array(14).fill(16));
    const [first = 0, second = 0] = held(store, plan('14'), plan('15'));
    expect(first + second).toBe(16);
    const [third = 0, fourth = 0] = held(store, windows('14'), windows('15'));
    expect(third + fourth).toBe(16);
  });

  it('a key is evicted by its share, not by its units, nor by the time that it needs', () => {
    const store = small();
    const many = plan('api', { quota: 1000, windowSeconds: 3600 });
    const few = plan('api', { quota: 7 });
    store.take('large', many, 500, NOW); // a half, 30 minutes
    for (const key of KEYS.slice(1)) store.take(key, few, 6, NOW); // six of seven, 51 seconds
    store.take('one more', few, 7, NOW);
    expect(store.take('large', many, 0, NOW).policies[0]?.remaining).toBe(1000);
  });

  it('a policy that blocks needs no share for each slot, which takes 10 bytes per key', () => {
    const store = small();
    vi.stubGlobal('Float32Array', undefined);
    try {
      store.take('key', plan('api', { quota: 0 }), 1, NOW);
      expect(store.take('key', plan('api'), 1, NOW).admitted).toBe(true);
      expect(() => store.take('key', plan('api', { windowSeconds: 61 }), 1, NOW)).toThrow();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('a key is forgotten in whichever slot it is', () => {
    const store = small();
    const set = plan('one');
    fill(store, set);
    for (const key of KEYS) store.forget(key, set);
    expect(held(store, set)).toEqual([0]);
  });

  it('an answer that knows fewer policies leaves the others as they are', () => {
    const store = small();
    const one = plan('one');
    const both = policySet([
      { name: 'one', quota: 10, windowSeconds: 60 },
      { name: 'other', quota: 10, windowSeconds: 60 },
    ]);
    const remaining = (): number[] =>
      store.take('key', both, 0, NOW).policies.map((policy) => policy.remaining);
    store.take('key', both, 3, NOW);
    store.refund('key', both, 1, store.take('key', one, 1, NOW), NOW);
    expect(remaining()).toEqual([7, 7]);
    store.adopt('key', both, small().take('key', one, 5, NOW), NOW);
    expect(remaining()).toEqual([5, 7]);
  });
});

// The store's own time stood still at 0 until the clock had come back to half a year before the start: what was spent
// meanwhile never came back.
describe.each(['gcra', 'strict', 'fixed-window'] as const)(
  '%s: after a clock has stepped back by a year',
  (algorithm) => {
    const set = policySet([{ name: 'minute', quota: 6, windowSeconds: 60, algorithm }]);
    const { burst = 0 } = set.policies[0] ?? {};
    const YEAR = 31_536_000_000;
    const stepped = (): MemoryStore => {
      const store = new MemoryStore({ capacity: 50 });
      store.take('used up', set, burst, NOW);
      return store;
    };

    it('a new key has its quota', () => {
      expect(stepped().take('new', set, 0, NOW - YEAR).policies[0]).toMatchObject({
        remaining: burst,
        resetMs: 0,
      });
    });

    it.each(['new', 'used up'])('what a key that is %s has spent comes back in a window', (key) => {
      const store = stepped();
      store.take(key, set, burst, NOW - YEAR);
      expect(store.take(key, set, 1, NOW - YEAR).admitted).toBe(false);
      expect(store.take(key, set, burst, NOW - YEAR + 61_000).admitted).toBe(true);
    });
  },
);
