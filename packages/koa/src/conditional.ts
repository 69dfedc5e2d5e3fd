import {
  asksIfChanged,
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
import type { AnyContext, AppContext, ContextAt, KoaContext, Middleware, MountedAt, Next } from './types.ts';
import { writeToContext } from './write.ts';

type LoadAt<Ctx, L> = Ctx extends unknown ? (context: ContextAt<Ctx>) => L | PromiseLike<L> : never;

/** Middleware that evaluates the preconditions of a request before its handler runs. */
export interface Conditional<L extends MaybeLoaded> extends Middleware {
  /**
   * Returns what continued: `{ exists, state, matched }`.
   *
   * @throws {TypeError} If this guard has not let the request continue.
   */
  passed(context: object): Passed<L>;
}

/**
 * Returns middleware that evaluates the preconditions of a request before its handler runs. `load` returns the validators of the
 * target, or null or undefined if it does not exist.
 *
 * A read is answered 304 if the client has the representation. A write is answered 412 if the resource is no longer what the client
 * has seen, and 428 if `require` demands a condition and there is none. A request that continues has the fields of the representation
 * set on its response, and `passed` returns what was loaded.
 *
 * @param load Called once for each request, with the context.
 * @throws {TypeError} If `load` is not a function, or if an option has the wrong type.
 * @throws {RangeError} If `maxRanges` is not an integer of at least 1.
 *
 * @example
 * ```ts
 * router.put('/notes/:id', conditional(loadNote, { require: true }), saveNote);
 * ```
 */
export function conditional<Ctx extends AnyContext, L extends MaybeLoaded>(
  load: LoadAt<Ctx, L>,
  options?: GuardOptions,
): MountedAt<Ctx, Conditional<L>>;
export function conditional<Ctx = AppContext, L extends MaybeLoaded = Loaded | null | undefined>(
  load: (context: Ctx) => L | PromiseLike<L>,
  options?: GuardOptions,
): Conditional<L>;
export function conditional<Ctx, L extends MaybeLoaded>(
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
  if (asksIfChanged(context.req))
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
