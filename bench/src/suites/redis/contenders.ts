import { type RatePolicy, rateLimiter } from '@statuskit/core/rate-limit';
import { redisStore } from '@statuskit/redis';
import { createClient } from 'redis';
import { flexible, RateLimitRedis } from '../../untyped.ts';

const QUOTA = 1_000_000_000;
const WINDOW_SECONDS = 3600;
const HOURLY: RatePolicy = { name: 'hourly', quota: QUOTA, windowSeconds: WINDOW_SECONDS };
const DAILY: RatePolicy = { name: 'daily', quota: 10 * QUOTA, windowSeconds: 24 * WINDOW_SECONDS };

/** Counts a hit of one key. */
export type Hit = (key: string) => Promise<unknown>;

const open = (url: string) => createClient({ url });
type Client = ReturnType<typeof open>;

/** One way to keep limits in Redis. */
export interface RedisContender {
  readonly says: string;
  make(client: Client): Hit;
}

function ours(policies: readonly RatePolicy[]): RedisContender['make'] {
  return (client) => {
    // On a busy machine a call may take longer than the usual deadline; a decision without Redis would count for nothing.
    const limiter = rateLimiter({
      policies,
      store: redisStore(client, { deadlineMs: 60_000 }),
      onStoreError: 'closed',
    });
    return async (key) => {
      const decision = await limiter.consume(key);
      if (decision.kind !== 'allowed') throw new Error(`expected to be allowed, got ${decision.kind}`);
    };
  };
}

function rateLimitRedis(client: Client, prefix: string, windowSeconds: number): Hit {
  const store = new RateLimitRedis({
    prefix,
    sendCommand: (...words: string[]) => client.sendCommand(words),
  });
  store.init({ windowMs: windowSeconds * 1000 });
  return async (key) => store.increment(key);
}

function twoOfRateLimitRedis(client: Client): readonly [Hit, Hit] {
  return [
    rateLimitRedis(client, 'hourly:', WINDOW_SECONDS),
    rateLimitRedis(client, 'daily:', 24 * WINDOW_SECONDS),
  ];
}

/** The first is what the others are held against. */
export const CONTENDERS: readonly RedisContender[] = [
  { says: 'bare INCR', make: (client) => (key) => client.incr(`bare:${key}`) },
  { says: 'the same again (A/A)', make: (client) => (key) => client.incr(`bare:${key}`) },
  { says: 'statuskit, one policy', make: ours([HOURLY]) },
  { says: 'statuskit, two policies in one call', make: ours([HOURLY, DAILY]) },
  { says: 'rate-limit-redis', make: (client) => rateLimitRedis(client, 'one:', WINDOW_SECONDS) },
  {
    says: 'rate-limit-redis, two policies in two calls, one after the other',
    make(client) {
      const [hourly, daily] = twoOfRateLimitRedis(client);
      return async (key) => {
        await hourly(key);
        await daily(key);
      };
    },
  },
  {
    says: 'rate-limit-redis, two policies in two calls at once',
    make(client) {
      const [hourly, daily] = twoOfRateLimitRedis(client);
      return (key) => Promise.all([hourly(key), daily(key)]);
    },
  },
  {
    says: 'rate-limiter-flexible: RateLimiterRedis',
    make(client) {
      const limiter = new flexible.RateLimiterRedis({
        storeClient: client,
        useRedisPackage: true,
        points: QUOTA,
        duration: WINDOW_SECONDS,
        keyPrefix: 'flexible',
      });
      return (key) => limiter.consume(key);
    },
  },
];

/** A connection of its own for each. */
export async function connect(url: string): Promise<Client> {
  const client = open(url);
  await client.connect();
  return client;
}
