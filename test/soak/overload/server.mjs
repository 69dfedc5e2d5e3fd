// One instance of the overload run: Express with one route, behind the rule that the first argument names. The second says what
// the route does: `pool` waits for one of ten connections and holds it for 40 ms, any other computes. Prints its port when it listens.
import { pbkdf2Sync } from 'node:crypto';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorHandler, shed } from '@statuskit/express';
import express from 'express';

const [way = 'statuskit', kind = 'cpu'] = process.argv.slice(2);
const CONNECTIONS = 10;
const HELD_MS = 40;
const ITERATIONS = 30_000;

/** How often the work was done, and the seconds of a processor that it took: how fast this machine is at the moment. */
const work = { count: 0, seconds: 0 };
process.on('message', () => process.send(work));

/** About 5 ms of work. Native code, since the engine compiles a loop of JavaScript more than once, and not always better. */
function compute() {
  const begun = process.cpuUsage();
  const text = pbkdf2Sync('overload', 'salt', ITERATIONS, 32, 'sha256').toString('hex');
  const { user, system } = process.cpuUsage(begun);
  work.count++;
  work.seconds += (user + system) / 1e6;
  return text;
}

/** A pool in front of PGlite, whose one connection answers immediately and is held for a while; or real connections. */
async function openPool() {
  const connectionString = process.env['DATABASE_URL'];
  if (connectionString !== undefined) {
    const { Pool } = await import('pg');
    const pool = new Pool({ connectionString, max: CONNECTIONS });
    return () => pool.query('SELECT pg_sleep($1)', [HELD_MS / 1000]);
  }
  const { PGlite } = await import('@electric-sql/pglite');
  const engine = await PGlite.create();
  const waiting = [];
  let free = CONNECTIONS;
  return async function query() {
    if (free > 0) free--;
    else await new Promise((resolve) => waiting.push(resolve));
    try {
      await Promise.all([engine.query('SELECT 1'), sleep(HELD_MS)]);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}

/** The rule of @fastify/under-pressure, with the limits of its README: the mean of the last second, read every second. */
function underPressure() {
  const histogram = monitorEventLoopDelay({ resolution: 10 });
  histogram.enable();
  let before = performance.eventLoopUtilization();
  let isUnder = false;
  setInterval(() => {
    const delayMs = Math.max(0, histogram.mean / 1e6 - 10);
    histogram.reset();
    const now = performance.eventLoopUtilization();
    isUnder = delayMs > 1000 || performance.eventLoopUtilization(now, before).utilization > 0.98;
    before = now;
  }, 1000).unref();
  return (_request, response, next) => {
    if (isUnder) response.status(503).set('Retry-After', '10').end();
    else next();
  };
}

const WAYS = {
  statuskit: () => shed(),
  'no shedding': () => undefined,
  'toobusy-js': async () => {
    const { default: toobusy } = await import('toobusy-js');
    return (_request, response, next) => (toobusy() ? response.status(503).end() : next());
  },
  'overload-protection': async () => {
    const { default: protect } = await import('overload-protection');
    return protect('express', { production: true });
  },
  "under-pressure's rule": underPressure,
};

const app = express();
const rule = await WAYS[way]();
if (rule !== undefined) app.use(rule);
if (kind !== 'pool') app.get('/', (_request, response) => response.send(compute()));
else {
  const query = await openPool();
  await query();
  app.get('/', async (_request, response) => {
    await query();
    response.send('ok');
  });
}
app.use(errorHandler({ report: () => {} }));
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
