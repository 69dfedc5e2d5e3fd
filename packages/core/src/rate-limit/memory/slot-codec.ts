import { windowEnd } from '../fixed-window.ts';
import { gcraWaitMs } from '../gcra.ts';
import type { CheckedPolicy } from '../policy.ts';
import type { Levels } from '../store.ts';
import { claimSlot, findSlot, type SlotTable, setOf } from './slot-table.ts';

// How the state of a policy is written into the one number of a slot, which begins with the millisecond of its end:
// GCRA as the tick at which all is paid, divided by the ticks of a millisecond; a window as its end and, behind the point,
// the part of its quota that is spent. Both are read back exactly by rounding while a millisecond has at most 28,000
// parts and the clock of the store shows less than 2 ** 38, which is 8 years.
const MOST_PARTS = 28_000;

/** A policy in a store: its table, and what makes its slots differ from those of other policies there. */
export interface PolicySlots {
  readonly policy: CheckedPolicy;
  readonly table: SlotTable;
  readonly isWindow: boolean;
  readonly setSeed: number;
  readonly tagSeed: number;
}

/** What a key owes, in ticks or units, and when its window ends. One for each policy is kept and used again. */
export interface Owed {
  slot: number;
  owed: number;
  end: number;
}

function partsOf(policy: CheckedPolicy): number {
  return policy.quota + 1;
}

function isCounted(policy: CheckedPolicy): boolean {
  return partsOf(policy) > MOST_PARTS;
}

function countAt({ policy, table }: PolicySlots, slot: number, value: number): number {
  if (isCounted(policy)) return table.counts?.[slot] ?? 0;
  return Math.round((value - Math.floor(value)) * partsOf(policy));
}

/** The slot of a key, or -1. */
export function slotOf(slots: PolicySlots, low: number, high: number): number {
  return findSlot(slots.table, setOf(slots.table, low ^ slots.setSeed), high ^ slots.tagSeed);
}

/**
 * Reads what is owed at `now` from a slot, or from none, which is -1. What the clock, had it not stepped back, could not
 * show is cut at once: else every later look would begin the longest wait anew.
 */
export function readOwed(slots: PolicySlots, slot: number, now: number, epochMs: number, into: Owed): void {
  const { policy, table, isWindow } = slots;
  const value = slot < 0 ? 0 : (table.values[slot] ?? 0);
  into.slot = slot;
  if (isWindow) {
    const stored = Math.floor(value);
    into.owed = stored > now ? countAt(slots, slot, value) : 0;
    into.end = windowEnd(into.owed === 0 ? 0 : stored, policy, now, epochMs);
    if (into.owed > 0 && into.end !== stored) store(slots, into, now);
  } else {
    const { ticksPerMs, capacity } = policy;
    const owed = Math.round(value * ticksPerMs) - now * ticksPerMs;
    into.owed = Math.max(owed, 0);
    if (owed > capacity) {
      into.owed = capacity;
      store(slots, into, now);
    }
  }
}

function store(
  { policy, table, isWindow }: PolicySlots,
  { slot, owed, end }: Readonly<Owed>,
  now: number,
): void {
  if (owed === 0) table.values[slot] = 0;
  else if (!isWindow) table.values[slot] = (now * policy.ticksPerMs + owed) / policy.ticksPerMs;
  else if (isCounted(policy)) {
    table.counts ??= new Float64Array(table.values.length);
    table.counts[slot] = owed;
    table.values[slot] = end + Math.min(owed / partsOf(policy), 0.999);
  } else table.values[slot] = end + owed / partsOf(policy);
}

/** Writes what is owed; a key without a slot gets one, unless it owes nothing. */
export function writeOwed(slots: PolicySlots, low: number, high: number, one: Owed, now: number): void {
  if (one.slot < 0) {
    if (one.owed === 0) return;
    const { table, isWindow, setSeed, tagSeed } = slots;
    one.slot = claimSlot(table, setOf(table, low ^ setSeed), high ^ tagSeed, now, isWindow);
  }
  store(slots, one, now);
}

/**
 * Decides a set of one policy that is no window, which is what most limiters have: the same as reading, deciding and writing
 * one after the other, in one pass over local numbers, which takes a third of the time.
 */
export function takeAlone(
  { policy, table, setSeed, tagSeed }: PolicySlots,
  low: number,
  high: number,
  cost: number,
  now: number,
): Levels {
  const { ticksPerMs, unitCost, capacity, burst } = policy;
  const { values } = table;
  const first = setOf(table, low ^ setSeed);
  const tag = high ^ tagSeed;
  const nowTicks = now * ticksPerMs;
  const spend = cost * unitCost;
  let slot = findSlot(table, first, tag);
  let owed = slot < 0 ? 0 : Math.round((values[slot] ?? 0) * ticksPerMs) - nowTicks;
  if (owed < 0) owed = 0;
  else if (owed > capacity) {
    owed = capacity;
    values[slot] = (nowTicks + owed) / ticksPerMs;
  }
  let admitted = 1;
  let waitMs = 0;
  if (spend > 0 && owed + spend > capacity) {
    admitted = 0;
    waitMs = spend > capacity ? -1 : gcraWaitMs(owed, spend, policy);
  } else if (spend > 0) {
    owed += spend;
    if (slot < 0) slot = claimSlot(table, first, tag, now, false);
    values[slot] = (nowTicks + owed) / ticksPerMs;
  }
  const units = Math.ceil(owed / unitCost);
  return [
    admitted,
    burst - units,
    waitMs,
    Math.ceil(owed / ticksPerMs),
    owed === 0 ? 0 : Math.ceil((owed - (units - 1) * unitCost) / ticksPerMs),
    nowTicks + owed,
  ];
}
