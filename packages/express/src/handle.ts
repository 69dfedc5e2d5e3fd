import { handleDecider, mostArguments, requireHandler, wrapping } from '@statuskit/core/adapter';
import type { Response } from 'express';
import { nothingFollows, perform } from './perform.ts';
import type { AppRequest, Middleware, Next } from './types.ts';

/**
 * Returns a handler from a function that returns its response, and that may throw or reject, also on Express 4.
 *
 * - `undefined` is a 404 if the function does not take the response; otherwise it means that the function answers itself. The
 *   response itself is ignored.
 * - `null` is a 204.
 * - An HttpError that is returned is thrown.
 * - A stream of Node or of the web, a Blob and a `Response` are sent as they come.
 * - Text and bytes are sent as they are, and anything else as JSON, with the status that the function has set. Default: 200.
 *
 * @throws {TypeError} If `handler` is not a function.
 *
 * @example
 * ```ts
 * app.get('/airports/:code', handle((req) => airports.get(String(req.params.code)) ?? new NotFound()));
 * ```
 */
export function handle<Req = AppRequest, Res = Response>(
  handler: (request: Req, response: Res, next: Next) => unknown,
): Middleware {
  requireHandler(handler);
  const reads = mostArguments(handler);
  const decide = handleDecider<Req, Next>({
    call: (request, response, next) => handler(request, response as unknown as Res, next), // Express passes its own
    isOwn: (value, _request, response) => value === response,
    status: (_request, response) => response.statusCode,
    mayAnswerLate: () => reads > 1,
    takesNext: reads > 2,
  });

  return wrapping<Middleware>(function handled(request, response, next): void {
    perform(decide, request, response, next, nothingFollows);
  }, handler);
}
