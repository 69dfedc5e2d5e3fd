// What nginx, HAProxy, Fastify and hapi really answer when they limit, close or cannot reach what is behind them.
import { once } from 'node:events';
import { get } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Boom } from '@hapi/boom';
import hapi from '@hapi/hapi';
import { createFetch, type RemoteError, type RetryEvent, retryAdvice, revive } from '@statuskit/client';
import {
  BadGateway,
  GatewayTimeout,
  type HttpError,
  ServiceUnavailable,
  TooManyRequests,
  toHttpError,
} from '@statuskit/core';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../setup/describe-with.ts';
import { type ProxyServer, startHaproxy, startNginx } from '../../setup/proxies.ts';

type Class = abstract new (...args: never[]) => HttpError;

/** Revives what a server answers, and checks what holds for every foreign error. */
async function revived(url: string, Expected: Class, status: number): Promise<RemoteError> {
  const error = await revive(await fetch(url));
  expect(error).toBeInstanceOf(Expected);
  if (error === undefined) throw new Error('not an error');
  expect(error).toMatchObject({
    status,
    type: 'about:blank',
    detail: undefined,
    extensions: undefined,
    headers: {},
  });
  expect(error.remote).toMatchObject({ status, url });
  // The page of a proxy is kept apart from what an error says.
  expect(error.remote.text).toEqual(expect.any(String));
  expect(JSON.stringify(error)).not.toContain(error.remote.text?.slice(0, 20));
  return error;
}

const adviceFor = (method: string, error: unknown) =>
  retryAdvice({ method, error, attempt: 1, random: () => 0 });

