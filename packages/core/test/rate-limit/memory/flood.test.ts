import { MemoryStore, policySet } from '@statuskit/core/rate-limit';
import { describe, expect, it } from 'vitest';

const MINUTE = policySet([{ name: 'minute', quota: 100, windowSeconds: 60 }]);
const NOW = 1_800_000_000_000;

describe('a flood of keys that are used once', () => {
  it('of two million resets none of 200 that are exhausted, and memory stays at its cap', () => {
    const store = new MemoryStore({ capacity: 65_536 });
    for (let victim = 0; victim < 200; victim++) {
      expect(store.take(`victim ${victim}`, MINUTE, 100, NOW).admitted).toBe(true);
    }
    const before = process.memoryUsage().arrayBuffers;
    // In one second: nothing that was spent comes back but one unit.
    for (let key = 0; key < 2_000_000; key++) store.take(`10.${key}`, MINUTE, 1, NOW + key / 2000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    for (let victim = 0; victim < 200; victim++) {
      expect(store.take(`victim ${victim}`, MINUTE, 3, NOW + 1000).admitted).toBe(false);
    }
  });

  it('of windows resets none that is exhausted either', () => {
    const windows = policySet([{ name: 'w', quota: 100, windowSeconds: 60, algorithm: 'fixed-window' }]);
    const store = new MemoryStore({ capacity: 4096 });
    for (let victim = 0; victim < 50; victim++) store.take(`victim ${victim}`, windows, 100, NOW);
    for (let key = 0; key < 100_000; key++) store.take(`10.${key}`, windows, 1, NOW + key / 1000);
    for (let victim = 0; victim < 50; victim++) {
      expect(store.take(`victim ${victim}`, windows, 1, NOW + 1000).admitted).toBe(false);
    }
  });
});

it('at capacity a key takes at most 30 bytes, of any length, and at most 0.02 % of the keys are evicted', () => {
  const capacity = 100_000;
  const before = process.memoryUsage().arrayBuffers;
  const store = new MemoryStore({ capacity });
  store.take('first', MINUTE, 1, NOW);
  expect((process.memoryUsage().arrayBuffers - before) / capacity).toBeLessThan(30.1);
  let evicted = 0;
  for (let round = 0; round < 2; round++) {
    const full = new MemoryStore({ capacity });
    for (let key = 0; key < capacity; key++) full.take(`2001:db8:${round}:${key}::/64`, MINUTE, 1, NOW);
    for (let key = 0; key < capacity; key++) {
      if (full.take(`2001:db8:${round}:${key}::/64`, MINUTE, 0, NOW).policies[0]?.resetMs === 0) evicted++;
    }
  }
  // 0.011 % are expected, 22 of these; the hash has other keys in each run, and 40 would be four deviations.
  expect(evicted / (2 * capacity)).toBeLessThan(0.0002);
});

it('names that a program makes from data share a table, so that they cannot fill the memory', () => {
  const store = new MemoryStore({ capacity: 10_000 });
  const before = process.memoryUsage().arrayBuffers;
  for (let name = 0; name < 1000; name++) {
    const set = policySet([{ name: `tenant ${name}`, quota: 5, windowSeconds: 60 }]);
    expect(store.take('key', set, 5, NOW).admitted).toBe(true);
    expect(store.take('key', set, 1, NOW).admitted).toBe(false);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 10_000 * 31);
});

it('dead slots are used again: a table of 40 slots serves any number of keys, one after the other', () => {
  const store = new MemoryStore({ capacity: 16 });
  for (let key = 0; key < 10_000; key++) {
    const nowMs = NOW + key * 60_000;
    expect(store.take(`key ${key}`, MINUTE, 100, nowMs).admitted).toBe(true);
    expect(store.take(`key ${key}`, MINUTE, 1, nowMs).admitted).toBe(false);
  }
});
