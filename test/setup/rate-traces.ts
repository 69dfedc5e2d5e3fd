import {
  type PolicySet,
  policySet,
  type RateLimitStore,
  type RatePolicy,
  type StoreAnswer,
} from '@statuskit/core/rate-limit';
import { RateReference } from './rate-reference.ts';

/** One call of a store, and what it has to answer. */
export type Step =
  | {
      readonly call: 'take';
      readonly key: string;
      readonly cost: number;
      readonly nowMs: number;
      /** As {@link numbersOf}. */
      readonly expected: readonly number[];
    }
  /** Gives back what the step of that number has spent. */
  | { readonly call: 'refund'; readonly key: string; readonly nowMs: number; readonly of: number }
  | { readonly call: 'forget'; readonly key: string; readonly nowMs: number };

/** Calls at random moments, with what an exact reference answers. */
export interface Trace {
  readonly seed: number;
  readonly policies: readonly RatePolicy[];
  readonly set: PolicySet;
  readonly steps: readonly Step[];
}

/** Numbers from 0 up to 1, always the same for a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// 1 January 2026, where the clock of Redis stores begins.
const BEGIN_MS = 1_767_225_600_000;

function policyFrom(random: () => number, at: number): RatePolicy {
  const pick = <T>(values: readonly [T, ...T[]]): T =>
    values[Math.floor(random() * values.length)] ?? values[0];
  const below = (most: number): number => 1 + Math.floor(random() * most);
  const algorithm = pick(['gcra', 'gcra', 'fixed-window', 'strict'] as const);
  const quota = pick([1, 2, 7, below(9), below(100)]);
  const windowSeconds = pick([1, 0.007, 60, below(5000) / 1000, below(100)]);
  const name = `policy ${at}`;
  if (algorithm === 'fixed-window') {
    const big = random() < 0.1 ? 40_000 : 0; // more than the fraction of a slot can hold
    return {
      name,
      quota: quota + big,
      windowSeconds,
      algorithm,
      align: random() < 0.5 ? 'epoch' : 'first-hit',
    };
  }
  const most = algorithm === 'strict' ? Math.max(1, quota - 1) : 2 * quota;
  return random() < 0.5
    ? { name, quota, windowSeconds, algorithm }
    : { name, quota, windowSeconds, algorithm, burst: below(most) };
}

function pauseMs(random: () => number, set: PolicySet): number {
  const policy = set.policies[Math.floor(random() * set.policies.length)] ?? set.policies[0];
  const windowMs = policy?.windowMs ?? 1;
  const kind = random();
  if (kind < 0.45) return 0;
  if (kind < 0.6) return 1 + Math.floor(random() * 3);
  if (kind < 0.9) return Math.floor((random() * 2 * windowMs) / (policy?.quota ?? 1));
  if (kind < 0.97) return Math.max(0, windowMs - 1 + Math.floor(random() * 3));
  return Math.floor(random() * 3 * windowMs);
}

function costFrom(random: () => number, set: PolicySet): number {
  const kind = random();
  if (kind < 0.6) return 1;
  if (kind < 0.7) return 0;
  const most = Math.max(...set.policies.map(({ burst }) => burst));
  if (kind < 0.98) return 1 + Math.floor((random() * most) / 2);
  return most + 1;
}

function traceFrom(seed: number, length: number): Trace {
  const random = randomFrom(seed);
  const policies = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, at) => policyFrom(random, at));
  const set = policySet(policies);
  const reference = new RateReference(set.policies);
  const steps: Step[] = [];
  const open: { of: number; key: string; cost: number; debits: readonly bigint[] }[] = [];
  // The moment in a window is random too.
  let nowMs = BEGIN_MS + seed * 1_000_003 + Math.floor(random() * 1000);
  while (steps.length < length) {
    nowMs += pauseMs(random, set);
    const key = random() < 0.7 ? 'one' : 'another';
    const kind = random();
    if (kind < 0.82 || open.length === 0) {
      const cost = costFrom(random, set);
      const { admitted, levels, debits } = reference.take(key, cost, nowMs);
      if (admitted && cost > 0) open.push({ of: steps.length, key, cost, debits });
      steps.push({ call: 'take', key, cost, nowMs, expected: levels });
    } else if (kind < 0.98) {
      const [debit] = open.splice(Math.floor(random() * open.length), 1);
      if (debit === undefined) continue;
      reference.refund(debit.key, debit.cost, debit.debits, nowMs);
      steps.push({ call: 'refund', key: debit.key, nowMs, of: debit.of });
    } else {
      reference.forget(key);
      steps.push({ call: 'forget', key, nowMs });
    }
  }
  return { seed, policies, set, steps };
}

/** Seeded random traces, always the same. */
export function traces(count: number, length = 40): Trace[] {
  return Array.from({ length: count }, (_, seed) => traceFrom(seed, length));
}

/** The numbers of an answer without the debits, which are in the store's own time. */
export function numbersOf({ admitted, policies }: StoreAnswer): number[] {
  const each = policies.flatMap(({ remaining, waitMs, resetMs, untilMs }) => [
    remaining,
    waitMs,
    resetMs,
    untilMs,
  ]);
  return [admitted ? 1 : 0, ...each];
}

/**
 * Plays a trace against a store whose clock is the one that it is handed, and gives the first step that it answers
 * otherwise than the reference; nothing where it answers all alike.
 */
export async function firstDifference(
  { set, steps, seed, policies }: Trace,
  store: RateLimitStore,
  keyOf: (key: string) => string = (key) => key,
): Promise<object | undefined> {
  const answers: StoreAnswer[] = [];
  for (const [at, step] of steps.entries()) {
    const key = keyOf(step.key);
    if (step.call === 'forget') await store.forget(key, set);
    else if (step.call === 'refund') {
      const taken = steps[step.of];
      const answer = answers[step.of];
      if (taken?.call !== 'take' || answer === undefined)
        throw new Error(`trace ${seed}: no step ${step.of}`);
      await store.refund(key, set, taken.cost, answer, step.nowMs);
    } else {
      const answer = await store.take(key, set, step.cost, step.nowMs);
      answers[at] = answer;
      const got = numbersOf(answer);
      if (got.join() !== step.expected.join())
        return { seed, at, got, expected: step.expected, step, before: steps.slice(0, at), policies };
    }
  }
  return undefined;
}
