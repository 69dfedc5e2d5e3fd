import type { PolicySet } from './policy.ts';

/** Where a key stands under one policy, in whole numbers. */
export interface PolicyAnswer {
  /** Units left, after the cost has been spent. */
  readonly remaining: number;
  /** Milliseconds until the cost fits: 0 if it does now, -1 if it never will. */
  readonly waitMs: number;
  /** Milliseconds until the key is as if it had never been seen: 0 if it is now. */
  readonly resetMs: number;
  /**
   * Milliseconds until there is one more unit, 0 if none is missing. For a fixed window: until it ends, or would end if it
   * began now. For a quota of 0: the length of the window.
   */
  readonly untilMs: number;
  /**
   * What a refund needs to find this debit: the tick at which the key owes nothing, or the end of the window, both in the
   * store's own time. Meaningless if nothing was spent.
   */
  readonly debit: number;
}

/** What a store answers about a key. */
export interface StoreAnswer {
  /** True if every policy had room, or if the cost was 0. If false, nothing was spent anywhere. */
  readonly admitted: boolean;
  /** One entry per policy, in the order of the set. */
  readonly policies: readonly PolicyAnswer[];
  /** The time by which the store decided, in milliseconds since 1970. Default: the limiter's clock. */
  readonly nowMs?: number | undefined;
}

/** Where limits are kept. One call decides all policies of a set, atomically. */
export interface RateLimitStore<
  Answer extends StoreAnswer | PromiseLike<StoreAnswer> = StoreAnswer | PromiseLike<StoreAnswer>,
  Done = unknown,
> {
  /**
   * Spends `cost` under each policy if all have room for it, otherwise under none. A cost of 0 changes nothing.
   *
   * `nowMs` is the limiter's clock, in whole milliseconds since 1970; a store that has a clock ignores it. A store that
   * cannot answer throws or rejects.
   */
  take(key: string, set: PolicySet, cost: number, nowMs: number): Answer;
  /**
   * Returns what `take` spent when it gave `answer`, as far as that still counts: what time has already paid back is not
   * returned twice, a window that has ended is left alone, no key is created, and no debt falls below 0.
   */
  refund(key: string, set: PolicySet, cost: number, answer: StoreAnswer, nowMs: number): Done;
  /** Forgets what the key has spent in this set. */
  forget(key: string, set: PolicySet): Done;
}

/** A store that answers synchronously. */
export type SyncRateLimitStore = RateLimitStore<StoreAnswer, void>;

/** A store that answers by promise. */
export type AsyncRateLimitStore = RateLimitStore<PromiseLike<StoreAnswer>, PromiseLike<unknown>>;
