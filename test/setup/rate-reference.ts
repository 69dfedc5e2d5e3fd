import type { CheckedPolicy } from '@statuskit/core/rate-limit';

// What a store of rate limits has to answer, worked out in another way: a bucket that leaks, in exact fractions. A level
// is units times `span`, so that `rate` of it leak in each millisecond.

interface Bucket {
  level: bigint;
  at: bigint;
}

interface Window {
  count: bigint;
  end: bigint;
}

/** What one policy says; `debit` is what {@link RefPolicy.refund} needs. */
interface Saying {
  readonly numbers: readonly [remaining: number, waitMs: number, resetMs: number, untilMs: number];
  readonly debit: bigint;
}

interface RefPolicy {
  /** Undefined where it fits, else how long to wait; -1 for ever. */
  wait(key: string, cost: bigint, now: bigint): bigint | undefined;
  spend(key: string, cost: bigint, now: bigint): void;
  say(key: string, now: bigint, waitMs: bigint): Saying;
  refund(key: string, cost: bigint, debit: bigint, now: bigint): void;
  forget(key: string): void;
}

function ceil(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}

function lower(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function bucketPolicy(policy: CheckedPolicy): RefPolicy {
  const quota = BigInt(policy.quota);
  const burst = BigInt(policy.burst);
  const isStrict = policy.algorithm === 'strict';
  const isSingle = isStrict && quota === burst;
  const span = BigInt(policy.windowMs) + (isSingle ? 1n : 0n);
  const rate = isSingle ? 1n : isStrict ? quota - burst : quota;
  const capacity = burst * span;
  const buckets = new Map<string, Bucket>();

  function bucketAt(key: string, now: bigint): Bucket {
    const bucket = buckets.get(key) ?? { level: 0n, at: now };
    const leaked = (now - bucket.at) * rate;
    bucket.level = bucket.level > leaked ? bucket.level - leaked : 0n;
    bucket.at = now;
    buckets.set(key, bucket);
    return bucket;
  }

  return {
    wait(key, cost, now) {
      if (cost * span > capacity) return -1n;
      const over = bucketAt(key, now).level + cost * span - capacity;
      return cost === 0n || over <= 0n ? undefined : ceil(over, rate);
    },
    spend(key, cost, now) {
      bucketAt(key, now).level += cost * span;
    },
    say(key, now, waitMs) {
      const { level } = bucketAt(key, now);
      const remaining = (capacity - level) / span;
      // The level at which there is one unit more.
      const next = capacity - (remaining + 1n) * span;
      return {
        numbers: [
          Number(remaining),
          Number(waitMs),
          Number(ceil(level, rate)),
          level === 0n ? 0 : Number(ceil(level - next, rate)),
        ],
        debit: now * rate + level,
      };
    },
    refund(key, cost, debit, now) {
      const bucket = bucketAt(key, now);
      const unpaid = lower(lower(cost * span, debit - now * rate), bucket.level);
      if (unpaid > 0n) bucket.level -= unpaid;
    },
    forget: (key) => void buckets.delete(key),
  };
}

function windowPolicy(policy: CheckedPolicy): RefPolicy {
  const quota = BigInt(policy.quota);
  const length = BigInt(policy.windowMs);
  const windows = new Map<string, Window>();

  function windowAt(key: string, now: bigint): Window {
    const window = windows.get(key);
    if (window !== undefined && window.end > now && window.count > 0n) return window;
    const end = policy.align === 'epoch' ? (now / length + 1n) * length : now + length;
    const fresh = { count: 0n, end };
    windows.set(key, fresh);
    return fresh;
  }

  return {
    wait(key, cost, now) {
      if (cost > quota) return -1n;
      const { count, end } = windowAt(key, now);
      return cost === 0n || count + cost <= quota ? undefined : end - now;
    },
    spend(key, cost, now) {
      windowAt(key, now).count += cost;
    },
    say(key, now, waitMs) {
      const { count, end } = windowAt(key, now);
      const untilMs = Number(end - now);
      return {
        numbers: [Number(quota - count), Number(waitMs), count === 0n ? 0 : untilMs, untilMs],
        debit: end,
      };
    },
    refund(key, cost, debit, now) {
      const window = windowAt(key, now);
      if (window.end === debit) window.count -= lower(cost, window.count);
    },
    forget: (key) => void windows.delete(key),
  };
}

/** What the reference answers: the numbers of an answer without the debits, and the debits. */
export interface RefAnswer {
  readonly admitted: boolean;
  readonly levels: readonly number[];
  readonly debits: readonly bigint[];
}

/** All policies of a set, decided together. */
export class RateReference {
  readonly policies: readonly RefPolicy[];

  constructor(policies: readonly CheckedPolicy[]) {
    this.policies = policies.map((policy) =>
      policy.algorithm === 'fixed-window' ? windowPolicy(policy) : bucketPolicy(policy),
    );
  }

  take(key: string, cost: number, nowMs: number): RefAnswer {
    const [units, now] = [BigInt(cost), BigInt(nowMs)];
    const waits = this.policies.map((policy) => policy.wait(key, units, now));
    const admitted = waits.every((wait) => wait === undefined);
    if (admitted && cost > 0) for (const policy of this.policies) policy.spend(key, units, now);
    const sayings = this.policies.map((policy, at) => policy.say(key, now, waits[at] ?? 0n));
    return {
      admitted,
      levels: [admitted ? 1 : 0, ...sayings.flatMap(({ numbers }) => numbers)],
      debits: sayings.map(({ debit }) => debit),
    };
  }

  refund(key: string, cost: number, debits: readonly bigint[], nowMs: number): void {
    for (const [at, policy] of this.policies.entries()) {
      policy.refund(key, BigInt(cost), debits[at] ?? 0n, BigInt(nowMs));
    }
  }

  forget(key: string): void {
    for (const policy of this.policies) policy.forget(key);
  }
}
