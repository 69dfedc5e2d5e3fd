// The store takes the real clients, in both majors, and nothing else; a limiter over it answers by promise.
import { type Decision, rateLimiter } from '@statuskit/core/rate-limit';
import { type RedisClient, redisStore } from '@statuskit/redis';
import { Cluster, Redis } from 'ioredis';
import { Cluster as Cluster5, Redis as Redis5 } from 'ioredis5';
import { createClient, createClientPool, createCluster, createSentinel } from 'redis';
import {
  createClient as createClient5,
  createClientPool as createClientPool5,
  createCluster as createCluster5,
  createSentinel as createSentinel5,
} from 'redis5';

const sentinel = { name: 'limits', sentinelRootNodes: [{ host: '127.0.0.1', port: 26_379 }] };
const nodes = { rootNodes: [{ url: 'redis://127.0.0.1' }] };

export const clients: RedisClient[] = [
  createClient(),
  createClientPool(),
  createCluster(nodes),
  createSentinel(sentinel),
  createClient5(),
  createClientPool5(),
  createCluster5(nodes),
  createSentinel5(sentinel),
  new Redis(),
  new Cluster([]),
  new Redis5(),
  new Cluster5([]),
];

const policies = [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }];
const limiter = rateLimiter({ policies, store: redisStore(createClient()) });
export const decision: Promise<Decision> = limiter.consume('user 7');

// @ts-expect-error a URL is no client
redisStore('redis://127.0.0.1');
// @ts-expect-error milliseconds are a number
redisStore(createClient(), { deadlineMs: '100' });
// @ts-expect-error there is no option of this name
redisStore(createClient(), { deadline: 100 });
