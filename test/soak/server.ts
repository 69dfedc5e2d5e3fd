// One process of the soak run: an Express server with a limit in Redis. Told what to do by its first argument; says its
// port when it listens, and on each message what it has seen.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { errorHandler, handle, rateLimit } from '@statuskit/express';
import express from 'express';
import { runner } from '../../packages/redis/src/client.ts';
import { EPOCH_MS } from '../../packages/redis/src/scripts.ts';
import { storeOf } from '../../packages/redis/src/store.ts';
import { CLIENTS, type Connected } from '../setup/redis-clients.ts';
import { DEADLINE_MS, POLICIES, type Seen, type ServerJob } from './job.ts';

const { library, topology, clockKey } = JSON.parse(process.argv[2] ?? '') as ServerJob;
const { toServer, toCluster, toSentinel } = CLIENTS[library] ?? CLIENTS[0] ?? never();

function never(): never {
  throw new Error('there is no such library');
}

function connect(): Promise<Connected> {
  if (topology.kind === 'cluster') return toCluster(topology);
  return topology.kind === 'sentinel' ? toSentinel(topology) : toServer(topology);
}

// The clock of a Redis server can only be set with that of the machine: here a key says by how much it is off.
const SHIFTED_CLOCK = `local time = redis.call('TIME')
local now = (time[1] - ${EPOCH_MS / 1000}) * 1000 + math.floor(time[2] / 1000)
now = now + tonumber(redis.call('GET', '${clockKey}') or '0')`;

const { client } = await connect();
const store = storeOf({
  run: runner(client),
  prefix: 'soak',
  deadlineMs: DEADLINE_MS,
  scripts: clockKey === undefined ? undefined : { clock: SHIFTED_CLOCK },
});

const seen: Seen = { requests: 0, longestMs: 0, byReason: {}, loopDelayMs: 0 };
const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();

const app = express();
app.use((_request, response, next) => {
  const begun = performance.now();
  response.once('finish', () => {
    seen.requests++;
    seen.longestMs = Math.max(seen.longestMs, performance.now() - begun);
  });
  next();
});
app.use(
  rateLimit({
    policies: POLICIES,
    key: (request) => request.get('X-Key') ?? null,
    store,
    onDecision({ cause }, request) {
      const reason =
        cause === undefined ? 'answered' : String((cause as { readonly reason?: unknown }).reason ?? cause);
      seen.byReason[reason] = (seen.byReason[reason] ?? 0) + 1;
      request.res?.setHeader('X-Decided', reason);
    },
  }),
);
app.get(
  '/',
  handle(() => 'ok'),
);
app.use(errorHandler());

process.once('disconnect', () => process.exit());
process.on('message', () => {
  process.send?.({ ...seen, loopDelayMs: loop.max / 1e6 });
  Object.assign(seen, { requests: 0, longestMs: 0, byReason: {} });
  loop.reset();
});
// Longer than any stall of a busy machine, so that no idle connection is closed just when it is used again.
const server = createServer({ keepAliveTimeout: 60_000 }, app).listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
