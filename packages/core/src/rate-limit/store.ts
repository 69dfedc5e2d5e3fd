import type { PolicySet } from './policy.ts';

/**
 * What a store answers: `[admitted, then five numbers for each policy, in order]`, all whole.
 *
 * - admitted: 1 where all policies had room (or the cost was 0), else 0, and then nothing was spent anywhere
 * - remaining: units left, after what was spent
 * - waitMs: how long until this cost fits, 0 where it does, -1 where it never will
 * - resetMs: how long until the key is as if it had never been seen, 0 where it is
 * - untilMs: how long until one more unit is there (0 where none is missing); for a fixed window how long until it ends,
 *   were it to begin now if there is none
 * - debit: what a refund needs to hit this very debit: for `gcra` and `strict` the ticks at which the key will owe nothing
 *   any more, for a fixed window its end, both in the store's own time. Without meaning where nothing was spent.
 */
export type Levels = readonly number[];

/** Numbers for each policy in {@link Levels}. */
export const LEVELS_PER_POLICY = 5;

/** Where limits are kept. One call decides all policies of a set, atomically. */
export interface RateLimitStore<
  Answer extends Levels | PromiseLike<Levels> = Levels | PromiseLike<Levels>,
  Done = unknown,
> {
  /**
   * Spends `cost` from each policy if all have room for it, else from none. A cost of 0 looks and changes nothing.
   *
   * `nowMs` is the limiter's clock, in whole milliseconds since 1970; a store with a clock of its own ignores it. A store
   * that cannot answer throws or rejects.
   */
  take(key: string, set: PolicySet, cost: number, nowMs: number): Answer;
  /**
   * Gives back what `take` has spent when it answered `levels`, as far as that still counts: what time has already paid
   * back is not given twice, a window that has ended is left alone, no key is made, and no debt falls below 0.
   */
  refund(key: string, set: PolicySet, cost: number, levels: Levels, nowMs: number): Done;
  /** Forgets what the key has spent in this set. */
  forget(key: string, set: PolicySet): Done;
}

/** A store that answers at once. */
export type SyncRateLimitStore = RateLimitStore<Levels, void>;

/** A store that answers by promise. */
export type AsyncRateLimitStore = RateLimitStore<PromiseLike<Levels>, PromiseLike<unknown>>;
