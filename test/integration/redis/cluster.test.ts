import { policySet } from '@statuskit/core/rate-limit';
import { redisStore } from '@statuskit/redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../setup/describe-with.ts';
import { CLIENTS } from '../../setup/redis-clients.ts';
import { type RedisCluster, startCluster } from '../../setup/redis-cluster.ts';

const BOTH = policySet([
  { name: 'hour', quota: 1000, windowSeconds: 3600 },
  { name: 'day', quota: 100, windowSeconds: 86_400 },
]);
const KEYS = ['one', 'two', 'three', 'four', 'five', 'user:{1}'];

describeWith(['redis-server'], 'redisStore over a Cluster of three masters', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startCluster(3);
  }, 60_000);
  afterAll(() => cluster?.stop());

  test.each(CLIENTS)('$name: 2,000 hits at once on a quota of 100 admit exactly 100', async (library) => {
    const connected = await library.toCluster(cluster);
    try {
      const prefix = library.name.replace(' ', '-');
      const store = redisStore(connected.client, { prefix, deadlineMs: 10_000 });
      const admitted = await Promise.all(
        KEYS.map(async (key, at) => {
          const hits = Array.from({ length: at === 0 ? 2000 : 200 }, () => store.take(key, BOTH, 1, 0));
          return (await Promise.all(hits)).filter(({ admitted }) => admitted).length;
        }),
      );
      expect(admitted).toEqual(KEYS.map(() => 100));
    } finally {
      connected.close();
    }
  });
});
