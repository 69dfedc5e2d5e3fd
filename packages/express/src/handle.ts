import { isHttpError, replyFor, writeToNode } from '@statuskit/core/adapter';
import type { Request, Response } from 'express';
import { passable } from './passable.ts';
import type { Middleware, Next } from './types.ts';

/**
 * A handler that returns what it answers, and that may throw or reject, also on Express 4. `undefined` writes nothing,
 * the response itself is ignored, `null` is a 204, an HttpError is thrown, anything else is written with the status
 * that the handler has set (200 by default): text and bytes as they are, the rest as JSON.
 *
 * @example
 * app.get('/airports/:code', handle((req) => airports.get(req.params.code) ?? new NotFound()));
 */
export function handle<Req = Request, Res = Response>(
  handler: (request: Req, response: Res, next: Next) => unknown,
): Middleware {
  if (typeof handler !== 'function')
    throw new TypeError(`handler: expected a function, got ${typeof handler}`);

  return function handled(request, response, next): void {
    const fail = (thrown: unknown): void => next(passable(thrown));
    const answer = (value: unknown): void => {
      if (value === undefined || value === response) return;
      if (isHttpError(value)) fail(value);
      else if (!response.headersSent) {
        writeToNode(replyFor(value, request, response.statusCode), request, response);
      }
    };
    try {
      // Express hands its own request and response.
      const value = handler(request as unknown as Req, response as unknown as Res, next);
      // Not every `then` gives a promise.
      if (isThenable(value)) Promise.resolve(value).then(answer).then(undefined, fail);
      else answer(value);
    } catch (thrown) {
      fail(thrown);
    }
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
