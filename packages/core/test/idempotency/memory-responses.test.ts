import { describe, expect, it } from 'vitest';
import { MemoryIdempotencyStore } from '../../src/idempotency/index.ts';

const put = (store: MemoryIdempotencyStore, scope: string | undefined, name: string, bytes = 0): void => {
  store.begin(name, 'fp', name, 60_000);
  const response = { status: 201, headers: {}, body: new Uint8Array(bytes) };
  store.complete(name, 'fp', name, response, 60_000, scope);
};
const has = (store: MemoryIdempotencyStore, name: string): boolean => {
  const begun = store.begin(name, 'fp', 'probe', 1);
  if (begun.kind === 'started') store.release(name, 'probe');
  return begun.kind === 'completed';
};

describe('when a memory store is full', () => {
  it.each([1, 2, 3, 5, 9, 10, 20, 100, 1000])(
    'of %i responses, a flood evicts those of its own caller',
    (capacity) => {
      const store = new MemoryIdempotencyStore({ capacity });
      const others = Math.min(9, capacity - 1);
      for (let at = 0; at < others; at++) put(store, `user-${at}`, `of-${at}`);
      for (let at = 0; at < 3 * capacity; at++) put(store, 'mallory', `m-${at}`);
      for (let at = 0; at < others; at++) expect(has(store, `of-${at}`), `of-${at}`).toBe(true);
      expect(has(store, `m-${3 * capacity - 1}`)).toBe(true);
      expect(has(store, 'm-0')).toBe(false);
      expect(store.size()).toBe(capacity);
    },
  );

  it('in bytes, a flood of large responses evicts those of its own caller', () => {
    const store = new MemoryIdempotencyStore({ maxBytes: 200_000 });
    for (let at = 0; at < 10; at++) put(store, `user-${at}`, `of-${at}`, 5000);
    for (let at = 0; at < 100; at++) put(store, 'mallory', `m-${at}`, 10_000);
    for (let at = 0; at < 10; at++) expect(has(store, `of-${at}`), `of-${at}`).toBe(true);
    expect(has(store, 'm-0')).toBe(false);
    expect(has(store, 'm-99')).toBe(true);
  });

  it('in number, it is not the caller with few large responses that pays', () => {
    const store = new MemoryIdempotencyStore({ capacity: 100, maxBytes: 1_000_000 });
    put(store, 'ann', 'large', 150_000);
    for (let at = 0; at < 500; at++) put(store, 'mallory', `m-${at}`);
    expect(has(store, 'large')).toBe(true);
  });

  it('in bytes, it is not the caller with many small responses that pays', () => {
    const store = new MemoryIdempotencyStore({ capacity: 100, maxBytes: 1_000_000 });
    for (let at = 0; at < 20; at++) put(store, 'ann', `a-${at}`);
    for (let at = 0; at < 500; at++) put(store, 'mallory', `m-${at}`, 50_000);
    for (let at = 0; at < 20; at++) expect(has(store, `a-${at}`)).toBe(true);
  });

  it('a caller that is alone can fill it, and its oldest goes first', () => {
    for (const scope of ['ann', undefined]) {
      const store = new MemoryIdempotencyStore({ capacity: 50 });
      for (let at = 0; at < 60; at++) put(store, scope, `a-${at}`);
      expect(store.size()).toBe(50);
      expect([has(store, 'a-9'), has(store, 'a-10')]).toEqual([false, true]);
    }
  });

  it('of many callers of whom none has a tenth, the oldest of all goes', () => {
    const store = new MemoryIdempotencyStore({ capacity: 40 });
    for (let at = 0; at < 41; at++) put(store, `user-${at}`, `of-${at}`);
    expect([has(store, 'of-0'), has(store, 'of-1')]).toEqual([false, true]);
  });

  it('of two callers above a tenth the one that holds more, and of equals the one with the oldest', () => {
    const store = new MemoryIdempotencyStore({ capacity: 10 });
    for (let at = 0; at < 6; at++) put(store, 'ann', `a-${at}`);
    for (let at = 0; at < 8; at++) put(store, 'bob', `b-${at}`);
    expect([has(store, 'a-0'), has(store, 'a-1'), has(store, 'b-0')]).toEqual([false, true, false]);
    expect(store.size()).toBe(10);
  });

  it('two floods together evict nobody else', () => {
    const store = new MemoryIdempotencyStore({ capacity: 100 });
    for (let at = 0; at < 10; at++) put(store, 'ann', `a-${at}`);
    for (let at = 0; at < 500; at++) put(store, `mallory-${at % 2}`, `m-${at}`);
    for (let at = 0; at < 10; at++) expect(has(store, `a-${at}`)).toBe(true);
  });
});

describe('what a stored response retains', () => {
  it('is a body in a buffer of its own, and the response as it was', () => {
    const store = new MemoryIdempotencyStore();
    const body = Buffer.from('hello world'); // a view of a pool
    const response = { status: 201, headers: { link: ['a', 'b'] }, removed: ['etag'], origin: 'x', body };
    store.begin('n', 'fp', 't', 1000);
    store.complete('n', 'fp', 't', response, 1000);
    const begun = store.begin('n', 'fp', 'u', 1000);
    if (begun.kind !== 'completed') throw new Error('expected a response');
    expect(begun.response).toEqual({ ...response, body: Uint8Array.from(body) });
    expect(begun.response.body?.buffer.byteLength).toBe(body.byteLength);
    body.fill(0);
    expect(Buffer.from(begun.response.body ?? []).toString()).toBe('hello world');
  });

  it('is measured by a clock that a change of the time of day does not move', () => {
    const store = new MemoryIdempotencyStore();
    const { now } = Date;
    try {
      store.begin('n', 'fp', 't', 1000);
      Date.now = () => now() + 1e9;
      expect(store.begin('n', 'fp', 'u', 1000).kind).toBe('running');
      put(store, 'ann', 'done');
      Date.now = () => now() + 2e9;
      expect(has(store, 'done')).toBe(true);
    } finally {
      Date.now = now;
    }
  });
});
