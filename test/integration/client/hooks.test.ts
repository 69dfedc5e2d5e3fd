import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forAxios, forGot, forKy, forOfetch, isRemote, type RetryOptions } from '@statuskit/client';
import { Conflict } from '@statuskit/core';
import axios from 'axios';
import got from 'got';
import got16 from 'got16';
import ky from 'ky';
import { ofetch } from 'ofetch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

interface Scripted {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

// What the server answers next; the last answer again and again. 'reset' ends the connection.
let script: (Scripted | 'reset')[] = [];
let asked: { method: string; body: string; atMs: number }[] = [];
let server: Server;
let url = '';

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ method: request.method ?? '', body, atMs: performance.now() });
    const answer = script.length > 1 ? script.shift() : script[0];
    if (answer === 'reset' || answer === undefined) {
      request.socket.resetAndDestroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/problem+json', ...answer.headers });
    const { status } = answer;
    response.end(JSON.stringify({ type: 'about:blank', title: 'Scripted', status, ...answer.body }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => void server.close());
beforeEach(() => {
  asked = [];
});

type Send = (method: string, options: RetryOptions, headers?: Record<string, string>) => Promise<unknown>;

const body = (method: string): { body?: string } => (method === 'GET' ? {} : { body: 'content' });

const CLIENTS: readonly (readonly [name: string, send: Send])[] = [
  [
    'ky',
    (method, options, headers = {}) => ky.extend(forKy(options))(url, { method, headers, ...body(method) }),
  ],
  [
    'got 14',
    (method, options, headers = {}) =>
      got.extend(forGot(options))(url, { method: method as 'GET', headers, ...body(method) }),
  ],
  [
    'got 16',
    (method, options, headers = {}) =>
      got16.extend(forGot(options))(url, { method: method as 'GET', headers, ...body(method) }),
  ],
  [
    'axios',
    (method, options, headers = {}) =>
      forAxios(axios.create(), options).request({
        url,
        method,
        headers,
        ...(method !== 'GET' && { data: 'content' }),
      }),
  ],
  [
    'ofetch',
    (method, options, headers = {}) =>
      ofetch.create(forOfetch(options))(url, { method, headers, ...body(method) }),
  ],
];

const quick = { random: () => 0 };

describe.each(CLIENTS)('%s', (_name, send) => {
  it('repeats what may be repeated', async () => {
    script = [{ status: 503 }, 'reset', { status: 200, headers: { 'content-type': 'application/json' } }];
    await send('PUT', quick);
    expect(asked.map(({ method, body: content }) => [method, content])).toEqual(
      Array(3).fill(['PUT', 'content']),
    );
  });

  it('gives up after maxAttempts, with the revived error', async () => {
    script = [{ status: 503, body: { detail: 'Maintenance' } }];
    const error: unknown = await send('GET', { ...quick, maxAttempts: 4 }).catch((one: unknown) => one);
    expect(isRemote(error)).toBe(true);
    expect(error).toMatchObject({ status: 503, detail: 'Maintenance', name: 'ServiceUnavailable' });
    expect(asked.length).toBe(4);
  });

  it('does not repeat a POST that may have been processed', async () => {
    script = [{ status: 502 }];
    await expect(send('POST', quick)).rejects.toMatchObject({ status: 502, name: 'BadGateway' });
    script = ['reset'];
    await expect(send('POST', quick)).rejects.toThrow();
    expect(asked.length).toBe(2);
  });

  it('repeats a POST with a key, and one that was not processed', async () => {
    const done = { status: 200, headers: { 'content-type': 'application/json' } };
    script = [{ status: 502 }, 'reset', done];
    await send('POST', quick, { 'Idempotency-Key': '"a"' });
    expect(asked.length).toBe(3);
    script = [{ status: 429, body: { type: 'https://e.example#quota-exceeded' } }, done];
    await send('POST', quick);
    expect(asked.length).toBe(5);
  });

  it('leaves a conflict alone, and waits as long as it is told', async () => {
    script = [{ status: 409, body: { current: { id: 7 } } }];
    const error: unknown = await send('GET', quick).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(Conflict);
    expect(error).toMatchObject({ current: { id: 7 } });
    script = [
      { status: 503, headers: { 'retry-after': '0.2' } },
      { status: 200, headers: { 'content-type': 'application/json' } },
    ];
    await send('GET', quick);
    const [, first, second] = asked;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(195);
  });

  it('does not wait for a month', async () => {
    script = [{ status: 503, headers: { 'retry-after': String(34 * 86_400) } }];
    await expect(send('GET', quick)).rejects.toMatchObject({ status: 503 });
    expect(asked.length).toBe(1);
  });
});

// Both leave out a field whose value is undefined.
it.each(CLIENTS.filter(([name]) => /got|axios/.test(name)))(
  '%s: a key that is undefined does not count',
  async (_name, send) => {
    script = [{ status: 502 }];
    const headers = { 'Idempotency-Key': undefined } as unknown as Record<string, string>;
    await expect(send('POST', quick, headers)).rejects.toMatchObject({ status: 502 });
    expect(asked.length).toBe(1);
  },
);

it.each(['ky', 'got', 'axios', 'ofetch'])('the hook of %s has at most 20 lines', (name) => {
  const file = new URL(`../../../packages/client/src/hooks/${name}.ts`, import.meta.url);
  const [hook = ''] = /^export function for.*?^}$/ms.exec(readFileSync(file, 'utf8')) ?? [];
  const lines = hook.split('\n').length;
  expect(lines).toBeGreaterThan(10);
  expect(lines).toBeLessThanOrEqual(20);
});
