import { createHash } from 'node:crypto';
import { show } from '../arguments.ts';
import { isThenable } from '../hook.ts';
import { warnOnce } from '../warn.ts';
import { type Decision, decide, takeDebit, undecided } from './decision.ts';
import { MemoryStore } from './memory/memory-store.ts';
import type { PolicySet } from './policy.ts';
import type { Levels, RateLimitStore } from './store.ts';

/** What happens where the store does not answer. */
export type StoreErrorPolicy = 'memory' | 'open' | 'closed';

/** What stands behind a limiter and behind the middleware, which has other policies for other requests. */
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

// Monotonic, and near enough to the time of day for windows that begin at a full hour.
const origin = performance.timeOrigin;
const monotonicNow = (): number => origin + performance.now();

const LONGEST_KEY = 64;

function keyOf(key: unknown): string {
  if (typeof key === 'string' && key !== '' && key.length <= LONGEST_KEY) return key;
  return shortened(key);
}

function shortened(key: unknown): string {
  if (typeof key !== 'string' || key === '')
    throw new TypeError(`key: expected a text that is not empty, got ${show(key)}`);
  // Else a long field of a request would cost memory, or time, or both.
  return `#${createHash('sha256').update(key).digest('base64url')}`;
}

function checkOptions({ store, now, onStoreError }: StoreAccessOptions): void {
  const { take, refund, forget } = (store ?? {}) as Partial<RateLimitStore>;
  if (store !== undefined && ![take, refund, forget].every((one) => typeof one === 'function'))
    throw new TypeError(`store: expected an object with take, refund and forget, got ${show(store)}`);
  if (now !== undefined && !(typeof now === 'function' && Number.isFinite(now())))
    throw new TypeError('now: expected a function that gives milliseconds');
  if (onStoreError !== undefined && !['memory', 'open', 'closed'].includes(onStoreError))
    throw new TypeError(`onStoreError: expected 'memory', 'open' or 'closed', got ${show(onStoreError)}`);
}

function warnOfStore(cause: unknown): void {
  warnOnce('STATUSKIT_STORE_FAILED', `A store of rate limits did not answer: ${String(cause)}`);
}

/** Throws a TypeError for options of the wrong form. */
export function storeAccess(options: StoreAccessOptions): StoreAccess {
  checkOptions(options);
  const { store = new MemoryStore(), now = monotonicNow, onStoreError = 'memory' } = options;
  let fallback: MemoryStore | undefined;
  // A remote store has its limiter answer by promise, also where this process decides in its place.
  let isRemote = false;

  function settled<T>(value: T): T | Promise<T> {
    return isRemote ? Promise.resolve(value) : value;
  }

  function failed(cause: unknown, key: string, set: PolicySet, cost: number): Decision {
    warnOfStore(cause);
    if (onStoreError !== 'memory') return undecided(onStoreError === 'open', cost, cause);
    fallback ??= new MemoryStore();
    return decide(fallback.take(key, set, cost, Math.floor(now())), fallback, key, set, cost, cause);
  }

  function answered(levels: Levels, key: string, set: PolicySet, cost: number): Decision {
    if (onStoreError === 'memory') {
      fallback ??= new MemoryStore();
      fallback.adopt(key, set, levels, Math.floor(now()));
    }
    return decide(levels, store, key, set, cost, undefined);
  }

  // Apart from `take`, so that the closures cost nothing where a store answers at once.
  function later(levels: PromiseLike<Levels>, key: string, set: PolicySet, cost: number): Promise<Decision> {
    isRemote = true;
    return Promise.resolve(levels).then(
      (levels) => answered(levels, key, set, cost),
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
      if (cost !== 1 && !(Number.isSafeInteger(cost) && cost >= 0))
        throw new RangeError(`cost: expected a whole number from 0, got ${show(cost)}`);
      let levels: Levels | PromiseLike<Levels>;
      try {
        levels = store.take(key, set, cost, Math.floor(now()));
      } catch (cause) {
        return settled(failed(cause, key, set, cost));
      }
      // `isThenable` of an array is the slower question.
      if (!Array.isArray(levels) && isThenable(levels)) return later(levels, key, set, cost);
      return decide(levels, store, key, set, cost, undefined);
    },
    refund(decision) {
      const debit = takeDebit(decision);
      if (debit === undefined) return settled(false);
      const { key, set, cost, levels } = debit;
      try {
        return done(debit.store.refund(key, set, cost, levels, Math.floor(now())));
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
