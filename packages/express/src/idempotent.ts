import { capture, hasContent, isThenable, writeToNode } from '@statuskit/core/adapter';
import { type IdempotencyOptions, type IdempotencyOutcome, idempotency } from '@statuskit/core/idempotency';
import type { Request } from 'express';
import type { ExpressRequest, Middleware } from './types.ts';

/**
 * Middleware before a handler that must run once for each key: the first request with an Idempotency-Key runs, the same
 * one again is answered as before. Mount it after authentication and the body parser, in front of the guard.
 *
 * Throws a TypeError or a RangeError for options of the wrong form.
 *
 * @example
 * app.post('/payments', express.json(), idempotent({ scope: (req) => req.user.id }), handle(pay));
 */
export function idempotent<Req = Request>(options: IdempotencyOptions<Req>): Middleware {
  const begin = idempotency(options);

  return function idempotent(request: ExpressRequest, response, next): void {
    const go = (outcome: IdempotencyOutcome): void => {
      if (outcome.kind === 'refuse') next(outcome.error);
      else if (outcome.kind === 'replay') writeToNode(outcome.reply, request, response);
      else {
        if (outcome.kind === 'run') capture(response, outcome.execution);
        next();
      }
    };
    try {
      const outcome = begin({
        method: request.method ?? 'GET',
        target: request.originalUrl ?? request.url ?? '/',
        headers: request.headers,
        hasContent: hasContent(request),
        isRead: request.readableDidRead,
        content: request.body,
        source: request as unknown as Req, // Express hands its own request
      });
      if (isThenable(outcome)) Promise.resolve(outcome).then(go, next);
      else go(outcome);
    } catch (thrown) {
      next(thrown);
    }
  };
}
