import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a child process does that is a server: it says how much CPU it took between `start` and `stop`. */
export function serve(listener: RequestListener): void {
  const server = createServer(listener);
  // The connections lie idle while others are started and measured.
  server.keepAliveTimeout = 0;
  server.headersTimeout = 0;
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });

  let before = process.cpuUsage();
  process.on('message', (word) => {
    if (word === 'start') {
      process.send?.('started');
      before = process.cpuUsage();
    } else {
      const { user, system } = process.cpuUsage(before);
      process.send?.({ cpuMicroseconds: user + system });
    }
  });
  process.on('disconnect', () => process.exit());
}
