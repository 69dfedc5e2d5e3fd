import { randomBytes } from 'node:crypto';
import { requireInteger } from '../../arguments.ts';
import { type OptionNames, warnOfUnknown } from '../../option-names.ts';
import type { CheckedPolicy, PolicySet } from '../policy.ts';
import { algorithmOf, hasRoom, spendAll } from '../spend.ts';
import type { StoreAnswer, SyncRateLimitStore } from '../store.ts';
import { type Hash, halfSipHash } from './half-sip-hash.ts';
import { type PolicySlots, readSlot, type SlotUsage, slotOf, writeSlot } from './slot-codec.ts';
import { admitPolicy, type SlotTable, slotTable } from './slot-table.ts';

/*
 * Theory of operation.
 *
 * Each policy name has a table of slots (slot-table.ts) of the store's capacity. A key has one slot per policy, found by a keyed
 * hash (half-sip-hash.ts) of 64 bits: 32 choose the bucket, 32 are the tag that must match. The hash of the policy's id is mixed
 * into both, so that policies of one name with different numbers (plans) share a table and never a slot. Two keys are taken for
 * one with a probability of 16 in 2 ** 32 per lookup. Nothing else of a key is kept, and the hash key is random, so nobody can
 * choose keys that collide.
 *
 * A slot holds one number from which the usage is read exactly (slot-codec.ts). There is no sweep and no timer: the number also
 * says when the slot is dead, and dead slots are overwritten.
 *
 * A decision reads the usage under all policies, asks whether all have room, and only then writes; between the two nothing is
 * awaited, so decisions are atomic. The usages are objects that each call reuses.
 *
 * The clock is the limiter's. The store counts from its first call, at which its own clock shows 2 ** 34: enough to step back by
 * half a year without going below 0. After such a step, a debt that is longer than any can be is shortened to a full one, and
 * written back immediately (see gcra.ts and fixed-window.ts), so that nobody is locked out for longer than a full debt takes.
 * After a longer step, the store counts from there.
 *
 * Invariants: a usage is between 0 and `debtLimit`; a slot whose number is not later than now means no usage; `fullMsBySlot`, if
 * there is one, is right for every live slot. `adopt` must undo `answer` of both algorithms: it keeps the largest usage that
 * reads so.
 */

/** Options of a memory store. */
export interface MemoryStoreOptions {
  /**
   * How many keys each policy can hold at a time, 1 to 100,000,000; a key counts as long as it owes anything. A key takes about
   * 30 bytes, allocated when a policy name is first used. Default: 100,000.
   */
  readonly capacity?: number | undefined;
}

// Names are ids, of which a program has a few. If they are made from data, all further ones share one table per algorithm.
const MOST_TABLES = 14;

const BEGINNING_MS = 2 ** 34;

const NAMES: OptionNames<MemoryStoreOptions> = {
  capacity: true,
};

/**
 * A rate-limit store in process memory. Its size is fixed: about 30 bytes per key, allocated on first use, with no timers and no
 * per-key objects (40 bytes if policies of one name differ in how long a full quota takes to come back). Calls return
 * synchronously. Keys are stored only as keyed hashes.
 *
 * When a table is full, a new key evicts the key that has used the smallest share of its quota among 16 candidates. A flood of
 * new keys evicts other one-time keys and not keys that have exhausted their quota.
 *
 * @throws {RangeError} If `capacity` is not an integer from 1 to 100,000,000.
 *
 * @example
 * ```ts
 * const store = new MemoryStore({ capacity: 1_000_000 });
 * const limiter = rateLimiter({ policies: [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }], store });
 * ```
 */
export class MemoryStore implements SyncRateLimitStore {
  /** Spends a cost under each policy of a set, or under none. See {@link RateLimitStore}. */
  readonly take: SyncRateLimitStore['take'];
  /** Returns what `take` spent, as far as it still counts. See {@link RateLimitStore}. */
  readonly refund: SyncRateLimitStore['refund'];
  /** Forgets what a key has spent in a set. See {@link RateLimitStore}. */
  readonly forget: SyncRateLimitStore['forget'];
  /** Takes over what another store has answered about a key, replacing what is known here. */
  readonly adopt: (key: string, set: PolicySet, answer: StoreAnswer, nowMs: number) => void;

