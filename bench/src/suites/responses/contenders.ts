import type { Contender } from '../../servers.ts';
import { PATH, STATUS } from './problem.ts';

/** The servers that are measured. */
export const FRAMEWORKS = ['express5', 'express4', 'koa3', 'koa2'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** What a server does with each request. */
export type Way =
  | 'by hand'
  | 'by hand, again'
  | 'by hand, after an await'
  | 'bare error'
  | 'bare error, async function'
  | 'bare error, after an await'
  | 'statuskit'
  | 'statuskit, async function'
  | 'statuskit, after an await'
  | 'http-errors, own handler'
  | 'boom, own handler'
  | "framework's default";

/** One way on one framework, held against the same answer without throwing, and with the same awaits. */
export interface ResponseContender extends Contender {
  readonly framework: Framework;
  readonly way: Way;
  readonly against: Way;
}

const onExpress = (framework: Framework): boolean => framework.startsWith('express');

function waysOf(framework: Framework): readonly Omit<ResponseContender, 'framework' | 'exchange'>[] {
  const byHand = onExpress(framework) ? 'res.status().set().send()' : 'ctx.status, ctx.set(), ctx.body';
  const wrapped = framework === 'express4' ? ', in handle()' : '';
  const against = 'by hand';
  return [
    { way: 'by hand', against, says: `by hand: ${byHand}` },
    { way: 'by hand, again', against, says: 'the same again (A/A)' },
    { way: 'by hand, after an await', against, says: 'by hand after an await' },
    { way: 'bare error', against, says: 'bare class, handler written by hand: throw' },
    {
      way: 'bare error, async function',
      against,
      says: `bare class: async function, throw before any await${wrapped}`,
    },
    {
      way: 'bare error, after an await',
      against: 'by hand, after an await',
      says: `bare class: throw after an await${wrapped}`,
    },
    { way: 'statuskit', against, says: 'statuskit: throw' },
    {
      way: 'statuskit, async function',
      against,
      says: `statuskit: async function, throw before any await${wrapped}`,
    },
    {
      way: 'statuskit, after an await',
      against: 'by hand, after an await',
      says: `statuskit: throw after an await${wrapped}`,
    },
    { way: 'http-errors, own handler', against, says: 'http-errors, handler written by hand' },
    { way: 'boom, own handler', against, says: 'Boom, handler written by hand' },
    {
      way: "framework's default",
      against,
      differs: true,
      says: onExpress(framework) ? 'http-errors, finalhandler (HTML)' : 'ctx.throw, handler of Koa (text)',
    },
  ];
}

/** All that take part, in one list. */
export const CONTENDERS: readonly ResponseContender[] = FRAMEWORKS.flatMap((framework) =>
  waysOf(framework).map((way) => ({ framework, exchange: { path: PATH, status: STATUS }, ...way })),
);
