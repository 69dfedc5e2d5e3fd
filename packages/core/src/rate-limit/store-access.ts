import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { allowOneOf, expected, readClock, requireInteger, show } from '../arguments.ts';
import { isThenable } from '../hook.ts';
import { warnOnce } from '../warn.ts';
import { type Decision, decide, takeDebit, undecided } from './decision.ts';
import { MemoryStore } from './memory/memory-store.ts';
import type { PolicySet } from './policy.ts';
import type { RateLimitStore, StoreAnswer } from './store.ts';

/** What happens if the store does not answer. */
export type StoreErrorPolicy = 'memory' | 'open' | 'closed';

/** What a limiter and the middlewares share; the latter have different policies for different requests. */
export interface StoreAccess {
  take(key: string, set: PolicySet, cost: number): Decision | Promise<Decision>;
  refund(decision: Decision): boolean | Promise<boolean>;
  forget(key: string, set: PolicySet): boolean | Promise<boolean>;
}

interface StoreAccessOptions {
  readonly store?: RateLimitStore | undefined;
  readonly now?: (() => number) | undefined;
  readonly onStoreError?: StoreErrorPolicy | undefined;
}

// Monotonic, and close enough to the time of day for windows that begin at a full hour.
function monotonicNow(): number {
  return performance.timeOrigin + performance.now();
}

const LONGEST_KEY = 64;

function keyOf(key: unknown): string {
  if (typeof key === 'string' && key !== '' && key.length <= LONGEST_KEY) return key;
  return shortened(key);
}

function shortened(key: unknown): string {
  if (typeof key !== 'string' || key === '')
    throw new TypeError(expected('key', 'a string that is not empty', key));
  // Otherwise a long field of a request would cost memory, or time, or both.
  return `#${createHash('sha256').update(key).digest('base64url')}`;
}

function checkOptions({ store, now, onStoreError }: StoreAccessOptions): void {
  const { take, refund, forget } = (store ?? {}) as Partial<RateLimitStore>;
  if (store !== undefined && ![take, refund, forget].every((one) => typeof one === 'function'))
    throw new TypeError(expected('store', 'an object with take, refund and forget', store));
  if (now !== undefined) readClock(now);
  allowOneOf('onStoreError', onStoreError, ['memory', 'open', 'closed']);
}

const timeOf = (now: () => number): number => Math.floor(readClock(now));

function warnOfStore(cause: unknown): void {
  warnOnce('STATUSKIT_STORE_FAILED', `A store of rate limits did not answer: ${String(cause)}`);
}

/** Returns why a store's answer cannot be used; undefined if it can. */
function faultOf(answer: StoreAnswer, { policies }: PolicySet): TypeError | undefined {
  if (answer?.policies?.length === policies.length) return undefined;
  return new TypeError(`expected { admitted, policies } from the store, got ${show(answer)}`);
}

/** @throws {TypeError} If an option is invalid. */
export function storeAccess(options: StoreAccessOptions): StoreAccess {
  checkOptions(options);
  const { store = new MemoryStore(), now = monotonicNow, onStoreError = 'memory' } = options;
  let fallback: MemoryStore | undefined;
  // With a remote store, decisions are promises even if this process makes them in its place.
  let isRemote = false;

  function settled<T>(value: T): T | Promise<T> {
    return isRemote ? Promise.resolve(value) : value;
  }

  function failed(cause: unknown, key: string, set: PolicySet, cost: number): Decision {
    warnOfStore(cause);
    if (onStoreError !== 'memory') return undecided(onStoreError === 'open', cost, cause);
    fallback ??= new MemoryStore();
    const nowMs = timeOf(now);
    return decide(fallback.take(key, set, cost, nowMs), fallback, key, set, cost, cause, nowMs);
  }

  function answered(answer: StoreAnswer, key: string, set: PolicySet, cost: number): Decision {
    const fault = faultOf(answer, set);
    if (fault !== undefined) return failed(fault, key, set, cost);
    const nowMs = timeOf(now);
    if (onStoreError === 'memory') {
      fallback ??= new MemoryStore();
      fallback.adopt(key, set, answer, nowMs);
    }
    return decide(answer, store, key, set, cost, undefined, nowMs);
  }

  // Apart from `take`, so that the closures cost nothing if a store answers synchronously.
  function later(
    answer: PromiseLike<StoreAnswer>,
    key: string,
    set: PolicySet,
    cost: number,
  ): Promise<Decision> {
    isRemote = true;
    return Promise.resolve(answer).then(
      (answer) => answered(answer, key, set, cost),
      (cause) => failed(cause, key, set, cost),
    );
  }

  function done(result: unknown): boolean | Promise<boolean> {
    if (!isThenable(result)) return settled(true);
    return Promise.resolve(result).then(
      () => true,
      (cause) => {
        warnOfStore(cause);
        return false;
      },
    );
  }

  return {
    take(given, set, cost) {
      const key = keyOf(given);
      if (cost !== 1) requireInteger('cost', cost);
      const nowMs = timeOf(now);
      let answer: StoreAnswer | PromiseLike<StoreAnswer>;
      try {
        answer = store.take(key, set, cost, nowMs);
      } catch (cause) {
        return settled(failed(cause, key, set, cost));
      }
      if (isThenable(answer)) return later(answer as PromiseLike<StoreAnswer>, key, set, cost);
      const fault = faultOf(answer, set);
      if (fault !== undefined) return settled(failed(fault, key, set, cost));
      return decide(answer, store, key, set, cost, undefined, nowMs);
    },
    refund(decision) {
      const debit = takeDebit(decision);
      if (debit === undefined) return settled(false);
      const { key, set, cost, answer } = debit;
      try {
        return done(debit.store.refund(key, set, cost, answer, timeOf(now)));
      } catch (cause) {
        warnOfStore(cause);
        return settled(false);
      }
    },
    forget(given, set) {
      const key = keyOf(given);
      fallback?.forget(key, set);
      try {
        return done(store.forget(key, set));
      } catch (cause) {
        warnOfStore(cause);
        return settled(false);
      }
    },
  };
}
