import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
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
  [{ drain: { deadline: 2_147_483 } }, RangeError], // a timer of Node would fire after 1 ms
  [{ drain: { signals: 'SIGTERM' } }, TypeError],
  [{ drain: { signals: ['SIGTERM', 'SIGKILL'] } }, TypeError],
  [{ drain: { signals: ['TERM'] } }, TypeError],
  [{ drain: { signals: ['toString'] } }, TypeError],
  [{ timeouts: null }, TypeError],
  [{ timeouts: { headers: Number.POSITIVE_INFINITY } }, RangeError],
  [{ timeouts: { request: -0.1 } }, RangeError],
  [{ timeouts: { keepAlive: '5' } }, TypeError],
  [{ health: { live: 'livez' } }, TypeError],
  [{ health: { ready: 1 } }, TypeError],
  [{ health: { live: '/livez?full' } }, TypeError],
  [{ health: { checks: { database: undefined } } }, TypeError],
  [{ health: { checks: { database: true } } }, TypeError],
  [{ health: { timeout: -1 } }, RangeError],
])('%j is refused', async (options, Wrong) => {
  const before = process.listenerCount('SIGTERM');
  expect(() => protect(createServer(), options as never)).toThrow(Wrong);
  await expect(serve(() => {}, options as never)).rejects.toThrow(Wrong);
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

// The first is thrown by `listen` of Node 24; neither may leave a listener of signals behind.
it.each(['a\0b', 5, null])('nothing is left of a server whose host is %j', async (host) => {
  const before = process.listenerCount('SIGTERM');
  await expect(serve(() => {}, { host: host as never })).rejects.toThrow();
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

it('nothing is left of a server whose port is taken', async () => {
  const before = process.listenerCount('SIGTERM');
  const one = await serve(() => {}, { ...noSignals, host: '127.0.0.1' });
  const { port } = one.address() as AddressInfo;
  await expect(serve(() => {}, { port, host: '127.0.0.1' })).rejects.toThrow('EADDRINUSE');
  expect(process.listenerCount('SIGTERM')).toBe(before);
  one.close();
});

it.each([[{ port: -1 }], [{ port: 65_536 }], [{ port: 1.5 }]])('%j is refused', async (options) => {
  await expect(serve(() => {}, options)).rejects.toThrow(RangeError);
});

it.each([[{ http2: 'yes' }], [{ tls: true }], [{ host: 5 }]])('%j is refused', async (options) => {
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
