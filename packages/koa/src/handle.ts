import { isHttpError, replyFor } from '@statuskit/core/adapter';
import type { Context } from 'koa';
import type { KoaContext, Middleware } from './types.ts';
import { writeToContext } from './write.ts';

/**
 * A handler that returns what it answers, and that may throw. `undefined` writes nothing, the context or its response
 * is ignored, `null` is a 204, an HttpError is thrown, anything else is written with the status that the handler has set
 * (200 by default): text and bytes as they are, the rest as JSON.
 *
 * @example
 * router.get('/airports/:code', handle((ctx) => airports.get(ctx.params.code) ?? new NotFound()));
 */
export function handle<Ctx = Context>(
  handler: (context: Ctx, next: () => Promise<unknown>) => unknown,
): Middleware {
  if (typeof handler !== 'function')
    throw new TypeError(`handler: expected a function, got ${typeof handler}`);

  return async function handled(context, next): Promise<void> {
    const value = await handler(context as unknown as Ctx, next); // Koa hands its own context
    if (value === undefined || isOwn(value, context)) return;
    if (isHttpError(value)) throw value;
    if (context.headerSent || context.respond === false) return;
    writeToContext(replyFor(value, context.req, statusOf(context)), context);
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
