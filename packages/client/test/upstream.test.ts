import { BadGateway, Conflict, GatewayTimeout, NotFound, ServiceUnavailable } from '@statuskit/core';
import { ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';
import CircuitBreaker from 'opossum';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isRemote } from '../src/remote.ts';
import { revive } from '../src/revive.ts';
import { type Upstream, type UpstreamOptions, upstream } from '../src/upstream/upstream.ts';

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ resolved: value }),
    (error: unknown) => error,
  );

const coded = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code }, more);
const fetchFailed = (cause: unknown): TypeError => new TypeError('fetch failed', { cause });
const answer = (status: number, headers: Record<string, string> = {}): Response =>
  new Response('x', { status, headers });
const rejecting = (error: unknown) => () => Promise.reject(error);
const hang = (): Promise<never> => new Promise(() => {});

const START = new Date('2026-11-29T10:00:00Z');
beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

describe('what a call comes to', () => {
  const FAILURES: readonly (readonly [string, () => unknown, unknown])[] = [
    ['refused', rejecting(fetchFailed(coded('ECONNREFUSED'))), BadGateway],
    ['reset', rejecting(fetchFailed(coded('ECONNRESET'))), BadGateway],
    ['DNS', rejecting(fetchFailed(coded('ENOTFOUND'))), BadGateway],
    ['a certificate', rejecting(fetchFailed(coded('DEPTH_ZERO_SELF_SIGNED_CERT'))), BadGateway],
    ['TLS', rejecting(coded('EPROTO')), BadGateway],
    ['garbage', rejecting(fetchFailed(coded('HPE_INVALID_CONSTANT'))), BadGateway],
    ['content that is not JSON', () => new Response('<html>').json(), BadGateway],
    ['a 500', () => answer(500), BadGateway],
    ['a 502', () => answer(502), BadGateway],
    ['a 599', () => answer(599), BadGateway],
    ['a 504', () => answer(504), GatewayTimeout],
    ['a 503', () => answer(503), ServiceUnavailable],
    ['a 429', () => answer(429), ServiceUnavailable],
    ['a 500 of got', () => ({ statusCode: 500, headers: {}, body: 'x' }), BadGateway],
    [
      'a 500 that axios throws',
      rejecting(coded('ERR_BAD_RESPONSE', { response: { status: 500, headers: {} } })),
      BadGateway,
    ],
    ['late by its own signal', rejecting(new DOMException('x', 'TimeoutError')), GatewayTimeout],
    ['late to connect', rejecting(fetchFailed(coded('UND_ERR_CONNECT_TIMEOUT'))), GatewayTimeout],
    ['late headers', rejecting(fetchFailed(coded('UND_ERR_HEADERS_TIMEOUT'))), GatewayTimeout],
  ];

  it.each(FAILURES)('%s', async (_what, call, Class) => {
    const weather = upstream('weather');
    const error = await caught(weather(call));
    expect(error).toBeInstanceOf(Class);
    const { cause, log, detail, headers } = error as BadGateway;
    expect(cause).toBeDefined();
    expect(log).toMatch(/^weather: /);
    expect([detail, JSON.stringify(error).includes('weather'), Object.keys(headers)]).toEqual([
      undefined,
      false,
      [],
    ]);
    expect(weather.counters).toEqual({ inFlight: 0, answered: 0, failed: 1, refused: 0 });
  });

  it('of a response, the cause is what it means', async () => {
    const error = (await caught(upstream('w')(() => answer(502)))) as BadGateway;
    expect(isRemote(error.cause) && error.cause.remote).toMatchObject({ status: 502, text: 'x' });
  });

  it('of a remote error likewise', async () => {
    const error = async (status: number, headers = {}) => rejecting(await revive({ status, headers }));
    expect(await caught(upstream('w')(await error(500)))).toBeInstanceOf(BadGateway);
    expect(await caught(upstream('w')(await error(504)))).toBeInstanceOf(GatewayTimeout);
    expect(await caught(upstream('w')(await error(429, { 'retry-after': '7' })))).toMatchObject({
      status: 503,
      retryAfterSeconds: 7,
    });
  });

  it('any other response is returned, any other error rethrown', async () => {
    const weather = upstream('weather', { breaker: { failures: 1 } });
    const missing = answer(404);
    expect(await weather(() => missing)).toBe(missing);
    expect(await weather(() => 'text')).toBe('text');
    const remote = await revive({ status: 409, headers: {} });
    for (const error of [
      remote,
      new NotFound(),
      new BadGateway({ cause: coded('ECONNREFUSED') }),
      new TypeError('mine'),
      'text',
      undefined,
    ]) {
      expect(await caught(weather(rejecting(error)))).toBe(error);
    }
    expect(weather.state).toBe('closed');
    expect(weather.counters).toMatchObject({ answered: 3, failed: 0 });
    expect(
      await caught(
        weather(() => {
          throw remote;
        }),
      ),
    ).toBeInstanceOf(Conflict);
  });

  it('late: aborts the signal of the call', async () => {
    const weather = upstream('weather', { timeoutMs: 2000 });
    let signal: AbortSignal | undefined;
    const done = caught(
      weather((context) => {
        signal = context.signal;
        return hang();
      }),
    );
    await vi.advanceTimersByTimeAsync(1999);
    expect(signal?.aborted).toBe(false);
    expect(weather.counters.inFlight).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await done).toBeInstanceOf(GatewayTimeout);
    expect(signal?.reason).toMatchObject({ name: 'TimeoutError' });
    expect([weather.counters.inFlight, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('the caller gives up: its reason, and no failure', async () => {
    const weather = upstream('weather', { breaker: { failures: 1 }, timeoutMs: 5000 });
    const control = new AbortController();
    const reason = new Error('left');
    const done = caught(
      weather(
        ({ signal }) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(coded('ECONNRESET')))),
        { signal: control.signal },
      ),
    );
    control.abort(reason);
    expect(await done).toBe(reason);
    expect(await caught(weather(hang, { signal: control.signal }))).toBe(reason);
    expect([weather.state, vi.getTimerCount()]).toEqual(['closed', 0]);
  });

  it('fetch is the same for one request', async () => {
    const seen: unknown[] = [];
    const weather = upstream('weather', {
      fetch: async (input, init) => {
        seen.push(input, init?.method, init?.signal);
        return answer(seen.length > 3 ? 503 : 200);
      },
    });
    expect((await weather.fetch('http://w.example/', { method: 'PUT' })).status).toBe(200);
    expect(seen).toEqual(['http://w.example/', 'PUT', expect.any(AbortSignal)]);
    expect(await caught(weather.fetch('http://w.example/'))).toBeInstanceOf(ServiceUnavailable);
  });
});

const down = rejecting(fetchFailed(coded('ECONNREFUSED')));

/** Breakers that open after three failures, for ten seconds. */
const BREAKERS: readonly (readonly [string, () => NonNullable<UpstreamOptions['breaker']>])[] = [
  ['the built-in breaker', () => ({ failures: 3, openMs: 10_000 })],
  [
    'cockatiel',
    () => circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(3) }),
  ],
  [
    'opossum',
    () =>
      new CircuitBreaker((call: () => Promise<unknown>) => call(), {
        timeout: false,
        resetTimeout: 10_000,
        errorThresholdPercentage: 50,
        volumeThreshold: 3,
      }),
  ],
];

