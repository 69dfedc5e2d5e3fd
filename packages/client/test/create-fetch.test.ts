import { Conflict, GatewayTimeout, NotFound, ServiceUnavailable } from '@statuskit/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CreateFetchOptions, createFetch, type Fetch, type RetryEvent } from '../src/create-fetch.ts';
import { isRemote } from '../src/remote.ts';

const URL = 'http://api.example/notes';
const PROBLEM = { 'content-type': 'application/problem+json' };

interface Sent {
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly signal: AbortSignal;
  readonly init: RequestInit;
}

type Answer = Response | Error | (() => Response | Promise<Response>);

/** A `fetch` that answers from a list, the last answer again and again, and what it was asked. */
function scripted(...answers: readonly Answer[]): { fetch: Fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: Fetch = async (input, init = {}) => {
    const { signal, ...rest } = init;
    const request = new Request(input, {
      ...rest,
      ...(rest.body instanceof ReadableStream && { duplex: 'half' }),
    } as RequestInit);
    sent.push({
      method: request.method,
      headers: request.headers,
      body: await request.text(),
      signal: signal as AbortSignal,
      init,
    });
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer() : (answer as Response).clone();
  };
  return { fetch, sent };
}

const failed = (status: number, body: object = {}, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { ...PROBLEM, ...headers } });
const reset = (): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) });
const ok = (): Response => Response.json({ id: 7 });

function api(
  answers: readonly Answer[],
  options: CreateFetchOptions = {},
): { call: Fetch; sent: Sent[]; events: RetryEvent[] } {
  const { fetch, sent } = scripted(...answers);
  const events: RetryEvent[] = [];
  const call = createFetch({
    fetch,
    random: () => 0,
    onRetry: (event) => void events.push(event),
    ...options,
  });
  return { call, sent, events };
}

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ resolved: value }),
    (error: unknown) => error,
  );

describe('createFetch', () => {
  it('passes a success on as it is, with unknown members of init', async () => {
    const { call, sent } = api([ok()]);
    const init = { headers: { a: 'b' }, dispatcher: 'mine' } as unknown as RequestInit;
    expect(await (await call(URL, init)).json()).toEqual({ id: 7 });
    expect(sent[0]?.init).toMatchObject({ dispatcher: 'mine' });
    expect(sent[0]?.headers.get('a')).toBe('b');
    expect(sent[0]?.headers.has('idempotency-key')).toBe(false);
  });

  it('throws what the response means', async () => {
    const error = await caught(api([failed(404, { detail: 'No note' })]).call(URL));
    expect(error).toBeInstanceOf(NotFound);
    expect(error).toMatchObject({ detail: 'No note' });
    expect(isRemote(error)).toBe(true);
  });

  it('repeats what may be repeated, and tells before each wait', async () => {
    const { call, sent, events } = api([failed(503), reset(), ok()]);
    expect((await call(URL)).status).toBe(200);
    expect(sent.length).toBe(3);
    expect(events).toMatchObject([
      { attempt: 1, waitMs: 0, why: 'idempotent', method: 'GET', url: URL },
      { attempt: 2, waitMs: 0, why: 'idempotent', method: 'GET', url: URL },
    ]);
    expect(events[0]?.error).toBeInstanceOf(ServiceUnavailable);
    expect(events[1]?.error).toBeInstanceOf(TypeError);
  });

  it('has a line for the log of each retry, without secrets and without text of the server', async () => {
    const lines: string[] = [];
    const evil = failed(
      503,
      { title: 'Busy\nfake: line', type: 'https://e.example/x' },
      { 'retry-after': '0' },
    );
    const { call } = api([evil, reset(), ok()], { onRetry: ({ line }) => void lines.push(line) });
    await call(`${URL}?token=secret#part`, { method: 'PUT' });
    expect(lines).toEqual([
      `PUT ${URL}: 503 ServiceUnavailable, attempt 2 in 0 ms (idempotent)`,
      `PUT ${URL}: TypeError ECONNRESET, attempt 3 in 0 ms (idempotent)`,
    ]);
  });

  it('what `fetch` has thrown may have a status that is not text', async () => {
    for (const status of [Symbol('x'), Object.create(null)]) {
      const { call } = api([Object.assign(reset(), { status }), ok()]);
      expect((await call(URL)).status).toBe(200);
    }
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('enough');
      },
    ],
    ['rejects', () => Promise.reject(new Error('enough'))],
  ])('an onRetry that %s ends the call with that', async (_how, onRetry) => {
    const { call, sent } = api([failed(503)], { onRetry });
    await expect(call(URL)).rejects.toThrow('enough');
    expect(sent.length).toBe(1);
  });

  it('gives up after maxAttempts with the last error', async () => {
    const { call, sent } = api([failed(503), failed(504)], { maxAttempts: 2 });
    expect(await caught(call(URL))).toBeInstanceOf(GatewayTimeout);
    expect(sent.length).toBe(2);
  });

  it.each(['POST', 'PATCH'])('does not repeat a %s that may have been processed', async (method) => {
    const { call, sent } = api([failed(502)]);
    await expect(call(URL, { method, body: 'x' })).rejects.toMatchObject({ status: 502 });
    expect(sent.length).toBe(1);
  });

  it('repeats a POST that was not processed', async () => {
    const { call, sent } = api([failed(503, { type: 'https://e.example/not-processed' }), ok()]);
    await call(URL, { method: 'POST', body: 'x' });
    expect(sent.map(({ body }) => body)).toEqual(['x', 'x']);
  });

  it('takes a URL and a Request, whose content is sent again', async () => {
    const { call, sent } = api([failed(503), ok()]);
    await call(new globalThis.URL(URL));
    expect(sent.length).toBe(2);
    const again = api([failed(503), ok()]);
    await again.call(new Request(URL, { method: 'PUT', body: 'content', headers: { a: 'b' } }));
    expect(again.sent.map(({ method, body, headers }) => [method, body, headers.get('a')])).toEqual([
      ['PUT', 'content', 'b'],
      ['PUT', 'content', 'b'],
    ]);
  });

  it('sends a stream once', async () => {
    const { call, sent } = api([failed(503)]);
    const body = new Blob(['x']).stream();
    await expect(call(URL, { method: 'PUT', body, duplex: 'half' } as RequestInit)).rejects.toMatchObject({
      status: 503,
    });
    expect(sent.length).toBe(1);
  });
});

