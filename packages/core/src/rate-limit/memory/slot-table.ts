/** Slots in a set, a power of 2: a key can be in any of them, and nowhere else. */
const WAYS = 16;

// With so many slots for each key a full table displaces about one live key in ten thousand.
const SLOTS_PER_KEY = 2.45;

/**
 * A hash table that never grows, keeps no text and needs no sweep. A slot is one number and a tag of 32 bits. The number
 * is the millisecond at which the slot is dead: a slot whose time has come is the same as none and is taken by whoever
 * comes next. Where no slot of a set is dead the one that owes least is displaced, so that nobody gets rid of a debt
 * without making as much of it under 16 other keys.
 */
export interface SlotTable {
  readonly sets: number;
  readonly tags: Int32Array;
  readonly values: Float64Array;
  /** Units spent, beside windows whose quota is too large to be kept in the fraction of the value. Made when needed. */
  counts: Float64Array | undefined;
}

export function slotTable(capacity: number): SlotTable {
  const sets = Math.ceil((capacity * SLOTS_PER_KEY) / WAYS);
  return {
    sets,
    tags: new Int32Array(sets * WAYS),
    values: new Float64Array(sets * WAYS),
    counts: undefined,
  };
}

/** The first slot of the set that `hash` falls into. */
export function setOf(table: SlotTable, hash: number): number {
  return Math.floor((hash >>> 0) * table.sets * 2 ** -32) * WAYS;
}

// Where in its set a tag looks first, so that most keys are found at once; after that it goes round.
function nth(step: number, first: number, tag: number): number {
  return first + ((tag + step) & (WAYS - 1));
}

/** The slot with this tag, or -1. */
export function findSlot({ tags }: SlotTable, first: number, tag: number): number {
  for (let step = 0; step < WAYS; step++) {
    const slot = nth(step, first, tag);
    if (tags[slot] === tag) return slot;
  }
  return -1;
}

/** A slot for a tag that has none: a dead one, else the one that owes least. */
export function claimSlot(
  table: SlotTable,
  first: number,
  tag: number,
  now: number,
  windows: boolean,
): number {
  const { tags, values } = table;
  let chosen = first;
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step < WAYS; step++) {
    const slot = nth(step, first, tag);
    const value = values[slot] ?? 0;
    if (value <= now) {
      chosen = slot;
      break;
    }
    const owed = windows ? (value % 1) * (value - now) : value;
    if (owed < least) {
      least = owed;
      chosen = slot;
    }
  }
  tags[chosen] = tag;
  return chosen;
}