async function opened(make: () => NonNullable<UpstreamOptions['breaker']>): Promise<Upstream> {
  const weather = upstream('weather', { breaker: make() });
  await vi.advanceTimersByTimeAsync(1234);
  vi.setSystemTime(START);
  for (let i = 0; i < 3; i++) expect(await caught(weather(down))).toBeInstanceOf(BadGateway);
  return weather;
}

describe.each(BREAKERS)('%s', (_name, make) => {
  it('opens after failures in a row, and says how long', async () => {
    const weather = await opened(make);
    const call = vi.fn(down);
    expect([weather.state, weather.retryAt]).toEqual(['open', new Date('2026-11-29T10:00:10Z')]);
    for (const [afterMs, seconds] of [
      [0, 10],
      [1, 10],
      [3999, 6],
      [5999, 1],
    ]) {
      await vi.advanceTimersByTimeAsync(afterMs as number);
      expect(await caught(weather(call))).toMatchObject({ status: 503, retryAfterSeconds: seconds });
    }
    expect(call).not.toHaveBeenCalled();
    expect(weather.counters).toMatchObject({ failed: 3, refused: 4 });
  });

  it('half-open: one call of 100 is the probe, the others fail immediately', async () => {
    const weather = await opened(make);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([weather.state, weather.retryAt]).toEqual(['half-open', undefined]);
    let finish = (_: unknown): void => {};
    const call = vi.fn(() => new Promise((resolve) => (finish = resolve)));
    const calls = Array.from({ length: 100 }, () => caught(weather(call)));
    const others = await Promise.all(calls.slice(1));
    expect(
      others.every((error) => error instanceof ServiceUnavailable && error.retryAfterSeconds === 1),
    ).toBe(true);
    expect(call).toHaveBeenCalledTimes(1);
    finish('up');
    expect(await calls[0]).toEqual({ resolved: 'up' });
    expect(weather.state).toBe('closed');
    expect(await weather(() => 1)).toBe(1);
  });

  it('a probe that fails opens it again', async () => {
    const weather = await opened(make);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await caught(weather(down))).toBeInstanceOf(BadGateway);
    expect([weather.state, weather.retryAt]).toEqual(['open', new Date('2026-11-29T10:00:20Z')]);
  });

  it('Retry-After opens it for that time, then one call is the probe', async () => {
    const weather = upstream('weather', { breaker: make() });
    expect(await caught(weather(() => answer(503, { 'retry-after': '30' })))).toMatchObject({
      retryAfterSeconds: 30,
    });
    expect([weather.state, weather.retryAt]).toEqual(['open', new Date('2026-11-29T10:00:30Z')]);
    await vi.advanceTimersByTimeAsync(29_001);
    expect(await caught(weather(() => 1))).toMatchObject({ status: 503, retryAfterSeconds: 1 });
    await vi.advanceTimersByTimeAsync(999);
    expect([weather.state, weather.retryAt]).toEqual(['half-open', undefined]);
    let finish = (_: unknown): void => {};
    const probe = weather(() => new Promise((resolve) => (finish = resolve)));
    expect(await caught(weather(() => 1))).toBeInstanceOf(ServiceUnavailable);
    finish(1);
    expect(await probe).toBe(1);
    expect(weather.state).toBe('closed');
  });

  it('answers that are no failures do not open it', async () => {
    const weather = upstream('weather', { breaker: make() });
    for (let i = 0; i < 20; i++) {
      await weather(() => answer(404));
      await caught(weather(rejecting(new NotFound())));
    }
    expect(weather.state).toBe('closed');
  });
});

