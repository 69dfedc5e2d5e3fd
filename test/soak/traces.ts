import { Redis } from 'ioredis';
import { firstDifference, traces } from '../setup/rate-traces.ts';
import { clockedStore } from '../setup/redis-clocked.ts';
import { startRedis } from '../setup/redis-server.ts';

const COUNT = 5000;
const SIDE_BY_SIDE = 200;

/** Plays more random traces than the suite has time for, against the exact reference. */
export async function compareTraces(): Promise<string[]> {
  const server = await startRedis();
  const client = new Redis(server.url);
  try {
    const all = traces(COUNT);
    const different: object[] = [];
    for (let at = 0; at < all.length; at += SIDE_BY_SIDE) {
      const found = await Promise.all(
        all
          .slice(at, at + SIDE_BY_SIDE)
          .map((trace) => firstDifference(trace, clockedStore(client), (key) => `${trace.seed} ${key}`)),
      );
      different.push(...found.filter((one) => one !== undefined));
    }
    const steps = all.reduce((sum, trace) => sum + trace.steps.length, 0);
    console.log(
      `${COUNT} random traces, ${steps} steps: ${different.length} differ from the exact reference`,
    );
    return different.slice(0, 1).map((one) => `a trace differs: ${JSON.stringify(one)}`);
  } finally {
    client.disconnect();
    await server.stop();
  }
}
