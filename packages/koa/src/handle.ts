import { handleDecider, requireHandler } from '@statuskit/core/adapter';
import { nothingFollows, perform } from './perform.ts';
import type { AppContext, KoaContext, Middleware, Next } from './types.ts';

/**
 * Returns a handler from a function that returns its response, and that may throw or reject.
 *
 * - `undefined` writes nothing, and the context or its response itself is ignored.
 * - `null` is a 204.
 * - An HttpError that is returned is thrown.
 * - A stream of Node or of the web, a Blob and a `Response` are sent as they come.
 * - Text and bytes are sent as they are, and anything else as JSON, with the status that the function has set. Default: 200.
 *
 * @throws {TypeError} If `handler` is not a function.
 *
 * @example
 * ```ts
 * router.get('/airports/:code', handle((ctx) => airports.get(ctx.params.code) ?? new NotFound()));
 * ```
 */
export function handle<Ctx = AppContext>(handler: (context: Ctx, next: Next) => unknown): Middleware {
  requireHandler(handler);
  const decide = handleDecider<KoaContext, Next>({
    call: (context, _response, next) => handler(context as unknown as Ctx, next), // Koa passes its own context
    isOwn,
    status: statusOf,
  });

  return function handled(context, next): Promise<void> {
    return perform(decide, context, next, nothingFollows);
  };
}

function isOwn(value: unknown, context: KoaContext): boolean {
  return value === context || value === context.res || value === context.response;
}

/** The status that the handler has set; Koa begins with a 404 that nobody set. */
function statusOf(context: KoaContext): number {
  const { _explicitStatus } = context.response as { _explicitStatus?: boolean };
  return _explicitStatus === true ? context.status : 200;
}
