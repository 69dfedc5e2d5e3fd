import { type PolicySet, policySet } from '@statuskit/core/rate-limit';
import { redisStore } from '@statuskit/redis';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { redisKey } from '../../../packages/redis/src/key.ts';
import { describeWith } from '../../setup/describe-with.ts';
import { CLIENTS, type Connected } from '../../setup/redis-clients.ts';
import { type RedisServer, startRedis } from '../../setup/redis-server.ts';

// Slow enough that nothing comes back while a busy machine runs a test.
const BOTH: PolicySet = policySet([
  { name: 'day', quota: 100, windowSeconds: 86_400 },
  { name: 'hour', quota: 150, windowSeconds: 3600, algorithm: 'fixed-window' },
]);
const NOW = 0; // ignored: the server has a clock of its own

describeWith(['redis-server'], 'redisStore', () => {
  // Its own: the tests count its commands and flush its scripts.
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

  /** How often each command was called since the last time. */
  async function calls(): Promise<Record<string, number>> {
    const lines = (await admin.info('commandstats')).matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm);
    const counts = Object.fromEntries([...lines].map(([, name, count]) => [name, Number(count)]));
    await admin.config('RESETSTAT');
    return counts;
  }

  describe.each(CLIENTS)('with $name', ({ name, toServer }) => {
    let connected: Connected;
    beforeAll(async () => {
      connected = await toServer(server);
    });
    afterAll(() => connected?.close());

    const prefix = name.replace(' ', '-');

    test('2,000 hits at once on a quota of 100 admit exactly 100', async () => {
      const store = redisStore(connected.client, { prefix, deadlineMs: 10_000 });
      const answers = await Promise.all(Array.from({ length: 2000 }, () => store.take('2000', BOTH, 1, NOW)));
      expect(answers.filter(({ admitted }) => admitted)).toHaveLength(100);
    });

    test('a decision on two policies is one call on one key, which goes by itself', async () => {
      const store = redisStore(connected.client, { prefix });
      await store.take('once', BOTH, 1, NOW);
      await calls();
      await store.take('once', BOTH, 1, NOW);
      expect(await calls()).toMatchObject({ evalsha: 1, time: 1, get: 1, set: 1 });
      const ttl = await admin.pttl(redisKey(prefix, BOTH.id, 'once'));
      expect(ttl).toBeGreaterThan(3_500_000);
      expect(ttl).toBeLessThanOrEqual(3_600_010);
    });

    // `redis` 6 makes one for each command otherwise, which nothing but its cost would tell.
    test('a call costs no timer of the client', async () => {
      const store = redisStore(connected.client, { prefix });
      const made = vi.spyOn(AbortSignal, 'timeout');
      try {
        await store.take('timers', BOTH, 1, NOW);
        expect(made).not.toHaveBeenCalled();
      } finally {
        made.mockRestore();
      }
    });

    test('a peek writes nothing', async () => {
      const store = redisStore(connected.client, { prefix });
      expect((await store.take('peek', BOTH, 0, NOW)).policies[0]?.remaining).toBe(100);
      expect(await admin.exists(redisKey(prefix, BOTH.id, 'peek'))).toBe(0);
    });

    test('a key that is refused costs no further call until it can succeed', async () => {
      const store = redisStore(connected.client, { prefix });
      await store.take('refused', BOTH, 100, NOW);
      expect((await store.take('refused', BOTH, 10, NOW)).admitted).toBe(false);
      await calls();
      for (let hit = 0; hit < 20; hit++)
        expect((await store.take('refused', BOTH, 10, NOW)).admitted).toBe(false);
      expect((await calls())['evalsha']).toBeUndefined();
    });

    test('a refund and a reset count at once, also for a key that was refused', async () => {
      const store = redisStore(connected.client, { prefix });
      const taken = await store.take('refund', BOTH, 100, NOW);
      expect((await store.take('refund', BOTH, 50, NOW)).admitted).toBe(false);
      await store.refund('refund', BOTH, 100, taken, NOW);
      expect((await store.take('refund', BOTH, 100, NOW)).admitted).toBe(true);
      expect((await store.take('refund', BOTH, 50, NOW)).admitted).toBe(false);
      await store.forget('refund', BOTH);
      expect((await store.take('refund', BOTH, 100, NOW)).admitted).toBe(true);
    });

    test('a refund makes no key, and leaves none without a time to live', async () => {
      const store = redisStore(connected.client, { prefix });
      const taken = await store.take('ttl', BOTH, 2, NOW);
      await store.take('ttl', BOTH, 1, NOW);
      await store.refund('ttl', BOTH, 2, taken, NOW);
      const key = redisKey(prefix, BOTH.id, 'ttl');
      expect(await admin.pttl(key)).toBeGreaterThan(3_500_000);
      await admin.del(key);
      await store.refund('ttl', BOTH, 2, taken, NOW);
      expect(await admin.exists(key)).toBe(0);
    });

    test('nothing is loaded beforehand; a server that forgot the script gets its text', async () => {
      const store = redisStore(connected.client, { prefix });
      await admin.script('FLUSH');
      await calls();
      expect((await store.take('flushed', BOTH, 1, NOW)).policies[0]?.remaining).toBe(99);
      expect((await store.take('flushed', BOTH, 1, NOW)).policies[0]?.remaining).toBe(98);
      expect(await calls()).toMatchObject({ evalsha: 2, eval: 1 });
    });
  });
});
