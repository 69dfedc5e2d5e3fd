// One of the processes that share a limit: hits a key as often as it is told, all at once, and says how many got through.
// What it imports is what users install.
import { policySet } from '@statuskit/core/rate-limit';
import { redisStore } from '@statuskit/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';

const [library, url, count] = process.argv.slice(2);
const set = policySet([{ name: 'day', quota: 100, windowSeconds: 86_400 }]);
const client = library === 'ioredis' ? new Redis(url) : createClient({ url });
if (library !== 'ioredis') await client.connect();
const store = redisStore(client, { deadlineMs: 10_000 });

process.once('message', async () => {
  const hits = Array.from({ length: Number(count) }, () => store.take('key', set, 1, 0));
  const admitted = (await Promise.all(hits)).filter(({ admitted }) => admitted).length;
  process.send?.(admitted, () => process.exit());
});
process.send?.('ready');
