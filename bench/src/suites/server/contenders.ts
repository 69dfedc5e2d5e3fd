import type { Contender } from '../../servers.ts';

export const FRAMEWORKS = ['http', 'express5', 'koa3'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** What stands below, or in front of, the one listener. */
export type Way = 'bare' | 'bare, again' | 'protect' | 'protect, all' | 'shed below' | 'shed';

/** One server. */
export interface ServerContender extends Contender {
  readonly framework: Framework;
  readonly way: Way;
  readonly against: Way;
}

const SAYS: Readonly<Record<Way, string>> = {
  bare: 'the bare server',
  'bare, again': 'the same again (A/A)',
  protect: 'protect()',
  'protect, all': 'protect() with health checks and shed',
  'shed below': 'a 503 of protect({ shed })',
  shed: 'a 503 of shed()',
};

const WAYS: Readonly<Record<Framework, readonly Way[]>> = {
  http: ['bare', 'bare, again', 'protect', 'protect, all', 'shed below'],
  express5: ['bare', 'bare, again', 'protect', 'protect, all', 'shed below', 'shed'],
  koa3: ['bare', 'bare, again', 'protect', 'protect, all', 'shed below', 'shed'],
};

/** All that take part, in one list. */
export const CONTENDERS: readonly ServerContender[] = FRAMEWORKS.flatMap((framework) =>
  WAYS[framework].map((way) => ({
    framework,
    way,
    against: 'bare' as const,
    says: SAYS[way],
    exchange: { path: '/', status: way.startsWith('shed') ? 503 : 200 },
    differs: way.startsWith('shed'),
  })),
);
