import type { Contender } from '../../servers.ts';
import { PATH } from './notes.ts';

export const FRAMEWORKS = ['express5', 'koa3'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** What a server does with a request. */
export type Way =
  | 'by hand'
  | 'by hand, again'
  | 'guard'
  | 'by hand, after an await'
  | 'guard, after an await'
  | 'tag, framework'
  | 'hash, guard'
  | 'hash, autoEtag'
  | 'hash, framework'
  | 'write by hand'
  | 'write by hand, again'
  | 'write, guard';

/** One way on one framework. */
export interface ConditionalContender extends Contender {
  readonly framework: Framework;
  readonly way: Way;
  readonly against: Way;
}

const READ = { path: PATH, status: 304, tagIn: 'If-None-Match' } as const;
const WRITE = {
  method: 'PUT',
  path: PATH,
  status: 204,
  tagIn: 'If-Match',
  fields: { 'Content-Length': '0' },
} as const;

function waysOf(framework: Framework): readonly Omit<ConditionalContender, 'framework'>[] {
  const [tag, hash] =
    framework === 'express5'
      ? ['Express: handler sets the tag, res.json()', 'Express: res.json() makes the tag']
      : ['koa-conditional-get: handler sets the tag', 'koa-conditional-get and @koa/etag'];
  const read = { exchange: READ, against: 'by hand' } as const;
  const awaited = { exchange: READ, against: 'by hand, after an await' } as const;
  const write = { exchange: WRITE, against: 'write by hand' } as const;
  return [
    { ...read, way: 'by hand', says: '304 by version tag: compared by hand' },
    { ...read, way: 'by hand, again', says: 'the same again (A/A)' },
    { ...read, way: 'guard', says: '304 by version tag: conditional(load)' },
    { ...awaited, way: 'by hand, after an await', says: '304 by version tag: by hand, after an await' },
    { ...awaited, way: 'guard, after an await', says: '304 by version tag: conditional(load), load awaits' },
    { ...read, way: 'tag, framework', says: `304 by version tag: ${tag}`, differs: true },
    { ...read, way: 'hash, guard', says: '304 by hash: conditional(load) with etag.of()', differs: true },
    { ...read, way: 'hash, autoEtag', says: '304 by hash: autoEtag()', differs: true },
    { ...read, way: 'hash, framework', says: `304 by hash: ${hash}`, differs: true },
    { ...write, way: 'write by hand', says: 'PUT let through: If-Match compared by hand' },
    { ...write, way: 'write by hand, again', says: 'the same again (A/A)' },
    { ...write, way: 'write, guard', says: 'PUT let through: conditional(load, { require: true })' },
  ];
}

/** All that take part, in one list. */
export const CONTENDERS: readonly ConditionalContender[] = FRAMEWORKS.flatMap((framework) =>
  waysOf(framework).map((way) => ({ framework, ...way })),
);
