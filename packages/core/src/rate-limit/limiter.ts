import { show } from '../arguments.ts';
import type { Decision } from './decision.ts';
import type { MemoryStore } from './memory/memory-store.ts';
import { policySet, type RatePolicy } from './policy.ts';
import type { AsyncRateLimitStore, RateLimitStore, SyncRateLimitStore } from './store.ts';
import { type StoreAccess, type StoreErrorPolicy, storeAccess } from './store-access.ts';

/** What a limiter is made of. */
export interface RateLimiterOptions<Store extends RateLimitStore = RateLimitStore> {
  /** Decided together: a refusal by one spends nothing anywhere. */
  readonly policies: readonly RatePolicy[];
  /** Where the limits are kept. Default: a {@link MemoryStore} of its own. */
  readonly store?: Store | undefined;
  /** The clock, in milliseconds since 1970. Default: the monotonic clock of the process. A remote store has its own. */
  readonly now?: (() => number) | undefined;
  /**
   * What happens where the store does not answer: `'memory'` lets this process decide, from what the store has said
   * last; `'open'` and `'closed'` give a decision of kind `'unknown'` that says whether to go on. Default `'memory'`.
   */
  readonly onStoreError?: StoreErrorPolicy | undefined;
}

/** Decides who may go on. */
export interface RateLimiter<
  Answer extends Decision | Promise<Decision> = Decision | Promise<Decision>,
  Done extends boolean | Promise<boolean> = boolean | Promise<boolean>,
> {
  /**
   * Spends `cost` units of each policy, 1 by default, if all have them. Where the store fails that is a decision too: it
   * never throws or rejects for it. Throws a TypeError for a key that is no text, a RangeError for a cost that is no
   * whole number.
   */
  consume(key: string, cost?: number): Answer;
  /** Looks, and spends nothing: of a key with nothing left this is `'allowed'` with 0 remaining. */
  peek(key: string): Answer;
  /**
   * Gives back what this decision has spent, and says whether there was any and the store took it. The second time, for a
   * decision that spent nothing and for a copy of one, this does nothing. Throws a TypeError for what is no decision.
   */
  refund(decision: Decision): Done;
  /** Forgets what the key has spent, and says whether the store did so. */
  reset(key: string): Done;
}

/**
 * Makes a limiter. With a {@link MemoryStore} it answers at once, with a remote store by promise.
 *
 * Throws a TypeError or a RangeError for options of the wrong form.
 *
 * @example
 * const limiter = rateLimiter({ policies: [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }] });
 * const decision = limiter.consume('user 7');
 * if (decision.kind === 'limited') throw new TooManyRequests({ seconds: decision.retryAfterSeconds });
 */
export function rateLimiter(options: RateLimiterOptions<SyncRateLimitStore>): RateLimiter<Decision, boolean>;
export function rateLimiter(
  options: RateLimiterOptions<AsyncRateLimitStore>,
): RateLimiter<Promise<Decision>, Promise<boolean>>;
export function rateLimiter(options: RateLimiterOptions): RateLimiter;
export function rateLimiter(options: RateLimiterOptions): RateLimiter {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`options: expected { policies, … }, got ${show(options)}`);
  const set = policySet(options.policies);
  const own: StoreAccess = storeAccess(options);
  return {
    consume: (key, cost = 1) => own.take(key, set, cost),
    peek: (key) => own.take(key, set, 0),
    refund: (decision) => own.refund(decision),
    reset: (key) => own.forget(key, set),
  };
}
