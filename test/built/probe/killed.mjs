// One process of a service whose payments run once for each key. Its handler tells the test through Redis that it runs, and
// answers only where it is told to: the test kills it in the middle.
import { handle, idempotent } from '@statuskit/express';
import { redisIdempotencyStore } from '@statuskit/redis';
import express from 'express';
import { Redis } from 'ioredis';

const [, , url, answers] = process.argv;
const redis = new Redis(url);
const store = redisIdempotencyStore(redis, { prefix: 'killed', deadlineMs: 10_000 });

const app = express();
app.use(express.json());
app.post(
  '/',
  idempotent({ scope: 'shared', store }),
  handle(async () => {
    const run = await redis.incr('runs');
    return answers === 'answers' ? { run } : new Promise(() => {});
  }),
);
const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port));