/** A server without HTTP, and a port that refuses. */
async function serveTcp(body: (socket: Socket) => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    body(socket);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return server;
}
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const behind: Server[] = [];
const ports = { hangs: 0, garbage: 0, refuses: 0, answers: 0 };
beforeAll(async () => {
  for (const [name, body] of [
    ['hangs', (socket) => socket.resume()],
    ['garbage', (socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n\r\n'))],
    [
      'answers',
      (socket) => socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')),
    ],
  ] as const satisfies readonly (readonly [string, (socket: Socket) => void])[]) {
    const server = await serveTcp(body);
    behind.push(server);
    ports[name] = portOf(server);
  }
  const gone = await serveTcp(() => {});
  ports.refuses = portOf(gone);
  gone.close();
});
afterAll(() => {
  for (const server of behind) server.close();
});

describeWith(['nginx'], 'nginx', () => {
  let nginx: ProxyServer;
  beforeAll(async () => {
    nginx = await startNginx(
      `limit_req_zone $uri zone=slow:64k rate=1r/m; limit_req_zone $uri zone=soon:64k rate=2r/s;
       limit_req_zone $uri zone=many:64k rate=1r/m; proxy_read_timeout 150ms;`,
      `location = /503 { return 503; }
       location = /maintenance { add_header Retry-After 7 always; return 503; }
       location = /limited { limit_req zone=slow; proxy_pass http://127.0.0.1:${ports.answers}; }
       location = /many { limit_req zone=many; limit_req_status 429; proxy_pass http://127.0.0.1:${ports.answers}; }
       location = /soon { limit_req zone=soon; proxy_pass http://127.0.0.1:${ports.answers}; }
       location = /refuses { proxy_pass http://127.0.0.1:${ports.refuses}; }
       location = /hangs { proxy_pass http://127.0.0.1:${ports.hangs}; }
       location = /resets { return 444; }`,
    );
  });
  afterAll(() => nginx?.stop());

  it('return 503', async () => {
    const error = await revived(`${nginx.url}/503`, ServiceUnavailable, 503);
    expect(error.remote.retryAt).toBeUndefined();
    expect(adviceFor('GET', error)).toMatchObject({ retry: true, why: 'idempotent', waitMs: 0 });
    expect(adviceFor('POST', error)).toEqual({ retry: false, why: 'unsafe' });
  });

  it('return 503 with Retry-After', async () => {
    const error = await revived(`${nginx.url}/maintenance`, ServiceUnavailable, 503);
    expect(error.remote.retryAt).toEqual(expect.any(Date));
    expect(adviceFor('GET', error)).toMatchObject({ retry: true, waitMs: 7000 });
    expect(toHttpError(error)).toMatchObject({ status: 503, retryAfterSeconds: 7 });
  });

  it.each([
    ['limit_req', '/limited', ServiceUnavailable, 503],
    ['limit_req with limit_req_status 429', '/many', TooManyRequests, 429],
  ] as const)('%s: the first request passes, the next does not', async (_what, path, Expected, status) => {
    expect(await (await fetch(nginx.url + path)).text()).toBe('ok');
    const error = await revived(nginx.url + path, Expected, status);
    expect(adviceFor('GET', error).retry).toBe(true);
    // nginx does not say that the request was not processed, and a 429 alone does not either.
    expect(adviceFor('POST', error)).toEqual({ retry: false, why: 'unsafe' });
    expect(toHttpError(error).status).toBe(503);
  });

  it('limit_req: createFetch repeats a GET until there is room', async () => {
    const events: RetryEvent[] = [];
    const api = createFetch({
      retryBudget: false,
      maxAttempts: 100,
      baseDelayMs: 10,
      maxDelayMs: 60,
      random: () => 1,
      onRetry: (event) => void events.push(event),
    });
    const answers = await Promise.all([1, 2].map(async () => (await api(`${nginx.url}/soon`)).text()));
    expect(answers).toEqual(['ok', 'ok']);
    expect(events.length).toBeGreaterThan(0);
    expect(events.every(({ error }) => error instanceof ServiceUnavailable)).toBe(true);
  });

  it.each([
    ['refuses', BadGateway, 502],
    ['hangs', GatewayTimeout, 504],
  ] as const)('a server behind it that %s', async (path, Expected, status) => {
    const error = await revived(`${nginx.url}/${path}`, Expected, status);
    expect(adviceFor('PUT', error)).toMatchObject({ retry: true, why: 'idempotent' });
    expect(adviceFor('PATCH', error)).toEqual({ retry: false, why: 'unsafe' });
    expect(toHttpError(error).status).toBe(status);
  });

  it('return 444: a connection that closes without an answer', async () => {
    const thrown = await fetch(`${nginx.url}/resets`).catch((error: unknown) => error);
    expect(adviceFor('GET', thrown)).toMatchObject({ retry: true, why: 'idempotent', newConnection: true });
    expect(adviceFor('POST', thrown)).toEqual({ retry: false, why: 'unsafe' });
  });
});

describeWith(['haproxy'], 'HAProxy', () => {
  let haproxy: ProxyServer;
  beforeAll(async () => {
    haproxy = await startHaproxy(
      `  stick-table type string size 10 expire 1m store http_req_rate(1m)
  http-request track-sc0 path if { path /limited }
  http-request deny deny_status 429 if { path /limited } { sc_http_req_rate(0) gt 1 }
  http-request return status 503 content-type text/plain string later hdr Retry-After 7 if { path /maintenance }
  use_backend none if { path /none }
  use_backend full if { path /full }
  use_backend refuses if { path /refuses }
  use_backend hangs if { path /hangs }
  use_backend garbage if { path /garbage }
  default_backend answers`,
      `backend none
backend answers
  server a 127.0.0.1:${ports.answers}
backend full
  timeout queue 50ms
  timeout server 500ms
  server a 127.0.0.1:${ports.hangs} maxconn 1
backend refuses
  server a 127.0.0.1:${ports.refuses}
backend hangs
  server a 127.0.0.1:${ports.hangs}
backend garbage
  server a 127.0.0.1:${ports.garbage}`,
    );
  });
  afterAll(() => haproxy?.stop());

  it.each([
    ['no server is available', 'none', ServiceUnavailable, 503],
    ['the server refuses', 'refuses', ServiceUnavailable, 503],
    ['the server hangs', 'hangs', GatewayTimeout, 504],
    ['the server answers garbage', 'garbage', BadGateway, 502],
  ] as const)('%s', async (_what, path, Expected, status) => {
    const error = await revived(`${haproxy.url}/${path}`, Expected, status);
    expect(error.remote.retryAt).toBeUndefined();
    expect(adviceFor('GET', error)).toMatchObject({ retry: true, why: 'idempotent' });
    expect(adviceFor('POST', error)).toEqual({ retry: false, why: 'unsafe' });
    expect(toHttpError(error).status).toBe(status);
  });

  it('the queue is full for too long', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(async () => revive(await fetch(`${haproxy.url}/full`))),
    );
    expect([first?.status, second?.status].sort()).toEqual([503, 504]);
  });

  it('a limit of its stick table', async () => {
    expect((await fetch(`${haproxy.url}/limited`)).status).toBe(200);
    const error = await revived(`${haproxy.url}/limited`, TooManyRequests, 429);
    expect(adviceFor('GET', error).retry).toBe(true);
    expect(toHttpError(error).status).toBe(503);
  });

  it('a 503 with Retry-After', async () => {
    const error = await revived(`${haproxy.url}/maintenance`, ServiceUnavailable, 503);
    expect(error.remote.text).toBe('later');
    expect(adviceFor('GET', error)).toMatchObject({ retry: true, waitMs: 7000 });
  });
});

