import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { liveness, readiness } from '@statuskit/node';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ask } from '../../conformance/server/case.ts';
import { openConnection } from '../../setup/connection.ts';
import { request, talk } from '../../setup/raw.ts';
import { applicationOf, MADE, type Made, type Served, serveUntilEnd } from '../../setup/served.ts';
import { hearWarnings } from '../../setup/warnings.ts';

interface Held extends Served {
  /** Ends the answers that are held, in order. */
  release(): void;
  /** Resolves when so many requests are held. */
  held(count: number): Promise<void>;
}

const SHORT = { delay: 0.3, deadline: 1.5 };

async function start(made: Made, drain = SHORT): Promise<Held> {
  const waiting: ServerResponse[] = [];
  const hold = (_request: IncomingMessage, response: ServerResponse): void => void waiting.push(response);
  const app = applicationOf(made, {
    '/': (_request, response) => void response.end('ok'),
    '/hold': hold,
    '/begun': (request, response) => {
      response.write('a');
      hold(request, response);
    },
    '/keep': (_request, response) => void response.writeHead(200, { Connection: 'keep-alive' }).end('kept'),
  });
  const served = await serveUntilEnd(app, { drain, health: { live: '/livez', ready: '/readyz' } });
  return {
    ...served,
    release: () => {
      for (const response of waiting.splice(0)) response.end('held');
    },
    held: (count) => vi.waitFor(() => expect(waiting).toHaveLength(count), { interval: 5 }),
  };
}

describe.each(MADE)('%s: a drain', (made) => {
  it('says so to readiness and to each client, serves everything, then ends', async () => {
    // Long enough for eight connections, also on a machine that is busy.
    const { server, port, reports } = await start(made, { delay: 1, deadline: 4 });
    expect((await request(port, 'GET', '/readyz')).status).toBe(200);
    const idle = await openConnection(port);
    idle.send(ask('GET /'));
    expect((await idle.next()).fields['connection']).toEqual(['keep-alive']);
    expect(server.state).toBe('open');

    const ended = server.drain();
    expect(server.state).toBe('draining');
    const ready = await request(port, 'GET', '/readyz', { connection: 'keep-alive' });
    expect([ready.status, ready.fields['content-type']]).toEqual([503, ['application/problem+json']]);
    expect(ready.fields['connection']).toEqual(['close']);
    const live = await request(port, 'GET', '/livez', { connection: 'keep-alive' });
    expect([live.status, live.fields['connection']]).toEqual([200, ['close']]);
    for (const path of ['/', '/keep']) {
      const answer = await request(port, 'GET', path, { connection: 'keep-alive' });
      expect([answer.status, answer.fields['connection']]).toEqual([200, ['close']]);
    }
    idle.send(ask('GET /'));
    const last = await idle.next();
    expect([last.status, last.fields['connection']]).toEqual([200, ['close']]);
    expect(await idle.closed).toBeUndefined();
    expect(await ended).toEqual({ cut: 0 });
    expect(server.state).toBe('closed');
    expect(server.listening).toBe(false);
    expect(reports.map(({ error, level }) => [error.status, level])).toEqual([[503, 'info']]);
  });

  it('says it on the answers that are running, of several on one connection on the last', async () => {
    const { server, port, release, held } = await start(made);
    const one = await openConnection(port);
    const two = await openConnection(port);
    one.send(ask('GET /hold'));
    two.send(`${ask('GET /hold')}${ask('GET /hold')}`);
    await held(3);
    const ended = server.drain();
    release();
    expect((await one.next()).fields['connection']).toEqual(['close']);
    expect((await two.next()).fields['connection']).not.toEqual(['close']);
    expect((await two.next()).fields['connection']).toEqual(['close']);
    expect([await one.closed, await two.closed]).toEqual([undefined, undefined]);
    expect(await ended).toEqual({ cut: 0 });
  });

  it('waits for an answer that has begun, and closes its connection after it', async () => {
    const { server, port, release, held } = await start(made);
    const one = await openConnection(port);
    one.send(ask('GET /begun'));
    await held(1);
    const ended = server.drain();
    await vi.waitFor(() => expect(server.listening).toBe(false), { timeout: 2000 });
    release();
    expect((await one.next()).body).toBe('aheld');
    expect(await one.closed).toBeUndefined();
    expect(await ended).toEqual({ cut: 0 });
  });

  it('serves a request whose head has half arrived when listening ends', async () => {
    const { server, port } = await start(made);
    const one = await openConnection(port);
    one.send('GET / HTTP/1.1\r\nHost: a');
    const ended = server.drain();
    await vi.waitFor(() => expect(server.listening).toBe(false), { timeout: 2000 });
    one.send('\r\n\r\n');
    const answer = await one.next();
    expect([answer.status, answer.fields['connection']]).toEqual([200, ['close']]);
    expect(await ended).toEqual({ cut: 0 });
  });

  it('cuts what is left at the deadline, counts it and reports it', async () => {
    const { server, port, reports, held } = await start(made, { delay: 0.1, deadline: 0.5 });
    const connections = await Promise.all([openConnection(port), openConnection(port)]);
    for (const one of connections) one.send(ask('GET /hold'));
    await held(2);
    const begun = performance.now();
    expect(await server.drain()).toEqual({ cut: 2 });
    expect(performance.now() - begun).toBeGreaterThan(490);
    expect(reports.map(({ error, level, sent }) => [error.status, level, sent])).toEqual([
      [503, 'error', 'aborted'],
    ]);
    expect(server.state).toBe('closed');
  });
});