  constructor(options: MemoryStoreOptions = {}) {
    warnOfUnknown('MemoryStore', options, NAMES);
    const { capacity = 100_000 } = options;
    requireInteger('capacity', capacity, { least: 1, most: 100_000_000 });
    const random = randomBytes(8);
    const key0 = random.readInt32LE(0);
    const key1 = random.readInt32LE(4);
    const hash: Hash = { low: 0, high: 0 };
    const slotsOf = slotsBySet(capacity, (id) => halfSipHash(id, key1, key0, hash), hash);
    const usages: SlotUsage[] = [];
    let epochMs: number | undefined;

    /** Reads what a key has used under each policy. Returns the time of the store. */
    function read(key: string, all: readonly PolicySlots[], nowMs: number): number {
      if (epochMs === undefined || nowMs < epochMs) epochMs = nowMs - BEGINNING_MS;
      const now = nowMs - epochMs;
      halfSipHash(key, key0, key1, hash);
      for (let at = 0; at < all.length; at++) {
        const slots = all[at] as PolicySlots; // at is an index of it
        usages[at] ??= { slot: -1, owed: 0, endMs: 0 };
        readSlot(slots, slotOf(slots, hash.low, hash.high), now, epochMs, usages[at] as SlotUsage);
      }
      return now;
    }

    function writeAll(all: readonly PolicySlots[], now: number): void {
      for (let at = 0; at < all.length; at++)
        writeSlot(all[at] as PolicySlots, hash.low, hash.high, usages[at] as SlotUsage, now);
    }

    this.take = function take(key, set, cost, nowMs): StoreAnswer {
      const all = slotsOf(set);
      const now = read(key, all, nowMs);
      const admitted = hasRoom(usages, set.policies, cost);
      const answer = spendAll(usages, set.policies, cost, admitted, now);
      if (admitted && cost > 0) writeAll(all, now);
      return answer;
    };

    this.refund = function refund(key, set, cost, answer, nowMs): void {
      const all = slotsOf(set);
      const now = read(key, all, nowMs);
      for (const [at, slots] of all.entries()) {
        const { policy } = slots;
        const usage = usages[at] as SlotUsage;
        const debit = answer.policies[at]?.debit ?? 0;
        if (algorithmOf(policy).refund(usage, debit, cost * policy.unitCost, policy, now))
          writeSlot(slots, hash.low, hash.high, usage, now);
      }
    };

    this.forget = function forget(key, set): void {
      halfSipHash(key, key0, key1, hash);
      for (const slots of slotsOf(set)) {
        const slot = slotOf(slots, hash.low, hash.high);
        if (slot >= 0) slots.table.values[slot] = 0;
      }
    };

    this.adopt = function adopt(key, set, answer, nowMs): void {
      const all = slotsOf(set);
      const now = read(key, all, nowMs);
      for (const [at, { policy }] of all.entries()) {
        const said = answer.policies[at];
        if (said !== undefined) algorithmOf(policy).adopt(usages[at] as SlotUsage, said, policy, now);
      }
      writeAll(all, now);
    };
  }
}

/** Returns a function that returns the slots of a set; the last set is remembered, since most programs have one. */
function slotsBySet(
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

  function slotsFor(policy: CheckedPolicy): PolicySlots {
    const isWindow = policy.algorithm === 'fixed-window';
    const fullMs = isWindow ? 0 : policy.debtLimit / policy.ticksPerMs;
    const table = tableFor(isWindow ? 'window' : 'rate', policy.name);
    if (policy.quota > 0) admitPolicy(table, fullMs);
    seed(policy.id);
    return { policy, table, isWindow, fullMs, bucketSeed: hash.low, tagSeed: hash.high };
  }

  return function slotsOf(set) {
    if (set !== lastSet) {
      last = known.get(set) ?? set.policies.map(slotsFor);
      known.set(set, last);
      lastSet = set;
    }
    return last;
  };
}
