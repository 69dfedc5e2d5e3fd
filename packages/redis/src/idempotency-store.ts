import type { IdempotencyBegun, IdempotencyStore, StoredResponse } from '@statuskit/core/idempotency';
import { type RedisClient, type RunScript, runner } from './client.ts';
import { guard } from './guard.ts';
import { script } from './script.ts';

/** How a Redis store of Idempotency-Keys is made. */
export interface RedisIdempotencyStoreOptions {
  /** What the keys in Redis begin with: 1 to 64 characters. Default `'statuskit'`. */
  readonly prefix?: string | undefined;
  /** How long a call to Redis may take, in milliseconds, 1 to 60,000. Default 1000. */
  readonly deadlineMs?: number | undefined;
}

// A hash of three: `t`, the token of who runs; `f`, the fingerprint; `r`, the response. Who has completed has no token.
const BEGIN = script(`local held = redis.call('HMGET', KEYS[1], 'f', 'r')
if held[1] then return {held[2] and 2 or 1, held[1], held[2] or ''} end
redis.call('HSET', KEYS[1], 't', ARGV[1], 'f', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {0}`);

const COMPLETE =
  script(`if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('HGET', KEYS[1], 't') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'f', ARGV[2], 'r', ARGV[3])
redis.call('HDEL', KEYS[1], 't')
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`);

const RELEASE = script(`if redis.call('HGET', KEYS[1], 't') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`);

/** Bytes in base64: what clients make of a reply that is no text differs. */
function written({ status, headers, body }: StoredResponse): string {
  return JSON.stringify({ status, headers, body: body && Buffer.from(body).toString('base64') });
}

function readResponse(text: string): StoredResponse {
  // Written above; whoever writes into the keys of this store can answer for it anyway.
  const { status, headers, body } = JSON.parse(text) as Omit<StoredResponse, 'body'> & { body?: string };
  return { status, headers, body: body === undefined ? undefined : Buffer.from(body, 'base64') };
}

function readBegun(reply: unknown): IdempotencyBegun {
  const [kind, fingerprint, response] = Array.isArray(reply) ? reply.map(String) : [];
  if (kind === '0') return { kind: 'started' };
  if (kind === '1' && fingerprint !== undefined) return { kind: 'running', fingerprint };
  if (kind === '2' && fingerprint !== undefined && response !== undefined)
    return { kind: 'completed', fingerprint, response: readResponse(response) };
  throw new Error('Redis gave a reply that is not that of the script');
}

/**
 * Keeps Idempotency-Keys and responses in Redis or Valkey, for all processes together: one key in Redis for each, one script for
 * each step. `client` is one of the package `redis` or `ioredis`, for one server, Sentinel or a Cluster; whoever made it
 * connects it, listens to its errors and closes it.
 *
 * No call takes longer than the deadline. Where Redis does not answer the store rejects with a {@link RedisStoreError}, and
 * `onStoreError` says what becomes of the request. Redis must not evict keys (`maxmemory-policy noeviction`): one that is
 * gone would run again.
 *
 * Throws a TypeError for a client of another kind or an option of the wrong form.
 *
 * @example
 * app.post('/payments', express.json(), idempotent({ scope, store: redisIdempotencyStore(client) }), handle(pay));
 */
export function redisIdempotencyStore(
  client: RedisClient,
  options: RedisIdempotencyStoreOptions = {},
): IdempotencyStore {
  const { prefix = 'statuskit', deadlineMs = 1000 } = options;
  if (typeof prefix !== 'string' || prefix === '' || prefix.length > 64)
    throw new TypeError(`prefix: expected 1 to 64 characters, got ${JSON.stringify(prefix)}`);
  if (!(typeof deadlineMs === 'number' && deadlineMs >= 1 && deadlineMs <= 60_000))
    throw new TypeError(`deadlineMs: expected 1 to 60000 milliseconds, got ${String(deadlineMs)}`);
  return storeOver(runner(client), prefix, deadlineMs);
}

function storeOver(run: RunScript, prefix: string, deadlineMs: number): IdempotencyStore {
  const guarded = guard(deadlineMs);
  const keyOf = (name: string): string => `${prefix}:idempotency:${name}`;

  return {
    async begin(name, fingerprint, token, leaseMs) {
      const key = keyOf(name);
      let isLate = false;
      // An answer that comes when nobody waits any more would leave the key to nobody until its lease ends.
      const giveBack = (reply: unknown): void => {
        if (isLate && readBegun(reply).kind === 'started') run(RELEASE, key, [token]).catch(() => {});
      };
      try {
        const reply = await guarded(() => {
          const asked = run(BEGIN, key, [token, fingerprint, `${Math.ceil(leaseMs)}`]);
          asked.then(giveBack).catch(() => {});
          return asked;
        });
        return readBegun(reply);
      } catch (error) {
        isLate = true;
        throw error;
      }
    },

    async complete(name, fingerprint, token, response, ttlMs) {
      const args = [token, fingerprint, written(response), `${Math.ceil(ttlMs)}`];
      return Number(await guarded(() => run(COMPLETE, keyOf(name), args))) === 1;
    },

    async release(name, token) {
      await guarded(() => run(RELEASE, keyOf(name), [token]));
    },
  };
}