describe('Fastify', () => {
  it('while it closes', async () => {
    const app = fastify();
    let goOn = (): void => {};
    const closing = new Promise<void>((began) => {
      // It refuses requests from here on, and still listens.
      app.addHook('preClose', () => {
        began();
        return new Promise<void>((resolve) => {
          goOn = resolve;
        });
      });
    });
    app.get('/', () => 'ok');
    const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/`;
    const closed = app.close();
    await closing;
    try {
      const error = await revived(url, ServiceUnavailable, 503);
      expect(JSON.parse(error.remote.text ?? '')).toMatchObject({
        statusCode: 503,
        error: 'Service Unavailable',
      });
      expect(adviceFor('GET', error)).toMatchObject({ retry: true, why: 'idempotent' });
      expect(adviceFor('POST', error)).toEqual({ retry: false, why: 'unsafe' });
    } finally {
      goOn();
      await closed;
    }
    const [thrown] = await once(get(url, { agent: false }), 'error');
    expect(adviceFor('POST', thrown)).toMatchObject({ retry: true, why: 'unsent', newConnection: true });
  });
});

describe('hapi', () => {
  it('errors of Boom, a request that ends while it stops, and one that comes after', async () => {
    const app = hapi.server({ port: 0, host: '127.0.0.1', debug: false });
    let goOn = (): void => {};
    let began = (): void => {};
    const started = new Promise<void>((resolve) => {
      began = resolve;
    });
    app.route([
      {
        method: 'GET',
        path: '/slow',
        handler: async () => {
          began();
          await new Promise<void>((resolve) => {
            goOn = resolve;
          });
          return 'ok';
        },
      },
      {
        method: 'GET',
        path: '/limited',
        handler: () => {
          const error = new Boom('slow down', { statusCode: 429 });
          error.output.headers['retry-after'] = 3;
          throw error;
        },
      },
      { method: 'GET', path: '/503', handler: () => Promise.reject(new Boom('secret', { statusCode: 503 })) },
    ]);
    await app.start();
    const url = app.info.uri;
    const limited = await revived(`${url}/limited`, TooManyRequests, 429);
    expect(adviceFor('GET', limited)).toMatchObject({ retry: true, waitMs: 3000 });
    await revived(`${url}/503`, ServiceUnavailable, 503);

    const slow = fetch(`${url}/slow`);
    await started;
    const stopped = app.stop({ timeout: 10_000 });
    // A connection of its own: one that is kept may be reset, and then nobody knows.
    const [thrown] = await once(get(`${url}/503`, { agent: false }), 'error');
    expect(adviceFor('POST', thrown)).toMatchObject({ retry: true, why: 'unsent' });
    goOn();
    expect(await revive(await slow)).toBeUndefined();
    await stopped;
  });
});
