import { show } from '../arguments.ts';
import type { IdempotencyBegun, IdempotencyStore, StoredResponse } from './store.ts';

/** The bounds of a store in memory. */
export interface MemoryIdempotencyStoreOptions {
  /** The most keys kept, running and completed ones each. Default: 10,000. */
  readonly capacity?: number | undefined;
  /** The most bytes of responses kept, bodies and fields. Default: 67,108,864 (64 MiB). */
  readonly maxBytes?: number | undefined;
  /** The clock, in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

interface Running {
  readonly fingerprint: string;
  readonly token: string;
  readonly untilMs: number;
}

interface Completed {
  readonly fingerprint: string;
  readonly response: StoredResponse;
  readonly bytes: number;
  readonly untilMs: number;
}

function requireCount(value: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`${what}: expected a whole number from 1, got ${show(value)}`);
}

// What an entry costs beside its response: a rough figure for a hash, a token and the objects around them.
const ENTRY_BYTES = 400;

function bytesOf({ headers, body }: StoredResponse): number {
  return ENTRY_BYTES + JSON.stringify(headers).length + (body?.byteLength ?? 0);
}

/**
 * Keeps keys and responses in this process: for one process, and for tests. Bounded in keys and in bytes; the oldest
 * responses go first, a running request never does. Without timers: what has expired goes when something else comes.
 *
 * Throws a RangeError for a bound that is no whole number from 1. `begin` throws an Error where as many requests run as
 * the capacity allows.
 *
 * @example
 * const store = new MemoryIdempotencyStore({ capacity: 100_000 });
 */
export class MemoryIdempotencyStore implements IdempotencyStore {
  begin: (name: string, fingerprint: string, token: string, leaseMs: number) => IdempotencyBegun;
  complete: (
    name: string,
    fingerprint: string,
    token: string,
    response: StoredResponse,
    ttlMs: number,
  ) => boolean;
  release: (name: string, token: string) => void;
  /** How many keys are kept at the moment, those that have expired and not gone yet included. */
  size: () => number;

  constructor(options: MemoryIdempotencyStoreOptions = {}) {
    const { now = Date.now } = options;
    const capacity = requireCount(options.capacity ?? 10_000, 'capacity');
    const maxBytes = requireCount(options.maxBytes ?? 67_108_864, 'maxBytes');
    // Maps go through their entries in the order in which they came, so that the oldest is the first.
    const running = new Map<string, Running>();
    const completed = new Map<string, Completed>();
    let bytes = 0;

    function forget(name: string, entry: Completed): void {
      bytes -= entry.bytes;
      completed.delete(name);
    }

    function sweep(nowMs: number): void {
      for (const [name, { untilMs }] of running) {
        if (untilMs > nowMs) break;
        running.delete(name);
      }
      for (const [name, entry] of completed) {
        if (entry.untilMs > nowMs && completed.size <= capacity && bytes <= maxBytes) break;
        forget(name, entry);
      }
    }

    this.begin = function begin(name, fingerprint, token, leaseMs): IdempotencyBegun {
      const nowMs = now();
      sweep(nowMs);
      const done = completed.get(name);
      if (done !== undefined && done.untilMs > nowMs) {
        return { kind: 'completed', fingerprint: done.fingerprint, response: done.response };
      }
      const owner = running.get(name);
      if (owner !== undefined && owner.untilMs > nowMs)
        return { kind: 'running', fingerprint: owner.fingerprint };
      if (owner === undefined && running.size >= capacity) {
        throw new Error(`MemoryIdempotencyStore: ${capacity} requests with a key are running already`);
      }
      running.delete(name); // to stand last
      running.set(name, { fingerprint, token, untilMs: nowMs + leaseMs });
      return { kind: 'started' };
    };

    this.complete = function complete(name, fingerprint, token, response, ttlMs): boolean {
      const nowMs = now();
      const done = completed.get(name);
      const owner = running.get(name);
      const isTaken = owner !== undefined && owner.untilMs > nowMs && owner.token !== token;
      if (isTaken || (done !== undefined && done.untilMs > nowMs)) return false;
      running.delete(name);
      if (done !== undefined) forget(name, done);
      // One that alone is too large would drive out all others, and then itself: that it was given counts for more.
      const kept = bytesOf(response) > maxBytes ? { ...response, body: undefined } : response;
      const entry = { fingerprint, response: kept, bytes: bytesOf(kept), untilMs: nowMs + ttlMs };
      completed.set(name, entry);
      bytes += entry.bytes;
      sweep(nowMs);
      return true;
    };

    this.release = function release(name, token): void {
      if (running.get(name)?.token === token) running.delete(name);
    };

    this.size = () => running.size + completed.size;
  }
}
