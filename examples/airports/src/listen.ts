import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** A server that listens, and how to end it. */
export type Listening = { readonly url: string; close(): Promise<void> };

/**
 * Listens on the loopback interface.
 *
 * `port` is by default 0: any free one. Closing ends open connections too.
 */
export async function listen(listener: RequestListener, port = 0): Promise<Listening> {
  const server = createServer(listener);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening'); // rejects with the 'error' of a port that is taken
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('listen: expected a TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
