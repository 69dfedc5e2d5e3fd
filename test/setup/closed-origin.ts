import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * The origin of a port where nobody listens, and nobody will: it is below those that systems hand out, and outside the
 * range in which Redis servers of tests are started. A port that was handed out and closed is soon another server's.
 */
export async function closedOrigin(): Promise<string> {
  for (;;) {
    const port = randomInt(11_000, 19_000);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      continue; // somebody is there
    }
    server.close();
    await once(server, 'close');
    return `http://127.0.0.1:${port}`;
  }
}
