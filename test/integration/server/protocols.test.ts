// The same over TLS and over HTTP/2.
import { once } from 'node:events';
import { connect as connectHttp2, type ServerHttp2Stream } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ask, askOnce } from '../../conformance/server/case.ts';
import { CERTIFICATE } from '../../setup/certificate.ts';
import { requestHttp2 } from '../../setup/http2-client.ts';
import { parseResponse } from '../../setup/raw.ts';
import { applicationOf, type Made, serveUntilEnd } from '../../setup/served.ts';

const ROUTES = {
  '/': (_request: unknown, response: { end(text: string): void }) => response.end('ok'),
  '/slow': (_request: unknown, response: { end(text: string): void }) =>
    void setTimeout(() => response.end('slow'), 150),
} as never;

function talkTls(
  port: number,
  text: string,
  timeoutMs = 5000,
): Promise<{ bytes: string; error?: string | undefined }> {
  return new Promise((resolve) => {
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
    let bytes = '';
    let error: string | undefined;
    const timer = setTimeout(() => {
      error = 'TIMEOUT';
      socket.destroy();
    }, timeoutMs);
    socket.on('data', (chunk) => {
      bytes += chunk.toString('latin1');
    });
    socket.on('error', (failure: NodeJS.ErrnoException) => {
      error = failure.code;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve({ bytes, error });
    });
    socket.write(text, 'latin1');
  });
}

