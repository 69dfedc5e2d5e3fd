import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { serve } from '@statuskit/node';

/** Heads of requests, as they are sent. */
const REQUESTS = [
  'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n',
  'POST /a?b HTTP/1.1\r\nHost: a:80\r\nContent-Length: 3\r\n\r\nabc',
  'POST / HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: chunked\r\n\r\n3;a="b"\r\nabc\r\n0\r\nA: b\r\n\r\n',
  'GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\nExpect: 100-continue\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
  'OPTIONS * HTTP/1.0\r\n\r\n',
];

export interface Wire {
  readonly corpus: readonly string[];
  /** Sends bytes, then a request that must be answered. Returns the statuses of the answers to the bytes. */
  readonly send: (text: string) => Promise<number[]>;
  readonly stop: () => Promise<void>;
}

/** A protected server that is sent bytes that need not be a request. */
export async function startWire(): Promise<Wire> {
  const server = await serve(
    (request: IncomingMessage, response: ServerResponse) => {
      request.on('error', () => {});
      request.resume();
      response.end('ok');
    },
    { host: '127.0.0.1', report: () => {} },
  );
  const { port } = server.address() as { port: number };

  const exchange = (bytes: Buffer): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let received = '';
      socket.setEncoding('latin1');
      socket.on('data', (part) => (received += String(part)));
      socket.on('error', () => {}); // a reset: `close` follows
      socket.on('close', () => resolve(received));
      socket.end(bytes);
    });

  return {
    corpus: REQUESTS,
    send: async (text) => {
      const answers = await exchange(Buffer.from(text, 'latin1'));
      if (answers !== '' && !answers.startsWith('HTTP/1.1 '))
        throw new Error(`sent: ${answers.slice(0, 80)}`);
      if (/^HTTP\/1\.1 5(?!01|05)/.test(answers)) throw new Error(`sent: ${answers.slice(0, 80)}`);
      const next = await exchange(Buffer.from('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'));
      if (!next.startsWith('HTTP/1.1 200 ')) throw new Error(`the next request: ${next.slice(0, 80)}`);
      return [...answers.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
    },
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
