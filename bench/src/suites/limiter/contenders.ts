import type { Contender } from '../../servers.ts';

export const FRAMEWORKS = ['express5', 'koa3'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** Who limits. */
export type Way =
  | 'none'
  | 'none, again'
  | 'statuskit'
  | 'statuskit, two policies'
  | 'rate-limiter-flexible'
  | 'rate-limiter-flexible, with fields'
  | "framework's own";

/** One limiter on one framework. */
export interface LimiterContender extends Contender {
  readonly framework: Framework;
  readonly way: Way;
  readonly against: Way;
}

const SAYS: Readonly<Record<Way, string>> = {
  none: 'no limiter',
  'none, again': 'the same again (A/A)',
  statuskit: 'statuskit: rateLimit(), one policy',
  'statuskit, two policies': 'statuskit: rateLimit(), two policies',
  'rate-limiter-flexible': 'rate-limiter-flexible: consume() by hand, no fields',
  'rate-limiter-flexible, with fields': 'rate-limiter-flexible: consume() by hand, three fields',
  "framework's own": '',
};

/** All that take part, in one list. */
export const CONTENDERS: readonly LimiterContender[] = FRAMEWORKS.flatMap((framework) =>
  (Object.keys(SAYS) as Way[]).map((way) => ({
    framework,
    way,
    against: 'none' as const,
    says: SAYS[way] || (framework === 'express5' ? 'express-rate-limit' : 'koa-ratelimit'),
    exchange: { path: '/', status: 200 },
    differs: !way.startsWith('none'),
  })),
);

/** So many that none is refused and no field changes its length. */
export const QUOTA = 900_000;
export const WINDOW_SECONDS = 3600;
