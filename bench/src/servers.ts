import { startChild } from './child.ts';
import { type Client, connectTo, type Exchange, openClient } from './client.ts';
import { shuffled } from './order.ts';
import type { ServerOrder } from './serve.ts';
import { difference } from './statistics.ts';

/** One way to answer, on one framework. */
export interface Contender {
  readonly framework: string;
  readonly way: string;
  /** The way on the same framework that its cost is held against; the first one is held against itself. */
  readonly against: string;
  readonly says: string;
  readonly exchange: Exchange;
  /** Whether its answer differs from the one that it is held against. */
  readonly differs?: boolean | undefined;
}

/** A contender and what a request cost in each start, in microseconds. */
export interface Measured<C extends Contender = Contender> {
  readonly contender: C;
  readonly microseconds: readonly number[];
}

/**
 * How long to measure. The same server differs from start to start by up to 40 %, and far less from batch to batch, so there are many
 * starts and few batches. Of each start counts the cheapest batch: what others do on the machine only ever adds.
 */
interface ServerEffort {
  readonly starts: number;
  readonly rounds: number;
  readonly requests: number;
  readonly warmUp: number;
}

/** Fewer starts, for figures that are kept all the same: all suites in less than half the time. */
const IS_FAST = process.argv.includes('--fast');

// After 8,000 requests some servers still take three times what they take after 16,000.
export function effortOf(full: boolean): ServerEffort {
  return full
    ? { starts: IS_FAST ? 6 : 12, rounds: 4, requests: 1000, warmUp: 16_000 }
    : { starts: 2, rounds: 4, requests: 200, warmUp: 2000 };
}

export function memoryEffortOf(full: boolean): ServerEffort {
  return full
    ? { starts: IS_FAST ? 6 : 12, rounds: 4, requests: 2000, warmUp: 15_000 }
    : { starts: 2, rounds: 2, requests: 500, warmUp: 2000 };
}

/** A server that runs. */
interface Running<C> {
  readonly contender: C;
  readonly client: Client;
  /** CPU of the server, in microseconds a request. */
  measure(requests: number): Promise<number>;
  close(): void;
}

/** The cheapest batch of a start, and those of the starts before. */
interface Cheapest {
  least: number;
  readonly microseconds: number[];
}

function keepCheapest(running: readonly Cheapest[]): void {
  for (const { microseconds, least } of running) microseconds.push(least);
}

async function start<C extends Contender>(contender: C, script: URL): Promise<Running<C>> {
  const child = startChild(script, [contender.framework, contender.way], 'production');
  const { port } = (await child.hear()) as { port: number };
  const client = await openClient(() => connectTo(port), contender.exchange);
  return {
    contender,
    client,
    async measure(requests) {
      await child.ask('start');
      await client.run(requests);
      const { cpuMicroseconds } = (await child.ask('stop')) as { cpuMicroseconds: number };
      return cpuMicroseconds / requests;
    },
    close() {
      client.close();
      child.close();
    },
  };
}

/** Status line, fields in order of name, body; without the date. */
function comparable(response: string): string {
  const [head = '', body = ''] = response.split('\r\n\r\n');
  const [statusLine = '', ...fields] = head.split('\r\n');
  const lines = fields.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()));
  return [statusLine, ...lines.filter((line) => !line.startsWith('date:')).toSorted(), '', body].join('\n');
}

/** A difference in cost means nothing unless the answers are the same. */
function assertSame(running: readonly Running<Contender>[]): void {
  for (const { contender, client } of running) {
    if (contender.differs === true) continue;
    const twin = running.find(
      (one) => one.contender.framework === contender.framework && one.contender.way === contender.against,
    );
    const [got, expected] = [comparable(client.response), comparable(twin?.client.response ?? '')];
    if (got !== expected) {
      throw new Error(`${contender.framework}, ${contender.says}: expected\n${expected}\ngot\n${got}`);
    }
  }
}