describe('Idempotency-Key', () => {
  it('is the same in each attempt, and makes a POST repeatable', async () => {
    const { call, sent, events } = api([failed(502), reset(), ok()], { idempotencyKey: true });
    await call(URL, { method: 'POST', body: 'x' });
    const keys = sent.map(({ headers }) => headers.get('idempotency-key'));
    expect(keys[0]).toMatch(/^"[0-9a-f]{32}"$/);
    expect(new Set(keys).size).toBe(1);
    expect(events[0]?.why).toBe('keyed');
    await call(URL, { method: 'POST' });
    expect(sent.at(-1)?.headers.get('idempotency-key')).not.toBe(keys[0]);
  });

  it.each(['GET', 'PUT', 'DELETE'])('is not sent with %s', async (method) => {
    const { call, sent } = api([ok()], { idempotencyKey: true });
    await call(URL, { method });
    expect(sent[0]?.headers.has('idempotency-key')).toBe(false);
  });

  it.each([
    ['order-7', '"order-7"'],
    ['"order-7"', '"order-7"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
  ])('may come from a function: %s', async (key, field) => {
    const { call, sent } = api([ok()], {
      idempotencyKey: ({ method, url }) => (method === 'PATCH' && url === URL ? key : ''),
    });
    await call(URL, { method: 'PATCH' });
    expect(sent[0]?.headers.get('idempotency-key')).toBe(field);
  });

  it.each(['', 'ü', 'a\nb', 7, undefined])('a function that returns %j is a mistake', async (key) => {
    const { call, sent } = api([ok()], { idempotencyKey: () => key as string });
    await expect(call(URL, { method: 'POST' })).rejects.toThrow(TypeError);
    expect(sent.length).toBe(0);
  });

  it('of the caller is kept, and counts', async () => {
    const { call, sent } = api([failed(502), ok()]);
    await call(URL, { method: 'POST', headers: { 'Idempotency-Key': '"mine"' } });
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['"mine"', '"mine"']);
  });

  it('of the caller does not count if it is empty', async () => {
    const { call, sent } = api([failed(502)]);
    await expect(call(URL, { method: 'POST', headers: { 'Idempotency-Key': '' } })).rejects.toMatchObject({
      status: 502,
    });
    expect(sent.length).toBe(1);
  });

  it('in use: asked again after the wait', async () => {
    const running = failed(409, { type: 'https://s.example/idempotency-key-in-use' }, { 'retry-after': '0' });
    for (const throwErrors of [true, false]) {
      const { call, sent } = api([running, ok()], { idempotencyKey: true, throwErrors });
      expect((await call(URL, { method: 'POST' })).status).toBe(200);
      expect(sent.length).toBe(2);
    }
    await expect(
      api([failed(409)], { idempotencyKey: true }).call(URL, { method: 'POST' }),
    ).rejects.toBeInstanceOf(Conflict);
  });
});

