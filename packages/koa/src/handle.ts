import { handleDecider, mostArguments, requireHandler, wrapping } from '@statuskit/core/adapter';
import { hasBegun, isStatusSet } from './begun.ts';
import { nothingFollows, perform } from './perform.ts';
import type { AppContext, KoaContext, Middleware, Next } from './types.ts';

/**
 * Returns a handler from a function that returns its response, and that may throw or reject.
 *
 * - `undefined` is a 404, unless the function has set `ctx.body` or `ctx.status`, has called `next` or answers itself. The context
 *   and its response are ignored.
 * - `null` is a 204.
 * - An HttpError that is returned is thrown.
 * - A stream of Node or of the web, a Blob and a `Response` are sent as they come.
 * - Text and bytes are sent as they are, and anything else as JSON, with the status that the function has set. Default: 200.
 *
 * @throws {TypeError} If `handler` is not a function.
 *
 * @example
 * ```ts
 * router.get('/airports/:code', handle((ctx) => airports.get(String(ctx.params.code)) ?? new NotFound()));
 * ```
 */
export function handle<Ctx = AppContext>(handler: (context: Ctx, next: Next) => unknown): Middleware {
  requireHandler(handler);
  const decide = handleDecider<KoaContext, Next>({
    call: (context, _response, next) => handler(context as unknown as Ctx, next), // Koa passes its own context
    isOwn,
    status: statusOf,
    hasBegun,
    // Koa answers as soon as the function is done, unless that is switched off.
    mayAnswerLate: (context) => context.respond === false,
    takesNext: mostArguments(handler) > 1,
  });

  return wrapping<Middleware>(function handled(context, next): Promise<void> {
    return perform(decide, context, next, nothingFollows);
  }, handler);
}

function isOwn(value: unknown, context: KoaContext): boolean {
  return value === context || value === context.res || value === context.response;
}

/** The status that the handler has set. */
function statusOf(context: KoaContext): number {
  return isStatusSet(context) ? context.status : 200;
}
