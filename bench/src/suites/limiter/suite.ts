import { controlTable, serverMethod, serverTable } from '../../server-tables.ts';
import { FULL_EFFORT, find, type Measured, measureServers, overBase, QUICK_EFFORT } from '../../servers.ts';
import { difference, estimate } from '../../statistics.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { CONTENDERS, FRAMEWORKS, QUOTA, type Way } from './contenders.ts';

const MOST_MICROSECONDS = 3;

function judge(measured: readonly Measured[]): readonly Verdict[] {
  const ours = find(measured, 'express5', 'statuskit');
  const over = estimate(overBase(measured, ours));
  const others: readonly Way[] = [
    'rate-limiter-flexible',
    'rate-limiter-flexible, with fields',
    "framework's own",
  ];
  return [
    {
      goal: `express5, one policy: at most ${MOST_MICROSECONDS} µs over no limiter`,
      measured: `${over.median.toFixed(1)} ± ${over.error.toFixed(1)} µs`,
      reached: over.median <= MOST_MICROSECONDS,
    },
    ...others.map((way): Verdict => {
      const other = find(measured, 'express5', way);
      const { median, error } = estimate(difference(ours.microseconds, other.microseconds));
      return {
        goal: `express5, one policy: no more than ${other.contender.says}`,
        measured: `${median.toFixed(1)} ± ${error.toFixed(1)} µs`,
        reached: median <= 0,
      };
    }),
  ];
}

/** What a limiter costs each request. */
export const limiter: Suite = {
  name: 'limiter',
  title: 'A rate limiter in front of a route',
  packages: ['express', 'koa', 'express-rate-limit', 'rate-limiter-flexible', 'koa-ratelimit'],
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
        ...FRAMEWORKS.map((framework) => serverTable(measured, framework, 'no limiter')),
        controlTable(measured, ({ way }) => way === 'none, again'),
      ],
      verdicts: judge(measured),
      method: `${serverMethod(effort.rounds, effort.requests)}

The route answers a small JSON object. All limiters count by the address of the client, in memory, ${QUOTA.toLocaleString('en')} an hour, so that none
refuses. statuskit sends RateLimit and RateLimit-Policy, express-rate-limit the same of draft 8, koa-ratelimit its three fields.`,
    };
  },
};
