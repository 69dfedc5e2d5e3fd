import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type IdempotencyEvent,
  type IdempotencyStore,
  idempotency,
  MemoryIdempotencyStore,
} from '../../src/idempotency/index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const REQUEST = {
  method: 'POST',
  target: '/payments',
  headers: { 'idempotency-key': 'k' },
  hasContent: false,
  isRead: false,
  content: undefined,
  source: 'ada',
};
const ANSWER = { status: 201, fieldsBefore: {}, fields: {}, body: new Uint8Array() };

/** A store whose renewals are recorded, and answered by `renew`. */
function watched(renew: IdempotencyStore['renew']) {
  const { begin, complete, release } = new MemoryIdempotencyStore();
  const calls: string[] = [];
  const store: IdempotencyStore = {
    begin,
    complete: (...args) => {
      calls.push('complete');
      return complete(...args);
    },
    release: (...args) => {
      calls.push('release');
      return release(...args);
    },
    renew: (name, fingerprint, token, leaseMs) => {
      calls.push(`renew ${leaseMs}`);
      return renew?.(name, fingerprint, token, leaseMs) ?? true;
    },
  };
  const events: IdempotencyEvent[] = [];
  const start = (leaseSeconds = 30) => {
    const outcome = idempotency({ scope: 'shared', store, leaseSeconds, onEvent: (one) => events.push(one) })(
      REQUEST,
    );
    if (!('kind' in outcome) || outcome.kind !== 'run') throw new Error('expected a run');
    return outcome.execution;
  };
  return { start, calls, kinds: () => events.map(({ kind }) => kind) };
}

describe('the lease of a request that runs', () => {
  it('is renewed every third of its length, until the request ends', async () => {
    const { start, calls } = watched(async () => true);
    const execution = start();
    await vi.advanceTimersByTimeAsync(9999);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(90_001);
    expect(calls).toEqual(Array(10).fill('renew 30000'));
    await execution.complete(ANSWER);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(calls.slice(10)).toEqual(['complete']);
    expect(vi.getTimerCount()).toBe(0);
  });

  const FAILURES: readonly (readonly [name: string, renew: IdempotencyStore['renew']])[] = [
    ['rejects', () => Promise.reject(new Error('redis is down'))],
    [
      'throws',
      () => {
        throw new Error('redis is down');
      },
    ],
  ];
  it.each(FAILURES)('is tried again if a renewal %s, and the failure is reported', async (_name, renew) => {
    const { start, calls, kinds } = watched(renew);
    const execution = start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(calls).toHaveLength(2);
    expect(kinds()).toEqual(['started', 'store-failed', 'store-failed']);
    await execution.release();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not renewed once another owner has taken the name', async () => {
    const { start, calls } = watched(async () => false);
    start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toEqual(['renew 30000']);
  });

  it('is not taken again by a renewal that is under way when the request ends', async () => {
    let answer = (_value: boolean): void => {};
    const { start, calls } = watched(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const execution = start();
    await vi.advanceTimersByTimeAsync(10_000);
    const released = execution.release();
    expect(calls).toEqual(['renew 30000']);
    answer(true);
    await released;
    expect(calls).toEqual(['renew 30000', 'release']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(2);
  });

  it('is renewed for the last time when the client leaves, and given up after that', async () => {
    const { start, calls, kinds } = watched(async () => true);
    const execution = start();
    await vi.advanceTimersByTimeAsync(5000);
    execution.abandon();
    await vi.advanceTimersByTimeAsync(29_999);
    expect(calls).toEqual(['renew 30000']);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toEqual(['renew 30000', 'release']);
    expect(kinds()).toEqual(['started', 'released']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not renewed in a store that has no such function', () => {
    const { begin, complete, release } = new MemoryIdempotencyStore();
    const outcome = idempotency({ scope: 'shared', store: { begin, complete, release } })(REQUEST);
    expect(outcome).toMatchObject({ kind: 'run' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
