// What takes too long on a session of HTTP/2. Node has no timeouts for one: a client could hold it for ever.
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { describe, expect, it, type TestContext, vi } from 'vitest';
import { requestHttp2 } from '../../setup/http2-client.ts';
import { applicationOf, type Made, serveUntilEnd } from '../../setup/served.ts';

const ROUTES: Parameters<typeof applicationOf>[1] = {
  '/': (_request, response) => void response.end('ok'),
  '/long': (_request, response) => void setTimeout(() => response.end('long'), 1200),
  '/never': () => {},
  '/read': (request, response) => {
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    request.on('end', () => response.end(`read ${length}`));
    request.on('error', () => {});
  },
  '/late': (request, response) => void setTimeout(() => ROUTES['/read']?.(request, response), 1200),
  '/refuse': (_request, response) => void response.writeHead(403).end('no'),
  '/begun': (request, response) => {
    response.write('a');
    request.resume();
  },
};

const SHORT = { headers: 0.4, request: 0.4, keepAlive: 0.4 };

const start = ({ onTestFinished }: TestContext, made: Made, timeouts = SHORT) =>
  serveUntilEnd(
    applicationOf(made, ROUTES),
    { http2: true, timeouts, drain: { delay: 0, deadline: 8 } },
    onTestFinished,
  );

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

function frame(type: number, flags: number, stream: number, payload: readonly number[] = []): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, Buffer.from(payload)]);
}

const SETTINGS = frame(4, 0, 0);
/** `GET /` with END_STREAM; without END_HEADERS its header block goes on. */
const headers = (stream: number, isWhole: boolean): Buffer =>
  frame(1, isWhole ? 5 : 1, stream, [0x82, 0x86, 0x84, 0x01, 0x01, 0x61]);

/** Writes bytes, and resolves with the types of the frames that came when the connection is closed. */
function talk(port: number, parts: readonly (string | Buffer)[]) {
  return new Promise<{ frames: number[]; tookMs: number }>((resolve, reject) => {
    const begun = performance.now();
    const socket = connect(port, '127.0.0.1');
    let bytes = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
    });
    socket.on('close', () => {
      const frames: number[] = [];
      for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3))
        frames.push(bytes[at + 3] ?? 0);
      resolve({ frames, tookMs: performance.now() - begun });
    });
    for (const part of parts) socket.write(part);
  });
}

const GOAWAY = 7;

function open({ onTestFinished }: TestContext, port: number): ClientHttp2Session {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  session.on('error', () => {});
  onTestFinished(() => session.destroy());
  return session;
}

describe('a session that waits', () => {
  it.concurrent.for<[string, readonly (string | Buffer)[]]>([
    ['nothing is sent', []],
    ['half a preface', [PREFACE.slice(0, 10)]],
    ['no stream is begun', [PREFACE, SETTINGS]],
    ['a header block that never ends', [PREFACE, SETTINGS, headers(1, false)]],
    [
      'a header block that never ends, behind an answer',
      [PREFACE, SETTINGS, headers(1, true), headers(3, false)],
    ],
    ['nothing behind an answer', [PREFACE, SETTINGS, headers(1, true)]],
  ])('%s: it is closed in silence', async ([, parts], context) => {
    const { port, reports } = await start(context, 'http');
    const { frames, tookMs } = await talk(port, parts);
    expect(frames).toContain(GOAWAY);
    expect(tookMs).toBeGreaterThan(390);
    expect(tookMs).toBeLessThan(4000);
    expect(reports).toEqual([]);
  });

  it.concurrent('is told to go away in order', async (context) => {
    const { port } = await start(context, 'http');
    const session = open(context, port);
    const codes: number[] = [];
    session.on('goaway', (code) => void codes.push(code));
    const stream = session.request({ ':path': '/' });
    stream.resume();
    await new Promise((resolve) => session.once('close', resolve));
    expect([...new Set(codes)]).toEqual([0]);
  });

  it.concurrent('is not closed while a handler works, by none of the times', async (context) => {
    const { port } = await start(context, 'http', { headers: 0.2, request: 0.2, keepAlive: 0.2 });
    expect(await requestHttp2(port, 'GET', '/long')).toMatchObject({ status: 200, body: 'long', code: 0 });
  });

  it.concurrent('stays for keepAlive, beyond the time for a head', async (context) => {
    const { port } = await start(context, 'http', { headers: 0.2, request: 0.2, keepAlive: 30 });
    const session = open(context, port);
    session.request({ ':path': '/' }).resume();
    const slow = session.request({ ':path': '/long' });
    slow.resume();
    await new Promise((resolve) => slow.once('close', resolve));
    await requestHttp2(port, 'GET', '/long'); // longer than the others
    expect([session.closed, session.destroyed]).toEqual([false, false]);
  });

  it.concurrent('a drain does not wait for a header block that never ends', async (context) => {
    const { port, server } = await start(context, 'http', { headers: 60, request: 60, keepAlive: 60 });
    const stuck = talk(port, [PREFACE, SETTINGS, headers(1, false)]);
    await requestHttp2(port, 'GET', '/'); // connections are accepted in order
    const begun = performance.now();
    expect(await server.drain()).toEqual({ cut: 0 });
    expect(performance.now() - begun).toBeLessThan(4000);
    expect((await stuck).frames).toContain(GOAWAY);
  });
});