describe.each(['http', 'express5', 'koa3'] as const)('%s over TLS', (made) => {
  it.each([
    ['garbage', 'garbage\r\n\r\n', [400]],
    ['garbage behind a running request', `${ask('GET /slow')}garbage\r\n\r\n`, [200, 400]],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', [400]],
    ['fields of 1 MB', ask('GET /', `X: ${'a'.repeat(1_000_000)}`), [431]],
    ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n', [501]],
    ['a header that never ends', 'GET / HTTP/1.1\r\nHo', [408]],
    ['nothing', '', []],
    ['a request', askOnce('GET /'), [200]],
  ])('%s', async (_what, text, statuses) => {
    const { port } = await serveUntilEnd(applicationOf(made, ROUTES), {
      tls: CERTIFICATE,
      timeouts: { headers: 0.4 },
    });
    const { bytes, error } = await talkTls(port, text);
    const got: number[] = [];
    for (let rest = bytes; rest !== ''; ) {
      const response = parseResponse(rest);
      got.push(response?.status ?? 0);
      rest = response?.rest ?? '';
    }
    expect(got).toEqual(statuses);
    expect(error).toBeUndefined();
  });

  // Node allows a handshake two minutes, and no server sees the connection before it ends: only a drain can close it.
  it.each(['', '\x16\x03\x01'])('a handshake that does not end, %j, holds up no drain', async (bytes) => {
    const { server, port } = await serveUntilEnd(applicationOf(made, ROUTES), {
      tls: CERTIFICATE,
      drain: { delay: 0.1, deadline: 10 },
    });
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {}).write(bytes, 'latin1');
    await once(socket, 'connect');
    await talkTls(port, askOnce('GET /')); // so the server has seen the first
    const begun = performance.now();
    await expect(server.drain()).resolves.toEqual({ cut: 0 });
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('an upgrade that nobody takes', async () => {
    const { server, port } = await serveUntilEnd(applicationOf(made, ROUTES), {
      tls: CERTIFICATE,
      timeouts: { request: 0.5 },
    });
    server.on('upgrade', () => {});
    const text = `${ask('GET /', 'Upgrade: websocket', 'Connection: Upgrade')}${askOnce('GET /')}`;
    const { bytes } = await talkTls(port, text);
    expect(parseResponse(bytes)?.body).toBe('ok');
    expect(parseResponse(parseResponse(bytes)?.rest ?? '')?.body).toBe('ok');
  });

  it('is drained', async () => {
    const { server, port } = await serveUntilEnd(applicationOf(made, ROUTES), {
      tls: CERTIFICATE,
      drain: { delay: 0.1, deadline: 2 },
    });
    connect(port, '127.0.0.1'); // a handshake that is never begun
    const answered = new Promise<string>((resolve, reject) => {
      const options = { port, host: '127.0.0.1', path: '/slow', rejectUnauthorized: false };
      httpsRequest(options, (response) => {
        response.resume();
        resolve(String(response.headers.connection));
      })
        .on('error', reject)
        .end();
      setTimeout(() => void server.drain(), 60);
    });
    expect(await answered).toBe('close');
    expect(await server.drain()).toEqual({ cut: 0 });
  });
});

describe.each(['http', 'koa2', 'koa3'] as readonly Made[])('%s over HTTP/2', (made) => {
  const start = (drain = { delay: 0.3, deadline: 2 }) =>
    serveUntilEnd(applicationOf(made, ROUTES), {
      http2: true,
      drain,
      health: { ready: '/readyz', live: '/livez' },
    });

  it('answers what Node would leave to the handler, or answer without a document', async () => {
    const { port, reports } = await start();
    const trace = await requestHttp2(port, 'TRACE', '/');
    const expectation = await requestHttp2(port, 'GET', '/', { fields: { expect: 'tea' } });
    const host = await requestHttp2(port, 'GET', '/', {
      fields: { ':authority': 'a.example', host: 'b.example' },
    });
    expect([trace.status, expectation.status, host.status]).toEqual([501, 417, 400]);
    for (const { fields, code } of [trace, expectation, host]) {
      expect(fields['content-type']).toBe('application/problem+json');
      expect(fields['connection']).toBeUndefined();
      expect(code).toBe(0);
    }
    expect((await requestHttp2(port, 'GET', '/')).body).toBe('ok');
    expect((await requestHttp2(port, 'GET', '/readyz')).status).toBe(200);
    expect(reports.map(({ error }) => error.status)).toEqual([501, 417, 400]);
  });

  it('CONNECT is a 501', async () => {
    const { port } = await start();
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    onTestFinished(() => session.destroy());
    const stream = session.request({ ':method': 'CONNECT', ':authority': 'a.example:443' });
    const status = await new Promise((resolve) => stream.on('response', (head) => resolve(head[':status'])));
    expect(status).toBe(501);
  });

  it('a drain tells sessions to go away, serves their streams and ends', async () => {
    // Long enough for another connection after the slow stream, also on a machine that is busy.
    const { server, port } = await start({ delay: 2, deadline: 5 });
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    session.on('error', () => {});
    const goneAway = new Promise<number>((resolve) => session.on('goaway', (code) => resolve(code)));
    const stream = session.request({ ':path': '/slow' });
    stream.setEncoding('utf8');
    let body = '';
    stream.on('data', (text: string) => {
      body += text;
    });
    await new Promise((resolve) => session.on('remoteSettings', resolve));
    await vi.waitFor(() => expect(server.listening).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const ended = server.drain();
    expect(await goneAway).toBe(0);
    await new Promise((resolve) => stream.on('close', resolve));
    expect(body).toBe('slow');
    expect((await requestHttp2(port, 'GET', '/readyz')).status).toBe(503);
    expect(await ended).toEqual({ cut: 0 });
  });

  it('streams that are left at the deadline are counted', async () => {
    const never = applicationOf(made, { '/never': () => {} });
    const { server, port } = await serveUntilEnd(never, { http2: true, drain: { delay: 0, deadline: 0.4 } });
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    session.on('error', () => {});
    const seen = new Promise<ServerHttp2Stream>((resolve) =>
      (server as unknown as NodeJS.EventEmitter).on('stream', resolve),
    );
    session.request({ ':path': '/never' }).on('error', () => {});
    await seen;
    expect(await server.drain()).toEqual({ cut: 1 });
  });
});

it('HTTP/2 with TLS also serves HTTP/1.1, with the same answers', async () => {
  const { port } = await serveUntilEnd(applicationOf('http', ROUTES), { http2: true, tls: CERTIFICATE });
  expect(parseResponse((await talkTls(port, askOnce('GET /'))).bytes)?.body).toBe('ok');
  expect(parseResponse((await talkTls(port, 'garbage\r\n\r\n')).bytes)?.status).toBe(400);
  const session = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
  onTestFinished(() => session.destroy());
  const stream = session.request({ ':path': '/' });
  expect(await new Promise((resolve) => stream.on('response', (head) => resolve(head[':status'])))).toBe(200);
});

it.each(['express4', 'express5'] as const)('%s over HTTP/2 is refused by name', async (made) => {
  await expect(serveUntilEnd(applicationOf(made, {}), { http2: true })).rejects.toThrow(/Express/);
});

it('a port that is taken rejects', async () => {
  const { server } = await serveUntilEnd(applicationOf('http', {}));
  const { port } = server.address() as AddressInfo;
  await expect(serveUntilEnd(applicationOf('http', {}), { port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
