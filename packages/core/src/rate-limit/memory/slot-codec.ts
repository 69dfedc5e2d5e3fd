import type { Usage } from '../algorithm.ts';
import { readWindow } from '../fixed-window.ts';
import { readDebt } from '../gcra.ts';
import type { CheckedPolicy } from '../policy.ts';
import { bucketOf, claimSlot, findSlot, type SlotTable } from './slot-table.ts';

/*
 * How the usage of a key is written into the one number of a slot. Every value is a time in the store's own milliseconds whose
 * whole part says when the slot is dead.
 *
 * A rate is the tick at which all is paid, divided by the ticks of a millisecond. Multiplied and rounded it is that tick again,
 * exactly: a policy has at most 28,000 ticks in a millisecond, and below 2 ** 38 (8 years; the clock begins at 2 ** 34) the
 * spacing of doubles is 2 ** -15, so the error is less than half a tick. Policies with more ticks or longer debts are refused
 * when they are made (ticks.ts). The used share is the time that is left, divided by the time in which a full debt is paid.
 *
 * A window is its end and, as the fraction, the used share of the quota, scaled so that a full window stays below 1. Windows may
 * last ten years, so their ends may reach 2 ** 39, at a spacing of 2 ** -14: with quotas up to 16,000 the count is read
 * back exactly. A larger quota has its count in `counts`, and the fraction serves eviction only.
 *
 * What must be kept in step: `readWindow` and `readDebt` clamp what a clock that was set back left behind, and the clamped usage
 * must be written even if nothing is spent.
 */

const MOST_IN_FRACTION = 16_000;

/** The fraction of a full window: at the coarsest spacing it must not round up to the next millisecond. */
const FULL = 1 - 2 ** -12;

/** A policy in a store: its table, and what sets its slots apart from those of other policies there. */
export interface PolicySlots {
  readonly policy: CheckedPolicy;
  readonly table: SlotTable;
  readonly isWindow: boolean;
  /** The time in which a full debt is paid, in milliseconds; 0 for a window. */
  readonly fullMs: number;
  readonly bucketSeed: number;
  readonly tagSeed: number;
}

/** The usage of a key, and the slot that it was read from, or -1. */
export interface SlotUsage extends Usage {
  slot: number;
}

/** Returns the slot of a key, or -1. */
export function slotOf({ table, bucketSeed, tagSeed }: PolicySlots, low: number, high: number): number {
  return findSlot(table, bucketOf(table, low ^ bucketSeed), high ^ tagSeed);
}

/** Reads what a slot says at `nowMs`; of no slot, which is -1, that nothing was used. */
export function readSlot(
  slots: PolicySlots,
  slot: number,
  nowMs: number,
  epochMs: number,
  into: SlotUsage,
): void {
  const { policy, table, isWindow } = slots;
  const value = slot < 0 ? 0 : (table.values[slot] ?? 0);
  into.slot = slot;
  let wasBack: boolean;
  if (isWindow) {
    const endMs = Math.floor(value);
    const count =
      policy.quota > MOST_IN_FRACTION
        ? (table.counts?.[slot] ?? 0)
        : Math.round(((value - endMs) * policy.quota) / FULL);
    wasBack = readWindow(endMs, count, policy, nowMs, epochMs, into);
  } else wasBack = readDebt(Math.round(value * policy.ticksPerMs), policy, nowMs, into);
  if (wasBack) write(slots, into, nowMs);
}

function write(
  { policy, table, isWindow }: PolicySlots,
  { slot, owed, endMs }: SlotUsage,
  nowMs: number,
): void {
  const { values } = table;
  if (owed === 0) values[slot] = 0;
  else if (!isWindow) values[slot] = (nowMs * policy.ticksPerMs + owed) / policy.ticksPerMs;
  else {
    values[slot] = endMs + (owed / policy.quota) * FULL;
    if (policy.quota > MOST_IN_FRACTION) {
      table.counts ??= new Float64Array(values.length);
      table.counts[slot] = owed;
    }
  }
}

/** Writes a usage. A key without a slot gets one, unless it has used nothing. */
export function writeSlot(
  slots: PolicySlots,
  low: number,
  high: number,
  usage: SlotUsage,
  nowMs: number,
): void {
  if (usage.slot < 0) {
    if (usage.owed === 0) return;
    const { table, fullMs, bucketSeed, tagSeed } = slots;
    usage.slot = claimSlot(table, bucketOf(table, low ^ bucketSeed), high ^ tagSeed, nowMs, fullMs);
  }
  write(slots, usage, nowMs);
}
