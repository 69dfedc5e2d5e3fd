import type { Contender } from '../../servers.ts';

export const FRAMEWORKS = ['http', 'express5', 'koa3'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** What stands below, or in front of, the one listener. */
export type Way = 'bare' | 'bare, again' | 'protect' | 'protect, all' | 'by hand' | 'shed below' | 'shed';

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
  'by hand': 'a 503 by res.writeHead and res.end',
  'shed below': 'a 503 of protect({ shed })',
  shed: 'a 503 of shed()',
};

const WAYS: Readonly<Record<Framework, readonly Way[]>> = {
  http: ['bare', 'bare, again', 'protect', 'protect, all', 'by hand', 'shed below'],
  express5: ['bare', 'bare, again', 'protect', 'protect, all', 'by hand', 'shed below', 'shed'],
  koa3: ['bare', 'bare, again', 'protect', 'protect, all', 'by hand', 'shed below', 'shed'],
};

/** The ways that answer with a 503. */
export function isShed(way: Way): boolean {
  return way === 'by hand' || way.startsWith('shed');
}

/** All that take part, in one list. */
export const CONTENDERS: readonly ServerContender[] = FRAMEWORKS.flatMap((framework) =>
  WAYS[framework].map((way) => ({
    framework,
    way,
    against: 'bare' as const,
    says: SAYS[way],
    exchange: { path: '/', status: isShed(way) ? 503 : 200 },
    differs: isShed(way),
  })),
);
