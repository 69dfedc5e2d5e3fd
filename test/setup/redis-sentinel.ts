import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from './redis-server.ts';

/** A master, a replica, and a Sentinel that lets the replica take over. */
export interface RedisSentinel {
  readonly name: string;
  readonly master: RedisServer;
  readonly replica: RedisServer;
  readonly sentinel: RedisServer;
  stop(): Promise<void>;
}

const NAME = 'limits';

/** Starts the three, and waits until the Sentinel knows of the replica. */
export async function startSentinel(): Promise<RedisSentinel> {
  const running: RedisServer[] = [];
  const start = async (options: Parameters<typeof startRedis>[0]): Promise<RedisServer> => {
    const server = await startRedis(options);
    running.push(server);
    return server;
  };
  const stop = async (): Promise<void> => void (await Promise.all(running.map((server) => server.stop())));
  try {
    const master = await start({ args: () => ['--repl-diskless-sync-delay', '0'] });
    const replica = await start({ args: () => ['--replicaof', '127.0.0.1', `${master.port}`] });
    const sentinel = await start({
      sentinel: [
        `sentinel monitor ${NAME} 127.0.0.1 ${master.port} 1`,
        `sentinel down-after-milliseconds ${NAME} 500`,
        `sentinel failover-timeout ${NAME} 3000`,
      ],
    });
    await untilSynced(sentinel);
    return { name: NAME, master, replica, sentinel, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilSynced(sentinel: RedisServer): Promise<void> {
  const client = new Redis(sentinel.port, '127.0.0.1');
  try {
    const deadline = performance.now() + 30_000;
    for (;;) {
      const replicas = JSON.stringify(await client.call('SENTINEL', 'REPLICAS', NAME));
      if (replicas.includes('"master-link-status","ok"')) return;
      if (performance.now() > deadline) throw new Error(`no replica in sync: ${replicas}`);
      await new Promise((resolve) => setTimeout(resolve, 50)); // a Sentinel tells nobody when it knows
    }
  } finally {
    client.disconnect();
  }
}
