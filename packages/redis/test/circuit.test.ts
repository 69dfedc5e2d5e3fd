import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Circuit, circuit } from '../src/circuit.ts';
import type { RedisStoreError } from '../src/error.ts';

afterEach(() => void vi.useRealTimers());

const never = (): Promise<never> => new Promise(() => {});
const fails = (): Promise<never> => Promise.reject(new Error('connect ECONNREFUSED'));
const answers = (): Promise<string> => Promise.resolve('OK');

/** What a call rejects with. */
async function failureOf(called: Promise<unknown>): Promise<RedisStoreError> {
  return called.then(
    () => expect.unreachable('it answered'),
    (error) => error,
  );
}

describe('the deadline', () => {
  test('ends a call that has no answer, and takes what comes later without a word', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate'] });
    const late: { resolve(value: string): void; reject(error: Error): void }[] = [];
    const call = circuit(100);
    const calls = [0, 1].map(() =>
      failureOf(call(() => new Promise<string>((resolve, reject) => void late.push({ resolve, reject })))),
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
    const call = circuit(100);
    await call(answers);
    await failureOf(call(fails));
    await failureOf(
      call(() => {
        throw new TypeError('at once');
      }),
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  // A reply that waits in the socket while this process is busy used to count as a failure of Redis.
  test('is not Redis’s fault where this process was busy and the reply is there already', async () => {
    const answered = circuit(5)(() => new Promise((resolve) => setImmediate(() => resolve('OK'))));
    const until = performance.now() + 20;
    while (performance.now() < until);
    expect(await answered).toBe('OK');
  });
});

describe('the circuit breaker', () => {
  function setUp(): { call: Circuit; clock: { ms: number } } {
    const clock = { ms: 0 };
    return { call: circuit(100, () => clock.ms), clock };
  }

  async function failTimes(call: Circuit, count: number): Promise<void> {
    for (let n = 0; n < count; n++) expect((await failureOf(call(fails))).reason).toBe('failed');
  }

  test('reports what the client reported', async () => {
    const { call } = setUp();
    const failure = await failureOf(call(fails));
    expect(failure).toMatchObject({
      reason: 'failed',
      message: 'Redis failed: connect ECONNREFUSED',
      retryAfterMs: 0,
    });
    expect(failure.cause).toEqual(new Error('connect ECONNREFUSED'));
  });

  test('after five failures nothing is asked for a second, and the failure says when', async () => {
    const { call, clock } = setUp();
    await failTimes(call, 5);
    clock.ms = 400;
    const asked = vi.fn(answers);
    expect(await failureOf(call(asked))).toMatchObject({ reason: 'circuit-open', retryAfterMs: 600 });
    expect(asked).not.toHaveBeenCalled();
  });

  // 23: five WRONGTYPE replies about one key used to stop all keys.
  test.each([
    'WRONGTYPE Operation against a key holding the wrong kind of value',
    'ERR user_script:5: data string too short script: 0123, on @user_script:5.',
    'NOPERM No permissions to access a key',
    "OOM command not allowed when used memory > 'maxmemory'.",
    "READONLY You can't write against a read only replica.",
    'LOADING Redis is loading the dataset in memory',
    'CROSSSLOT Keys in request do not hash to the same slot',
  ])('an error reply is an answer, and no outage: %s', async (message) => {
    const { call } = setUp();
    const refuses = (): Promise<never> => Promise.reject(new Error(message));
    for (let n = 0; n < 20; n++) {
      const failure = await failureOf(call(refuses));
      expect(failure).toMatchObject({ reason: 'failed', message: `Redis failed: ${message}` });
    }
    expect(await call(answers)).toBe('OK');
  });

  test.each([
    ['a refused connection', Object.assign(new Error('connect ECONNREFUSED'), { syscall: 'connect' })],
    ['a code in capitals from a socket', Object.assign(new Error('ECONNRESET by peer'), { errno: -104 })],
    ['a client that is closed', new Error('Connection is closed.')],
    ['a client that gave up', new Error('Socket closed unexpectedly')],
    ['a command that was late', new Error('Command timed out')],
    ['no message', new AggregateError([])],
    ['no error', 'ERR gone'],
  ])('%s is an outage', async (_, thrown) => {
    const { call } = setUp();
    for (let n = 0; n < 5; n++) await failureOf(call(() => Promise.reject(thrown)));
    expect((await failureOf(call(answers))).reason).toBe('circuit-open');
  });

  test('a trial that gets an error reply shows that Redis is back', async () => {
    const { call, clock } = setUp();
    await failTimes(call, 5);
    clock.ms = 1000;
    expect(await failureOf(call(() => Promise.reject(new Error('WRONGTYPE no'))))).toMatchObject({
      reason: 'failed',
    });
    expect(await call(answers)).toBe('OK');
  });

  test('after the pause one call tries, and the others do not wait for it', async () => {
    const { call, clock } = setUp();
    await failTimes(call, 5);
    clock.ms = 1000;
    const waiting: ((value: string) => void)[] = [];
    const probe = call(() => new Promise<string>((resolve) => void waiting.push(resolve)));
    expect((await failureOf(call(answers))).reason).toBe('circuit-open');
    waiting[0]?.('OK');
    expect(await probe).toBe('OK');
    expect(await call(answers)).toBe('OK');
  });

  test('each try that fails doubles the pause, up to half a minute', async () => {
    const { call, clock } = setUp();
    await failTimes(call, 5);
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      clock.ms += seconds * 1000 - 1;
      expect((await failureOf(call(answers))).reason, `before ${seconds} s`).toBe('circuit-open');
      clock.ms += 1;
      expect((await failureOf(call(fails))).reason, `after ${seconds} s`).toBe('failed');
    }
  });

  test('stays shut where at most half of the calls fail', async () => {
    const { call } = setUp();
    for (let n = 0; n < 50; n++) {
      expect(await call(answers)).toBe('OK');
      await failTimes(call, 1);
    }
  });

  test('a call from before it opened is no trial, however it ends', async () => {
    const { call, clock } = setUp();
    const early: { resolve(value: string): void; reject(error: Error): void }[] = [];
    const [lost, kept] = [0, 1].map(() =>
      call(() => new Promise<string>((resolve, reject) => void early.push({ resolve, reject }))),
    );
    await failTimes(call, 5);
    clock.ms = 1000;
    early[0]?.reject(new Error('ECONNRESET'));
    early[1]?.resolve('OK');
    expect(await failureOf(lost as Promise<unknown>)).toMatchObject({ reason: 'failed' });
    expect(await kept).toBe('OK');
    expect(await failureOf(call(fails)), 'the trial').toMatchObject({ reason: 'failed' });
    expect((await failureOf(call(answers))).reason).toBe('circuit-open');
  });

  test('a reply after the deadline is no success', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate'] });
    const { call } = setUp();
    const late: ((value: string) => void)[] = [];
    const calls = Array.from({ length: 4 }, () =>
      failureOf(call(() => new Promise<string>((resolve) => void late.push(resolve)))),
    );
    await vi.advanceTimersByTimeAsync(101);
    for (const resolve of late) resolve('OK');
    await Promise.all(calls);
    await failTimes(call, 1);
    expect((await failureOf(call(answers))).reason).toBe('circuit-open');
  });

  test('a time of day that is set back by an hour keeps it open no longer', async () => {
    const { call, clock } = setUp();
    await failTimes(call, 5);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
    clock.ms = 1000;
    expect(await call(answers)).toBe('OK');
  });

  test('a call without an answer counts as failed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate'] });
    const { call } = setUp();
    const calls = Promise.all([1, 2, 3, 4, 5].map(() => failureOf(call(never))));
    await vi.advanceTimersByTimeAsync(101);
    await calls;
    expect((await failureOf(call(answers))).reason).toBe('circuit-open');
  });
});
