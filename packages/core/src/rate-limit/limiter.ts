import { requireObject } from '../arguments.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import type { Decision } from './decision.ts';
import type { MemoryStore } from './memory/memory-store.ts';
import { policySet, type RatePolicy } from './policy.ts';
import type { AsyncRateLimitStore, RateLimitStore, SyncRateLimitStore } from './store.ts';
import { type StoreAccess, type StoreErrorPolicy, storeAccess } from './store-access.ts';

/** Options of a limiter. */
export interface RateLimiterOptions<Store extends RateLimitStore = RateLimitStore> {
  /** Policies that are decided together: a refusal by one spends nothing under the others. */
  readonly policies: readonly RatePolicy[];
  /** Where the limits are kept. Default: a new {@link MemoryStore}. */
  readonly store?: Store | undefined;
  /** Clock, in milliseconds since 1970. Default: the monotonic clock of the process. A remote store has its own. */
  readonly now?: (() => number) | undefined;
  /**
   * What happens if the store does not answer. `'memory'`: this process decides, starting from the last answer of the store
   * about that key. `'open'` and `'closed'`: the decision has the kind `'unknown'` and reports whether the request may continue.
   * Default: `'memory'`.
   */
  readonly onStoreError?: StoreErrorPolicy | undefined;
}

/** Decides which requests may continue. */
export interface RateLimiter<
  Answer extends Decision | Promise<Decision> = Decision | Promise<Decision>,
  Done extends boolean | Promise<boolean> = boolean | Promise<boolean>,
> {
  /**
   * Spends `cost` units under each policy if all have them. A store that fails leads to a decision too: it is never a reason to
   * throw or reject.
   *
   * @param cost Units, an integer of at least 0. Default: 1.
   *
   * @throws {TypeError} If the key is not a string, or is empty; or if the clock does not return a time.
   * @throws {RangeError} If the cost is not an integer of at least 0.
   */
  consume(key: string, cost?: number): Answer;
  /**
   * Returns the state of a key, and spends nothing: for a key with nothing left this is `'allowed'` with 0 remaining.
   *
   * @throws {TypeError} If the key is not a string, or is empty; or if the clock does not return a time.
   */
  peek(key: string): Answer;
  /**
   * Returns what this decision has spent to its key. Reports whether there was anything to return and the store took it. A
   * second refund, and one for a decision that spent nothing or for a copy of a decision, does nothing.
   *
   * @throws {TypeError} If `decision` is not a decision.
   */
  refund(decision: Decision): Done;
  /**
   * Forgets what a key has spent. Reports whether the store did so.
   *
   * @throws {TypeError} If the key is not a string, or is empty.
   */
  reset(key: string): Done;
}

const NAMES: OptionNames<RateLimiterOptions> = {
  policies: true,
  store: true,
  now: true,
  onStoreError: true,
};

/**
 * Returns a limiter. With a {@link MemoryStore} it answers synchronously, with a remote store by promise.
 *
 * @throws {TypeError} If an option has the wrong type, or if two policies have one name.
 * @throws {RangeError} If a number of a policy is out of range.
 *
 * @example
 * ```ts
 * const limiter = rateLimiter({ policies: [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }] });
 * const decision = limiter.consume('user 7');
 * if (decision.kind === 'limited') throw new TooManyRequests({ seconds: decision.retryAfterSeconds });
 * ```
 */
export function rateLimiter(options: RateLimiterOptions<SyncRateLimitStore>): RateLimiter<Decision, boolean>;
export function rateLimiter(
  options: RateLimiterOptions<AsyncRateLimitStore>,
): RateLimiter<Promise<Decision>, Promise<boolean>>;
export function rateLimiter(options: RateLimiterOptions): RateLimiter;
export function rateLimiter(options: RateLimiterOptions): RateLimiter {
  requireObject('options', options, '{ policies, … }');
  warnOfUnknown('rateLimiter', options, NAMES);
  const set = policySet(options.policies);
  const access: StoreAccess = storeAccess(options);
  return {
    consume: (key, cost = 1) => access.take(key, set, cost),
    peek: (key) => access.take(key, set, 0),
    refund: (decision) => access.refund(decision),
    reset: (key) => access.forget(key, set),
  };
}
