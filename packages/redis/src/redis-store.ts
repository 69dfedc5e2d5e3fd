import { warnOfUnknown } from '@statuskit/core/adapter';
import type { AsyncRateLimitStore } from '@statuskit/core/rate-limit';
import { type RedisClient, runner } from './client.ts';
import { checkOptions, OPTIONS } from './options.ts';
import { storeOf } from './store.ts';

/** Options of a Redis store of rate limits. */
export interface RedisStoreOptions {
  /** What the keys in Redis begin with: 1 to 64 characters. Default: `'statuskit'`. */
  readonly prefix?: string | undefined;
  /** How long a call to Redis may take, in milliseconds, 1 to 60,000. Default: 100. */
  readonly deadlineMs?: number | undefined;
}

/**
 * Returns a store that keeps rate limits in Redis or Valkey, shared by all processes: one key and one script call per decision, by
 * the clock of the server. `client` is a client of the package `redis` or `ioredis`, for one server, Sentinel or a Cluster. It
 * stays yours: you connect it, listen to its errors and close it.
 *
 * No call takes longer than the deadline. If Redis does not answer, or not with what the script wrote, the store rejects with a
 * {@link RedisStoreError}, and the limiter decides by its `onStoreError`. Keys are hashed, except addresses.
 *
 * @throws {TypeError} If the client is of another kind, or if an option has the wrong type.
 * @throws {RangeError} If the deadline is out of range.
 *
 * @example
 * ```ts
 * const store = redisStore(client, { prefix: 'shop' });
 * const limiter = rateLimiter({ policies: [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }], store });
 * const decision = await limiter.consume('user 7');
 * ```
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): AsyncRateLimitStore {
  warnOfUnknown('redisStore', options, OPTIONS);
  const { prefix = 'statuskit', deadlineMs = 100 } = options;
  checkOptions(prefix, deadlineMs);
  return storeOf({ run: runner(client), prefix, deadlineMs });
}
