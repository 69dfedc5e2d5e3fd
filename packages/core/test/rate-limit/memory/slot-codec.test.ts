import { describe, expect, it } from 'vitest';
import {
  type PolicySlots,
  readSlot,
  type SlotUsage,
  slotOf,
  writeSlot,
} from '../../../src/rate-limit/memory/slot-codec.ts';
import { slotTable } from '../../../src/rate-limit/memory/slot-table.ts';
import { type CheckedPolicy, policySet, type RatePolicy } from '../../../src/rate-limit/policy.ts';

const NOW = 2 ** 34;
const EPOCH = 1_800_000_000_000 - NOW;
const [LOW, HIGH] = [12_345, 678];

function slotsOf(given: Partial<RatePolicy>): PolicySlots {
  const [policy] = policySet([{ name: 'p', quota: 6, windowSeconds: 60, ...given }]).policies;
  const { debtLimit, ticksPerMs } = policy as CheckedPolicy;
  const isWindow = given.algorithm === 'fixed-window';
  return {
    policy: policy as CheckedPolicy,
    table: slotTable(1000),
    isWindow,
    fullMs: isWindow ? 0 : debtLimit / ticksPerMs,
    bucketSeed: 7,
    tagSeed: 9,
  };
}

const WINDOW = { algorithm: 'fixed-window' } as const;
const KINDS: readonly (readonly [string, Partial<RatePolicy>, readonly number[]])[] = [
  ['a rate', {}, [1, 10_000, 60_000]],
  ['a rate of 7 ticks in a millisecond', { quota: 7, windowSeconds: 1 }, [1, 3, 7000]],
  ['a window', WINDOW, [1, 3, 6]],
  ['a window that counts to 16,000', { ...WINDOW, quota: 16_000 }, [1, 8001, 16_000]],
  ['a window that counts further', { ...WINDOW, quota: 40_000_001 }, [1, 16_001, 40_000_001]],
];

const usageOf = (slot: number, owed: number, endMs = NOW + 60_000): SlotUsage => ({ slot, owed, endMs });

function read(slots: PolicySlots, slot: number, nowMs = NOW): SlotUsage {
  const into = usageOf(-2, -1, -1);
  readSlot(slots, slot, nowMs, EPOCH, into);
  return into;
}

describe.each(KINDS)('%s', (_what, policy, amounts) => {
  it.each(amounts)('reads what was written: %i', (owed) => {
    const slots = slotsOf(policy);
    const usage = usageOf(-1, owed);
    writeSlot(slots, LOW, HIGH, usage, NOW);
    const slot = slotOf(slots, LOW, HIGH);
    expect(slot).toBeGreaterThanOrEqual(0);
    expect(usage.slot).toBe(slot);
    expect(read(slots, slot)).toMatchObject({ slot, owed });
    if (slots.isWindow) expect(read(slots, slot).endMs).toBe(NOW + 60_000);
    // In the same place again.
    writeSlot(slots, LOW, HIGH, usageOf(slot, amounts[0] ?? 1), NOW);
    expect(slotOf(slots, LOW, HIGH)).toBe(slot);
    expect(read(slots, slot).owed).toBe(amounts[0]);
  });

  it('the first slot is one as well, and the tag 0 one as well', () => {
    // The seeds are 7 and 9.
    for (const high of [9 ^ 16, 9]) {
      const slots = slotsOf(policy);
      expect(read(slots, slotOf(slots, 7, high)).owed).toBe(0);
      const usage = usageOf(-1, amounts[0] ?? 1);
      writeSlot(slots, 7, high, usage, NOW);
      expect(usage.slot).toBe(0);
      expect(read(slots, 0).owed).toBe(amounts[0]);
      writeSlot(slots, 7, high, usageOf(0, amounts[1] ?? 1), NOW);
      expect([slotOf(slots, 7, high), read(slots, 0).owed]).toEqual([0, amounts[1]]);
      expect(slots.table.values.filter((value) => value !== 0)).toHaveLength(1);
    }
  });

  it('a key that has used nothing has no slot, and reads as new', () => {
    const slots = slotsOf(policy);
    const usage = usageOf(-1, 0);
    writeSlot(slots, LOW, HIGH, usage, NOW);
    expect([usage.slot, slotOf(slots, LOW, HIGH)]).toEqual([-1, -1]);
    expect(read(slots, -1)).toMatchObject({ slot: -1, owed: 0 });
    expect(slots.table.values.every((value) => value === 0)).toBe(true);
  });

  it('a key whose usage was returned has a dead slot', () => {
    const slots = slotsOf(policy);
    const usage = usageOf(-1, amounts[0] ?? 1);
    writeSlot(slots, LOW, HIGH, usage, NOW);
    writeSlot(slots, LOW, HIGH, usageOf(usage.slot, 0), NOW);
    expect(slots.table.values[usage.slot]).toBe(0);
    expect(read(slots, usage.slot).owed).toBe(0);
  });

  it('a usage has ended when its time is over', () => {
    const slots = slotsOf(policy);
    const most = amounts.at(-1) ?? 1;
    const usage = usageOf(-1, most);
    writeSlot(slots, LOW, HIGH, usage, NOW);
    expect(read(slots, usage.slot, NOW + 60_000).owed).toBe(0);
  });

  // After a step of the clock, what is read is written: else the wait would begin again with each request.
  it('a usage that is longer than any can be is shortened, and written', () => {
    const slots = slotsOf(policy);
    const most = amounts.at(-1) ?? 1;
    const usage = usageOf(-1, most);
    writeSlot(slots, LOW, HIGH, usage, NOW);
    const before = slots.table.values[usage.slot] ?? 0;
    expect(read(slots, usage.slot, NOW - 5000).owed).toBe(most);
    expect(slots.table.values[usage.slot]).toBeCloseTo(before - 5000, 3);
    expect(read(slots, usage.slot, NOW - 5000).owed).toBe(most);
  });
});

it('keys and policies of one table have slots of their own', () => {
  const slots = slotsOf({});
  const other: PolicySlots = { ...slots, bucketSeed: 8, tagSeed: 10 };
  writeSlot(slots, LOW, HIGH, usageOf(-1, 5), NOW);
  expect(slotOf(slots, LOW, HIGH)).toBeGreaterThanOrEqual(0);
  expect([
    slotOf(other, LOW, HIGH),
    slotOf(slots, LOW, HIGH + 1),
    slotOf(slots, LOW ^ 0x4000_0000, HIGH),
  ]).toEqual([-1, -1, -1]);
});

it('the counts of a window that are too large for its fraction have a list of their own', () => {
  const small = slotsOf({ ...WINDOW, quota: 16_000 });
  writeSlot(small, LOW, HIGH, usageOf(-1, 16_000), NOW);
  expect(small.table.counts).toBeUndefined();
  const large = slotsOf({ ...WINDOW, quota: 16_001 });
  const usage = usageOf(-1, 16_001);
  writeSlot(large, LOW, HIGH, usage, NOW);
  expect(large.table.counts?.[usage.slot]).toBe(16_001);
  expect(large.table.counts).toHaveLength(large.table.values.length);
});
