import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { describeWith } from '../../setup/describe-with.ts';
import { startRedis } from '../../setup/redis-server.ts';

const HITS = fileURLToPath(new URL('./hits.mjs', import.meta.url));

async function startProcess(library: string, url: string): Promise<ChildProcess> {
  const child = fork(HITS, [library, url, '500'], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

describeWith(['redis-server'], 'a limit that processes share', () => {
  test('of 2,000 hits at once from four processes on a quota of 100 exactly 100 get through', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const libraries = ['ioredis', 'redis', 'ioredis', 'redis'];
    const children = await Promise.all(libraries.map((library) => startProcess(library, redis.url)));
    const answers = children.map(async (child) => {
      const answered = once(child, 'message');
      child.send('go');
      return Number((await answered)[0]);
    });
    const admitted = await Promise.all(answers);
    expect(admitted.reduce((sum, one) => sum + one)).toBe(100);
  });

  test('the package that is required makes the same keys as the one that is imported', async () => {
    const required = createRequire(import.meta.url)('@statuskit/redis') as typeof import('@statuskit/redis');
    const keys: string[] = [];
    const client = {
      evalSha: async (_: string, { keys: [key = ''] }: { keys: string[] }) => [1, 0, keys.push(key)],
      eval: async () => [],
    };
    const { policySet } = await import('@statuskit/core/rate-limit');
    const set = policySet([{ name: 'day', quota: 100, windowSeconds: 86_400 }]);
    for (const { redisStore } of [required, await import('@statuskit/redis')]) {
      await redisStore(client).take('key', set, 1, 0);
    }
    expect(keys[0]).toMatch(new RegExp(`^statuskit:limit:v2:${set.id}:#[\\w-]{24}$`));
    expect(keys[1]).toBe(keys[0]);
  });
});
