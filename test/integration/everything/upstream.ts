import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { closedOrigin } from '../../setup/closed-origin.ts';
import { SECRET } from './cases.ts';

/** Another server, which refuses everybody, and a port where nobody listens. */
export interface Upstream {
  /** Answers 401 with a challenge and a cookie of its own; `/never` is not answered. */
  readonly origin: string;
  readonly closed: string;
  close(): void;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function startUpstream(): Promise<Upstream> {
  const server = createServer((request, response) => {
    if (request.url === '/never') return;
    request.resume();
    response
      .writeHead(401, {
        'content-type': 'application/x-amz-json-1.0',
        'www-authenticate': `Bearer realm="${SECRET}"`,
        'set-cookie': `session=${SECRET}`,
      })
      .end(JSON.stringify({ __type: 'com.amazonaws.sqs#AccessDenied', message: SECRET }));
  });
  const [origin, closed] = [await listen(server), await closedOrigin()];
  return {
    origin,
    closed,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
