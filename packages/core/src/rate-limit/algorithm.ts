import type { CheckedPolicy } from './policy.ts';
import type { PolicyAnswer } from './store.ts';

/** What a key has used under one policy. Mutable, so that stores can reuse it. */
export interface Usage {
  /** Debt under a rate, in ticks; units spent in a window. */
  owed: number;
  /** When the window ends, in the store's own milliseconds; meaningless under a rate. */
  endMs: number;
}

/**
 * The arithmetic of one algorithm: pure functions of what a key has used. All numbers are whole, so nothing rounds. The Lua
 * scripts of `@statuskit/redis` repeat the reading, spending and refunding of both algorithms; a test compares them.
 */
export interface Algorithm {
  /** Returns how long until `spend` fits, which now does not. */
  waitMs(usage: Readonly<Usage>, spend: number, policy: CheckedPolicy, nowMs: number): number;
  /** Returns the state of the key. */
  answer(usage: Readonly<Usage>, waitMs: number, policy: CheckedPolicy, nowMs: number): PolicyAnswer;
  /** Takes back a debit as far as it still counts. Returns false if nothing of it does. */
  refund(usage: Usage, debit: number, spend: number, policy: CheckedPolicy, nowMs: number): boolean;
  /** Sets the usage to the largest that another store could have described by this answer. */
  adopt(usage: Usage, answer: PolicyAnswer, policy: CheckedPolicy, nowMs: number): void;
  /** Returns the time in which `remaining` may be used up: `t` of draft-ietf-httpapi-ratelimit-headers-11. */
  effectiveWindowMs(answer: PolicyAnswer, policy: CheckedPolicy): number;
}