/**
 * Measures all contenders in one run: in each round each of them answers a batch, in an order that changes from round to
 * round, so that what else happens on the machine meets all alike. `script` is started for each with its framework and way.
 */
async function measureServers<C extends Contender>(
  contenders: readonly C[],
  script: URL,
  { starts, rounds, requests, warmUp }: ServerEffort,
  progress: (text: string) => void,
): Promise<readonly Measured<C>[]> {
  const measured = contenders.map((contender) => ({ contender, microseconds: [] as number[] }));
  for (let started = 0; started < starts; started++) {
    progress(`start ${started + 1} of ${starts}`);
    const running: (Running<C> & Cheapest)[] = [];
    try {
      for (const { contender, microseconds } of measured)
        running.push({ ...(await start(contender, script)), microseconds, least: Number.POSITIVE_INFINITY });
      assertSame(running);
      for (const { client } of running) await client.run(warmUp);
      for (let round = 0; round < rounds; round++) {
        for (const one of shuffled(running, started * rounds + round))
          one.least = Math.min(one.least, await one.measure(requests));
      }
      keepCheapest(running);
    } finally {
      for (const one of running) one.close();
    }
  }
  return measured;
}

/**
 * The same without a network: each server asks itself over connections in its own memory, so that what the system takes for
 * sending and receiving, which is the same for all and differs most from one moment to the next, is not in the figures.
 */
export async function measureInMemory<C extends Contender>(
  contenders: readonly C[],
  script: URL,
  { starts, rounds, requests, warmUp }: ServerEffort,
  progress: (text: string) => void,
): Promise<readonly Measured<C>[]> {
  const measured = contenders.map((contender) => ({ contender, microseconds: [] as number[] }));
  for (let started = 0; started < starts; started++) {
    progress(`in memory, start ${started + 1} of ${starts}`);
    const running = measured.map(({ contender, microseconds }) => {
      const child = startChild(script, [contender.framework, contender.way], 'production');
      return { child, contender, microseconds, least: Number.POSITIVE_INFINITY };
    });
    try {
      for (const { child, contender } of running) {
        await child.hear();
        await child.ask({ open: contender.exchange } satisfies ServerOrder);
        await child.ask({ requests: warmUp } satisfies ServerOrder);
      }
      for (let round = 0; round < rounds; round++) {
        for (const one of shuffled(running, started * rounds + round)) {
          const answer = await one.child.ask({ requests } satisfies ServerOrder);
          const microseconds = (answer as { cpuMicroseconds: number }).cpuMicroseconds / requests;
          one.least = Math.min(one.least, microseconds);
        }
      }
      keepCheapest(running);
    } finally {
      for (const { child } of running) child.close();
    }
  }
  return measured;
}

/** What the same contenders cost over a network and without one. */
export interface Figures<C extends Contender = Contender> {
  readonly served: readonly Measured<C>[];
  readonly inMemory: readonly Measured<C>[];
}

/** Measures both; `full` is for figures that are kept. */
export async function measureBoth<C extends Contender>(
  contenders: readonly C[],
  script: URL,
  full: boolean,
  progress: (text: string) => void,
): Promise<Figures<C>> {
  const served = await measureServers(contenders, script, effortOf(full), progress);
  const inMemory = await measureInMemory(contenders, script, memoryEffortOf(full), progress);
  return { served, inMemory };
}

/** One of the measured. */
export function find<C extends Contender>(
  measured: readonly Measured<C>[],
  framework: string,
  way: string,
): Measured<C> {
  const found = measured.find(({ contender }) => contender.framework === framework && contender.way === way);
  if (found === undefined) throw new Error(`${framework}, ${way}: not measured`);
  return found;
}

/** What a contender costs over the one that it is held against, start by start. */
export function overBase<C extends Contender>(
  measured: readonly Measured<C>[],
  { contender, microseconds }: Measured<C>,
): readonly number[] {
  return difference(microseconds, find(measured, contender.framework, contender.against).microseconds);
}