describe('the built-in breaker', () => {
  const options = { failures: 3, openMs: 10_000 };

  it('counts failures in a row only', async () => {
    const weather = upstream('weather', { breaker: options });
    for (let i = 0; i < 10; i++) {
      await caught(weather(down));
      await caught(weather(down));
      await weather(() => answer(404));
    }
    expect(weather.state).toBe('closed');
  });

  it('a probe whose caller gives up leaves it half-open for the next', async () => {
    const weather = await opened(() => options);
    await vi.advanceTimersByTimeAsync(10_000);
    const control = new AbortController();
    const probe = caught(weather(hang, { signal: control.signal }));
    expect(await caught(weather(() => 1))).toMatchObject({ status: 503 });
    control.abort();
    await probe;
    expect(weather.state).toBe('half-open');
    expect(await weather(() => 1)).toBe(1);
    expect(weather.state).toBe('closed');
  });

  it('what began before it opened says nothing', async () => {
    const weather = upstream('weather', { breaker: options });
    let finish = (_: unknown): void => {};
    const old = weather(() => new Promise((resolve) => (finish = resolve)));
    for (let i = 0; i < 3; i++) await caught(weather(down));
    finish('late success');
    await old;
    expect(weather.state).toBe('open');
    expect(weather.retryAt).toEqual(new Date('2026-11-29T10:00:10Z'));
  });

  it('a clock that is set back does not prolong the wait', async () => {
    let nowMs = 10_000_000;
    const weather = upstream('weather', { breaker: { failures: 1, openMs: 1000 }, now: () => nowMs });
    await caught(weather(down));
    nowMs -= 3_600_000;
    expect(await caught(weather(down))).toMatchObject({ retryAfterSeconds: 1 });
    expect(weather.retryAt).toEqual(new Date(nowMs + 1000));
    nowMs += 1000;
    expect(weather.state).toBe('half-open');
  });

  it('asks a clock of the caller', async () => {
    let nowMs = 0;
    const weather = upstream('weather', { breaker: { failures: 1, openMs: 1000 }, now: () => nowMs });
    await caught(weather(down));
    nowMs = 1;
    expect(await caught(weather(down))).toMatchObject({ retryAfterSeconds: 1 });
    nowMs = 1000;
    expect(weather.state).toBe('half-open');
  });

  it.each(['429', '503'])('a %s without a usable wait is a failure like others', async (status) => {
    for (const value of ['', '0', 'soon']) {
      const weather = upstream('weather', { breaker: { failures: 2 } });
      await caught(weather(() => answer(Number(status), { 'retry-after': value })));
      expect(weather.state).toBe('closed');
    }
  });
});

