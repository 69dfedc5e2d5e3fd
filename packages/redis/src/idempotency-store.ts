import { warnOfUnknown } from '@statuskit/core/adapter';
import type { IdempotencyBegun, IdempotencyStore, StoredResponse } from '@statuskit/core/idempotency';
import { circuit } from './circuit.ts';
import { type RedisClient, type RunScript, runner } from './client.ts';
import { checkOptions, OPTIONS } from './options.ts';
import { script } from './script.ts';

/** Options of a Redis store of idempotency keys. */
export interface RedisIdempotencyStoreOptions {
  /** Start of every key in Redis, 1 to 64 characters. Default: `'statuskit'`. */
  readonly prefix?: string | undefined;
  /** How long a call to Redis may take, in milliseconds, 1 to 60,000. Default: 1000. */
  readonly deadlineMs?: number | undefined;
}

// A hash of three fields: `t`, the token of the owner; `f`, the fingerprint; `r`, the response. Once there is a response
// there is no token.
const BEGIN = script(`local held = redis.call('HMGET', KEYS[1], 'f', 'r')
if held[1] then return {held[2] and 2 or 1, held[1], held[2] or ''} end
redis.call('HSET', KEYS[1], 't', ARGV[1], 'f', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {0}`);

// Takes a name again that nobody has taken since its lease ended.
const RENEW =
  script(`if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('HGET', KEYS[1], 't') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 't', ARGV[1], 'f', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`);

const COMPLETE =
  script(`if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('HGET', KEYS[1], 't') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'f', ARGV[2], 'r', ARGV[3])
redis.call('HDEL', KEYS[1], 't')
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`);

const RELEASE = script(`if redis.call('HGET', KEYS[1], 't') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`);

const FOREIGN = 'Redis returned a value that this store has not written';

/** Returns a response as text. The body is base64, since clients differ in what they make of a reply that is not text. */
function written({ body, ...rest }: StoredResponse): string {
  return JSON.stringify({ ...rest, body: body && Buffer.from(body).toString('base64') });
}

function readResponse(text: string): StoredResponse {
  const { body, ...rest } = JSON.parse(text) as Omit<StoredResponse, 'body'> & { body?: string };
  const isOurs = Number.isInteger(rest.status) && typeof rest.headers === 'object' && rest.headers !== null;
  if (!isOurs) throw new Error(FOREIGN);
  return { ...rest, body: body === undefined ? undefined : Buffer.from(body, 'base64') };
}

function readBegun(reply: unknown): IdempotencyBegun {
  const [kind, fingerprint, response] = Array.isArray(reply) ? reply.map(String) : [];
  if (kind === '0') return { kind: 'started' };
  if (kind === '1' && fingerprint !== undefined) return { kind: 'running', fingerprint };
  if (kind === '2' && fingerprint !== undefined && response !== undefined)
    return { kind: 'completed', fingerprint, response: readResponse(response) };
  throw new Error(FOREIGN);
}

/**
 * Returns a store of idempotency keys and responses in Redis or Valkey, shared by all processes: one Redis key for each
 * idempotency key, one script for each step. `client` is a client of the package `redis` or `ioredis`, for one server,
 * Sentinel or a Cluster. You connect it, listen to its errors and close it.
 *
 * No call takes longer than the deadline. If Redis does not answer, the store rejects with a {@link RedisStoreError}, and
 * `onStoreError` decides about the request. A process renews the lease of a request while it runs; if the process dies, the
 * key is free when the lease ends.
 *
 * Redis must not evict keys (`maxmemory-policy noeviction`): a request whose key is gone would run again.
 *
 * @throws {TypeError} If `client` is not such a client, or if an option is invalid.
 *
 * @example
 * ```ts
 * app.post('/payments', express.json(), idempotent({ scope, store: redisIdempotencyStore(client) }), handle(pay));
 * ```
 */
export function redisIdempotencyStore(
  client: RedisClient,
  options: RedisIdempotencyStoreOptions = {},
): IdempotencyStore {
  warnOfUnknown('redisIdempotencyStore', options, OPTIONS);
  const { prefix = 'statuskit', deadlineMs = 1000 } = options;
  checkOptions(prefix, deadlineMs);
  return storeOver(runner(client), prefix, deadlineMs);
}

function storeOver(run: RunScript, prefix: string, deadlineMs: number): IdempotencyStore {
  const call = circuit(deadlineMs);
  // The number is the version of what is stored under the key, as `v2` in the keys of limits.
  const keyOf = (name: string): string => `${prefix}:idempotency:v1:${name}`;

  return {
    async begin(name, fingerprint, token, leaseMs) {
      const key = keyOf(name);
      let isLate = false;
      // If the reply arrives after the deadline, nobody would own the key that it has taken.
      const giveBack = (reply: unknown): void => {
        if (isLate && readBegun(reply).kind === 'started') run(RELEASE, key, [token]).catch(() => {});
      };
      try {
        const reply = await call(() => {
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

    async renew(name, fingerprint, token, leaseMs) {
      const args = [token, fingerprint, `${Math.ceil(leaseMs)}`];
      return Number(await call(() => run(RENEW, keyOf(name), args))) === 1;
    },

    async complete(name, fingerprint, token, response, ttlMs) {
      const args = [token, fingerprint, written(response), `${Math.ceil(ttlMs)}`];
      return Number(await call(() => run(COMPLETE, keyOf(name), args))) === 1;
    },

    async release(name, token) {
      await call(() => run(RELEASE, keyOf(name), [token]));
    },
  };
}
