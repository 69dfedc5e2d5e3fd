import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { PGlite } from '@electric-sql/pglite';

/** A PostgreSQL that clients reach by TCP. */
export interface PgServer {
  readonly url: string;
  readonly engine: PGlite;
  close(): Promise<void>;
}

const SSL_REQUEST = 80_877_103;
const TERMINATE = 'X'.charCodeAt(0);

/** Returns the first whole message of what has arrived; the first one of a connection has no type before its length. */
function nextMessage(arrived: Buffer, isFirst: boolean): Buffer | undefined {
  const at = isFirst ? 0 : 1;
  if (arrived.length < at + 4) return undefined;
  const end = at + arrived.readInt32BE(at);
  return arrived.length < end ? undefined : arrived.subarray(0, end);
}

/** PostgreSQL in this process behind a socket, so that clients which speak the protocol are the real ones. */
export async function startPgServer(): Promise<PgServer> {
  const engine = await PGlite.create();
  const sockets = new Set<Socket>();
  let last: Promise<unknown> = Promise.resolve();

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let arrived: Buffer = Buffer.alloc(0);
    let isFirst = true;
    socket.on('data', (chunk: Buffer) => {
      arrived = Buffer.concat([arrived, chunk]);
      for (
        let message = nextMessage(arrived, isFirst);
        message !== undefined;
        message = nextMessage(arrived, isFirst)
      ) {
        arrived = arrived.subarray(message.length);
        if (isFirst && message.readInt32BE(4) === SSL_REQUEST) {
          socket.write('N');
          continue;
        }
        isFirst = false;
        if (message[0] === TERMINATE) socket.end();
        else {
          const asked = message;
          last = last
            .then(async () => socket.write(await engine.execProtocolRaw(asked)))
            .catch(() => socket.destroy());
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    engine,
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres?sslmode=disable`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await last;
      await engine.close();
    },
  };
}
