import { MemoryIdempotencyStore } from '@statuskit/core/idempotency';
import { describe, expect, it } from 'vitest';
import { describeStore, RESPONSE } from '../../setup/idempotency-store.ts';

describeStore('MemoryIdempotencyStore', () => {
  let nowMs = 1_000_000;
  return {
    store: new MemoryIdempotencyStore({ now: () => nowMs }),
    pass: (milliseconds) => {
      nowMs += milliseconds;
    },
  };
});

describe('the bounds of a MemoryIdempotencyStore', () => {
  const run = (store: MemoryIdempotencyStore, name: string, bytes = 0, ttlMs = 60_000): void => {
    store.begin(name, 'fp', name, 60_000);
    store.complete(name, 'fp', name, { ...RESPONSE, body: new Uint8Array(bytes) }, ttlMs);
  };

  it('the oldest responses go first, and a running request never does', () => {
    const store = new MemoryIdempotencyStore({ capacity: 3 });
    store.begin('running', 'fp', 'r', 60_000);
    for (const name of ['a', 'b', 'c', 'd']) run(store, name);
    expect(store.size()).toBe(4);
    expect(store.begin('running', 'fp', 'x', 1)).toMatchObject({ kind: 'running' });
    expect(store.begin('b', 'fp', 'x', 1)).toMatchObject({ kind: 'completed' });
    expect(store.begin('a', 'fp', 'x', 1)).toEqual({ kind: 'started' });
  });

  it('bytes are counted, and given back', () => {
    const store = new MemoryIdempotencyStore({ maxBytes: 100_000 });
    for (let at = 0; at < 1000; at++) run(store, `name-${at}`, 20_000);
    expect(store.size()).toBe(4);
    for (let at = 0; at < 1000; at++) run(store, `small-${at}`);
    expect(store.size()).toBeGreaterThan(150);
  });

  it('a response that alone is too large is kept without its body, and drives nobody out', () => {
    const store = new MemoryIdempotencyStore({ maxBytes: 10_000 });
    run(store, 'small', 10);
    run(store, 'large', 20_000);
    expect(store.begin('small', 'fp', 'x', 1)).toMatchObject({ kind: 'completed' });
    expect(store.begin('large', 'fp', 'x', 1)).toMatchObject({ response: { body: undefined } });
  });

  it('what has expired goes when something else comes', () => {
    let nowMs = 0;
    const store = new MemoryIdempotencyStore({ now: () => nowMs });
    for (let at = 0; at < 100; at++) run(store, `name-${at}`, 10, 1000);
    for (let at = 0; at < 100; at++) store.begin(`lost-${at}`, 'fp', 'a', 1000);
    expect(store.size()).toBe(200);
    nowMs = 1000;
    store.begin('new', 'fp', 'a', 1000);
    expect(store.size()).toBe(1);
  });

  it('more requests than the capacity do not run at once', () => {
    const store = new MemoryIdempotencyStore({ capacity: 2 });
    store.begin('a', 'fp', 'a', 60_000);
    store.begin('b', 'fp', 'b', 60_000);
    expect(() => store.begin('c', 'fp', 'c', 60_000)).toThrow('2 requests with a key are running already');
    expect(store.begin('a', 'fp', 'x', 1)).toMatchObject({ kind: 'running' });
    store.release('a', 'a');
    expect(store.begin('c', 'fp', 'c', 60_000)).toEqual({ kind: 'started' });
  });

  it('are whole numbers from 1', () => {
    for (const options of [{ capacity: 0 }, { capacity: 1.5 }, { maxBytes: -1 }, { maxBytes: Number.NaN }]) {
      expect(() => new MemoryIdempotencyStore(options)).toThrow(RangeError);
    }
  });
});
