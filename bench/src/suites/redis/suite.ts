import { findProgram } from '../../../../test/setup/programs.ts';
import { startRedis } from '../../../../test/setup/redis-server.ts';
import { startChild } from '../../child.ts';
import { shuffled } from '../../order.ts';
import { type Estimate, estimate, ratio } from '../../statistics.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { table } from '../../table.ts';
import { CONTENDERS } from './contenders.ts';

const CONCURRENCIES = [1, 64] as const;
const TIMES_TWO_CALLS = 1.3;

interface Effort {
  readonly rounds: number;
  /** Calls of each worker in a round, by concurrency. */
  readonly calls: Readonly<Record<(typeof CONCURRENCIES)[number], number>>;
}

/** Calls a second of each contender in each round. */
type Rates = readonly (readonly number[])[];

async function measure(
  url: string,
  { rounds, calls }: Effort,
  progress: (text: string) => void,
): Promise<readonly Rates[]> {
  const script = new URL('./child.ts', import.meta.url);
  const running = CONTENDERS.map((_, number) => ({
    child: startChild(script, [url, String(number)], 'production'),
    rates: CONCURRENCIES.map(() => [] as number[]),
  }));
  try {
    for (const { child } of running) await child.hear();
    for (let round = -Math.ceil(rounds / 4); round < rounds; round++) {
      progress(`round ${round} of ${rounds}`);
      for (const [at, concurrency] of CONCURRENCIES.entries()) {
        for (const { child, rates } of shuffled(running, round + rounds)) {
          const callsASecond = Number(await child.ask(`${concurrency} ${calls[concurrency]}`));
          if (round >= 0) rates[at]?.push(callsASecond);
        }
      }
    }
    return CONCURRENCIES.map((_, at) => running.map(({ rates }) => rates[at] ?? []));
  } finally {
    for (const { child } of running) child.close();
  }
}

function timesOf(rates: Rates, ours: string, theirs: string): Estimate {
  const find = (says: string): readonly number[] =>
    rates[CONTENDERS.findIndex((contender) => contender.says === says)] ?? [];
  return ratio(find(ours), find(theirs));
}

const WAYS = ['one after the other', 'at once'] as const;

function judge(all: readonly Rates[]): readonly Verdict[] {
  return CONCURRENCIES.flatMap((concurrency, at) =>
    WAYS.map((way): Verdict => {
      const theirs = way === 'at once' ? `in two calls ${way}` : `in two calls, ${way}`;
      const { median, error } = timesOf(
        all[at] ?? [],
        'statuskit, two policies in one call',
        `rate-limit-redis, two policies ${theirs}`,
      );
      return {
        goal: `two policies, ${concurrency} at a time: at least ${TIMES_TWO_CALLS} times two calls of rate-limit-redis ${way}`,
        measured: `${median.toFixed(2)} ± ${error.toFixed(2)}`,
        reached: median >= TIMES_TWO_CALLS,
      };
    }),
  );
}

// Two calls at once travel together, so that where nothing else is under way they cost little more than one.
function limitOf([oneAtATime = []]: readonly Rates[]): string {
  const { median } = timesOf(oneAtATime, 'bare INCR', 'rate-limit-redis, two policies in two calls at once');
  return `1 at a time a bare INCR, less than which no limit can do, is ${median.toFixed(2)} times two calls of rate-limit-redis at once.`;
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
        parts: [table(['in Redis', ...head], rows), limitOf(all)],
        verdicts: judge(all),
        method: `One redis-server of its own on loopback; a process for each contender with a connection of node-redis, ${effort.rounds} rounds in an
order that changes from round to round; in each ${effort.calls[1]} calls one after another, then 64 at a time ${effort.calls[64]} calls each, of 1,000 keys that
are never refused. A ratio is to bare INCR. Two calls one after the other is what two limiters mounted in a row do.`,
      };
    } finally {
      await server.stop();
    }
  },
};
