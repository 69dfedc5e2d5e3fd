// A refusal reaches a client that is still writing. Closing a socket with unread bytes resets it, and Node's own client then
// never sees the answer: 40 of 40 for fields of 1 MB with plain Node.
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ask } from '../../conformance/server/case.ts';
import { applicationOf, MADE, type Made, serveUntilEnd } from '../../setup/served.ts';

const TIMES = 20;
const MEGABYTE = 1_000_000;

function start(made: Made): Promise<{ readonly port: number }> {
  return serveUntilEnd(
    applicationOf(made, {
      '/read': (request, response) => {
        request.on('error', () => {});
        request.on('end', () => response.end('read'));
        request.resume();
      },
      '/refuse': (_request, response) =>
        void response.writeHead(413, { Connection: 'close', 'Content-Length': '0' }).end(),
    }),
  );
}

type Send = (port: number) => Promise<number | string>;

/** By Node's own client. */
const byNode =
  (path: string, headers: Record<string, string>, body: Buffer): Send =>
  (port) =>
    new Promise((resolve) => {
      const sent = httpRequest(
        { host: '127.0.0.1', port, method: 'POST', path, headers, agent: false },
        (response) => {
          response.resume();
          response.once('end', () => resolve(response.statusCode ?? 0));
        },
      );
      sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      sent.end(body);
    });

/** By a socket whose owner writes everything before it reads. */
const byLateReader =
  (text: string | Buffer): Send =>
  (port) =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.pause();
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      socket.write(text, () => setTimeout(() => socket.resume(), 300));
      let bytes = '';
      socket.on('data', (chunk) => {
        bytes += chunk;
      });
      socket.on('close', () => resolve(Number(bytes.split(' ')[1] ?? 0)));
    });

const long = 'a'.repeat(MEGABYTE);
const content = Buffer.alloc(5 * MEGABYTE, 'a');
const badChunk = Buffer.concat([
  Buffer.from(ask('POST /read', 'Transfer-Encoding: chunked')),
  Buffer.from('zz\r\n'),
  content,
]);
const upload = Buffer.concat([
  Buffer.from(ask('POST /refuse', `Content-Length: ${content.length}`)),
  content,
]);

describe.each(MADE)('%s', (made) => {
  it.each<[string, number, Send]>([
    ["431 for fields of 1 MB, Node's client", 431, byNode('/read', { 'x-long': long }, Buffer.alloc(0))],
    ['431 for fields of 1 MB, a late reader', 431, byLateReader(ask('GET /read', `X-Long: ${long}`))],
    ['400 for a bad chunk before 5 MB, a late reader', 400, byLateReader(badChunk)],
    [
      "413 for 5 MB, Node's client",
      413,
      byNode('/refuse', { 'content-length': String(content.length) }, content),
    ],
    ['413 for 5 MB, a late reader', 413, byLateReader(upload)],
  ])('%s: %d', async (_what, status, send) => {
    const { port } = await start(made);
    const outcomes: (number | string)[] = [];
    for (let at = 0; at < TIMES; at += 5) {
      outcomes.push(...(await Promise.all(Array.from({ length: 5 }, () => send(port)))));
    }
    expect(outcomes).toEqual(Array.from({ length: TIMES }, () => status));
  });
});