describe('throwErrors: false', () => {
  it('returns the last response, its content unread', async () => {
    const { call, sent } = api([failed(503, { detail: 'a' }), failed(503, { detail: 'b' })], {
      throwErrors: false,
      maxAttempts: 2,
    });
    const response = await call(URL);
    expect(response.bodyUsed).toBe(false);
    expect(await response.json()).toEqual({ detail: 'b' });
    expect(sent.length).toBe(2);
    const missing = await api([failed(404, { detail: 'c' })], { throwErrors: false }).call(URL);
    expect(await missing.json()).toEqual({ detail: 'c' });
  });

  it('still rejects with what the transport throws', async () => {
    await expect(api([reset()], { throwErrors: false }).call(URL, { method: 'POST' })).rejects.toThrow(
      'fetch failed',
    );
  });

  it.each(['application/problem+json', 'Application/Problem+JSON; charset=utf-8'])(
    'knows what was not processed: %s',
    async (type) => {
      const full = failed(429, { type: 'https://e.example#quota-exceeded' }, { 'content-type': type });
      const { call, sent } = api([full, ok()], { throwErrors: false });
      expect((await call(URL, { method: 'POST' })).status).toBe(200);
      expect(sent.length).toBe(2);
    },
  );
});

it('takes null in place of init, as fetch does', async () => {
  const { call } = api([ok()]);
  expect((await call(URL, null as never)).status).toBe(200);
});

it('takes a fetch that returns no promise', async () => {
  const call = createFetch({ fetch: (() => ok()) as unknown as Fetch });
  expect((await call(URL)).status).toBe(200);
});

describe('the retry budget', () => {
  it('holds the load of a server that fails at 1.1 times', async () => {
    const { call, sent } = api([failed(503)], { maxAttempts: 5 });
    for (let i = 0; i < 1000; i++) await caught(call(URL));
    expect(sent.length).toBeLessThanOrEqual(1000 * 1.1 + 10);
    expect(sent.length).toBeGreaterThan(1080);
  });

  it('can be another, or none', async () => {
    const none = api([failed(503)], { retryBudget: { ratio: 0, reserve: 0 } });
    await caught(none.call(URL));
    expect(none.sent.length).toBe(1);
    const free = api([failed(503)], { retryBudget: false, maxAttempts: 4 });
    for (let i = 0; i < 50; i++) await caught(free.call(URL));
    expect(free.sent.length).toBe(200);
  });
});