// Why neither is the default (docs/decisions/0021-retries.md).
describe('what the two libraries do by themselves', () => {
  it('cockatiel: the others wait for the probe, and fail with it', async () => {
    const breaker = circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(1) });
    await breaker.execute(down).catch(() => {});
    await vi.advanceTimersByTimeAsync(10_000);
    let finish = (_: unknown): void => {};
    let settled = 0;
    const calls = Array.from({ length: 10 }, () =>
      breaker
        .execute(() => new Promise((_, reject) => (finish = reject)))
        .catch(() => {})
        .then(() => (settled += 1)),
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect(settled).toBe(0);
    finish(new Error('still down'));
    await Promise.all(calls);
  });

  it.each(BREAKERS.slice(1))(
    '%s: the error of an open circuit does not tell the time that is left',
    async (_name, make) => {
      const breaker = make() as Exclude<ReturnType<typeof make>, false>;
      const run = (): Promise<unknown> =>
        'execute' in breaker ? breaker.execute(down) : (breaker as CircuitBreaker).fire(down);
      await vi.advanceTimersByTimeAsync(1234);
      for (let i = 0; i < 3; i++) await run().catch(() => {});
      const error = (await caught(run())) as Error;
      expect(error.message).toBe(
        'execute' in breaker ? 'Execution prevented because the circuit breaker is open' : 'Breaker is open',
      );
      // No number, and no date.
      const values = Reflect.ownKeys(error).map((name) => error[name as keyof Error]);
      expect(values.filter((value) => typeof value === 'number' || Object(value) instanceof Date)).toEqual(
        [],
      );
    },
  );
});

describe('limits', () => {
  it('breaker: false never opens', async () => {
    const weather = upstream('weather', { breaker: false });
    for (let i = 0; i < 20; i++) await caught(weather(() => answer(503, { 'retry-after': '30' })));
    expect([weather.state, weather.retryAt]).toEqual(['closed', undefined]);
    expect(await weather(() => 1)).toBe(1);
  });

  it('maxInFlight: a call beyond it is told when one of the others usually ends', async () => {
    const weather = upstream('weather', { maxInFlight: 2 });
    const slow = (ms: number) => weather(() => new Promise((resolve) => void setTimeout(resolve, ms)));
    const first = slow(4000);
    await vi.advanceTimersByTimeAsync(4000);
    await first;
    const both = [slow(4000), slow(4000)];
    await vi.advanceTimersByTimeAsync(1500);
    const call = vi.fn();
    expect(await caught(weather(call))).toMatchObject({ status: 503, retryAfterSeconds: 3 });
    expect(call).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2500);
    await Promise.all(both);
    expect(await weather(() => 1)).toBe(1);
  });

  it('a time limit of the breaker itself is a late call', async () => {
    const breaker = new CircuitBreaker((call: () => Promise<unknown>) => call(), { timeout: 500 });
    const weather = upstream('weather', { breaker });
    const done = caught(weather(hang));
    await vi.advanceTimersByTimeAsync(500);
    expect(await done).toBeInstanceOf(GatewayTimeout);
  });

  it('a cockatiel breaker that is held open', async () => {
    const breaker = circuitBreaker(handleAll, { halfOpenAfter: 1000, breaker: new ConsecutiveBreaker(3) });
    breaker.isolate();
    const weather = upstream('weather', { breaker });
    expect([weather.state, weather.retryAt]).toEqual(['open', undefined]);
    expect(await caught(weather(() => 1))).toMatchObject({ status: 503, retryAfterSeconds: 1 });
  });
});

describe('arguments', () => {
  it.each([
    ['', {}, TypeError],
    [undefined, {}, TypeError],
    ['w', null, TypeError],
    ['w', { timeoutMs: -1 }, RangeError],
    ['w', { timeoutMs: '5' }, TypeError],
    ['w', { maxInFlight: 0 }, RangeError],
    ['w', { breaker: 5 }, TypeError],
    ['w', { breaker: true }, TypeError],
    ['w', { breaker: null }, TypeError],
    ['w', { breaker: { failures: 0 } }, RangeError],
    ['w', { breaker: { openMs: -1 } }, RangeError],
    ['w', { breaker: { execute() {} } }, TypeError],
    ['w', { now: 5 }, TypeError],
  ])('%j, %j', (name, options, Expected) => {
    expect(() => upstream(name as string, options as never)).toThrow(Expected);
  });

  it('the call is a function', async () => {
    await expect(upstream('w')('x' as never)).rejects.toThrow(TypeError);
  });
});
