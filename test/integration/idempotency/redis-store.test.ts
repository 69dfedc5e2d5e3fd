import { redisIdempotencyStore } from '@statuskit/redis';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../setup/describe-with.ts';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { describeStore, RESPONSE } from '../../setup/idempotency-store.ts';
import { CLIENTS, type Connected } from '../../setup/redis-clients.ts';
import { type RedisServer, startRedis } from '../../setup/redis-server.ts';
import { serveKeyed } from './here.ts';

describeWith(['redis-server'], 'redisIdempotencyStore', () => {
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

  /** Lets time pass for the keys of a prefix, without waiting for it. */
  async function pass(prefix: string, milliseconds: number): Promise<void> {
    for (const key of await admin.keys(`${prefix}:*`)) {
      const left = (await admin.pttl(key)) - milliseconds;
      if (left > 0) await admin.pexpire(key, left);
      else await admin.del(key);
    }
  }

  describe.each(CLIENTS)('with $name', ({ name, toServer }) => {
    let connected: Connected;
    beforeAll(async () => {
      connected = await toServer(server);
    });
    afterAll(() => connected?.close());

    const prefix = name.replace(' ', '-');
    const store = () => redisIdempotencyStore(connected.client, { prefix, deadlineMs: 10_000 });

    const make = () => ({ store: store(), pass: (milliseconds: number) => pass(prefix, milliseconds) });
    describeStore('the contract', make, { renews: true });

    it('keeps one key, which goes by itself, also after the scripts were forgotten', async () => {
      await admin.script('FLUSH');
      const kept = store();
      await kept.begin('one', 'fp', 'a', 60_000.4);
      expect(await admin.keys(`${prefix}:idempotency:v1:one`)).toHaveLength(1);
      expect(await admin.pttl(`${prefix}:idempotency:v1:one`)).toBeGreaterThan(50_000);
      await kept.complete('one', 'fp', 'a', RESPONSE, 120_000);
      expect(await admin.pttl(`${prefix}:idempotency:v1:one`)).toBeGreaterThan(110_000);
      await kept.begin('two', 'fp', 'a', 60_000);
      await kept.release('two', 'a');
      expect(await admin.exists(`${prefix}:idempotency:v1:two`)).toBe(0);
    });
  });

  it.each(CLIENTS)('$name: rejects under a key of another type, and leaves it alone', async (one) => {
    const { client, close } = await one.toServer(server);
    const prefix = `foreign-${one.name}`;
    try {
      const foreign = redisIdempotencyStore(client, { prefix });
      await admin.lpush(`${prefix}:idempotency:v1:name`, 'somebody else');
      await expect(foreign.begin('name', 'fp', 'token', 1000)).rejects.toThrow('WRONGTYPE');
      expect(await admin.lrange(`${prefix}:idempotency:v1:name`, 0, -1)).toEqual(['somebody else']);
    } finally {
      await close();
    }
  });

  it('two processes of each framework run 200 equal requests once', async () => {
    const connected = await Promise.all(CLIENTS.map(({ toServer }) => toServer(server)));
    let runs = 0;
    let refused = 0;
    let finish = (): void => {};
    const wait = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const servers = await Promise.all(
      FRAMEWORKS.map((framework, at) => {
        const { client } = connected[at] ?? { client: admin };
        return serveKeyed(
          framework,
          async () => {
            runs++;
            await wait;
            return { id: 7 };
          },
          {
            store: redisIdempotencyStore(client, { prefix: 'shared', deadlineMs: 10_000 }),
            onEvent: ({ kind }) => void (kind === 'running' && ++refused === 199 && finish()),
          },
        );
      }),
    );
    const post = (at: number) => servers[at % servers.length]?.post('"k"');
    const responses = await Promise.all(Array.from({ length: 200 }, (_, at) => post(at)));
    expect(runs).toBe(1);
    expect(responses.filter((response) => response?.status === 200)).toHaveLength(1);
    expect(responses.filter((response) => response?.status === 409)).toHaveLength(199);
    const late = await Promise.all(servers.map((_, at) => post(at)));
    expect(late.map((response) => [response?.status, response?.body])).toEqual(
      servers.map(() => [200, '{"id":7}']),
    );
    expect(runs).toBe(1);
    for (const one of connected) one.close();
  });

  it('a request that outlives its lease is renewed by its process, and runs once in two', async () => {
    const [one, two] = await Promise.all(CLIENTS.slice(0, 2).map(({ toServer }) => toServer(server)));
    let finish = (): void => {};
    const wait = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let runs = 0;
    const run = async () => {
      runs++;
      await wait;
      return { id: 7 };
    };
    const [first, other] = await Promise.all(
      [one, two].map((connected) =>
        serveKeyed('express5', run, {
          leaseSeconds: 0.3,
          store: redisIdempotencyStore(connected?.client ?? admin, { prefix: 'renewed', deadlineMs: 10_000 }),
        }),
      ),
    );
    const host = { host: 'pay.example' };
    const answer = first?.post('"k"', undefined, host);
    const renewed = async (): Promise<void> => {
      const [key = ''] = await admin.keys('renewed:*');
      for (let before = -1, seen = 0; seen < 4; ) {
        const left = await admin.pttl(key);
        if (left > before) seen++;
        before = left;
      }
    };
    while ((await admin.keys('renewed:*')).length === 0) await new Promise(setImmediate);
    await renewed();
    const during = await other?.post('"k"', undefined, host);
    finish();
    const [done, after] = [await answer, await other?.post('"k"', undefined, host)];
    expect([during?.status, done?.status, after?.status, runs]).toEqual([409, 200, 200, 1]);
    expect(after?.fields['idempotent-replayed']).toEqual(['true']);
    one?.close();
    two?.close();
  });

  it('rejects if Redis does not answer in time, and leaves no key behind when it answers late', async () => {
    const late: (() => void)[] = [];
    const calls: string[] = [];
    const slow = {
      defineCommand() {},
      eval: () => Promise.reject(new Error('not asked for')),
      evalsha: (_sha: string, _count: number, ...args: string[]) => {
        calls.push(args.join(' '));
        return new Promise((resolve) => late.push(() => resolve([0])));
      },
    };
    const store = redisIdempotencyStore(slow, { deadlineMs: 1 });
    await expect(store.begin('name', 'fp', 'token', 1000)).rejects.toMatchObject({ reason: 'deadline' });
    expect(calls).toEqual(['statuskit:idempotency:v1:name token fp 1000']);
    late[0]?.();
    await new Promise(setImmediate);
    expect(calls.slice(1)).toEqual(['statuskit:idempotency:v1:name token']);
  });

  it('rejects a reply that its script has not made', async () => {
    for (const reply of [
      null,
      'OK',
      [],
      [1],
      [2, 'fp'],
      [2, 'fp', '{'],
      [2, 'fp', 'null'],
      [2, 'fp', '{}'],
      [7],
    ]) {
      const odd = { defineCommand() {}, eval: async () => reply, evalsha: async () => reply };
      await expect(redisIdempotencyStore(odd).begin('name', 'fp', 'token', 1000)).rejects.toThrow();
    }
  });

  it('takes a client of redis or ioredis, a prefix and a deadline, and nothing else', () => {
    expect(() => redisIdempotencyStore({} as never)).toThrow(
      'client: expected a client of the package redis',
    );
    expect(() => redisIdempotencyStore(admin, { prefix: '' })).toThrow('prefix: expected 1 to 64 characters');
    expect(() => redisIdempotencyStore(admin, { deadlineMs: 0 })).toThrow('deadlineMs: expected 1 to 60000');
  });
});
