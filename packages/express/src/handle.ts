import { handleDecider, requireHandler } from '@statuskit/core/adapter';
import type { Response } from 'express';
import { nothingFollows, perform } from './perform.ts';
import type { AppRequest, Middleware, Next } from './types.ts';

/**
 * A handler that returns what it answers, and that may throw or reject, also on Express 4. `undefined` writes nothing,
 * the response itself is ignored, `null` is a 204, an HttpError is thrown, anything else is written with the status
 * that the handler has set (200 by default): text and bytes as they are, the rest as JSON.
 *
 * @example
 * app.get('/airports/:code', handle((req) => airports.get(req.params.code) ?? new NotFound()));
 */
export function handle<Req = AppRequest, Res = Response>(
  handler: (request: Req, response: Res, next: Next) => unknown,
): Middleware {
  requireHandler(handler);
  const decide = handleDecider<Req, Next>({
    call: (request, response, next) => handler(request, response as unknown as Res, next), // Express passes its own
    isOwn: (value, _request, response) => value === response,
    status: (_request, response) => response.statusCode,
  });

  return function handled(request, response, next): void {
    perform(decide, request, response, next, nothingFollows);
  };
}
