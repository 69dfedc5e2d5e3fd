import type { Contender } from '../../servers.ts';

export const FRAMEWORKS = ['express5', 'express4', 'koa3', 'koa2'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** What can be mounted in front of a handler, in the order in which a service mounts it. */
export const PIECES = [
  'shed',
  'hosts',
  'rejectEarlyData',
  'relocations',
  'rateLimit',
  'deadline',
  'idempotent',
  'conditional',
  'unmatched',
] as const;
export type Piece = (typeof PIECES)[number];

/** What is mounted. Every way but the bare ones, `empty` and those by hand has `errorHandler` and `handle`. */
export type Way =
  | 'bare'
  | 'bare, again'
  | 'as it comes'
  | 'empty'
  | 'errors'
  | 'limiter'
  | 'limiter by hand'
  | 'everything'
  | 'everything by hand'
  | `with ${Piece}`;

/** One stack on one framework. */
export interface StackContender extends Contender {
  readonly framework: Framework;
  readonly way: Way;
  readonly against: Way;
}

const SAYS: Readonly<Record<Exclude<Way, `with ${Piece}`>, string>> = {
  bare: 'the bare framework',
  'bare, again': 'the same again (A/A)',
  'as it comes': '',
  empty: `${PIECES.length} middlewares that only continue`,
  errors: 'errorHandler and handle',
  limiter: 'and rateLimit',
  'limiter by hand': 'a limiter written by hand',
  everything: 'and everything',
  'everything by hand': 'everything written by hand',
};

/** The pieces of a way; undefined if nothing of ours is mounted. */
export function piecesOf(way: Way): readonly Piece[] | undefined {
  if (way === 'errors') return [];
  if (way === 'limiter') return ['rateLimit'];
  if (way === 'everything') return PIECES;
  return way.startsWith('with ') ? PIECES.filter((piece) => way === `with ${piece}`) : undefined;
}

/** The target that is requested. It is not one of those that have moved. */
const PATH = '/notes/7';

function contender(framework: Framework, way: Way, against: Way, says: string): StackContender {
  return {
    framework,
    way,
    against,
    says,
    exchange: { path: PATH, status: 200 },
    differs: way !== 'bare, again',
  };
}

/** The stacks that are judged. What Express adds if nobody objects, an entity tag and a name, is a row of its own. */
export const STACKS: readonly StackContender[] = FRAMEWORKS.flatMap((framework) =>
  (Object.keys(SAYS) as (keyof typeof SAYS)[]).flatMap((way) => {
    if (way === 'as it comes')
      return framework.startsWith('express')
        ? [contender(framework, way, 'bare', 'as Express comes, with etag')]
        : [];
    return [contender(framework, way, 'bare', SAYS[way])];
  }),
);

/** Each piece alone, over `errorHandler` and `handle`. */
export const ALONE: readonly StackContender[] = (['express5', 'koa3'] as const).flatMap((framework) => [
  contender(framework, 'errors', 'errors', SAYS.errors),
  ...PIECES.map((piece) => contender(framework, `with ${piece}`, 'errors', `${piece} beside them`)),
]);
