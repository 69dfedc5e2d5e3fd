// Limits over HTTP/2, whose responses are of another class.
import { connect } from 'node:http2';
import { loginGuard, rateLimit } from '@statuskit/koa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Exchange, serveHttp2 } from '../../setup/frameworks.ts';
import { requestHttp2 } from '../../setup/http2-client.ts';
import { type Seen, testClock } from './limited.ts';

describe.each(['koa2', 'koa3'] as const)('%s over HTTP/2', (framework) => {
  const policies = [{ name: 'one', quota: 1, windowSeconds: 60 }];

  it.each([
    ['failed', 200, [200, 200, 200]],
    ['failed', 404, [404, 429, 429]],
    ['successful', 404, [404, 404, 404]],
    ['successful', 200, [200, 429, 429]],
  ] as const)('countOnly %s and a %i', async (countOnly, code, expected) => {
    const limit = rateLimit<Seen>({ policies, countOnly, now: testClock().now });
    const run = ({ status }: { status(code: number): void }): string => {
      status(code);
      return 'text';
    };
    const server = await serveHttp2(framework, { 'GET /': run }, { koa: (app) => void app.use(limit) });
    onTestFinished(() => server.close());
    const seen: number[] = [];
    for (const _again of expected) seen.push((await requestHttp2(server.port, 'GET', '/')).status);
    expect(seen).toEqual(expected);
  });

  // A cancelled stream of node:http2 is finished, so a client that left early had its attempt back.
  it('a stream that the client cancels counts', async () => {
    const limit = rateLimit<Seen>({ policies, countOnly: 'failed', now: testClock().now });
    let closed: (() => void) | undefined;
    const run = ({ koa, status }: Exchange): unknown => {
      status(200);
      if (closed === undefined) return 'text';
      koa?.res.once('close', closed);
      closed = undefined;
      return new Promise(() => {});
    };
    const server = await serveHttp2(framework, { 'GET /': run }, { koa: (app) => void app.use(limit) });
    onTestFinished(() => server.close());
    const session = connect(`http://127.0.0.1:${server.port}`);
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => {});
    await new Promise<void>((resolve) => {
      closed = resolve;
      setTimeout(() => stream.close(8), 50); // CANCEL
    });
    expect((await requestHttp2(server.port, 'GET', '/')).status).toBe(429);
  });

  it('loginGuard asks the option when the response has ended', async () => {
    const options = {
      user: () => 'ann',
      perUserAndIp: { quota: 1, windowSeconds: 60 },
      now: testClock().now,
    };
    const guard = loginGuard<Seen & { readonly status: number }>({
      ...options,
      succeeded: ({ status }) => status === 200,
    });
    const server = await serveHttp2(
      framework,
      { 'GET /': () => 'home' },
      { koa: (app) => void app.use(guard) },
    );
    onTestFinished(() => server.close());
    const seen: number[] = [];
    for (const _again of [1, 2, 3]) seen.push((await requestHttp2(server.port, 'GET', '/')).status);
    expect(seen).toEqual([200, 200, 200]);
  });
});
