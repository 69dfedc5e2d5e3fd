// One instance of the restart run: a listener that takes up to 20 ms, stopped on SIGTERM by the way that its first argument
// names. Its port is its second argument. Prints it when it listens.
import { createServer } from 'node:http';
import { createTerminus } from '@godaddy/terminus';
import { protect } from '@statuskit/node';
import shutdown from 'http-graceful-shutdown';
import { createHttpTerminator } from 'http-terminator';
import stoppable from 'stoppable';

/** What a deployment recommends: readiness fails at once, and closing begins after this. */
const DELAY_MS = 1000;
const [way = 'statuskit', port = '0'] = process.argv.slice(2);
let isReady = true;

function listener(request, response) {
  if (request.url === '/readyz') {
    response.writeHead(isReady ? 200 : 503).end();
    return;
  }
  setTimeout(() => response.end('ok'), Math.random() * 20);
}

// What has started it has ended.
process.stdin.on('end', () => process.exit()).resume();

const server = createServer(listener);

function afterDelay(close) {
  process.once('SIGTERM', () => {
    isReady = false;
    setTimeout(close, DELAY_MS);
  });
}

const WAYS = {
  statuskit: () =>
    protect(server, { drain: { delay: DELAY_MS / 1000, deadline: 5 }, health: { ready: '/readyz' } }),
  'close() at once': () => process.once('SIGTERM', () => server.close(() => process.exit(0))),
  'delay + close()': () => afterDelay(() => server.close(() => process.exit(0))),
  terminus: () =>
    createTerminus(server, {
      signal: 'SIGTERM',
      timeout: 4000,
      healthChecks: { '/readyz': async () => {} },
      beforeShutdown: () => new Promise((resolve) => setTimeout(resolve, DELAY_MS)),
    }),
  stoppable: () => {
    stoppable(server, 2000);
    afterDelay(() => server.stop(() => process.exit(0)));
  },
  'http-terminator': () => {
    const terminator = createHttpTerminator({ server, gracefulTerminationTimeout: 2000 });
    afterDelay(() => void terminator.terminate().then(() => process.exit(0)));
  },
  'http-graceful-shutdown': () => {
    const stop = shutdown(server, { signals: '', timeout: 2000, forceExit: false });
    afterDelay(() => void stop().then(() => process.exit(0)));
  },
};

WAYS[way]();
server.listen(Number(port), '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
