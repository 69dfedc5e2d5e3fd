import {
  createGuard,
  type GuardOptions,
  type Loaded,
  type MaybeLoaded,
  type Passed,
  partOf,
  type RangesOf,
  setFields,
  type Verdict,
} from '@statuskit/core/adapter';
import type { Context } from 'koa';
import type { KoaContext, Middleware } from './types.ts';
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
export function conditional<Ctx = Context, L extends MaybeLoaded = Loaded | null | undefined>(
  load: (context: Ctx) => L | PromiseLike<L>,
  options: GuardOptions = {},
): Conditional<L> {
  const guard = createGuard<KoaContext, L>(load as never, options); // Koa hands its own context

  // Not async: where `load` answers at once, nothing is waited for.
  const middleware: Middleware = function conditional(context, next) {
    const verdict = guard.judge(context, context.req);
    return verdict instanceof Promise
      ? verdict.then((late) => obey(late, context, next))
      : obey(verdict, context, next);
  };
  return Object.assign(middleware, { passed: guard.passed });
}

async function cutAfter(
  next: () => Promise<unknown>,
  context: KoaContext,
  rangesOf: RangesOf,
): Promise<void> {
  await next();
  const contentType = String(context.res.getHeader('content-type') ?? 'application/octet-stream');
  const reply = partOf(rangesOf, { status: context.status, content: context.body, contentType });
  if (reply !== undefined) writeToContext(reply, context);
}

function obey<L>(
  verdict: Verdict<L> | undefined,
  context: KoaContext,
  next: () => Promise<unknown>,
): Promise<void> {
  if (verdict?.kind === 'answer') {
    writeToContext(verdict.reply, context);
    return Promise.resolve();
  }
  if (verdict !== undefined) {
    // Middleware around this one, such as koa-conditional-get, must not judge again.
    Object.defineProperty(context.request, 'fresh', { value: false, configurable: true, writable: true });
    setFields(verdict.headers, context.res);
    if (verdict.rangesOf !== undefined) return cutAfter(next, context, verdict.rangesOf);
  }
  return next() as Promise<void>; // what it resolves with is nobody's
}