describe('a drain', () => {
  it('ends a half-sent request by its own timeout', async () => {
    const { server, port } = await serveUntilEnd(applicationOf('http', {}), {
      drain: { delay: 0, deadline: 10 },
      timeouts: { headers: 0.4, request: 0.6 },
    });
    const half = talk(port, 'GET / HTTP/1.1\r\nHost: a');
    const body = talk(port, 'POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc');
    await request(port, 'GET', '/nothing'); // connections are accepted in order
    const begun = performance.now();
    expect(await server.drain()).toEqual({ cut: 0 });
    expect(performance.now() - begun).toBeLessThan(3000);
    expect((await half).bytes).toMatch(/^HTTP\/1\.1 408 /);
    expect((await body).bytes).toMatch(/^HTTP\/1\.1 404 /);
  });

  // The connection owed nothing any more, and held the process until the deadline.
  it('does not wait for content of a request whose answer is whole', async () => {
    const { server, port } = await start('http', { delay: 0.1, deadline: 10 });
    const client = await openConnection(port);
    client.send(`${ask('POST /', 'Content-Length: 10')}abc`);
    expect((await client.next()).body).toBe('ok');
    const begun = performance.now();
    await expect(server.drain()).resolves.toEqual({ cut: 0 });
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('calls listeners when it begins, and waits for what they return', async () => {
    const { server } = await start('http');
    const events: string[] = [];
    server.onDrain(async ({ closed, signal }) => {
      events.push(`begins: ${signal}`);
      await closed;
      events.push(`closed: ${server.listening}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      events.push('pool closed');
    });
    await server.drain();
    expect(events).toEqual(['begins: undefined', 'closed: false', 'pool closed']);
  });

  it('reports a listener that fails, and goes on', async () => {
    const { server, reports } = await start('http');
    server.onDrain(() => {
      throw new Error('jobs');
    });
    server.onDrain(() => Promise.reject(new Error('pool')));
    expect(await server.drain()).toEqual({ cut: 0 });
    expect(reports.map(({ thrown }) => String(thrown))).toEqual(['Error: jobs', 'Error: pool']);
  });

  // The timer of the deadline fired first, and the one that ends listening was cleared.
  it.each([0, 0.05])('ends listening if its deadline of %d s is not above the delay', async (deadline) => {
    const { server, port } = await start('http', { delay: 5, deadline });
    await server.drain();
    expect([server.state, server.listening]).toEqual(['closed', false]);
    await expect(request(port, 'GET', '/')).rejects.toThrow('ECONNREFUSED');
  });

  // As in Node's documentation of `server.listen`, whose example closes a server whose port was taken before it tries again.
  it('is open again if the server listens again', async () => {
    const { server, port } = await start('http', { delay: 0, deadline: 2 });
    const listenAgain = async (): Promise<void> => {
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      expect(server.state).toBe('open');
      const one = await openConnection(port);
      one.send(ask('GET /readyz'));
      const ready = await one.next();
      expect([ready.status, ready.fields['connection']]).toEqual([200, ['keep-alive']]);
    };
    await new Promise((resolve) => server.close(resolve));
    expect(server.state).toBe('closed');
    await listenAgain();
    server.close();
    await listenAgain();
    expect(await server.drain()).toEqual({ cut: 0 });
    await listenAgain();
    expect(await server.drain()).toEqual({ cut: 0 });
    expect(server.listening).toBe(false);
  });

  it('times requests out again if the server listens again', async () => {
    const { server, port } = await serveUntilEnd(applicationOf('http', {}), { timeouts: { headers: 0.2 } });
    await new Promise((resolve) => server.close(resolve));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect((await talk(port, 'GET / HTTP/1.1\r\nHost: a')).bytes).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('begins once', async () => {
    const { server } = await start('http');
    expect(server.drain()).toBe(server.drain());
    await server.drain();
  });

  it('close() closes connections with their answers, without a delay', async () => {
    const { server, port, release, held } = await start('http');
    const one = await openConnection(port);
    one.send(ask('GET /hold'));
    await held(1);
    const closed = new Promise((resolve) => server.close(resolve));
    release();
    expect((await one.next()).fields['connection']).toEqual(['close']);
    await closed;
    expect(server.state).toBe('closed');
  });
});

describe('readiness', () => {
  it.each([
    ['passes', () => {}, 200],
    ['passes later', () => Promise.resolve(), 200],
    ['throws', () => void JSON.parse('{'), 503],
    ['rejects', () => Promise.reject(new Error('hunter2')), 503],
    ['never answers', () => new Promise(() => {}), 503],
  ])('a check that %s', async (_what, check, status) => {
    const { port, reports } = await serveUntilEnd(applicationOf('http', {}), {
      health: { ready: '/readyz', live: '/livez', checks: { database: check }, timeout: 0.1 },
    });
    const answer = await request(port, 'GET', '/readyz?verbose');
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain('hunter2');
    expect((await request(port, 'HEAD', '/readyz')).body).toBe('');
    const absolute = `GET http://a.example/livez HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n`;
    expect((await talk(port, absolute)).bytes).toMatch(/^HTTP\/1\.1 200 /);
    expect((await request(port, 'GET', '/livez')).status).toBe(200);
    expect((await request(port, 'POST', '/livez')).status).toBe(404);
    expect(reports.map(({ level }) => level)).toEqual(status === 200 ? [] : ['warn', 'warn']);
  });

  it('aborts the signal of a check that is late', async () => {
    let reason: unknown;
    const { port } = await serveUntilEnd(applicationOf('http', {}), {
      health: {
        ready: '/readyz',
        timeout: 0.05,
        checks: {
          database: (signal) =>
            new Promise((resolve) =>
              signal.addEventListener('abort', () => {
                reason = signal.reason;
                resolve(undefined);
              }),
            ),
        },
      },
    });
    expect((await request(port, 'GET', '/readyz')).status).toBe(503);
    expect(String(reason)).toContain('0.05 s');
  });

  it.each(MADE)('%s: as a handler of the application, with its own path', async (made) => {
    let database = true;
    const ready = readiness({
      timeout: 0.5,
      checks: {
        database: () => {
          if (!database) throw new Error('hunter2');
        },
      },
      report: () => {},
    });
    const app = applicationOf(made, { '/ready': ready, '/live': liveness() });
    const { port, server } = await serveUntilEnd(app, { drain: { delay: 5, deadline: 6 } });
    expect((await request(port, 'GET', '/ready')).status).toBe(200);
    database = false;
    const failed = await request(port, 'GET', '/ready');
    expect([failed.status, failed.body]).toEqual([
      503,
      expect.stringContaining('The check database failed.'),
    ]);
    expect(failed.body).not.toContain('hunter2');
    database = true;
    void server.drain();
    const draining = await request(port, 'GET', '/ready');
    expect([draining.status, draining.fields['connection']]).toEqual([503, ['close']]);
    expect((await request(port, 'GET', '/live')).status).toBe(200);
  });

  it.each([
    ['false', () => false, 503],
    ['a Response that is an error', () => new Response(null, { status: 500 }), 503],
    ['a Response', async () => new Response(), 200],
    ['nothing', () => undefined, 200],
    ['null', () => null, 200],
    ['0', () => 0, 200],
    ['rows', () => ({ rows: [] }), 200],
  ])('a check that results in %s', async (_what, check, status) => {
    const causes: unknown[] = [];
    const ready = readiness({
      checks: { search: check },
      report: ({ error }) => void causes.push(error.cause),
    });
    const { port } = await serveUntilEnd(applicationOf('http', { '/ready': ready }));
    expect((await request(port, 'GET', '/ready')).status).toBe(status);
    expect(causes).toHaveLength(status === 200 ? 0 : 1);
  });

  it('runs its checks on a server that is not protected, and says that it cannot see a drain', async () => {
    const warned = hearWarnings();
    const server = createServer(readiness());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect((await request(port, 'GET', '/')).status).toBe(200);
    expect(warned()).toEqual(['STATUSKIT_NOT_SERVED']);
  });

  it('refuses wrong options', () => {
    expect(() => readiness(null as never)).toThrow(TypeError);
    expect(() => readiness({ timeout: -1 })).toThrow(RangeError);
    expect(() => readiness({ checks: { database: 'up' as never } })).toThrow('readiness.checks.database');
    expect(() => readiness({ report: 'x' as never })).toThrow(TypeError);
  });
});
