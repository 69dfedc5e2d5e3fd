import { controlTable, serverMethod, serverTable } from '../../server-tables.ts';
import { FULL_EFFORT, find, type Measured, measureServers, overBase, QUICK_EFFORT } from '../../servers.ts';
import { difference, estimate } from '../../statistics.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { CONTENDERS, FRAMEWORKS, type Framework, type Way } from './contenders.ts';

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

function judge(measured: readonly Measured[]): readonly Verdict[] {
  const limits = OVER_BY_HAND.map(({ framework, way, microseconds }): Verdict => {
    const one = find(measured, framework, way);
    const { median, error } = estimate(overBase(measured, one));
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

/** What it costs to answer what was thrown. */
export const responses: Suite = {
  name: 'responses',
  title: 'From throw to response',
  packages: ['express', 'express4', 'koa', 'koa2', 'http-errors', '@hapi/boom', 'finalhandler'],
  async run(full, progress) {
    const effort = full ? FULL_EFFORT : QUICK_EFFORT;
    const measured = await measureServers(
      CONTENDERS,
      new URL('./server.ts', import.meta.url),
      effort,
      progress,
    );
    return {
      parts: [
        ...FRAMEWORKS.map((framework) => serverTable(measured, framework, 'by hand')),
        controlTable(measured, ({ way }) => way === 'by hand, again'),
      ],
      verdicts: judge(measured),
      method: `${serverMethod(effort.rounds, effort.requests)}

Before anything is measured the answers are compared: same status, fields and bytes, but for the frameworks' defaults. "By
hand" mounts no error handler, and after an await is held against by hand after the same await (one turn of the event
loop). Express has \`etag\` and \`x-powered-by\` off, and sends bytes, since it would add a charset to the media type of a
string. finalhandler is called without Express's logger, which prints each stack.`,
    };
  },
};
