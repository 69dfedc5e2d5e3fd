// Clients that write more than a server reads, and what each of them makes of the answer: its status, or the code of an error.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorHandler } from '@statuskit/express';
import express, { type Express } from 'express';
import { ask } from '../conformance/server/case.ts';
import { findProgram } from './programs.ts';

export type Outcome = number | string;

/** Sends a request so many times in parallel. */
export type Send = (port: number, times: number) => Promise<Outcome[]>;

const MEGABYTE = 1_000_000;
const LONG_FIELD = 'a'.repeat(MEGABYTE);
const CONTENT = Buffer.alloc(5 * MEGABYTE, 'a');
/** Content whose first chunk has no size. */
const BAD_CHUNKS = Buffer.concat([Buffer.from('zz\r\n'), CONTENT]);

const codeOf = (error: unknown): string => {
  const { code, message, cause } = error as NodeJS.ErrnoException & { cause?: unknown };
  return code ?? (cause === undefined ? message : codeOf(cause));
};

const parallel =
  (send: (port: number) => Promise<Outcome>): Send =>
  (port, times) =>
    Promise.all(Array.from({ length: times }, () => send(port)));

interface Sent {
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
  readonly raw?: boolean;
}

/** By `node:http`. Content that is `raw` is written as it is, also if it is not valid. */
const byHttp = ({ path, headers = {}, body, raw = false }: Sent): Send =>
  parallel(
    (port) =>
      new Promise((resolve) => {
        const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', path, headers, agent: false });
        sent.on('response', (response) => {
          response.resume();
          response.once('end', () => resolve(response.statusCode ?? 0));
          response.once('error', (error) => resolve(codeOf(error)));
        });
        sent.on('error', (error) => resolve(codeOf(error)));
        if (!raw) sent.end(body);
        else {
          sent.flushHeaders();
          sent.once('socket', (socket) => {
            socket.once('connect', () => setImmediate(() => socket.write(body ?? '')));
          });
        }
      }),
  );

/** By `fetch`. */
const byFetch = ({ path, headers = {}, body }: Sent): Send =>
  parallel(async (port) => {
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers,
        ...(body !== undefined && { body: new Uint8Array(body) }),
      });
      await response.arrayBuffer();
      return response.status;
    } catch (error) {
      return codeOf(error);
    }
  });

/** By a socket whose owner writes everything, waits, and reads only then. */
const byLateReader = (text: string | Buffer): Send =>
  parallel(
    (port) =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1');
        socket.pause();
        socket.on('error', (error) => resolve(codeOf(error)));
        socket.write(text, () => setTimeout(() => socket.resume(), 300));
        let bytes = '';
        socket.on('data', (chunk) => {
          bytes += chunk;
        });
        socket.on('close', () => resolve(Number(bytes.split(' ')[1] ?? 0)));
      }),
  );

/** By curl, which does not wait for a 100. */
const byCurl =
  ({ path, headers = {}, body }: Sent): Send =>
  async (port, times) => {
    const folder = await mkdtemp(join(tmpdir(), 'statuskit-curl-'));
    try {
      const lines = Object.entries({ Expect: '', ...headers }).map(([name, value]) => `${name}: ${value}`);
      await writeFile(join(folder, 'head'), lines.join('\n').replace('Expect: ', 'Expect:'));
      await writeFile(join(folder, 'body'), body ?? '');
      const url = `http://127.0.0.1:${port}${path}`;
      const one = ['-H', `@${join(folder, 'head')}`, '--data-binary', `@${join(folder, 'body')}`];
      const print = ['-s', '-w', '%{exitcode} %{http_code}\\n', '--parallel', '--parallel-immediate'];
      const all = Array.from({ length: times }, () => ['-o', '/dev/null', url]).flat();
      const child = spawn(findProgram('curl') ?? 'curl', [...print, ...one, ...all], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      await new Promise((resolve) => child.once('close', resolve));
      // 55 and 56: it could not send everything, or was reset; what it has read counts.
      return text
        .trim()
        .split('\n')
        .map((line) => Number(line.split(' ')[1]) || `curl ${line}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

const LENGTH = { 'content-length': String(CONTENT.length), 'content-type': 'application/json' };

/** What is sent, what is right, and by whom; `read` reads all content, `refuse` answers 413 without reading it. */
export const SENT: readonly (readonly [what: string, status: number, who: string, send: Send])[] = [
  ['fields of 1 MB', 431, 'node:http', byHttp({ path: '/read', headers: { 'x-long': LONG_FIELD } })],
  ['fields of 1 MB', 431, 'fetch', byFetch({ path: '/read', headers: { 'x-long': LONG_FIELD } })],
  ['fields of 1 MB', 431, 'a late reader', byLateReader(ask('GET /read', `X-Long: ${LONG_FIELD}`))],
  ['fields of 1 MB', 431, 'curl', byCurl({ path: '/read', headers: { 'X-Long': LONG_FIELD } })],
  [
    'a bad chunk before 5 MB',
    400,
    'node:http',
    byHttp({ path: '/read', headers: { 'transfer-encoding': 'chunked' }, body: BAD_CHUNKS, raw: true }),
  ],
  [
    'a bad chunk before 5 MB',
    400,
    'a late reader',
    byLateReader(Buffer.concat([Buffer.from(ask('POST /read', 'Transfer-Encoding: chunked')), BAD_CHUNKS])),
  ],
  ['content of 5 MB', 413, 'node:http', byHttp({ path: '/refuse', headers: LENGTH, body: CONTENT })],
  [
    'content of 5 MB',
    413,
    'fetch',
    byFetch({ path: '/refuse', headers: { 'content-type': 'application/json' }, body: CONTENT }),
  ],
  [
    'content of 5 MB',
    413,
    'a late reader',
    byLateReader(
      Buffer.concat([
        Buffer.from(
          ask('POST /refuse', `Content-Length: ${CONTENT.length}`, 'Content-Type: application/json'),
        ),
        CONTENT,
      ]),
    ),
  ],
  [
    'content of 5 MB',
    413,
    'curl',
    byCurl({ path: '/refuse', headers: { 'Content-Type': 'application/json' }, body: CONTENT }),
  ],
];

/** Sends it so many times, in batches. */
export async function sendTimes(send: Send, port: number, times: number, batch = 20): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < times; at += batch) outcomes.push(...(await send(port, Math.min(batch, times - at))));
  return outcomes;
}

/** How often there was each outcome. */
export function counts(outcomes: readonly Outcome[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const one of outcomes) all[one] = (all[one] ?? 0) + 1;
  return all;
}

/** A listener whose `/read` reads all content, and whose `/refuse` refuses it unread. */
export function refusing(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/refuse') {
    response.writeHead(413, { Connection: 'close', 'Content-Length': '0' }).end();
    return;
  }
  request.on('error', () => {});
  request.on('end', () => response.end('read'));
  request.resume();
}

/** An application with a body parser, whose limit is 100 kB. */
export function parsing(): Express {
  const app = express();
  app.use(express.json());
  app.use(errorHandler({ report() {} }));
  return app;
}
