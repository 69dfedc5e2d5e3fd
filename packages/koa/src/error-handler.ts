import {
  type Exchange,
  type FailureOptions,
  failureHandler,
  isError,
  printReport,
  type Reply,
  type Report,
  writeToNode,
} from '@statuskit/core/adapter';
import type { Context } from 'koa';
import { hearBodyFirst } from './body-stream.ts';
import { keepHeadWritable } from './http2-head.ts';
import { allowedMethods, routeOf } from './routes.ts';
import type { KoaContext, Middleware } from './types.ts';
import { writeToContext } from './write.ts';

/** How what was thrown is answered. */
export type ErrorHandlerOptions<Ctx = Context> = FailureOptions<Ctx>;

/**
 * Middleware: whatever was thrown becomes the right response, or an opaque 500. Mount it first. It takes over
 * `ctx.onerror` for its request, so that a body stream that fails is answered and reported as well.
 *
 * Without `report` each failure is emitted as `error` of the application; with it only where somebody listens. What was
 * thrown stays on `ctx.res.err` for loggers.
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

  function fail(thrown: unknown, context: KoaContext, write: Exchange<Ctx>['write']): void {
    // A body that is cut off because of a failure fails once more.
    (context.res as { err?: unknown }).err ??= thrown;
    answer(thrown, exchange(context, write));
  }

  return async function errorHandler(context, next): Promise<void> {
    // Called by Koa where no middleware can catch any more, and with nothing when a response is finished.
    context.onerror = function onerror(thrown): void {
      if (thrown === null || thrown === undefined) return;
      fail(thrown, context, toNode);
    };
    const toNode = (reply: Reply): void => writeToNode(reply, context.req, context.res);
    const toContext = (reply: Reply): void => writeToContext(reply, context);
    keepHeadWritable(context);
    try {
      await next();
      hearBodyFirst(context);
    } catch (thrown) {
      // Koa writes nothing where the handler has said that it writes itself.
      fail(thrown, context, context.respond === false ? toNode : toContext);
    }
  };
}

function knownId(context: KoaContext): unknown {
  const { id, state, req } = context as { id?: unknown; state?: { id?: unknown }; req: { id?: unknown } };
  return state?.id ?? req.id ?? id;
}

function announce(report: Report, context: KoaContext, reported: boolean): void {
  const app: KoaContext['app'] & { onerror?: unknown } = context.app;
  const listeners = app.listeners('error');
  const onlyKoaListens = !Object.hasOwn(app, 'onerror') && listeners.every((one) => one === app.onerror);
  if (listeners.length === 0 || (reported && onlyKoaListens)) {
    if (!reported) printReport(report);
    return;
  }
  const emitted = isError(report.thrown) ? report.thrown : report.error;
  if (!onlyKoaListens) {
    app.emit('error', emitted, context);
    return;
  }
  // Koa's own printer knows neither instance nor causes, prints foreign 4xx, and says nothing of what has status 404.
  const { silent } = app;
  app.silent = true;
  try {
    app.emit('error', emitted, context);
  } finally {
    app.silent = silent;
  }
  if (silent !== true) printReport(report);
}
