import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { describeWith } from '../setup/describe-with.ts';
import { type RawResponse, request } from '../setup/raw.ts';
import { startRedis } from '../setup/redis-server.ts';

const program = fileURLToPath(new URL('probe/killed.mjs', import.meta.url));

async function start(url: string, what: 'answers' | 'hangs'): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(program, [url, what], { execArgv: [] });
  const [port] = (await once(child, 'message')) as [number];
  return { child, port };
}

describeWith(['redis-server'], 'a process that is killed while a request with a key runs', () => {
  it('keeps its key until the lease ends, and no longer', async () => {
    const server = await startRedis();
    const admin = new Redis(server.url);
    const children: ChildProcess[] = [];
    try {
      const [doomed, other] = await Promise.all([start(server.url, 'hangs'), start(server.url, 'answers')]);
      children.push(doomed.child, other.child);
      const post = (port: number): Promise<RawResponse> =>
        request(port, 'POST', '/', { 'content-type': 'application/json', 'idempotency-key': '"k"' }, '{}');

      const lost = post(doomed.port).catch(() => 'no response');
      while ((await admin.get('runs')) !== '1') await new Promise(setImmediate);
      doomed.child.kill('SIGKILL');
      expect(await lost).toBe('no response');

      expect((await post(other.port)).status).toBe(409);
      const [key = ''] = await admin.keys('killed:*');
      const leftMs = await admin.pttl(key);
      expect(leftMs > 0 && leftMs <= 60_000).toBe(true);
      await admin.pexpire(key, 0); // the minute is over

      const again = await Promise.all(Array.from({ length: 20 }, () => post(other.port)));
      expect(again.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
      expect(again.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
      expect([(await post(other.port)).body, await admin.get('runs')]).toEqual(['{"run":2}', '2']);
    } finally {
      for (const child of children) child.kill('SIGKILL');
      admin.disconnect();
      await server.stop();
    }
  });
});
