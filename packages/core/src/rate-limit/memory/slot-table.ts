/*
 * A hash table that never grows, keeps no text and needs no sweep. It is an array of slots in buckets of 16; a key can be in
 * any slot of one bucket, and nowhere else. A slot is one number and a tag of 32 bits. The number is the millisecond at which
 * the slot is dead: a dead slot is as good as an empty one, and the next key that looks for a place takes it.
 *
 * If no slot of a bucket is dead, the one whose key has used the smallest share of its quota is evicted; among equal shares,
 * the one that would be dead first. So a flood of keys that come once evicts keys like themselves, and a client that wants to get rid
 * of a debt must run up as large a share under 16 other keys, whatever their policies. How the share is read off a slot differs
 * by algorithm: see slot-codec.ts.
 */

/** Slots in a bucket, a power of 2. */
const WAYS = 16;

// With so many slots per key, a full table evicts about one live key in ten thousand.
const SLOTS_PER_KEY = 2.45;

export interface SlotTable {
  readonly buckets: number;
  readonly tags: Int32Array;
  readonly values: Float64Array;
  /** Units spent, for windows whose quota is too large for the fraction of the value. Made when needed. */
  counts: Float64Array | undefined;
  /** The time in which a full debt is paid, in milliseconds, while it is the same for all policies of the table. */
  fullMs: number | undefined;
  /** The same by slot, once policies of the table differ. */
  fullMsBySlot: Float32Array | undefined;
}

export function slotTable(keys: number): SlotTable {
  const buckets = Math.ceil((keys * SLOTS_PER_KEY) / WAYS);
  return {
    buckets,
    tags: new Int32Array(buckets * WAYS),
    values: new Float64Array(buckets * WAYS),
    counts: undefined,
    fullMs: undefined,
    fullMsBySlot: undefined,
  };
}

/** Admits a policy whose full debt is paid in this time; 0 for a window, whose slots carry their share themselves. */
export function admitPolicy(table: SlotTable, fullMs: number): void {
  table.fullMs ??= fullMs;
  if (table.fullMs !== fullMs)
    table.fullMsBySlot ??= new Float32Array(table.values.length).fill(table.fullMs);
}

/** Returns the first slot of the bucket that `hash` falls into. */
export function bucketOf(table: SlotTable, hash: number): number {
  return Math.floor((hash >>> 0) * table.buckets * 2 ** -32) * WAYS;
}

// Where in its bucket a tag looks first, so that most keys are found with the first look; after that it goes round.
function nth(step: number, first: number, tag: number): number {
  return first + ((tag + step) & (WAYS - 1));
}

/** Returns the slot with this tag, or -1. */
export function findSlot({ tags }: SlotTable, first: number, tag: number): number {
  for (let step = 0; step < WAYS; step++) {
    const slot = nth(step, first, tag);
    if (tags[slot] === tag) return slot;
  }
  return -1;
}

/** Returns a slot for a tag that has none: a dead one, otherwise the one with the smallest used share. */
export function claimSlot(
  table: SlotTable,
  first: number,
  tag: number,
  nowMs: number,
  fullMs: number,
): number {
  const { tags, values, fullMsBySlot } = table;
  let chosen = first;
  let least = Number.POSITIVE_INFINITY;
  let soonest = Number.POSITIVE_INFINITY;
  for (let step = 0; step < WAYS; step++) {
    const slot = nth(step, first, tag);
    const value = values[slot] ?? 0;
    if (value <= nowMs) {
      chosen = slot;
      break;
    }
    const share = fullMs === 0 ? value % 1 : (value - nowMs) / (fullMsBySlot?.[slot] ?? fullMs);
    if (share < least || (share === least && value < soonest)) {
      least = share;
      soonest = value;
      chosen = slot;
    }
  }
  tags[chosen] = tag;
  if (fullMsBySlot !== undefined) fullMsBySlot[chosen] = fullMs;
  return chosen;
}
