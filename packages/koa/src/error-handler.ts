import { type FailureOptions, failureHandler } from '@statuskit/core/adapter';
import { finishBody } from './body-stream.ts';
import { KoaFailure } from './failure-context.ts';
import { keepHeadWritable } from './http2-head.ts';
import { prepareApplication } from './prepare-application.ts';
import type { AppContext, KoaContext, Middleware } from './types.ts';

/** Options of `errorHandler`. */
export type ErrorHandlerOptions<Ctx = AppContext> = FailureOptions<Ctx>;

/**
 * Returns middleware that turns a thrown value into the right response, or into an opaque 500. Mount it first. It takes over
 * `ctx.onerror` for its requests, so that a body stream that fails is answered and reported as well.
 *
 * Without `report`, each failure is emitted as `error` of the application; with it, only if something besides Koa's own printer
 * listens. The thrown value stays on `ctx.res.err` for loggers.
 *
 * @throws {TypeError} If an option has the wrong type.
 *
 * @example
 * ```ts
 * app.use(errorHandler({ challenge: { scheme: 'Bearer', params: { realm: 'api' } } }));
 * ```
 */
export function errorHandler<Ctx = AppContext>(options: ErrorHandlerOptions<Ctx> = {}): Middleware {
  const answer = failureHandler(options);

  function fail(thrown: unknown, context: KoaContext, throughContext: boolean): void | Promise<void> {
    // A body that is cut off because of a failure fails once more.
    (context.res as { err?: unknown }).err ??= thrown;
    return answer(thrown, new KoaFailure<Ctx>(context, throughContext));
  }

  // Koa calls this when no middleware can catch an error any more, and without an argument when a response is finished. It also
  // works unbound, as a listener of a stream. It is created here because, inside the async function below, its closure would keep
  // that whole call alive.
  function onerrorOf(context: KoaContext): KoaContext['onerror'] {
    return (thrown) => {
      if (thrown !== null && thrown !== undefined) void fail(thrown, context, false);
    };
  }

  return async function errorHandler(context, next): Promise<void> {
    context.onerror = onerrorOf(context);
    keepHeadWritable(context);
    prepareApplication(context.app);
    try {
      await next();
      finishBody(context);
    } catch (thrown) {
      // Koa writes nothing if the handler writes the response itself.
      const hooks = fail(thrown, context, context.respond !== false);
      if (hooks !== undefined) await hooks; // Koa answers when this middleware has ended
    }
  };
}
