import { findProgram } from '../../../../test/setup/programs.ts';
import { startRedis } from '../../../../test/setup/redis-server.ts';
import { shuffled } from '../../order.ts';
import { type Estimate, estimate, ratio } from '../../statistics.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { table } from '../../table.ts';
import { CONTENDERS, connect, type Hit } from './contenders.ts';

const CONCURRENCIES = [1, 64] as const;
const TIMES_TWO_CALLS = 1.3;

interface Effort {
  readonly rounds: number;
  /** Calls of each worker in a round, by concurrency. */
  readonly calls: Readonly<Record<(typeof CONCURRENCIES)[number], number>>;
}

/** Calls a second of each contender in each round. */
type Rates = readonly (readonly number[])[];

async function rate(hit: Hit, workers: number, calls: number): Promise<number> {
  const start = process.hrtime.bigint();
  const work = async (worker: number): Promise<void> => {
    for (let at = 0; at < calls; at++) await hit(`key ${(worker * calls + at) % 1000}`);
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return (workers * calls) / (Number(process.hrtime.bigint() - start) / 1e9);
}

async function measure(
  url: string,
  { rounds, calls }: Effort,
  progress: (text: string) => void,
): Promise<readonly Rates[]> {
  const clients = await Promise.all(CONTENDERS.map(() => connect(url)));
  try {
    const running = CONTENDERS.map((contender, at) => {
      const client = clients[at];
      if (client === undefined) throw new Error('no client');
      return { hit: contender.make(client), rates: CONCURRENCIES.map(() => [] as number[]) };
    });
    for (let round = -Math.ceil(rounds / 4); round < rounds; round++) {
      progress(`round ${round} of ${rounds}`);
      for (const [at, concurrency] of CONCURRENCIES.entries()) {
        for (const { hit, rates } of shuffled(running, round + rounds)) {
          const callsASecond = await rate(hit, concurrency, calls[concurrency]);
          if (round >= 0) rates[at]?.push(callsASecond);
        }
      }
    }
    return CONCURRENCIES.map((_, at) => running.map(({ rates }) => rates[at] ?? []));
  } finally {
    for (const client of clients) client.destroy();
  }
}

function timesOf(rates: Rates, ours: string, theirs: string): Estimate {
  const find = (says: string): readonly number[] =>
    rates[CONTENDERS.findIndex((contender) => contender.says === says)] ?? [];
  return ratio(find(ours), find(theirs));
}

function judge(all: readonly Rates[]): readonly Verdict[] {
  return CONCURRENCIES.map((concurrency, at): Verdict => {
    const { median, error } = timesOf(
      all[at] ?? [],
      'statuskit, two policies in one call',
      'rate-limit-redis, two policies in two calls',
    );
    return {
      goal: `two policies, ${concurrency} at a time: at least ${TIMES_TWO_CALLS} times two calls of rate-limit-redis`,
      measured: `${median.toFixed(2)} ± ${error.toFixed(2)}`,
      reached: median >= TIMES_TWO_CALLS,
    };
  });
}

/** What Redis and its clients sustain. */
export const redis: Suite = {
  name: 'redis',
  title: 'Rate limits in Redis',
  packages: ['redis', 'rate-limit-redis', 'rate-limiter-flexible'],
  async run(full, progress) {
    if (findProgram('redis-server') === undefined) {
      return { parts: ['Not run: no redis-server on this machine.'], verdicts: [], method: 'None.' };
    }
    const effort: Effort = full
      ? { rounds: 40, calls: { 1: 400, 64: 40 } }
      : { rounds: 4, calls: { 1: 100, 64: 10 } };
    const server = await startRedis();
    try {
      const all = await measure(server.url, effort, progress);
      const rows = CONTENDERS.map(({ says }, number) => [
        says,
        ...CONCURRENCIES.flatMap((_, at) => {
          const [own = [], base = []] = [all[at]?.[number], all[at]?.[0]];
          return [estimate(own).median.toFixed(0), ratio(own, base).median.toFixed(2)];
        }),
      ]);
      const head = CONCURRENCIES.flatMap((concurrency) => [
        `calls a second, ${concurrency} at a time`,
        'ratio',
      ]);
      return {
        parts: [table(['in Redis', ...head], rows)],
        verdicts: judge(all),
        method: `One redis-server of its own on loopback, one process with a connection of node-redis for each contender, ${effort.rounds} rounds in an
order that changes from round to round; in each ${effort.calls[1]} calls one after another, then 64 at a time ${effort.calls[64]} calls each, of 1,000 keys that
are never refused. A ratio is to bare INCR.`,
      };
    } finally {
      await server.stop();
    }
  },
};
