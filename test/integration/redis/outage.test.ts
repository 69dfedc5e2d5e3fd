import { setImmediate } from 'node:timers/promises';
import { policySet, rateLimiter } from '@statuskit/core/rate-limit';
import { RedisStoreError, redisStore } from '@statuskit/redis';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { describeWith } from '../../setup/describe-with.ts';
import { CLIENTS, type ClientLibrary, type Connected } from '../../setup/redis-clients.ts';
import { type RedisSentinel, startSentinel } from '../../setup/redis-sentinel.ts';
import { type RedisServer, startRedis } from '../../setup/redis-server.ts';

const POLICIES = [{ name: 'hour', quota: 10, windowSeconds: 3600 }];
const DEADLINE_MS = 100;
// A busy machine: what is promised is that nobody waits for seconds, or for ever.
const LENIENT_MS = DEADLINE_MS + 400;

async function serverWith(library: ClientLibrary): Promise<{ server: RedisServer; connected: Connected }> {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  const connected = await library.toServer(server);
  onTestFinished(() => connected.close());
  return { server, connected };
}

/** Repeats until it holds: the client decides when it connects again. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 15_000;
  while (!(await holds())) {
    if (performance.now() > until) expect.unreachable('it never came to hold');
    await setImmediate(); // the answer of an open circuit takes no turn of the loop
  }
}

describeWith(['redis-server'], 'an outage of Redis', () => {
  // Once for each process the limiter says that its store has failed.
  beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));

  describe.each(CLIENTS)('with $name', (library) => {
    test.each(['SIGSTOP', 'SIGKILL'] as const)(
      'after %s nobody waits longer than the deadline, and this process goes on from what Redis said last',
      async (signal) => {
        const { server, connected } = await serverWith(library);
        const store = redisStore(connected.client, { deadlineMs: DEADLINE_MS });
        const limiter = rateLimiter({ policies: POLICIES, store });
        for (let hit = 0; hit < 4; hit++) await limiter.consume('key');
        server.signal(signal);
        const begun = performance.now();
        const decisions = await Promise.all(Array.from({ length: 20 }, () => limiter.consume('key')));
        expect(performance.now() - begun).toBeLessThan(LENIENT_MS);
        // Six were left of ten.
        expect(decisions.filter(({ kind }) => kind === 'allowed')).toHaveLength(6);
        expect(decisions.filter(({ kind }) => kind === 'limited')).toHaveLength(14);
        for (const { cause } of decisions) expect(cause).toBeInstanceOf(RedisStoreError);
        // The circuit is open by now: nobody waits at all.
        const next = await limiter.consume('other');
        expect(next).toMatchObject({ kind: 'allowed', cause: { reason: 'circuit-open' } });
      },
    );

    // node-redis 5 connects again at once, and never recovers when that meets a server which is being killed: the kernel
    // takes the connection and resets it. An orderly server has stopped listening before it lets its clients go.
    const restarts =
      library.name === 'node-redis 5' ? (['SIGTERM'] as const) : (['SIGTERM', 'SIGKILL'] as const);
    test.each(restarts)('after a restart by %s the script is given again and Redis decides', async (by) => {
      const { server, connected } = await serverWith(library);
      const set = policySet(POLICIES);
      // Longer than a client takes to connect again: each failure would double the pause of the circuit.
      const store = redisStore(connected.client, { deadlineMs: 10_000 });
      await store.take('key', set, 1, 0);
      await server.restart(by);
      const answers = async (): Promise<boolean> =>
        Promise.resolve(store.take('key', set, 1, 0)).then(
          () => true,
          () => false,
        );
      await eventually(answers);
    });
  });

  test.each(['open', 'closed'] as const)('onStoreError %s says so', async (onStoreError) => {
    const { server, connected } = await serverWith(CLIENTS[0] as ClientLibrary); // there are some
    const store = redisStore(connected.client, { deadlineMs: DEADLINE_MS });
    const limiter = rateLimiter({ policies: POLICIES, store, onStoreError });
    server.signal('SIGSTOP');
    expect(await limiter.consume('key')).toMatchObject({
      kind: 'unknown',
      admit: onStoreError === 'open',
      cause: { reason: 'deadline' },
    });
    expect(await limiter.refund(await limiter.consume('key'))).toBe(false);
    expect(await limiter.reset('key')).toBe(false);
  });
});

describeWith(['redis-server'], 'Sentinel', () => {
  let sentinel: RedisSentinel;
  beforeAll(async () => {
    sentinel = await startSentinel();
    return () => sentinel.stop();
  }, 60_000);

  test.each(CLIENTS)('$name finds the master and limits there', async (library) => {
    const connected = await library.toSentinel(sentinel);
    onTestFinished(() => connected.close());
    const store = redisStore(connected.client, { prefix: library.name.replace(' ', '-'), deadlineMs: 5000 });
    const set = policySet(POLICIES);
    const answers = await Promise.all(Array.from({ length: 100 }, () => store.take('key', set, 1, 0)));
    expect(answers.filter(({ admitted }) => admitted)).toHaveLength(10);
  });
});
