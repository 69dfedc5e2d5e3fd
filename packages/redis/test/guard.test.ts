import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RedisStoreError } from '../src/error.ts';
import { guard } from '../src/guard.ts';

afterEach(() => void vi.useRealTimers());

const never = (): Promise<never> => new Promise(() => {});
const fails = (): Promise<never> => Promise.reject(new Error('READONLY'));
const answers = (): Promise<string> => Promise.resolve('OK');

/** What a guarded call rejects with. */
async function failureOf(call: Promise<unknown>): Promise<RedisStoreError> {
  return call.then(
    () => expect.unreachable('it answered'),
    (error) => error,
  );
}

describe('the deadline', () => {
  test('ends a call that has no answer, and takes what comes later without a word', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate'] });
    const late: { resolve(value: string): void; reject(error: Error): void }[] = [];
    const guarded = guard(100);
    const calls = [0, 1].map(() =>
      failureOf(guarded(() => new Promise<string>((resolve, reject) => void late.push({ resolve, reject })))),
    );
    await vi.advanceTimersByTimeAsync(101);
    late[0]?.resolve('OK');
    late[1]?.reject(new Error('too late as well'));
    expect(await Promise.all(calls)).toMatchObject([
      { name: 'RedisStoreError', reason: 'deadline', message: 'Redis did not answer within 100 ms' },
      { reason: 'deadline' },
    ]);
  });

  test('leaves no timer behind a call that has ended', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const guarded = guard(100);
    await guarded(answers);
    await failureOf(guarded(fails));
    await failureOf(
      guarded(() => {
        throw new TypeError('at once');
      }),
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  // A reply that waits in the socket while this process is busy used to count as a failure of Redis.
  test('is not Redis’s fault where this process was busy and the reply is there already', async () => {
    const answered = guard(5)(() => new Promise((resolve) => setImmediate(() => resolve('OK'))));
    const until = performance.now() + 20;
    while (performance.now() < until);
    expect(await answered).toBe('OK');
  });
});

describe('the circuit breaker', () => {
  function setUp(): { guarded: ReturnType<typeof guard>; clock: { ms: number } } {
    const clock = { ms: 0 };
    return { guarded: guard(100, () => clock.ms), clock };
  }

  async function failTimes(guarded: ReturnType<typeof guard>, count: number): Promise<void> {
    for (let n = 0; n < count; n++) expect((await failureOf(guarded(fails))).reason).toBe('failed');
  }

  test('reports what the client reported', async () => {
    const { guarded } = setUp();
    const failure = await failureOf(guarded(fails));
    expect(failure).toMatchObject({ reason: 'failed', message: 'Redis failed: READONLY', retryAfterMs: 0 });
    expect(failure.cause).toEqual(new Error('READONLY'));
  });

  test('after five failures nothing is asked for a second, and the failure says when', async () => {
    const { guarded, clock } = setUp();
    await failTimes(guarded, 5);
    clock.ms = 400;
    const call = vi.fn(answers);
    expect(await failureOf(guarded(call))).toMatchObject({ reason: 'circuit-open', retryAfterMs: 600 });
    expect(call).not.toHaveBeenCalled();
  });

  test('after the pause one call tries, and the others do not wait for it', async () => {
    const { guarded, clock } = setUp();
    await failTimes(guarded, 5);
    clock.ms = 1000;
    const waiting: ((value: string) => void)[] = [];
    const probe = guarded(() => new Promise<string>((resolve) => void waiting.push(resolve)));
    expect((await failureOf(guarded(answers))).reason).toBe('circuit-open');
    waiting[0]?.('OK');
    expect(await probe).toBe('OK');
    expect(await guarded(answers)).toBe('OK');
  });

  test('each try that fails doubles the pause, up to half a minute', async () => {
    const { guarded, clock } = setUp();
    await failTimes(guarded, 5);
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      clock.ms += seconds * 1000 - 1;
      expect((await failureOf(guarded(answers))).reason, `before ${seconds} s`).toBe('circuit-open');
      clock.ms += 1;
      expect((await failureOf(guarded(fails))).reason, `after ${seconds} s`).toBe('failed');
    }
  });

  test('stays shut where at most half of the calls fail', async () => {
    const { guarded } = setUp();
    for (let n = 0; n < 50; n++) {
      expect(await guarded(answers)).toBe('OK');
      await failTimes(guarded, 1);
    }
  });

  test('a call from before it opened is no trial, however it ends', async () => {
    const { guarded, clock } = setUp();
    const early: { resolve(value: string): void; reject(error: Error): void }[] = [];
    const [lost, kept] = [0, 1].map(() =>
      guarded(() => new Promise<string>((resolve, reject) => void early.push({ resolve, reject }))),
    );
    await failTimes(guarded, 5);
    clock.ms = 1000;
    early[0]?.reject(new Error('ECONNRESET'));
    early[1]?.resolve('OK');
    expect(await failureOf(lost as Promise<unknown>)).toMatchObject({ reason: 'failed' });
    expect(await kept).toBe('OK');
    expect(await failureOf(guarded(fails)), 'the trial').toMatchObject({ reason: 'failed' });
    expect((await failureOf(guarded(answers))).reason).toBe('circuit-open');
  });

  test('a reply after the deadline is no success', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate'] });
    const { guarded } = setUp();
    const late: ((value: string) => void)[] = [];
    const calls = Array.from({ length: 4 }, () =>
      failureOf(guarded(() => new Promise<string>((resolve) => void late.push(resolve)))),
    );
    await vi.advanceTimersByTimeAsync(101);
    for (const resolve of late) resolve('OK');
    await Promise.all(calls);
    await failTimes(guarded, 1);
    expect((await failureOf(guarded(answers))).reason).toBe('circuit-open');
  });

  test('a time of day that is set back by an hour keeps it open no longer', async () => {
    const { guarded, clock } = setUp();
    await failTimes(guarded, 5);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
    clock.ms = 1000;
    expect(await guarded(answers)).toBe('OK');
  });

  test('a call without an answer counts as failed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate'] });
    const { guarded } = setUp();
    const calls = Promise.all([1, 2, 3, 4, 5].map(() => failureOf(guarded(never))));
    await vi.advanceTimersByTimeAsync(101);
    await calls;
    expect((await failureOf(guarded(answers))).reason).toBe('circuit-open');
  });
});
