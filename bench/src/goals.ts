import type { Construction } from './construction.ts';
import { FRAMEWORKS, type Framework, type Way } from './contenders.ts';
import type { Measured } from './responses.ts';
import { difference, estimate } from './statistics.ts';

/** Something to reach, and what came out. */
export interface Verdict {
  readonly goal: string;
  readonly measured: string;
  readonly reached: boolean;
}

interface MostOverByHand {
  readonly framework: Framework;
  readonly way: Way;
  readonly microseconds: number;
}

const OVER_BY_HAND: readonly MostOverByHand[] = [
  { framework: 'express5', way: 'statuskit', microseconds: 8 },
  { framework: 'express5', way: 'statuskit, after an await', microseconds: 4 },
  { framework: 'express5', way: 'statuskit, async function', microseconds: 13 },
  { framework: 'koa3', way: 'statuskit', microseconds: 10 },
  { framework: 'koa2', way: 'statuskit', microseconds: 10 },
];

const CONSTRUCTION_RATIO = 1.3;
const TIMES_FASTER = 5;

function find(measured: readonly Measured[], framework: Framework, way: Way): Measured {
  const found = measured.find(({ contender }) => contender.framework === framework && contender.way === way);
  if (found === undefined) throw new Error(`${framework}, ${way}: not measured`);
  return found;
}

/** What a contender costs over its twin that does not throw, round by round. */
export function overByHand(
  measured: readonly Measured[],
  { contender, microseconds }: Measured,
): readonly number[] {
  return difference(microseconds, find(measured, contender.framework, contender.against).microseconds);
}

/** Holds the cost of answering against the goals. */
export function judgeResponses(measured: readonly Measured[]): readonly Verdict[] {
  const limits = OVER_BY_HAND.map(({ framework, way, microseconds }): Verdict => {
    const one = find(measured, framework, way);
    const { median, error } = estimate(overByHand(measured, one));
    return {
      goal: `${framework}, ${one.contender.says}: at most ${microseconds} µs over by hand`,
      measured: `${median.toFixed(1)} ± ${error.toFixed(1)} µs`,
      reached: median <= microseconds,
    };
  });
  const cheaper = FRAMEWORKS.map((framework): Verdict => {
    const ours = find(measured, framework, 'statuskit').microseconds;
    const theirs = find(measured, framework, 'http-errors, own handler').microseconds;
    const { median, error } = estimate(difference(ours, theirs));
    return {
      goal: `${framework}: cheaper than http-errors with a handler written by hand`,
      measured: `${median.toFixed(1)} ± ${error.toFixed(1)} µs`,
      reached: median < 0,
    };
  });
  return [...limits, ...cheaper];
}

/** Holds the cost of construction against the goals. */
export function judgeConstruction(
  production: readonly Construction[],
  development: readonly Construction[],
): readonly Verdict[] {
  const ratios = Object.entries({ production, development }).flatMap(([name, made]) =>
    made
      .filter(({ maker }) => maker.group === 'ours')
      .map(({ maker, ratio }): Verdict => {
        return {
          goal: `${name}, ${maker.says}: at most ${CONSTRUCTION_RATIO} times the bare classes`,
          measured: ratio.median.toFixed(2),
          reached: ratio.median <= CONSTRUCTION_RATIO,
        };
      }),
  );
  const ours =
    production.find(({ maker }) => maker.says === 'new NotFound()')?.nanoseconds.median ?? Number.NaN;
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
