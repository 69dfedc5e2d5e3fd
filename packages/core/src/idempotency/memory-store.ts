import { performance } from 'node:perf_hooks';
import { readClock, requireFunction, requireInteger } from '../arguments.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import { memoryResponses, responseOf } from './memory-responses.ts';
import type { IdempotencyBegun, IdempotencyStore, StoredResponse } from './store.ts';

/** The bounds of a store in memory. */
export interface MemoryIdempotencyStoreOptions {
  /** The most requests that run at the same time, and the most responses that are stored. Default: 10,000 of each. */
  readonly capacity?: number | undefined;
  /** The most bytes that stored responses occupy. Default: 67,108,864, which is 64 MiB. */
  readonly maxBytes?: number | undefined;
  /** The clock, in milliseconds; it should be monotonic. Default: `performance.now`. */
  readonly now?: (() => number) | undefined;
}

interface Owner {
  readonly fingerprint: string;
  readonly token: string;
  readonly untilMs: number;
}

/** The scope of those that have none. A hash of a caller is never empty. */
const SHARED = '';

const NAMES: OptionNames<MemoryIdempotencyStoreOptions> = {
  capacity: true,
  maxBytes: true,
  now: true,
};

/**
 * A store of keys and responses in process memory: for one process, and for tests. It is bounded in number and in bytes.
 * Running requests are never evicted. If the store is full, the oldest response of a caller that holds more than a tenth of
 * it goes first, so that one caller's flood does not evict another caller's response. There are no timers: what has expired
 * is removed when something else arrives.
 *
 * `begin` throws an Error if as many requests run as `capacity` permits.
 *
 * @throws {TypeError} If `now` is not a function. `begin` and `complete` throw one if it does not return a time.
 * @throws {RangeError} If `capacity` or `maxBytes` is not an integer of at least 1.
 *
 * @example
 * ```ts
 * const store = new MemoryIdempotencyStore({ capacity: 100_000 });
 * ```
 */
export class MemoryIdempotencyStore implements IdempotencyStore {
  /** The most requests that run at the same time. */
  readonly capacity: number;
  begin: (name: string, fingerprint: string, token: string, leaseMs: number) => IdempotencyBegun;
  complete: (
    name: string,
    fingerprint: string,
    token: string,
    response: StoredResponse,
    ttlMs: number,
    scope?: string,
  ) => boolean;
  release: (name: string, token: string) => void;
  /** Returns how many keys are stored, including those that have expired and were not removed yet. */
  size: () => number;

  constructor(options: MemoryIdempotencyStoreOptions = {}) {
    warnOfUnknown('MemoryIdempotencyStore', options, NAMES);
    const { now = () => performance.now() } = options;
    requireFunction('now', now);
    const capacity = requireInteger('capacity', options.capacity ?? 10_000, { least: 1 });
    const maxBytes = requireInteger('maxBytes', options.maxBytes ?? 67_108_864, { least: 1 });
    const owners = new Map<string, Owner>();
    const responses = memoryResponses(capacity, maxBytes);
    this.capacity = capacity;

    function sweep(nowMs: number): void {
      for (const [name, { untilMs }] of owners) {
        if (untilMs > nowMs) break;
        owners.delete(name);
      }
      responses.sweep(nowMs);
    }

    this.begin = function begin(name, fingerprint, token, leaseMs): IdempotencyBegun {
      const nowMs = readClock(now);
      sweep(nowMs);
      const kept = responses.find(name);
      if (kept !== undefined && kept.untilMs > nowMs)
        return { kind: 'completed', fingerprint: kept.fingerprint, response: responseOf(kept) };
      const owner = owners.get(name);
      if (owner !== undefined && owner.untilMs > nowMs)
        return { kind: 'running', fingerprint: owner.fingerprint };
      if (owner === undefined && owners.size >= capacity)
        throw new Error(`MemoryIdempotencyStore: ${capacity} requests with a key are running already`);
      owners.delete(name); // so that it comes last
      owners.set(name, { fingerprint, token, untilMs: nowMs + leaseMs });
      return { kind: 'started' };
    };

    this.complete = function complete(name, fingerprint, token, response, ttlMs, scope = SHARED): boolean {
      const nowMs = readClock(now);
      const kept = responses.find(name);
      const owner = owners.get(name);
      const isTaken = owner !== undefined && owner.untilMs > nowMs && owner.token !== token;
      if (isTaken || (kept !== undefined && kept.untilMs > nowMs)) return false;
      owners.delete(name);
      responses.remove(name);
      responses.sweep(nowMs);
      responses.add(name, { fingerprint, scope, untilMs: nowMs + ttlMs, response });
      return true;
    };

    this.release = function release(name, token): void {
      if (owners.get(name)?.token === token) owners.delete(name);
    };

    this.size = () => owners.size + responses.size();
  }
}
