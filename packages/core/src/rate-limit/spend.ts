import type { Algorithm, Usage } from './algorithm.ts';
import { fixedWindow, readWindow } from './fixed-window.ts';
import { gcra, readDebt } from './gcra.ts';
import type { CheckedPolicy, PolicySet } from './policy.ts';
import type { PolicyAnswer, StoreAnswer } from './store.ts';

/** Returns the arithmetic of a policy. */
export function algorithmOf({ algorithm }: CheckedPolicy): Algorithm {
  return algorithm === 'fixed-window' ? fixedWindow : gcra;
}

/** Returns true if every policy has room for the cost, or if it is 0. `usages` has one entry per policy. */
export function hasRoom(
  usages: readonly Readonly<Usage>[],
  policies: readonly CheckedPolicy[],
  cost: number,
): boolean {
  if (cost === 0) return true;
  for (let at = 0; at < policies.length; at++) {
    const { unitCost, debtLimit } = policies[at] as CheckedPolicy; // at is an index of it
    if ((usages[at] as Usage).owed + cost * unitCost > debtLimit) return false;
  }
  return true;
}

function answerOne(
  usage: Usage,
  policy: CheckedPolicy,
  cost: number,
  admitted: boolean,
  nowMs: number,
): PolicyAnswer {
  const algorithm = algorithmOf(policy);
  const spend = cost * policy.unitCost;
  let waitMs = 0;
  if (admitted) usage.owed += spend;
  else if (spend > policy.debtLimit) waitMs = -1;
  else if (usage.owed + spend > policy.debtLimit) waitMs = algorithm.waitMs(usage, spend, policy, nowMs);
  return algorithm.answer(usage, waitMs, policy, nowMs);
}

/** Spends the cost under each policy if it was admitted, which changes `usages`, and returns the answer of the store. */
export function spendAll(
  usages: readonly Usage[],
  policies: readonly CheckedPolicy[],
  cost: number,
  admitted: boolean,
  nowMs: number,
): StoreAnswer {
  const [first] = policies;
  const answers =
    policies.length === 1
      ? [answerOne(usages[0] as Usage, first as CheckedPolicy, cost, admitted, nowMs)]
      : policies.map((policy, at) => answerOne(usages[at] as Usage, policy, cost, admitted, nowMs));
  return { admitted, policies: answers };
}

/** What a store with its clock keeps about a key under one policy. */
export interface StoredUsage {
  /** Under a rate, the tick at which the key owes nothing; for a fixed window, when it ends. In the time of the store. */
  readonly at: number;
  /** Units spent in the fixed window; 0 under a rate. */
  readonly count: number;
}

/** When and how a store decided. */
export interface StoreDecision {
  /** The cost that was asked for, in units. */
  readonly cost: number;
  /** True if the store has spent the cost under every policy. */
  readonly admitted: boolean;
  /** The time of the store when it decided, in milliseconds since `epochMs`. */
  readonly nowMs: number;
  /** When the time of the store begins, in milliseconds since 1970. */
  readonly epochMs: number;
}

/**
 * Returns the answer of a store that keeps its numbers elsewhere, from what it kept before it decided: the arithmetic that stores
 * share. For authors of stores.
 *
 * @example
 * ```ts
 * const set = policySet([{ name: 'minute', quota: 60, windowSeconds: 60, algorithm: 'fixed-window' }]);
 * const before = [{ at: 60_000, count: 59 }];
 * storeAnswer(set, before, { cost: 1, admitted: true, nowMs: 15_000, epochMs: 0 }).policies[0]?.resetMs; // 45000
 * ```
 */
export function storeAnswer(
  { policies }: PolicySet,
  before: readonly StoredUsage[],
  { cost, admitted, nowMs, epochMs }: StoreDecision,
): StoreAnswer {
  const usages = policies.map((policy, index): Usage => {
    const usage = { owed: 0, endMs: 0 };
    const { at = 0, count = 0 } = before[index] ?? {};
    if (policy.algorithm === 'fixed-window') readWindow(at, count, policy, nowMs, epochMs, usage);
    else readDebt(at, policy, nowMs, usage);
    return usage;
  });
  return { ...spendAll(usages, policies, cost, admitted, nowMs), nowMs: nowMs + epochMs };
}
