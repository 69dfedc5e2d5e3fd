import type { CheckedPolicy } from './policy.ts';
import { algorithmOf } from './spend.ts';
import type { PolicyAnswer } from './store.ts';

/** Where a key stands under one policy. Seconds are whole and never early. */
export interface PolicyBalance {
  readonly policy: CheckedPolicy;
  /** Units left. */
  readonly remaining: number;
  /** The smallest number of whole seconds after which this cost fits: 0 if it does now, undefined if it never will. */
  readonly retryAfterSeconds: number | undefined;
  /** The smallest number of whole seconds after which the key is as if it had never been seen. */
  readonly resetSeconds: number;
  /**
   * In how many seconds `remaining` may be used up: the `t` of draft-ietf-httpapi-ratelimit-headers-11. Under `'gcra'` and
   * `'strict'` the time in which as many units come back, or at 0 the time to the next one; for a window the time to its
   * end.
   */
  readonly effectiveWindowSeconds: number;
}

/** What rounding to seconds loses. */
export interface ExactBalance {
  /** When it was decided, in milliseconds since 1970, by the clock of the store. */
  readonly nowMs: number;
  readonly effectiveWindowMs: number;
}

// One name for each copy of this module: a program may use the middleware of one copy and the limiter of another.
const EXACT: unique symbol = Symbol.for('statuskit.exactBalance/1') as never;

/** Returns the smallest number of whole seconds that lasts for `ms` milliseconds. */
export function wholeSeconds(ms: number): number {
  return Math.ceil(ms / 1000);
}

// Private members are invisible when a decision is printed or compared.
class Balance implements PolicyBalance {
  readonly policy: CheckedPolicy;
  readonly remaining: number;
  readonly retryAfterSeconds: number | undefined;
  readonly resetSeconds: number;
  readonly effectiveWindowSeconds: number;
  readonly #answer: PolicyAnswer;
  readonly #nowMs: number;

  constructor(policy: CheckedPolicy, answer: PolicyAnswer, nowMs: number) {
    this.policy = policy;
    this.remaining = answer.remaining;
    this.retryAfterSeconds = answer.waitMs < 0 ? undefined : wholeSeconds(answer.waitMs);
    this.resetSeconds = wholeSeconds(answer.resetMs);
    this.effectiveWindowSeconds = wholeSeconds(algorithmOf(policy).effectiveWindowMs(answer, policy));
    this.#answer = answer;
    this.#nowMs = nowMs;
  }

  [EXACT](): ExactBalance | undefined {
    if (!(#nowMs in this)) return undefined; // called for something else, such as a proxy
    const { policy } = this;
    return {
      nowMs: this.#nowMs,
      effectiveWindowMs: algorithmOf(policy).effectiveWindowMs(this.#answer, policy),
    };
  }
}

/** Returns the state of a key, from the answer of a store at `nowMs`. */
export function balanceOf(policy: CheckedPolicy, answer: PolicyAnswer, nowMs: number): PolicyBalance {
  return new Balance(policy, answer, nowMs);
}

/** Returns the exact balance; for a copy or an object of the application, one made of the seconds and the time of day. */
export function exactOf(balance: PolicyBalance): ExactBalance {
  const exact = (balance as Partial<Balance>)[EXACT]?.();
  return exact ?? { nowMs: Date.now(), effectiveWindowMs: balance.effectiveWindowSeconds * 1000 };
}
