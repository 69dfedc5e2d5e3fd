import { connect } from 'node:net';
import * as forExpress from '@statuskit/express';
import type { Report } from '@statuskit/koa';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it, vi } from 'vitest';
import { openConnection } from '../setup/connection.ts';
import { type Exchange, FRAMEWORKS, type Framework } from '../setup/frameworks.ts';
import { serveHere } from '../setup/here.ts';
import { request } from '../setup/raw.ts';

type Handler = (exchange: Exchange) => unknown;

const ASK = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** A route with a deadline, and what is reported. */
async function start(
  framework: Framework,
  handler: Handler,
  {
    seconds = 0.05,
    inner,
    handle = true,
  }: { seconds?: number; inner?: number | false; handle?: boolean } = {},
) {
  const reports: Report[] = [];
  const { port } = await serveHere(
    framework,
    { 'GET /': handler, 'GET /ok': () => 'ok' },
    {
      handle,
      errors: { report: (report) => void reports.push(report) },
      express: (app) => {
        app.use(forExpress.deadline(seconds));
        if (inner !== undefined) app.use(forExpress.deadline(inner));
      },
      koa: (app) => {
        app.use(forKoa.deadline(seconds) as never);
        if (inner !== undefined) app.use(forKoa.deadline(inner) as never);
      },
    },
  );
  return { port, reports, statuses: () => reports.map(({ error }) => error.status) };
}

const signalOf = ({ express, koa }: Exchange): AbortSignal =>
  express === undefined ? forKoa.signalOf(koa as never) : forExpress.signalOf(express.req);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(FRAMEWORKS)('%s: deadline', (framework) => {
  it.each([true, false])('a handler that never answers is a 503, once (handle: %s)', async (handle) => {
    const { port, statuses } = await start(framework, () => new Promise(() => {}), { handle });
    const answer = await request(port, 'GET', '/');
    expect([answer.status, answer.fields['content-type']]).toEqual([503, ['application/problem+json']]);
    expect(statuses()).toEqual([503]);
  });

  it.each<[string, (exchange: Exchange) => unknown, number[]]>([
    ['returns', () => 'late', [503]],
    ['throws', () => Promise.reject(new Error('late')), [503, 500]],
    ['throws the reason of its signal', (one) => Promise.reject(signalOf(one).reason), [503]],
    ['throws an AbortError', () => Promise.reject(new DOMException('x', 'AbortError')), [503]],
    [
      'writes to the response',
      ({ response }) => {
        response.statusCode = 200;
        response.setHeader('X-Late', '1');
        response.writeHead(200, { 'X-Late': '1' });
        response.write('late', () => {});
        response.end('late');
        return response;
      },
      [503, 500],
    ],
    [
      'writes in the way of the framework',
      ({ express, koa }) => {
        if (express !== undefined) express.res.status(200).set('X-Late', '1').json({ late: true });
        else if (koa !== undefined) {
          koa.status = 200;
          koa.set('X-Late', '1');
          koa.body = { late: true };
        }
        return undefined;
      },
      framework.startsWith('express') ? [503, 500] : [503],
    ],
    [
      'destroys the response',
      ({ response }) => {
        response.destroy();
        return response;
      },
      [503],
    ],
  ])('what a handler does afterwards is dropped: it %s', async (_what, late, statuses) => {
    let ended = false;
    const { port, ...reported } = await start(framework, async (exchange) => {
      await sleep(120);
      try {
        return await late(exchange);
      } finally {
        ended = true;
      }
    });
    const connection = await openConnection(port);
    connection.send(ASK);
    await expect(await connection.next()).toHaveStatus(503);
    await vi.waitFor(() => expect(ended).toBe(true));
    await sleep(20);
    connection.send(ASK.replace('/ ', '/ok '));
    const next = await connection.next();
    expect([next.status, next.body, next.fields['x-late']]).toEqual([200, 'ok', undefined]);
    expect(reported.statuses()).toEqual(statuses);
    connection.socket.destroy();
  });

  it('fires the signal with the error', async () => {
    let reason: unknown;
    const { port } = await start(framework, (exchange) => {
      const signal = signalOf(exchange);
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(signal.reason);
        }),
      );
    });
    await expect(await request(port, 'GET', '/')).toHaveStatus(503);
    await vi.waitFor(() => expect(reason).toMatchObject({ status: 503 }));
  });

  it('leaves an answer that has begun alone', async () => {
    let aborted: boolean | undefined;
    const { port, statuses } = await start(framework, async (exchange) => {
      const { response, koa } = exchange;
      if (koa !== undefined) koa.respond = false;
      response.writeHead(200);
      response.write('a');
      await sleep(150);
      aborted = signalOf(exchange).aborted;
      response.end('b');
      return response;
    });
    const answer = await request(port, 'GET', '/');
    expect([answer.status, answer.body, aborted]).toEqual([200, 'ab', false]);
    expect(statuses()).toEqual([]);
  });

  it.each([
    [0.05, 5, 200],
    [5, 0.05, 503],
    [0.05, false, 200],
  ] as const)('%s further out, %s further in', async (seconds, inner, status) => {
    const { port } = await start(framework, () => sleep(120).then(() => 'ok'), { seconds, inner });
    await expect(await request(port, 'GET', '/')).toHaveStatus(status);
  });

  it('nothing happens to an answer in time', async () => {
    let signal: AbortSignal | undefined;
    const { port, statuses } = await start(framework, (exchange) => {
      signal = signalOf(exchange);
      return 'ok';
    });
    expect((await request(port, 'GET', '/')).body).toBe('ok');
    await sleep(100);
    expect([signal?.aborted, statuses()]).toEqual([false, []]);
  });
});

describe.each(FRAMEWORKS)('%s: signalOf', (framework) => {
  it.each(['end', 'destroy'] as const)(
    'fires when the client leaves by %s, without a deadline',
    async (leave) => {
      let signal: AbortSignal | undefined;
      const { port } = await serveHere(framework, {
        'GET /': (exchange) => {
          signal = signalOf(exchange);
          return new Promise((_resolve, reject) =>
            signal?.addEventListener('abort', () => reject(signal?.reason)),
          );
        },
      });
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(ASK);
      await vi.waitFor(() => expect(signal).toBeDefined());
      expect(signal?.aborted).toBe(false);
      socket[leave]();
      await vi.waitFor(() => expect(signal?.aborted).toBe(true));
      expect(signal?.reason).toMatchObject({ name: 'AbortError' });
    },
  );

  it('is one for each request', async () => {
    const signals: AbortSignal[] = [];
    const { port } = await serveHere(framework, {
      'GET /': (exchange) => {
        signals.push(signalOf(exchange), signalOf(exchange));
        return 'ok';
      },
    });
    await request(port, 'GET', '/');
    await request(port, 'GET', '/');
    expect(new Set(signals).size).toBe(2);
    expect(signals.some(({ aborted }) => aborted)).toBe(false);
  });
});

it.each([forExpress, forKoa])('arguments', ({ deadline }) => {
  for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => deadline(wrong)).toThrow(RangeError);
  for (const wrong of ['1', undefined, null, true]) expect(() => deadline(wrong as never)).toThrow(TypeError);
});
