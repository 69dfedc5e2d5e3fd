import { connect, type Socket } from 'node:net';
import { PATH, STATUS } from './problem.ts';

const CONNECTIONS = 8;

const REQUEST = Buffer.from(
  `GET ${PATH} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n\r\n`,
);

/** Sends the same request over a few connections that stay open, each as soon as it has the answer to the last. */
export interface Client {
  /** The text of one whole response. */
  readonly response: string;
  /** Resolves when this many requests have been answered. */
  run(requests: number): Promise<void>;
  close(): void;
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

function lengthOf(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  const length = /^content-length: *(\d+)/im.exec(text.slice(0, end))?.[1];
  return end < 0 || length === undefined ? undefined : end + 4 + Number(length);
}

function readOne(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', function collect(chunk: Buffer) {
      text += chunk.toString('latin1');
      const length = lengthOf(text);
      if (length === undefined || text.length < length) return;
      socket.off('data', collect);
      if (text.length === length && text.startsWith(`HTTP/1.1 ${STATUS} `)) resolve(text);
      else reject(new Error(`expected one ${STATUS}, got ${text}`));
    });
    socket.write(REQUEST);
  });
}

/** Opens the connections, and reads one response to know how long they all are. */
export async function openClient(port: number): Promise<Client> {
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(port)));
  const [first] = sockets;
  if (first === undefined) throw new Error('no connection');
  const response = await readOne(first);

  function run(requests: number): Promise<void> {
    let unsent = requests;
    // A connection is done when there is nothing left to send and its last answer is there.
    const work = (socket: Socket): Promise<void> =>
      new Promise((resolve, reject) => {
        let missing = 0;
        const next = (): void => {
          if (unsent > 0) {
            unsent--;
            missing = response.length;
            socket.write(REQUEST);
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
