import { handleDecider, requireHandler } from '@statuskit/core/adapter';
import { nothingFollows, perform } from './perform.ts';
import type { AppContext, KoaContext, Middleware, Next } from './types.ts';

/**
 * A handler that returns what it answers, and that may throw. `undefined` writes nothing, the context or its response
 * is ignored, `null` is a 204, an HttpError is thrown, anything else is written with the status that the handler has set
 * (200 by default): text and bytes as they are, the rest as JSON.
 *
 * @example
 * router.get('/airports/:code', handle((ctx) => airports.get(ctx.params.code) ?? new NotFound()));
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
