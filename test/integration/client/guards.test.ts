// `upstream` in a server: its breaker in the readiness check, and the signal of the request in the calls.
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { upstream } from '@statuskit/client';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { readiness } from '@statuskit/node';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { applicationOf, MADE, serveUntilEnd } from '../../setup/served.ts';

/** Another server, whose responses end when the test wants. */
async function billingService(): Promise<{ url: string; server: Server; held: ServerResponse[] }> {
  const held: ServerResponse[] = [];
  const server = createServer((_request, response) => void held.push(response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server, held };
}

describe.each(MADE)('%s: readiness', (made) => {
  it('is 503 while the circuit of an upstream is open, and names the check', async () => {
    let nowMs = 0;
    let isDown = true;
    const billing = upstream('billing', {
      breaker: { failures: 2, openMs: 30_000 },
      now: () => nowMs,
      fetch: async () => new Response(null, { status: isDown ? 502 : 200 }),
    });
    const ready = readiness({ checks: { billing: () => billing.state !== 'open' }, report() {} });
    const app = applicationOf(made, { '/ready': ready });
    const { port } = await serveUntilEnd(app);
    const ask = async () => {
      const { status, body } = await request(port, 'GET', '/ready');
      return [status, body.includes('The check billing failed.')];
    };

    expect(await ask()).toEqual([200, false]);
    for (const _ of [1, 2]) await billing.fetch('http://billing.example/').catch(() => {});
    expect(await ask()).toEqual([503, true]);
    nowMs = 29_999;
    expect(await ask()).toEqual([503, true]);
    // Half-open: traffic has to come back, or there would be no probe.
    nowMs = 30_000;
    expect(await ask()).toEqual([200, false]);
    isDown = false;
    await billing.fetch('http://billing.example/');
    expect([billing.state, ...(await ask())]).toEqual(['closed', 200, false]);
  });
});

describe.each(FRAMEWORKS)('%s: the signal of the request', (framework) => {
  it.each(['deadline', 'client'] as const)('ends the call to the upstream: %s', async (who) => {
    const { url, held } = await billingService();
    const billing = upstream('billing', { breaker: { failures: 1 } });
    const seconds = who === 'deadline' ? 0.1 : 30;
    const { port } = await serveHere(
      framework,
      {
        'GET /': ({ express, koa }) => {
          const signal = express ? forExpress.signalOf(express.req) : forKoa.signalOf(koa as never);
          return billing.fetch(url, { signal });
        },
      },
      {
        express: (app) => void app.use(forExpress.deadline(seconds)),
        koa: (app) => void app.use(forKoa.deadline(seconds) as never),
      },
    );
    if (who === 'deadline') {
      expect((await request(port, 'GET', '/')).status).toBe(503);
    } else {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'));
      await vi.waitFor(() => expect(held).toHaveLength(1), { interval: 5 });
      socket.destroy();
    }
    await vi.waitFor(
      () => expect(held.map(({ closed, writableEnded }) => [closed, writableEnded])).toEqual([[true, false]]),
      { interval: 5 },
    );
    // It is no fault of the upstream.
    await vi.waitFor(() => expect(billing.counters).toMatchObject({ inFlight: 0, failed: 0 }), {
      interval: 5,
    });
    expect(billing.state).toBe('closed');
  });
});
