import type { RedisClient } from '@statuskit/redis';
import * as ioredis from 'ioredis';
import * as ioredis5 from 'ioredis5';
import * as redis from 'redis';
import * as redis5 from 'redis5';

/** A client that is connected, and how to be rid of it. */
export interface Connected {
  readonly client: RedisClient;
  close(): void;
}

interface Node {
  readonly url: string;
  readonly port: number;
}

/** A client library in one major, against one server, Sentinel or a Cluster. */
export interface ClientLibrary {
  readonly name: string;
  toServer(server: { readonly url: string }): Promise<Connected>;
  toCluster(cluster: { readonly nodes: readonly Node[] }): Promise<Connected>;
  toSentinel(service: { readonly name: string; readonly sentinel: Node }): Promise<Connected>;
}

const HOST = '127.0.0.1';
// Soon, so that a test of a restart does not wait for seconds.
const RETRY_MS = 250;

// An outage is reported by an event as well, which ends the process where nobody listens.
const ignored = (): void => {};

function nodeRedis(
  name: string,
  library: Pick<typeof redis, 'createClient' | 'createCluster' | 'createSentinel'>,
): ClientLibrary {
  const socket = { reconnectStrategy: RETRY_MS };
  return {
    name,
    async toServer({ url }) {
      const client = library.createClient({ url, socket }).on('error', ignored);
      await client.connect();
      return { client, close: () => client.destroy() };
    },
    async toCluster({ nodes }) {
      const rootNodes = nodes.map(({ url }) => ({ url }));
      const client = library.createCluster({ rootNodes, defaults: { socket } }).on('error', ignored);
      await client.connect();
      return { client, close: () => client.destroy() };
    },
    async toSentinel({ name, sentinel }) {
      const client = library
        .createSentinel({
          name,
          sentinelRootNodes: [{ host: HOST, port: sentinel.port }],
          nodeClientOptions: { socket },
          scanInterval: 100,
        })
        .on('error', ignored);
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  };
}

function io(name: string, { Redis, Cluster }: Pick<typeof ioredis, 'Redis' | 'Cluster'>): ClientLibrary {
  const retryStrategy = (): number => RETRY_MS;
  return {
    name,
    async toServer({ url }) {
      const client = new Redis(url, { retryStrategy, lazyConnect: true }).on('error', ignored);
      await client.connect();
      return { client, close: () => client.disconnect() };
    },
    async toCluster({ nodes }) {
      const client = new Cluster(
        nodes.map(({ port }) => ({ host: HOST, port })),
        { clusterRetryStrategy: retryStrategy, lazyConnect: true },
      ).on('error', ignored);
      await client.connect();
      return { client, close: () => client.disconnect() };
    },
    async toSentinel({ name, sentinel }) {
      const client = new Redis({
        name,
        sentinels: [{ host: HOST, port: sentinel.port }],
        retryStrategy,
        sentinelRetryStrategy: retryStrategy,
        lazyConnect: true,
      }).on('error', ignored);
      await client.connect();
      return { client, close: () => client.disconnect() };
    },
  };
}

// The older majors are used by what both have.
export const CLIENTS: readonly ClientLibrary[] = [
  nodeRedis('node-redis 6', redis),
  nodeRedis('node-redis 5', redis5 as unknown as typeof redis),
  io('ioredis 6', ioredis),
  io('ioredis 5', ioredis5 as unknown as typeof ioredis),
];
