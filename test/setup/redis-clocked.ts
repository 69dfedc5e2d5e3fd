import type { AsyncRateLimitStore } from '@statuskit/core/rate-limit';
import type { Redis } from 'ioredis';
import { EPOCH_MS } from '../../packages/redis/src/scripts.ts';
import { storeOf } from '../../packages/redis/src/store.ts';

let prefixes = 0;

/**
 * A store whose clocks, Redis's and its own, are the one that it is handed with each call: the scripts get the time as
 * a second key, which no call of the package gives them.
 */
export function clockedStore(client: Redis): AsyncRateLimitStore {
  let nowMs = 0;
  const store = storeOf({
    run: ({ text, sha }, key, args) =>
      client
        .evalsha(sha, 2, key, `${nowMs}`, ...args)
        .catch(() => client.eval(text, 2, key, `${nowMs}`, ...args)),
    prefix: `clocked${process.pid}-${prefixes++}`,
    deadlineMs: 10_000,
    now: () => nowMs,
    // Redis still lets keys go by its own clock.
    scripts: { clock: `local now = tonumber(KEYS[2]) - ${EPOCH_MS}`, spareMs: 3_600_000 },
  });
  return {
    take(key, set, cost, at) {
      nowMs = at;
      return store.take(key, set, cost, at);
    },
    refund(key, set, cost, levels, at) {
      nowMs = at;
      return store.refund(key, set, cost, levels, at);
    },
    forget: store.forget,
  };
}
