import {
  type Exchange,
  type FailureOptions,
  failureHandler,
  printReport,
  type Report,
  writeToNode,
} from '@statuskit/core/adapter';
import type { Context } from 'koa';
import { allowedMethods, routeOf } from './routes.ts';
import type { KoaContext, Middleware } from './types.ts';
import { writeToContext } from './write.ts';

/** How what was thrown is answered. */
export type ErrorHandlerOptions<Ctx = Context> = FailureOptions<Ctx>;

/**
 * Middleware: whatever was thrown becomes the right response, or an opaque 500. Mount it first. It takes over
 * `ctx.onerror` for its request, so that a body stream that fails is answered and reported as well.
 *
 * Without `report` each failure is emitted as `error` of the application; with it only where somebody listens.
 * Throws a TypeError for options of the wrong form.
 *
 * @example
 * app.use(errorHandler({ challenge: { scheme: 'Bearer', params: { realm: 'api' } } }));
 */
export function errorHandler<Ctx = Context>(options: ErrorHandlerOptions<Ctx> = {}): Middleware {
  const answer = failureHandler(options);

  function exchange(context: KoaContext, write: Exchange<Ctx>['write']): Exchange<Ctx> {
    return {
      source: context as unknown as Ctx, // Koa hands its own context
      request: context.req,
      response: context.res,
      knownId: knownId(context),
      route: routeOf(context),
      allowedMethods: () => [...allowedMethods(context)],
      write,
      announce: (report, reported) => announce(report, context, reported),
    };
  }

  return async function errorHandler(context, next): Promise<void> {
    // Called by Koa where no middleware can catch any more, and with nothing when a response is finished.
    context.onerror = function onerror(thrown): void {
      if (thrown === null || thrown === undefined) return;
      answer(
        thrown,
        exchange(context, (reply) => writeToNode(reply, context.req, context.res)),
      );
    };
    try {
      await next();
    } catch (thrown) {
      answer(
        thrown,
        exchange(context, (reply) => writeToContext(reply, context)),
      );
    }
  };
}

function knownId(context: KoaContext): unknown {
  const { id, state, req } = context as { id?: unknown; state?: { id?: unknown }; req: { id?: unknown } };
  return state?.id ?? req.id ?? id;
}

function isError(value: unknown): boolean {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

function announce(report: Report, context: KoaContext, reported: boolean): void {
  const { app } = context;
  const onlyKoaListens = app
    .listeners('error')
    .every((listener) => listener === (app as { onerror?: unknown }).onerror);
  if (reported && onlyKoaListens) return;
  const { thrown, error } = report;
  // Koa's own printer refuses what is no Error, and says nothing of a foreign error that has `expose` or status 404.
  const emitted = isError(thrown) ? thrown : error;
  app.emit('error', emitted, context);
  const { expose, status } = emitted as { expose?: unknown; status?: unknown };
  if (onlyKoaListens && app.silent !== true && (expose || status === 404)) printReport(report);
}
