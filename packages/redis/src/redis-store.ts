import type { AsyncRateLimitStore } from '@statuskit/core/rate-limit';
import { type RedisClient, runner } from './client.ts';
import { storeOf } from './store.ts';

/** How a Redis store is made. */
export interface RedisStoreOptions {
  /** What the keys in Redis begin with: 1 to 64 characters. Default `'statuskit'`. */
  readonly prefix?: string | undefined;
  /** How long a call to Redis may take, in milliseconds, 1 to 60,000. Default 100. */
  readonly deadlineMs?: number | undefined;
}

/**
 * Keeps rate limits in Redis or Valkey, for all processes together: one key and one script for each decision, by the
 * clock of the server. `client` is one of the package `redis` or `ioredis`, for one server, Sentinel or a Cluster; whoever
 * made it connects it, listens to its errors and closes it.
 *
 * No call takes longer than the deadline. Where Redis does not answer the store rejects with a {@link RedisStoreError},
 * and the limiter decides by its `onStoreError`.
 *
 * Throws a TypeError for a client of another kind or an option of the wrong form.
 *
 * @example
 * const store = redisStore(client, { prefix: 'shop' });
 * const limiter = rateLimiter({ policies: [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }], store });
 * const decision = await limiter.consume('user 7');
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): AsyncRateLimitStore {
  const { prefix = 'statuskit', deadlineMs = 100 } = options;
  if (typeof prefix !== 'string' || prefix === '' || prefix.length > 64)
    throw new TypeError(`prefix: expected 1 to 64 characters, got ${JSON.stringify(prefix)}`);
  if (!(typeof deadlineMs === 'number' && deadlineMs >= 1 && deadlineMs <= 60_000))
    throw new TypeError(`deadlineMs: expected 1 to 60000 milliseconds, got ${String(deadlineMs)}`);
  return storeOf({ run: runner(client), prefix, deadlineMs });
}
