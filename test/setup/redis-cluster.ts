import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from './redis-server.ts';

/** A Redis Cluster of the tests' own. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[];
  stop(): Promise<void>;
}

const SLOTS = 16_384;
// From the port for clients to that of the bus: both stay below the ports that systems hand out.
const BUS_OFFSET = 6000;

/** Starts as many masters, each with its share of the slots, and waits until all of them see a whole cluster. */
export async function startCluster(masters = 3): Promise<RedisCluster> {
  const started = await Promise.allSettled(Array.from({ length: masters }, startNode));
  const nodes = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async (): Promise<void> => void (await Promise.all(nodes.map((node) => node.stop())));
  try {
    for (const result of started) if (result.status === 'rejected') throw result.reason;
    await join(nodes);
    return { nodes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startNode(): Promise<RedisServer> {
  return startRedis({
    mostPort: 26_000,
    args: (port) => [
      ...['--cluster-enabled', 'yes', '--cluster-port', `${port + BUS_OFFSET}`],
      ...['--cluster-node-timeout', '1000', '--cluster-require-full-coverage', 'no'],
    ],
  });
}

async function join(nodes: readonly RedisServer[]): Promise<void> {
  const clients = nodes.map(({ port }) => new Redis(port, '127.0.0.1', { lazyConnect: true }));
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const share = Math.ceil(SLOTS / nodes.length);
    for (const [at, client] of clients.entries()) {
      const last = Math.min((at + 1) * share, SLOTS) - 1;
      await client.cluster('ADDSLOTSRANGE', at * share, last);
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', `${at + 1}`); // refused once it has met another
    }
    for (const client of clients) {
      for (const { port } of nodes) {
        await client.call('CLUSTER', 'MEET', '127.0.0.1', `${port}`, `${port + BUS_OFFSET}`);
      }
    }
    await Promise.all(clients.map((client) => untilWhole(client, nodes.length)));
  } finally {
    for (const client of clients) client.disconnect();
  }
}

async function untilWhole(client: Redis, size: number): Promise<void> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    const info = String(await client.cluster('INFO'));
    const isWhole = info.includes('cluster_state:ok') && info.includes(`cluster_size:${size}`);
    if (isWhole && info.includes(`cluster_slots_ok:${SLOTS}`)) return;
    if (performance.now() > deadline) throw new Error(`the Cluster is not whole:\n${info}`);
    await new Promise((resolve) => setTimeout(resolve, 20)); // gossip tells nobody when it is done
  }
}