describe.each(['http', 'koa2', 'koa3'] as const)('%s: content that never ends', (made) => {
  /** Begins an upload of a few bytes on a session. */
  function upload(session: ClientHttp2Session, path: string) {
    const stream = session.request({ ':method': 'POST', ':path': path });
    let text = '';
    let status: number | undefined;
    stream.on('response', (head) => {
      status = head[':status'];
    });
    stream.on('error', () => {});
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    stream.write('abc');
    return new Promise<{ status: number | undefined; text: string; code: number }>((resolve) =>
      stream.once('close', () => resolve({ status, text, code: stream.rstCode ?? 0 })),
    );
  }

  it.concurrent.for(['/read', '/never'])('%s: a 408, and the session goes on', async (path, context) => {
    const { port, reports } = await start(context, made, { ...SHORT, keepAlive: 30 });
    const session = open(context, port);
    const { status, text, code } = await upload(session, path);
    expect([status, code, JSON.parse(text).status]).toEqual([408, 0, 408]);
    expect(reports.map(({ error, level, address }) => [error.status, level, address])).toEqual([
      [408, 'info', '127.0.0.1'],
    ]);
    const next = session.request({ ':path': '/' });
    next.resume();
    expect(await new Promise((resolve) => next.on('response', (head) => resolve(head[':status'])))).toBe(200);
  });

  it.concurrent('behind an answer that is whole: the stream is closed without an error', async (context) => {
    const { port, reports } = await start(context, made, { ...SHORT, keepAlive: 30 });
    expect(await upload(open(context, port), '/refuse')).toEqual({ status: 403, text: 'no', code: 0 });
    expect(reports).toEqual([]);
  });

  it.concurrent('behind an answer that has begun: it is cut off, and reported', async (context) => {
    const { port, reports } = await start(context, made, { ...SHORT, keepAlive: 30 });
    expect(await upload(open(context, port), '/begun')).toEqual({ status: 200, text: 'a', code: 2 });
    expect(reports.map(({ error, sent }) => [error.status, sent])).toEqual([[408, 200]]);
  });

  it.concurrent('a server that reads late does not count against its client', async (context) => {
    const { port, reports } = await start(context, made, { ...SHORT, keepAlive: 30 });
    const answer = await requestHttp2(port, 'POST', '/late', { body: 'a'.repeat(200_000) });
    expect([answer.status, answer.body]).toEqual([200, 'read 200000']);
    expect(reports).toEqual([]);
  });

  it.concurrent('a drain ends it by its own time', async (context) => {
    const { port, server } = await start(context, made, { ...SHORT, keepAlive: 30 });
    const session = open(context, port);
    const outcome = upload(session, '/read');
    await vi.waitFor(() => expect(session.connecting).toBe(false));
    await requestHttp2(port, 'GET', '/');
    expect(await server.drain()).toEqual({ cut: 0 });
    expect((await outcome).status).toBe(408);
  });
});
