import {
  createGuard,
  type GuardOptions,
  isJudged,
  type Loaded,
  type MaybeLoaded,
  type Passed,
  partOf,
  type RangesOf,
  requestedRanges,
} from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { AppContext, KoaContext, Middleware, Next } from './types.ts';
import { writeToContext } from './write.ts';

/** Middleware that judges the preconditions of a request before its handler runs. */
export interface Conditional<L extends MaybeLoaded> extends Middleware {
  /**
   * What was let through: `{ exists, state, matched }`. Throws a TypeError where the guard was not mounted before.
   */
  passed(context: object): Passed<L>;
}

/**
 * A guard: `load` gives the validators of the target, and the request is judged by them before the handler runs. A read is
 * answered 304 where the client has the representation, a write 412 where the resource is no longer what the client has
 * seen, 428 where `require` demands a condition. `load` gives null or undefined where the target does not exist.
 *
 * Throws a TypeError or a RangeError for options of the wrong form.
 *
 * @example
 * router.put('/notes/:id', conditional(loadNote, { require: true }), saveNote);
 */
export function conditional<Ctx = AppContext, L extends MaybeLoaded = Loaded | null | undefined>(
  load: (context: Ctx) => L | PromiseLike<L>,
  options: GuardOptions = {},
): Conditional<L> {
  // Koa passes its own context, which is an object whatever its type is said to be.
  const guard = createGuard(load as (context: Ctx & object) => L | PromiseLike<L>, options);

  const middleware: Middleware = function conditional(context, next) {
    return perform(guard.decide, context, next, followJudged);
  };
  return Object.assign(middleware, { passed: guard.passed });
}

function followJudged(context: KoaContext, next: Next): Promise<unknown> {
  if (!isJudged(context.req)) return next();
  // Middleware around this one, such as koa-conditional-get, must not judge again.
  Object.defineProperty(context.request, 'fresh', { value: false, configurable: true, writable: true });
  const rangesOf = requestedRanges(context.req);
  return rangesOf === undefined ? next() : sendPartAfter(next, context, rangesOf);
}

async function sendPartAfter(next: Next, context: KoaContext, rangesOf: RangesOf): Promise<void> {
  await next();
  const contentType = String(context.res.getHeader('content-type') ?? 'application/octet-stream');
  const cacheControl = context.res.getHeader('cache-control');
  const reply = partOf(rangesOf, {
    status: context.status,
    content: context.body,
    contentType,
    cacheControl,
  });
  if (reply !== undefined) writeToContext(reply, context);
}