describe('time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const never = (): Promise<Response> => new Promise(() => {});

  it('waits as long as it is told', async () => {
    const { call, sent } = api([failed(503, {}, { 'retry-after': '3' }), ok()]);
    const done = call(URL);
    await vi.advanceTimersByTimeAsync(2999);
    expect(sent.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect((await done).status).toBe(200);
  });

  it('rejects at timeoutMs, over all attempts', async () => {
    const { call, sent } = api([failed(503, {}, { 'retry-after': '1' }), never], { timeoutMs: 5000 });
    const done = caught(call(URL));
    await vi.advanceTimersByTimeAsync(4999);
    expect(sent.length).toBe(2);
    expect(sent[1]?.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await done).toMatchObject({ name: 'TimeoutError' });
    expect(sent[1]?.signal.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('rejects immediately if the next wait would be too long, and says when', async () => {
    const now = Date.now();
    const { call, sent } = api([failed(503, {}, { 'retry-after': '60' })], { timeoutMs: 5000 });
    const error = await caught(call(URL));
    expect(error).toMatchObject({ status: 503, remote: { retryAt: new Date(now + 60_000) } });
    expect(sent.length).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('an attempt that is late is a failure like others', async () => {
    const { call, sent, events } = api([never, ok()], { attemptTimeoutMs: 100 });
    const done = call(URL);
    await vi.advanceTimersByTimeAsync(101);
    expect((await done).status).toBe(200);
    expect(events[0]?.error).toMatchObject({ name: 'TimeoutError' });
    expect(sent[0]?.signal.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['before', 0],
    ['during an attempt', 1],
    ['during a wait', 2],
  ])('the caller aborts %s', async (_when, phase) => {
    const control = new AbortController();
    const answers = phase === 2 ? [failed(503, {}, { 'retry-after': '9' })] : [never];
    const { call, sent } = api(answers);
    const reason = { mine: true };
    if (phase === 0) control.abort(reason);
    const done = caught(call(URL, { signal: control.signal }));
    await vi.advanceTimersByTimeAsync(10);
    control.abort(reason);
    expect(await done).toBe(reason);
    expect(sent.length).toBe(phase === 0 ? 0 : 1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('the time limit ends with the response, the signal of the caller does not', async () => {
    const control = new AbortController();
    const { call, sent } = api([ok()], { timeoutMs: 1000 });
    await call(URL, { signal: control.signal });
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent[0]?.signal.aborted).toBe(false);
    control.abort();
    expect(sent[0]?.signal.aborted).toBe(true);
  });
});

describe('revalidate', () => {
  const tagged = (etag: string, body: object, more: Record<string, string> = {}): Response =>
    Response.json(body, { headers: { etag, ...more } });
  const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

  it('asks with the validator, and answers a 304 with what it has', async () => {
    const same = new Response(null, { status: 304, headers: { etag: '"1"', age: '5' } });
    const { call, sent } = api([tagged('"1"', { id: 1 }), same, tagged('"2"', { id: 2 })], {
      revalidate: true,
    });
    expect(await (await call(URL)).json()).toEqual({ id: 1 });
    await settled();
    const again = await call(URL);
    expect([again.status, again.headers.get('age'), await again.json()]).toEqual([200, '5', { id: 1 }]);
    expect(sent[1]?.headers.get('if-none-match')).toBe('"1"');
    expect(await (await call(URL)).json()).toEqual({ id: 2 });
  });

  it('keeps nothing that must not be kept, and nothing of another user', async () => {
    for (const more of [{ 'cache-control': 'no-store' }, { vary: '*' }]) {
      const { call, sent } = api([tagged('"1"', {}, more as Record<string, string>)], { revalidate: true });
      await (await call(URL)).json();
      await settled();
      await call(URL);
      expect(sent[1]?.headers.has('if-none-match')).toBe(false);
    }
    const { call, sent } = api([tagged('"1"', {}, { vary: 'Accept-Language' })], {
      revalidate: { entries: 1 },
    });
    const headers = { authorization: 'Bearer a', 'accept-language': 'de' };
    for (const one of [
      headers,
      headers,
      { ...headers, authorization: 'Bearer b' },
      { ...headers, 'accept-language': 'en' },
    ]) {
      await (await call(URL, { headers: one })).json();
      await settled();
    }
    expect(sent.map((one) => one.headers.has('if-none-match'))).toEqual([false, true, false, false]);
  });

  it('leaves a condition of the caller alone', async () => {
    const same = new Response(null, { status: 304 });
    const { call } = api([tagged('"1"', {}), same], { revalidate: true });
    await call(URL);
    await settled();
    expect((await call(URL, { headers: { 'if-none-match': '"x"' } })).status).toBe(304);
  });

  it('keeps what is small enough', async () => {
    const { call, sent } = api([tagged('"1"', { text: 'x'.repeat(100) })], { revalidate: { maxBytes: 100 } });
    await (await call(URL)).json();
    await settled();
    await call(URL);
    expect(sent[1]?.headers.has('if-none-match')).toBe(false);
  });
});

describe('arguments', () => {
  it.each([
    [null, TypeError],
    [{ fetch: 1 }, TypeError],
    [{ throwErrors: 'no' }, TypeError],
    [{ timeoutMs: -1 }, RangeError],
    [{ attemptTimeoutMs: '5' }, TypeError],
    [{ idempotencyKey: 'x' }, TypeError],
    [{ retryBudget: true }, TypeError],
    [{ retryBudget: { ratio: -1 } }, RangeError],
    [{ onRetry: {} }, TypeError],
    [{ now: 5 }, TypeError],
    [{ maxAttempts: 0 }, RangeError],
    [{ types: [NotFound] }, TypeError],
    [{ revalidate: 1 }, TypeError],
    [{ revalidate: null }, TypeError],
    [{ revalidate: { entries: 0 } }, RangeError],
  ])('%j', (options, Expected) => {
    const call = (): unknown => createFetch(options as never);
    expect(call).toThrow(Expected);
    expect(call).toThrow(/^[\w.]+: expected .*, got /);
  });
});
