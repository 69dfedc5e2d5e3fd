import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Framework } from '../../setup/frameworks.ts';
import { parseResponse, type RawResponse, talk } from '../../setup/raw.ts';

const SERVER = fileURLToPath(new URL('./server.mjs', import.meta.url));

/** What `errorHandler` told of one failure. */
export interface Told {
  readonly level: string;
  readonly sent: number | 'aborted';
  readonly instance?: string;
  readonly requestId?: number;
  readonly status: unknown;
  readonly thrown: string;
  /** Whether it is about a hook that failed. */
  readonly hook: boolean | 'throws';
}

/** What was told and printed since the last look, and whether some prototype has grown a member. */
export interface Seen {
  readonly reports: readonly Told[];
  readonly printed: readonly string[];
  readonly polluted: boolean;
}

/** A server of one framework in a process of its own. */
export interface Server {
  readonly port: number;
  /** What the process has come to, where it has ended, and all that it wrote about that. */
  dead(): string | undefined;
  stop(): void;
}

/** Starts the server and waits until it listens. */
export async function start(framework: Framework): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, [SERVER, framework], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Without a name for the environment Express shows the stack of what it answers itself; the page for a person shows one only
    // where development is named.
    env: { ...process.env, NODE_ENV: '' },
  });
  let written = '';
  child.stderr?.on('data', (chunk) => {
    written += chunk;
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.once('data', (chunk) => resolve(Number(chunk)));
    child.once('exit', (code) => reject(new Error(`${framework} ended with ${code}: ${written}`)));
  });
  return {
    port,
    dead: () =>
      child.exitCode === null && child.signalCode === null
        ? undefined
        : `${child.exitCode ?? child.signalCode}: ${written}`,
    stop: () => void child.kill(),
  };
}

/** The text of one request. */
export function ask(path: string, fields = '', method = 'GET'): string {
  return `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${fields}\r\n`;
}

const LAST = 'Connection: close\r\n';

function must(response: RawResponse | undefined, bytes: string): RawResponse {
  if (response === undefined) throw new Error(`no answer in: ${bytes.slice(0, 300)}`);
  return response;
}

/** What was reported, once it is at least so much; and whether the server still answers. */
export async function look(server: Server, least: number): Promise<Seen> {
  const { bytes } = await talk(server.port, ask('/plain/alive') + ask(`/_/seen?least=${least}`, LAST));
  const alive = must(parseResponse(bytes), bytes);
  if (alive.body !== 'alive') throw new Error(`not alive: ${bytes.slice(0, 300)}`);
  return JSON.parse(must(parseResponse(alive.rest), bytes).body) as Seen;
}

/** An answer with all bytes of its connection up to the next one, and what was reported about it. */
export interface Probed extends Seen {
  readonly answer: RawResponse;
  readonly bytes: string;
}

/** One request that is answered; two more behind it on the same connection look whether the server is well. */
export async function probe(
  server: Server,
  path: string,
  { fields = '', method = 'GET', least = 1 }: { fields?: string; method?: string; least?: number } = {},
): Promise<Probed> {
  const { bytes, error } = await talk(
    server.port,
    ask(path, fields, method) + ask('/plain/alive') + ask(`/_/seen?least=${least}`, LAST),
  );
  if (error !== undefined) throw new Error(`${error} after: ${bytes.slice(0, 300)}`);
  const answer = must(parseResponse(bytes, method === 'HEAD'), bytes);
  const alive = must(parseResponse(answer.rest), bytes);
  if (alive.body !== 'alive') throw new Error(`not alive: ${bytes.slice(0, 300)}`);
  const seen = JSON.parse(must(parseResponse(alive.rest), bytes).body) as Seen;
  return { ...seen, answer, bytes: bytes.slice(0, bytes.length - answer.rest.length) };
}

/** The same where the connection may be gone behind the answer. */
export async function probeApart(
  server: Server,
  path: string,
  { least = 1 }: { readonly least?: number } = {},
): Promise<Probed> {
  const { bytes } = await talk(server.port, ask(path, LAST));
  return { ...(await look(server, least)), answer: must(parseResponse(bytes), bytes), bytes };
}

/** The names that the server knows: values, situations and variants. */
export async function names(server: Server): Promise<readonly (readonly string[])[]> {
  const { bytes } = await talk(server.port, ask('/_/names', LAST));
  return JSON.parse(must(parseResponse(bytes), bytes).body) as string[][];
}

/** Sends `text` and goes away: at once, or when the first bytes of the answer have come. */
export function leave(
  server: Server,
  text: string,
  when: 'sent' | 'answered',
  how: 'end' | 'reset',
): Promise<string> {
  return new Promise((resolve) => {
    let bytes = '';
    const socket = connect(server.port, '127.0.0.1');
    const go = (): void => void (how === 'reset' ? socket.resetAndDestroy() : socket.destroy());
    socket.on('data', (chunk) => {
      bytes += chunk.toString('latin1');
      if (when === 'answered') go();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(bytes));
    socket.write(text, 'latin1', () => {
      if (when === 'sent') go();
    });
  });
}

/** How an upload went. Milliseconds count from the first byte sent. */
export interface Upload {
  readonly bytes: string;
  readonly error: string | undefined;
  /** Bytes of content that were handed to the kernel when the answer began, and in the end. */
  readonly sentAtAnswer: number;
  readonly sent: number;
  readonly answeredMs: number;
  readonly closedMs: number;
}

/**
 * Sends `head` and then `total` bytes of content in pieces, without a look at the answer or at the end of the server's
 * side, as clients do that write first and read later. `behind` is sent behind the content.
 */
export function upload(
  server: Server,
  head: string,
  {
    total,
    everyMs = 0,
    behind = '',
    chunked = false,
  }: {
    readonly total: number;
    readonly everyMs?: number;
    readonly behind?: string;
    readonly chunked?: boolean;
  },
): Promise<Upload> {
  const piece = Buffer.alloc(65_536, 'x');
  const framed = chunked ? Buffer.concat([Buffer.from('10000\r\n'), piece, Buffer.from('\r\n')]) : piece;
  return new Promise((resolve) => {
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    const start = performance.now();
    let bytes = '';
    let error: string | undefined;
    let sent = 0;
    let sentAtAnswer = Number.NaN;
    let answeredMs = Number.NaN;
    let ended = false;
    const giveUp = setTimeout(() => {
      error ??= 'TIMEOUT';
      socket.destroy();
    }, 5000);
    socket.on('data', (chunk) => {
      if (bytes === '') {
        answeredMs = performance.now() - start;
        sentAtAnswer = sent;
      }
      bytes += chunk.toString('latin1');
    });
    socket.on('end', () => {
      ended = true;
      if (sent >= total) socket.end();
    });
    socket.on('error', (failure: NodeJS.ErrnoException) => {
      error = failure.code;
    });
    socket.on('close', () => {
      clearTimeout(giveUp);
      resolve({ bytes, error, sentAtAnswer, sent, answeredMs, closedMs: performance.now() - start });
    });
    const next = (): void => {
      if (socket.destroyed) return;
      if (sent < total) {
        const last = total - sent;
        sent += Math.min(last, piece.length);
        socket.write(chunked ? framed : piece.subarray(0, last), () => {
          if (everyMs === 0) setImmediate(next);
          else setTimeout(next, everyMs);
        });
        return;
      }
      if (behind !== '') socket.write(behind);
      if (ended) socket.end();
    };
    socket.write(head, next);
  });
}
