import { show } from '../../arguments.ts';
import { gcraRefund, gcraUntilMs, gcraWaitMs } from '../gcra.ts';
import type { CheckedPolicy, PolicySet } from '../policy.ts';
import { LEVELS_PER_POLICY, type Levels, type SyncRateLimitStore } from '../store.ts';
import { type Hash, halfSipHash } from './half-sip-hash.ts';
import { type Owed, type PolicySlots, readOwed, slotOf, takeAlone, writeOwed } from './slot-codec.ts';
import { type SlotTable, slotTable } from './slot-table.ts';

/** How a memory store is made. */
export interface MemoryStoreOptions {
  /**
   * Keys that each policy can hold at once, 1 to 100,000,000; a key counts as long as it owes anything. A key takes 30
   * bytes, allocated at once for the first use of a policy's name. Default 100,000.
   */
  readonly capacity?: number | undefined;
}

// Names are ids that a program has a few of. Should somebody make them from data, all further ones share one table.
const MOST_TABLES = 14;

// What the clock of the store shows at the first call, so that it may later step back by half a year.
const BEGINNING_MS = 2 ** 34;

/**
 * Keeps limits in the memory of this process: bounded, without a timer, an object or a text for each key. It answers at
 * once. Of a key only a keyed hash is kept.
 *
 * A full table displaces the key that owes least among 16: a flood of new keys displaces those that were used once, not
 * those that have used up their quota.
 *
 * Throws a RangeError for a capacity that is no whole number from 1.
 *
 * @example
 * const store = new MemoryStore({ capacity: 1_000_000 });
 * const limiter = rateLimiter({ policies: [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }], store });
 */
export class MemoryStore implements SyncRateLimitStore {
  /** {@inheritDoc RateLimitStore.take} */
  readonly take: SyncRateLimitStore['take'];
  /** {@inheritDoc RateLimitStore.refund} */
  readonly refund: SyncRateLimitStore['refund'];
  /** {@inheritDoc RateLimitStore.forget} */
  readonly forget: SyncRateLimitStore['forget'];
  /** Takes over what another store has said of a key, in place of what is known here. */
  readonly adopt: (key: string, set: PolicySet, levels: Levels, nowMs: number) => void;

  constructor(options: MemoryStoreOptions = {}) {
    const { capacity = 100_000 } = options;
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > 1e8)
      throw new RangeError(`capacity: expected a whole number from 1 to 100000000, got ${show(capacity)}`);
    const [key0 = 0, key1 = 0] = globalThis.crypto.getRandomValues(new Int32Array(2));
    const hash: Hash = { low: 0, high: 0 };
    const bindingsOf = bindings(capacity, (id) => halfSipHash(id, key1, key0, hash), hash);
    // One for each policy of a call, used again by the next.
    const owedBy: Owed[] = [];
    let epochMs: number | undefined;
    let now = 0;
    let epoch = 0;

    /** Reads the clock and the key, and what the key owes to each policy. */
    function read(key: string, all: readonly PolicySlots[], nowMs: number): void {
      epochMs ??= nowMs - BEGINNING_MS;
      epoch = epochMs;
      now = nowMs > epoch ? nowMs - epoch : 0;
      halfSipHash(key, key0, key1, hash);
      for (let at = 0; at < all.length; at++) {
        const slots = all[at] as PolicySlots; // at is an index of it
        owedBy[at] ??= { slot: -1, owed: 0, end: 0 };
        readOwed(slots, slotOf(slots, hash.low, hash.high), now, epoch, owedBy[at] as Owed);
      }
    }

