import {
  controlTable,
  serverMethod,
  serverTable,
  verdictsBelow,
  verdictsOfShare,
} from '../../server-tables.ts';
import { type Figures, measureBoth } from '../../servers.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { CONTENDERS, FRAMEWORKS, QUOTA, type Way } from './contenders.ts';

const MOST = 1.18;

const OTHERS: readonly Way[] = [
  'rate-limiter-flexible',
  'rate-limiter-flexible, with fields',
  "framework's own",
];

function judge(figures: Figures): readonly Verdict[] {
  const ours = { framework: 'express5', way: 'statuskit' };
  return [
    ...verdictsOfShare(figures, ours, MOST, 'no limiter').slice(0, 1),
    ...OTHERS.flatMap((way) => verdictsBelow(figures, 'express5', 'statuskit', way)),
  ];
}

/** What a limiter costs each request. */
export const limiter: Suite = {
  name: 'limiter',
  title: 'A rate limiter in front of a route',
  packages: ['express', 'koa', 'express-rate-limit', 'rate-limiter-flexible', 'koa-ratelimit'],
  async run(full, progress) {
    const figures = await measureBoth(CONTENDERS, new URL('./server.ts', import.meta.url), full, progress);
    return {
      parts: [
        ...FRAMEWORKS.map((framework) => serverTable(figures, framework, 'no limiter')),
        controlTable(figures, ({ way }) => way === 'none, again'),
      ],
      verdicts: judge(figures),
      method: `${serverMethod(full)}

The route answers a small JSON object. All limiters count by the address of the client, in memory, ${QUOTA.toLocaleString('en')} an hour, so that none
refuses. statuskit sends RateLimit and RateLimit-Policy, express-rate-limit the same of draft 8, koa-ratelimit its three fields.`,
    };
  },
};
