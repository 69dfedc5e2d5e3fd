import { type FailureOptions, failureHandler, writeToNode } from '@statuskit/core/adapter';
import type { Request } from 'express';
import { allowedMethods } from './routes.ts';
import type { ErrorMiddleware, ExpressRequest } from './types.ts';

/** How what was thrown is answered. */
export type ErrorHandlerOptions<Req = Request> = FailureOptions<Req>;

/**
 * Error middleware: whatever was thrown becomes the right response, or an opaque 500. Mount it last. It does not call
 * `next`; what was thrown stays on `res.err` for loggers.
 *
 * Throws a TypeError for options of the wrong form.
 *
 * @example
 * app.use(errorHandler({ challenge: { scheme: 'Bearer', params: { realm: 'api' } } }));
 */
export function errorHandler<Req = Request>(options: ErrorHandlerOptions<Req> = {}): ErrorMiddleware {
  const answer = failureHandler(options);

  // Express knows error middleware by its four parameters.
  return function errorHandler(thrown, request: ExpressRequest, response, _next): void {
    (response as { err?: unknown }).err = thrown;
    answer(thrown, {
      source: request as unknown as Req, // Express hands its own request
      request,
      response,
      knownId: request.id,
      route:
        typeof request.route?.path === 'string' ? (request.baseUrl ?? '') + request.route.path : undefined,
      allowedMethods: () => [...allowedMethods(request)].filter((method) => method !== '*'),
      write: (reply) => writeToNode(reply, request, response),
    });
  };
}
