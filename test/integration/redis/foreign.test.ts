import { policySet, type RatePolicy, rateLimiter } from '@statuskit/core/rate-limit';
import { redisIdempotencyStore, redisStore } from '@statuskit/redis';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redisKey } from '../../../packages/redis/src/key.ts';
import { describeWith } from '../../setup/describe-with.ts';
import { CLIENTS, type Connected } from '../../setup/redis-clients.ts';
import { type RedisServer, startRedis } from '../../setup/redis-server.ts';
import { hearWarnings } from '../../setup/warnings.ts';

const RATE: readonly RatePolicy[] = [{ name: 'hourly', quota: 100, windowSeconds: 3600 }];
const WINDOW: readonly RatePolicy[] = [
  { name: 'hourly', quota: 100, windowSeconds: 3600, algorithm: 'fixed-window' },
];
const BOTH: readonly RatePolicy[] = [...RATE, ...WINDOW.map((policy) => ({ ...policy, name: 'other' }))];

const doubles = (...numbers: number[]): Buffer => Buffer.from(new Float64Array(numbers).buffer);

const FORMS = { RATE, WINDOW, BOTH };
const STRINGS: Readonly<Record<string, Buffer>> = {
  nothing: Buffer.alloc(0),
  'one byte': Buffer.from('x'),
  text: Buffer.from('{"used":1}'),
  'too many numbers': doubles(1, 2, 3, 4, 5),
  NaN: doubles(Number.NaN, Number.NaN, Number.NaN),
  infinity: doubles(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
  'less than infinity': doubles(-Infinity, -Infinity, -Infinity),
  'enormous numbers': doubles(1e300, 1e300, 1e300),
  'an end and an infinite count': doubles(1e12, Number.POSITIVE_INFINITY, 1),
  'an end and an enormous count': doubles(1e12, 1e300, 1),
  'an end and a count below 0': doubles(1e12, -5, 1),
  fractions: doubles(1e12 + 0.5, 1.5, 2.25),
};

// 23, 24: five requests for one such key used to stop all keys.
describeWith(['redis-server'], 'a value in Redis that the script did not write', () => {
  let server: RedisServer;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis();
    admin = new Redis(server.url);
  });
  afterAll(async () => {
    admin?.disconnect();
    await server?.stop();
  });

  describe.each(CLIENTS)('with $name', ({ name, toServer }) => {
    let connected: Connected;
    beforeAll(async () => {
      connected = await toServer(server);
    });
    afterAll(() => connected?.close());
    const prefix = `foreign-${name.replace(' ', '-')}`;

    async function others(set: readonly RatePolicy[]): Promise<string[]> {
      hearWarnings();
      const store = redisStore(connected.client, { prefix, deadlineMs: 10_000 });
      const limiter = rateLimiter({ policies: set, store, onStoreError: 'closed' });
      const kinds: string[] = [];
      for (let n = 0; n < 8; n++) kinds.push((await limiter.consume('bad')).kind);
      return [...kinds, (await limiter.consume('good')).kind];
    }

    test.each(Object.entries(FORMS))(
      '%s: another type of value leaves other keys alone',
      async (_name, policies) => {
        const key = redisKey(prefix, policySet(policies).id, 'bad');
        await admin.del(key);
        await admin.hset(key, 'wrong', 'type');
        expect(await others(policies)).toEqual([...Array(8).fill('unknown'), 'allowed']);
        await admin.del(key);
      },
    );

    test.each(
      Object.entries(FORMS).flatMap(([form, policies]) =>
        Object.entries(STRINGS).map(([what, value]) => ({ form, policies, what, value })),
      ),
    )('$form: $what is repaired, and no more than a quota is admitted', async ({ policies, value }) => {
      const set = policySet(policies);
      const key = redisKey(prefix, set.id, 'bad');
      const store = redisStore(connected.client, { prefix, deadlineMs: 10_000 });
      await admin.set(key, value);
      const answers = await Promise.all(Array.from({ length: 150 }, () => store.take('bad', set, 1, 0)));
      expect(answers.filter(({ admitted }) => admitted).length).toBeLessThanOrEqual(100);
      for (const { policies: each } of answers)
        for (const { remaining, waitMs, resetMs } of each) {
          expect(remaining).toBeGreaterThanOrEqual(0);
          expect(Number.isSafeInteger(remaining) && waitMs <= 3_600_000 && resetMs <= 3_600_000).toBe(true);
        }
      expect(await admin.pttl(key)).toBeLessThanOrEqual(3_600_010);
      expect((await store.take('good', set, 1, 0)).admitted).toBe(true);
      await admin.set(key, value);
      await store.refund('bad', set, 1, answers[0] as never, 0);
      await admin.del(key);
      await store.forget('good', set);
    });

    test('of an idempotency key refuses that key only', async () => {
      const store = redisIdempotencyStore(connected.client, { prefix, deadlineMs: 10_000 });
      const [begun] = [await store.begin('bad', 'fp', 'token', 60_000)];
      expect(begun).toEqual({ kind: 'started' });
      const [key = ''] = await admin.keys(`${prefix}:idempotency*bad`);
      await admin.set(key, 'no hash');
      for (let n = 0; n < 8; n++) await expect(store.begin('bad', 'fp', 'token', 60_000)).rejects.toThrow();
      expect(await store.begin('good', 'fp', 'token', 60_000)).toEqual({ kind: 'started' });
      await store.release('good', 'token');
      await admin.del(key);
    });
  });
});