    this.take = function take(key, set, cost, nowMs): Levels {
      const all = bindingsOf(set);
      const alone = all.length === 1 ? all[0] : undefined;
      if (alone !== undefined && !alone.isWindow) {
        epochMs ??= nowMs - BEGINNING_MS;
        halfSipHash(key, key0, key1, hash);
        return takeAlone(alone, hash.low, hash.high, cost, nowMs > epochMs ? nowMs - epochMs : 0);
      }
      read(key, all, nowMs);
      let admitted = 1;
      for (let at = 0; at < all.length; at++) {
        const { policy } = all[at] as PolicySlots;
        if (cost > 0 && (owedBy[at] as Owed).owed + cost * policy.unitCost > policy.capacity) admitted = 0;
      }
      const levels: number[] = new Array(1 + all.length * LEVELS_PER_POLICY);
      levels[0] = admitted;
      let next = 1;
      for (let at = 0; at < all.length; at++) {
        const slots = all[at] as PolicySlots;
        const one = owedBy[at] as Owed;
        const { policy, isWindow } = slots;
        const { capacity, unitCost, ticksPerMs } = policy;
        const spend = cost * unitCost;
        let waitMs = 0;
        if (spend > capacity) waitMs = -1;
        else if (spend > 0 && one.owed + spend > capacity)
          waitMs = isWindow ? one.end - now : gcraWaitMs(one.owed, spend, policy);
        if (admitted === 1 && spend > 0) {
          one.owed += spend;
          writeOwed(slots, hash.low, hash.high, one, now);
        }
        const { owed, end } = one;
        levels[next + 1] = waitMs;
        if (isWindow) {
          const untilMs = end - now;
          levels[next] = capacity - owed;
          levels[next + 2] = owed === 0 ? 0 : untilMs;
          levels[next + 3] = untilMs;
          levels[next + 4] = end;
        } else {
          levels[next] = Math.floor((capacity - owed) / unitCost);
          levels[next + 2] = Math.ceil(owed / ticksPerMs);
          levels[next + 3] = gcraUntilMs(owed, policy);
          levels[next + 4] = now * ticksPerMs + owed;
        }
        next += LEVELS_PER_POLICY;
      }
      return levels;
    };

    this.refund = function refund(key, set, cost, levels, nowMs): void {
      const all = bindingsOf(set);
      read(key, all, nowMs);
      for (let at = 0; at < all.length; at++) {
        const slots = all[at] as PolicySlots;
        const one = owedBy[at] as Owed;
        if (one.slot < 0 || one.owed === 0) continue;
        const { policy, isWindow } = slots;
        const debit = levels[1 + at * LEVELS_PER_POLICY + 4] ?? 0;
        const spend = cost * policy.unitCost;
        if (!isWindow) {
          const nowTicks = now * policy.ticksPerMs;
          one.owed -= gcraRefund(nowTicks + one.owed, debit, spend, nowTicks);
        } else if (one.end === debit) one.owed = Math.max(0, one.owed - spend);
        else continue;
        writeOwed(slots, hash.low, hash.high, one, now);
      }
    };

    this.forget = function forget(key, set): void {
      halfSipHash(key, key0, key1, hash);
      for (const slots of bindingsOf(set)) {
        const slot = slotOf(slots, hash.low, hash.high);
        if (slot >= 0) slots.table.values[slot] = 0;
      }
    };

    this.adopt = function adopt(key, set, levels, nowMs): void {
      const all = bindingsOf(set);
      read(key, all, nowMs);
      for (let at = 0; at < all.length; at++) {
        const slots = all[at] as PolicySlots;
        const one = owedBy[at] as Owed;
        const { capacity, unitCost, ticksPerMs } = slots.policy;
        const [remaining = 0, , resetMs = 0, untilMs = 0] = levels.slice(1 + at * LEVELS_PER_POLICY);
        // Of all debts that read so the largest: milliseconds were rounded up, units down.
        const most = capacity - remaining * unitCost;
        one.owed = slots.isWindow ? most : Math.min(most, resetMs * ticksPerMs);
        one.end = now + untilMs;
        writeOwed(slots, hash.low, hash.high, one, now);
      }
    };
  }
}

/** Gives each set of policies its places; the last one is remembered, since most programs have only one. */
function bindings(
  capacity: number,
  seed: (id: string) => void,
  hash: Readonly<Hash>,
): (set: PolicySet) => readonly PolicySlots[] {
  const tables = new Map<string, SlotTable>();
  const known = new WeakMap<PolicySet, readonly PolicySlots[]>();
  let lastSet: PolicySet | undefined;
  let last: readonly PolicySlots[] = [];

  function tableFor(kind: string, name: string): SlotTable {
    const wanted = `${kind} ${name}`;
    const used = tables.has(wanted) || tables.size < MOST_TABLES ? wanted : kind;
    const table = tables.get(used) ?? slotTable(capacity);
    tables.set(used, table);
    return table;
  }

  function bind(policy: CheckedPolicy): PolicySlots {
    const isWindow = policy.algorithm === 'fixed-window';
    seed(policy.id);
    const table = tableFor(isWindow ? 'window' : 'gcra', policy.name);
    return { policy, table, isWindow, setSeed: hash.low, tagSeed: hash.high };
  }

  return function bindingsOf(set) {
    if (set !== lastSet) {
      last = known.get(set) ?? set.policies.map(bind);
      known.set(set, last);
      lastSet = set;
    }
    return last;
  };
}
