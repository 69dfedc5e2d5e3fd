import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { expect, it } from 'vitest';
import { protect, serve } from '../src/index.ts';

const noSignals = { drain: { signals: [] } };

it.each([
  [null, TypeError],
  [{ report: 1 }, TypeError],
  [{ drain: 5 }, TypeError],
  [{ drain: { delay: -1 } }, RangeError],
  [{ drain: { delay: '5' } }, TypeError],
  [{ drain: { deadline: Number.NaN } }, RangeError],
  [{ drain: { signals: 'SIGTERM' } }, TypeError],
  [{ timeouts: null }, TypeError],
  [{ timeouts: { headers: Number.POSITIVE_INFINITY } }, RangeError],
  [{ timeouts: { request: -0.1 } }, RangeError],
  [{ timeouts: { keepAlive: '5' } }, TypeError],
  [{ health: { live: 'livez' } }, TypeError],
  [{ health: { ready: 1 } }, TypeError],
  [{ health: { checks: { database: true } } }, TypeError],
  [{ health: { timeout: -1 } }, RangeError],
])('%j is refused', async (options, Wrong) => {
  expect(() => protect(createServer(), options as never)).toThrow(Wrong);
  await expect(serve(() => {}, options as never)).rejects.toThrow(Wrong);
});

it.each([[{ port: -1 }], [{ port: 65_536 }], [{ port: 1.5 }]])('%j is refused', async (options) => {
  await expect(serve(() => {}, options)).rejects.toThrow(RangeError);
});

it.each([[{ http2: 'yes' }], [{ tls: true }]])('%j is refused', async (options) => {
  await expect(serve(() => {}, options as never)).rejects.toThrow(TypeError);
});

it.each([undefined, null, {}, 'app'])('%j is not an application', async (app) => {
  await expect(serve(app as never)).rejects.toThrow(/^app: expected an Express or Koa application/);
});

it('protect refuses what is not a server of HTTP, and one that listens or is protected', async () => {
  for (const wrong of [undefined, {}, createTcpServer()]) {
    expect(() => protect(wrong as never)).toThrow(/^server: expected a server of node:http/);
  }
  const server = createServer();
  expect(protect(server, noSignals)).toBe(server);
  expect(() => protect(server, noSignals)).toThrow(/not protected yet/);
  const listening = createServer();
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  expect(() => protect(listening, noSignals)).toThrow(/does not listen yet/);
  listening.close();
});

it('keeps what a server has been given, and switches the sweep of Node off', () => {
  const server = createServer({ headersTimeout: 1000, keepAliveTimeout: 7000 });
  protect(server, noSignals);
  expect([server.headersTimeout, server.requestTimeout, server.keepAliveTimeout]).toEqual([0, 0, 7000]);
  const other = protect(createServer(), { ...noSignals, timeouts: { keepAlive: 1.5 } });
  expect(other.keepAliveTimeout).toBe(1500);
});

it('onDrain takes a function', () => {
  const server = protect(createServer(), noSignals);
  expect(server.onDrain(() => {})).toBe(server);
  expect(() => server.onDrain('x' as never)).toThrow(TypeError);
});
