import { idempotentDecider } from '@statuskit/core/adapter';
import type { IdempotencyOptions } from '@statuskit/core/idempotency';
import type { Request } from 'express';
import { perform } from './perform.ts';
import type { Middleware } from './types.ts';

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
  const decide = idempotentDecider(options, (request) => (request as { readonly body?: unknown }).body);

  return function idempotent(request, response, next): void {
    perform(decide, request, response, next);
  };
}
