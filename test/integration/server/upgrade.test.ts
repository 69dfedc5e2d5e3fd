// An upgrade that nobody takes is answered as a request without it, whoever else listens; one that is taken is left alone.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { protect } from '@statuskit/node';
import { Server as SocketServer } from 'socket.io';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { ask } from '../../conformance/server/case.ts';
import { parseResponse, talk } from '../../setup/raw.ts';

const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
const asked = (path: string, protocol = 'websocket'): string =>
  ask(`GET ${path}`, `Upgrade: ${protocol}`, 'Connection: Upgrade', KEY, 'Sec-WebSocket-Version: 13');
const last = 'GET /last HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n';

type Server = ReturnType<typeof createServer>;

async function start(add: (server: Server) => void, order: 'before' | 'after'): Promise<number> {
  const server = createServer(
    (request, response) => void response.end(`ok ${request.url} ${request.headers.upgrade}`),
  );
  if (order === 'before') add(server);
  protect(server, { drain: { signals: [] }, timeouts: { request: 1.5 }, report() {} });
  if (order === 'after') add(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return (server.address() as AddressInfo).port;
}

/** A WebSocket server for one path that leaves others alone, and looks up a user first. */
function addWs(server: Server): void {
  const sockets = new WebSocketServer({ noServer: true });
  sockets.on('connection', (socket) => socket.on('message', (text) => socket.send(`echo ${text}`)));
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/ws') return;
    setTimeout(
      () => sockets.handleUpgrade(request, socket, head, (one) => sockets.emit('connection', one, request)),
      30,
    );
  });
  onTestFinished(() => {
    for (const client of sockets.clients) client.terminate();
  });
}

function addSocketIo(server: Server): void {
  const io = new SocketServer(server, { transports: ['websocket'] });
  onTestFinished(() => void io.engine.close());
}

function addSilent(server: Server): void {
  server.on('upgrade', () => {});
}

describe.each(['before', 'after'] as const)('listeners that are added %s', (order) => {
  it.each([
    ['a listener that does nothing', addSilent],
    ['ws', addWs],
    ['socket.io', addSocketIo],
  ])('%s: an upgrade that it leaves is answered, and the connection goes on', async (_who, add) => {
    const port = await start(add, order);
    const { bytes, error } = await talk(port, [asked('/other'), last], 8000);
    const first = parseResponse(bytes);
    expect([first?.status, first?.body]).toEqual([200, 'ok /other undefined']);
    const second = parseResponse(first?.rest ?? '');
    expect([second?.status, second?.body, second?.rest]).toEqual([200, 'ok /last undefined', '']);
    expect(error).toBeUndefined();
  });

  it.each([
    ['a listener that does nothing', addSilent],
    ['ws', addWs],
    ['socket.io', addSocketIo],
  ])('%s: h2c is answered at once', async (_who, add) => {
    const port = await start(add, order);
    const { bytes, firstByteMs } = await talk(port, [asked('/ws', 'h2c'), last], 8000);
    expect(parseResponse(bytes)?.body).toMatch(/^ok \/ws /);
    expect(firstByteMs).toBeLessThan(900);
  });

  it('ws: one that it takes after a while stays open beyond the timeout of requests', async () => {
    const port = await start(addWs, order);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
    const echo = await new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () => setTimeout(() => socket.send('late'), 2000));
      socket.on('message', (text) => resolve(String(text)));
    });
    expect(echo).toBe('echo late');
    socket.close();
  });

  it('socket.io: one that it takes is left alone', async () => {
    const port = await start(addSocketIo, order);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
    const first = await new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (text) => resolve(String(text)));
    });
    expect(first).toMatch(/^0\{"sid"/);
    socket.close();
  });
});

it('an upgrade behind a running request waits for its answer', async () => {
  const server = createServer((_request, response) => void setTimeout(() => response.end('slow'), 100));
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
  protect(server, { drain: { signals: [] }, report() {} });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { bytes } = await talk((server.address() as AddressInfo).port, [ask('GET /'), asked('/ws')]);
  const first = parseResponse(bytes);
  expect(first?.status).toBe(200);
  expect(parseResponse(first?.rest ?? '')?.status).toBe(101);
});

// Each left a listener of `close` and of `error` on the socket, and the tenth a MaxListenersExceededWarning.
it('upgrades that nobody takes leave nothing behind on their connection', async () => {
  const counts: number[] = [];
  const server = createServer(({ socket }, response) => {
    counts.push(socket.listenerCount('close') + socket.listenerCount('error'));
    response.end('ok');
  });
  server.on('upgrade', (_request, socket) => socket.end());
  protect(server, { drain: { signals: [] }, report() {} });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { bytes } = await talk(port, [...Array.from({ length: 12 }, () => asked('/')), last]);
  expect(bytes.match(/HTTP\/1\.1 200/g)).toHaveLength(13);
  expect(new Set(counts.slice(1, 12)).size).toBe(1);
});

// Node leaves an upgrade aside if nobody listens, and drops what has arrived behind it in the same packet.
describe.each([
  ['nobody listens', undefined],
  ['a listener leaves it', (socket: Duplex) => void socket.end()],
])('an upgrade: %s', (_what, listener) => {
  const content = 'Content-Length: 5\r\n\r\nhello';
  it.each(['websocket', 'h2c'])('%s: requests in the same packet are answered', async (protocol) => {
    const port = await start((server) => {
      if (listener !== undefined) server.on('upgrade', (_request, socket) => listener(socket));
    }, 'after');
    const { bytes } = await talk(port, [asked('/a', protocol) + asked('/b', protocol) + last]);
    expect(bytes.match(/ok \S+/g)).toEqual(['ok /a', 'ok /b', 'ok /last']);
  });

  it('with content: they are answered, or the connection is closed in front of them', async () => {
    const port = await start((server) => {
      if (listener !== undefined) server.on('upgrade', (_request, socket) => listener(socket));
    }, 'after');
    const head = `POST /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n${content}`;
    // The second half of the second request looks like a request.
    const { bytes } = await talk(port, [
      `${head}POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: ${last.length}\r\n\r\n`,
      last,
    ]);
    const first = parseResponse(bytes);
    expect(first?.body).toMatch(/^ok \/a /);
    expect(bytes).not.toContain('/last');
    if (first?.rest === '') expect(first.fields['connection']).toEqual(['close']);
    else expect(parseResponse(first?.rest ?? '')?.body).toMatch(/^ok \/b /);
  });
});
