// A child process: one server, which says how much CPU it took between `start` and `stop`.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Framework, Way } from './contenders.ts';

const [framework, way] = process.argv.slice(2) as [Framework, Way];

async function listener(): Promise<RequestListener> {
  if (framework === 'express4' || framework === 'express5') {
    return (await import('./apps/express.ts')).expressApp(framework, way);
  }
  return (await import('./apps/koa.ts')).koaApp(framework, way);
}

const server = createServer(await listener());
server.keepAliveTimeout = 0; // the connections lie idle while others are measured
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
