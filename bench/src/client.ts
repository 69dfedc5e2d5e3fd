import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

const CONNECTIONS = 8;

/** What a client sends, and the status that it is to get. */
export interface Exchange {
  readonly method?: string;
  readonly path: string;
  /** More fields. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly status: number;
  /** A field that the entity tag of a plain answer, a 200, is sent in. */
  readonly tagIn?: 'If-None-Match' | 'If-Match';
}

function bytesOf({ method = 'GET', path, fields = {} }: Exchange): Buffer {
  const lines = Object.entries({
    Host: 'localhost',
    'User-Agent': 'bench',
    Accept: '*/*',
    'Accept-Encoding': 'gzip',
    ...fields,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

/** Sends the same request over a few connections that stay open, each as soon as it has the answer to the last. */
export interface Client {
  /** The text of one whole response. */
  readonly response: string;
  /** Resolves when this many requests have been answered. */
  run(requests: number): Promise<void>;
  close(): void;
}

/** A connection to a server on loopback. */
export async function connectTo(port: number): Promise<Duplex> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

function lengthOf(text: string, status: number): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = /^content-length: *(\d+)/im.exec(text.slice(0, end))?.[1];
  // RFC 9112 §6.3: neither has content, whatever its fields say.
  return end + 4 + (status === 304 || status === 204 ? 0 : Number(length));
}

function readOne(socket: Duplex, request: Buffer, status: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', function collect(chunk: Buffer) {
      text += chunk.toString('latin1');
      const length = lengthOf(text, status);
      if (length === undefined || text.length < length) return;
      socket.off('data', collect);
      if (text.length === length && text.startsWith(`HTTP/1.1 ${status} `)) resolve(text);
      else reject(new Error(`expected one ${status}, got ${text}`));
    });
    socket.write(request);
  });
}

async function withTag(socket: Duplex, exchange: Exchange): Promise<Exchange> {
  const { path, tagIn, fields } = exchange;
  if (tagIn === undefined) return exchange;
  const plain = await readOne(socket, bytesOf({ path, status: 200 }), 200);
  const tag = /^etag: *(.+)$/im.exec(plain)?.[1]?.trim();
  if (tag === undefined) throw new Error(`expected a response with an entity tag, got ${plain}`);
  return { ...exchange, fields: { ...fields, [tagIn]: tag } };
}

/** Opens the connections, and reads one response to know how long they all are. */
export async function openClient(open: () => Promise<Duplex>, exchange: Exchange): Promise<Client> {
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, open));
  const [first] = sockets;
  if (first === undefined) throw new Error('no connection');
  const request = bytesOf(await withTag(first, exchange));
  const response = await readOne(first, request, exchange.status);

  function run(requests: number): Promise<void> {
    let unsent = requests;
    // A connection is done when there is nothing left to send and its last answer is there.
    const work = (socket: Duplex): Promise<void> =>
      new Promise((resolve, reject) => {
        let missing = 0;
        const next = (): void => {
          if (unsent > 0) {
            unsent--;
            missing = response.length;
            socket.write(request);
            return;
          }
          socket.off('data', receive).off('close', lost);
          resolve();
        };
        const receive = (chunk: Buffer): void => {
          missing -= chunk.length;
          if (missing === 0) next();
          else if (missing < 0)
            reject(new Error(`expected the same response, got ${chunk.toString('latin1')}`));
        };
        const lost = (): void => reject(new Error('the server has closed a connection'));
        socket.on('data', receive).on('close', lost);
        next();
      });
    return Promise.all(sockets.map(work)).then(() => undefined);
  }

  return {
    response,
    run,
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
