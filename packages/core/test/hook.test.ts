import { describe, expect, it, vi } from 'vitest';
import { callHook, isThenable, notify } from '../src/hook.ts';

const broken = (): never => {
  throw new Error('broken');
};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('callHook', () => {
  it.each([5, undefined, null, '', { a: 1 }])('gives back what the hook says: %j', (value) => {
    const failed = vi.fn();
    expect(callHook(() => value, failed)).toBe(value);
    expect(failed).not.toHaveBeenCalled();
  });

  it('gives undefined and tells where it throws', () => {
    const failed = vi.fn();
    expect(callHook(broken, failed)).toBeUndefined();
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'broken' }));
  });

  it('needs nobody who listens', () => {
    expect(callHook(broken, undefined)).toBeUndefined();
  });

  it.each([
    ['resolves', () => Promise.resolve(5)],
    ['rejects', () => Promise.reject(new Error('late'))],
  ])('takes no promise for an answer, and handles one that %s', async (_how, hook) => {
    const failed = vi.fn();
    expect(callHook<unknown>(hook, failed)).toBeUndefined();
    await settled();
    expect(failed).toHaveBeenCalledExactlyOnceWith(
      new TypeError('expected a hook that returns synchronously, got a promise'),
    );
  });

  it('takes a then that throws for a failure', () => {
    const failed = vi.fn();
    const hostile = Object.defineProperty({}, 'then', { get: broken });
    expect(callHook<unknown>(() => hostile, failed)).toBeUndefined();
    expect(failed).toHaveBeenCalledTimes(1);
  });
});

describe('notify', () => {
  it('tells of what is thrown at once', () => {
    const failed = vi.fn();
    notify(broken, failed);
    expect(failed).toHaveBeenCalledTimes(1);
  });

  it('tells of what is rejected later', async () => {
    const failed = vi.fn();
    notify(() => Promise.reject(new Error('late')), failed);
    expect(failed).not.toHaveBeenCalled();
    await settled();
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'late' }));
  });

  it('says nothing where all is well', async () => {
    const failed = vi.fn();
    notify(() => 5, failed);
    notify(() => Promise.resolve(5), failed);
    notify(() => undefined, failed);
    await settled();
    expect(failed).not.toHaveBeenCalled();
  });
});

describe('isThenable', () => {
  it.each([
    [Promise.resolve(), true],
    // biome-ignore lint/suspicious/noThenProperty: what some ORMs hand out
    [{ then() {} }, true],
    // biome-ignore lint/suspicious/noThenProperty: no function
    [{ then: 5 }, false],
    [{}, false],
    [null, false],
    [undefined, false],
    ['then', false],
  ])('%j: %s', (value, is) => {
    expect(isThenable(value)).toBe(is);
  });
});
