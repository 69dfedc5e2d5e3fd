export type { IoredisClient, NodeRedisClient, RedisClient } from './client.ts';
export { RedisStoreError, type RedisStoreFailure } from './error.ts';
export { type RedisIdempotencyStoreOptions, redisIdempotencyStore } from './idempotency-store.ts';
export { type RedisStoreOptions, redisStore } from './redis-store.ts';
