import { startChild } from '../../child.ts';
import { type Estimate, estimate, ratio } from '../../statistics.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { table } from '../../table.ts';
import { MAKERS, type Maker } from './makers.ts';

/** What making one kind of error costs, against the bare classes with as many frames. */
interface Construction {
  readonly maker: Maker;
  readonly nanoseconds: Estimate;
  readonly ratio: Estimate;
}

interface Effort {
  readonly rounds: number;
  readonly errors: number;
}

const MOST_TIMES_BARE = 1.3;
const TIMES_FASTER = 5;

/** Measures all ways to make an error under one NODE_ENV, in a process of their own. */
async function measure(
  nodeEnv: 'production' | 'development',
  { rounds, errors }: Effort,
): Promise<readonly Construction[]> {
  const child = startChild(new URL('./child.ts', import.meta.url), [String(rounds), String(errors)], nodeEnv);
  const all = (await child.hear()) as readonly (readonly number[])[];
  child.close();
  const bare = (status: number): readonly number[] =>
    all[MAKERS.findIndex((one) => one.group === 'bare' && one.status < 500 === status < 500)] ?? [];
  return MAKERS.map((maker, at) => {
    const took = all[at] ?? [];
    return { maker, nanoseconds: estimate(took), ratio: ratio(took, bare(maker.status)) };
  });
}

function medianOf(made: readonly Construction[], says: string): number {
  return made.find(({ maker }) => maker.says === says)?.nanoseconds.median ?? Number.NaN;
}

function constructionTable(
  production: readonly Construction[],
  development: readonly Construction[],
): string {
  const rows = production.map(({ maker, nanoseconds, ratio: times }, at) => [
    maker.says,
    nanoseconds.median.toFixed(0),
    times.median.toFixed(2),
    development[at]?.nanoseconds.median.toFixed(0) ?? '',
    development[at]?.ratio.median.toFixed(2) ?? '',
  ]);
  return table(['construction', 'production, ns', 'ratio', 'development, ns', 'ratio'], rows);
}

function judge(
  production: readonly Construction[],
  development: readonly Construction[],
): readonly Verdict[] {
  const ratios = Object.entries({ production, development }).flatMap(([name, made]) =>
    made
      .filter(({ maker }) => maker.group === 'ours')
      .map(
        ({ maker, ratio: times }): Verdict => ({
          goal: `${name}, ${maker.says}: at most ${MOST_TIMES_BARE} times the bare classes`,
          measured: times.median.toFixed(2),
          reached: times.median <= MOST_TIMES_BARE,
        }),
      ),
  );
  const ours = medianOf(production, 'new NotFound()');
  const faster = production
    .filter(({ maker }) => maker.group === 'others' && maker.says.includes('createError'))
    .map(({ maker, nanoseconds }): Verdict => {
      const times = nanoseconds.median / ours;
      return {
        goal: `production, new NotFound(): at least ${TIMES_FASTER} times as fast as ${maker.says}`,
        measured: times.toFixed(1),
        reached: times >= TIMES_FASTER,
      };
    });
  return [...ratios, ...faster];
}

/** How far the bare classes themselves are from the constructors of http-errors: no class can do better. */
function bound(production: readonly Construction[]): string {
  const bare = medianOf(production, 'bare base and leaf class, 4xx');
  const theirs = medianOf(production, 'new createError.NotFound()');
  return `The bare classes, which do nothing but capture one frame and note a status, are ${(theirs / bare).toFixed(1)} times as fast as
\`new createError.NotFound()\`: what any class can reach that keeps a frame. Of ours ${(bare / 1000).toFixed(1)} µs are that.`;
}

/** What an error costs to make. */
export const construction: Suite = {
  name: 'construction',
  title: 'Making an error',
  packages: ['http-errors', '@hapi/boom'],
  async run(full, progress) {
    const effort: Effort = full ? { rounds: 400, errors: 200 } : { rounds: 50, errors: 100 };
    progress('production');
    const production = await measure('production', effort);
    progress('development');
    const development = await measure('development', effort);
    return {
      parts: [constructionTable(production, development), bound(production)],
      verdicts: judge(production, development),
      method: `${effort.rounds} rounds of ${effort.errors} errors each, 12 functions deep, in one process for each setting, in an order that changes from
round to round: who comes after the dearest pays for its garbage. In production a 4xx of ours keeps one frame; the bare
classes for 4xx (a base with a status, a leaf) get one frame as well, for nothing, and all others the ten that are the
default. A ratio is to the bare classes of the same status class.`,
    };
  },
};
