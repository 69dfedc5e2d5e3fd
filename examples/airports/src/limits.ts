import type { RateLimitStore } from '@statuskit/core/rate-limit';
import { redisStore } from '@statuskit/redis';
import { createClient } from 'redis';

/** Limits that both servers share, and how to let go of them. */
export type SharedLimits = { readonly store: RateLimitStore; close(): Promise<void> };

/** Limits in the Redis server of this URL. Where it does not answer, each server decides alone. */
export function sharedLimits(url: string): SharedLimits {
  const client = createClient({ url });
  const ignore = () => {}; // the store tells the limiter, and the client goes on trying
  client.on('error', ignore);
  client.connect().catch(ignore);
  return {
    store: redisStore(client, { prefix: 'airports' }),
    close: async () => void client.destroy(),
  };
}
