import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { type Client, type Exchange, openClient } from './client.ts';

/** What a server is told: to begin and end a count of its CPU, or to ask itself without a network. */
export type ServerOrder = 'start' | 'stop' | { readonly open: Exchange } | { readonly requests: number };

/** A connection that exists in this process only, so that no figure has a system call in it. */
async function connectWithin(server: Server): Promise<Duplex> {
  const [near, far] = duplexPair();
  server.emit('connection', Object.assign(far, { remoteAddress: '127.0.0.1' }));
  const { write } = near;
  // As over a network a request never comes while the answer to the last is being written: the parser is not made for that.
  near.write = (bytes: unknown) => {
    setImmediate(() => write.call(near, bytes, 'latin1'));
    return true;
  };
  return near;
}

/**
 * What a child process does that is a server: it says how much CPU it took between two orders, or for requests of its own.
 * `prepare` is called with the server before it listens.
 */
export function serve(listener: RequestListener, prepare?: (server: Server) => void): void {
  const server = createServer(listener);
  // The connections lie idle while others are started and measured. As with Node's default of 5 s, each response starts a timer.
  server.keepAliveTimeout = 3_600_000;
  server.headersTimeout = 0;
  server.requestTimeout = 0;
  prepare?.(server);
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });

  let before = process.cpuUsage();
  let client: Client | undefined;
  const tellCpu = (): void => {
    const { user, system } = process.cpuUsage(before);
    process.send?.({ cpuMicroseconds: user + system });
  };

  async function obey(order: ServerOrder): Promise<void> {
    if (order === 'start') {
      process.send?.('started');
      before = process.cpuUsage();
    } else if (order === 'stop') tellCpu();
    else if ('open' in order) {
      client = await openClient(() => connectWithin(server), order.open);
      process.send?.('opened');
    } else {
      before = process.cpuUsage();
      await client?.run(order.requests);
      tellCpu();
    }
  }

  process.on('message', (order) => {
    obey(order as ServerOrder).catch((failure) => {
      throw failure;
    });
  });
  process.on('disconnect', () => process.exit());
}
