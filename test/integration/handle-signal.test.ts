// What a handler in `handle` is called with as its last argument: the signal of its request.
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FRAMEWORKS, type Framework, serveHttp2 } from '../setup/frameworks.ts';
import { serveHere } from '../setup/here.ts';
import { request } from '../setup/raw.ts';

const SIGNAL = Symbol.for('statuskit.signal/1');

interface Called {
  /** Node's own. */
  readonly request: object;
  readonly info: forExpress.HandlerInfo;
  /** What `signalOf` returns. */
  signalOf(): AbortSignal;
}

type Run = (called: Called) => unknown;

/** `GET /` with a deadline if there are seconds, and `GET /ok`. */
async function start(framework: Framework, run: Run, seconds?: number) {
  const statuses: number[] = [];
  const { port } = await serveHere(
    framework,
    { 'GET /ok': () => 'ok' },
    {
      errors: { report: ({ error }: forExpress.Report) => void statuses.push(error.status) },
      express: (app) => {
        if (seconds !== undefined) app.use(forExpress.deadline(seconds));
        app.get(
          '/',
          forExpress.handle((req, _res, _next, info) =>
            run({ request: req, info, signalOf: () => forExpress.signalOf(req) }),
          ),
        );
      },
      koa: (app) => {
        if (seconds !== undefined) app.use(forKoa.deadline(seconds) as never);
        const handler = forKoa.handle((ctx, _next, info) =>
          run({ request: ctx.req, info, signalOf: () => forKoa.signalOf(ctx) }),
        );
        app.use((ctx, next) => (ctx.path === '/' ? handler(ctx as never, next) : next()));
      },
    },
  );
  return { port, statuses };
}

/** Rejects with the reason of a signal. */
const until = ({ info: { signal } }: Called): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe.each(FRAMEWORKS)('%s: the signal that handle passes', (framework) => {
  it('is that of `signalOf`, one for each request, and does not fire after the answer', async () => {
    const signals: AbortSignal[] = [];
    const { port } = await start(framework, (called) => {
      const { signal } = called.info;
      signals.push(signal);
      return signal === called.signalOf() && called.info.signal === signal;
    });
    expect((await request(port, 'GET', '/')).body).toBe('true');
    expect((await request(port, 'GET', '/')).body).toBe('true');
    expect(new Set(signals).size).toBe(2);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  it('fires at the deadline, and a handler that rejects because of it is one failure', async () => {
    let reason: unknown;
    const { port, statuses } = await start(
      framework,
      (called) =>
        until(called).catch((thrown: unknown) => {
          reason = thrown;
          throw thrown;
        }),
      0.05,
    );
    await expect(await request(port, 'GET', '/')).toHaveStatus(503);
    await vi.waitFor(() => expect(reason).toMatchObject({ status: 503 }));
    await expect(await request(port, 'GET', '/ok')).toHaveStatus(200);
    expect(statuses).toEqual([503]);
  });

  it.each(['end', 'destroy'] as const)(
    'fires when the client leaves by %s, without a deadline',
    async (leave) => {
      let called: Called | undefined;
      const { port } = await start(framework, (one) => {
        called = one;
        return until(one);
      });
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      await vi.waitFor(() => expect(called).toBeDefined());
      expect(called?.info.signal.aborted).toBe(false);
      socket[leave]();
      await vi.waitFor(() => expect(called?.info.signal.aborted).toBe(true));
      expect(called?.info.signal.reason).toMatchObject({ name: 'AbortError' });
    },
  );

  it('is not created unless it is read', async () => {
    let seen: object = {};
    const { port } = await start(framework, (called) => {
      seen = called.request;
      return 'ok';
    });
    expect((await request(port, 'GET', '/')).body).toBe('ok');
    expect(Object.getOwnPropertySymbols(seen)).not.toContain(SIGNAL);
  });

  it('does not make undefined an answer: a 404', async () => {
    const { port } = await start(framework, ({ info }) => void info.signal.aborted);
    await expect(await request(port, 'GET', '/')).toHaveStatus(404);
  });
});

describe.each(['koa2', 'koa3'] as const)('%s over HTTP/2', (framework) => {
  it.each([
    ['is cancelled', true],
    ['is answered', false],
  ])('a stream that %s: aborted is %s', async (_what, cancels) => {
    let signal: AbortSignal | undefined;
    let closed = false;
    const { port, close } = await serveHttp2(
      framework,
      {},
      {
        koa: (app) =>
          void app.use(
            forKoa.handle((ctx, _next, info) => {
              signal = info.signal;
              ctx.res.once('close', () => {
                closed = true;
              });
              return cancels ? new Promise(() => {}) : 'ok';
            }) as never,
          ),
      },
    );
    onTestFinished(close);
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => {});
    stream.resume();
    await vi.waitFor(() => expect(signal).toBeDefined());
    if (cancels) stream.close(8); // CANCEL
    await vi.waitFor(() => expect(closed).toBe(true));
    expect(signal?.aborted).toBe(cancels);
  });
});
