import {
  type HandlerInfo,
  handleDecider,
  handlerInfo,
  mostArguments,
  readsArgument,
  requireHandler,
  wrapping,
} from '@statuskit/core/adapter';
import type { Response } from 'express';
import { nothingFollows, perform } from './perform.ts';
import type { AppRequest, Middleware, MountedOn, Next, RequestOn, RouteParams } from './types.ts';

type HandlerOn<Params> = Params extends unknown
  ? (request: RequestOn<Params>, response: Response, next: Next, info: HandlerInfo) => unknown
  : never;

export type { HandlerInfo };

/**
 * Returns a handler from a function that returns its response, and that may throw or reject, also on Express 4.
 *
 * - `undefined` is a 404 if the function does not read the response; otherwise it means that the function answers itself. The
 *   response itself is ignored.
 * - `null` is a 204.
 * - An HttpError that is returned is thrown.
 * - A stream of Node or of the web, a Blob and a `Response` are sent as they come.
 * - Text and bytes are sent as they are, and anything else as JSON, with the status that the function has set. Default: 200.
 *
 * The last argument has the `signal` of the request, which is also what `signalOf` returns.
 *
 * @throws {TypeError} If `handler` is not a function.
 *
 * @example
 * ```ts
 * app.get('/airports/:code', handle((req) => airports.get(String(req.params.code)) ?? new NotFound()));
 * app.get('/weather', handle((_req, _res, _next, { signal }) => fetch('https://weather.example/', { signal })));
 * ```
 */
export function handle<Params extends RouteParams>(handler: HandlerOn<Params>): MountedOn<Params, Middleware>;
export function handle<Req = AppRequest, Res = Response>(
  handler: (request: Req, response: Res, next: Next, info: HandlerInfo) => unknown,
): Middleware;
export function handle<Req, Res>(
  handler: (request: Req, response: Res, next: Next, info: HandlerInfo) => unknown,
): Middleware {
  requireHandler(handler);
  const reads = mostArguments(handler);
  const mayAnswer = readsArgument(handler, 1) || readsArgument(handler, 2);
  const plain = handler as (request: Req, response: Res, next: Next) => unknown; // if it reads no more
  const decide = handleDecider<Req & object, Next>({
    // The response is Express's own.
    call: (request, response, next) =>
      reads > 3
        ? handler(request, response as unknown as Res, next, handlerInfo(request, response))
        : plain(request, response as unknown as Res, next),
    isOwn: (value, _request, response) => value === response,
    status: (_request, response) => response.statusCode,
    mayAnswerLate: () => mayAnswer,
    takesNext: reads > 2,
  });

  return wrapping<Middleware>(function handled(request, response, next): void {
    perform(decide, request, response, next, nothingFollows);
  }, handler);
}
