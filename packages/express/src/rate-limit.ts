import { type RequestLimiterOptions, requestLimiter } from '@statuskit/core/adapter';
import type { Decision } from '@statuskit/core/rate-limit';
import type { Request } from 'express';
import { perform } from './perform.ts';
import type { Middleware } from './types.ts';

/** How requests are limited. */
export type RateLimitOptions<Req = Request> = RequestLimiterOptions<Req>;

/** Middleware that limits, and answers about its limits. */
export interface RateLimit<Req = Request> extends Middleware {
  /** Where the key of a request stands, without spending; undefined where it is not limited. */
  peek(request: Req): Promise<Decision | undefined>;
  /** Forgets what the key of a request has spent, and says whether the store did so. */
  reset(request: Req): Promise<boolean>;
  /** What was decided about a request that came through; undefined where nothing was. */
  decision(request: object): Decision | undefined;
}

/**
 * Middleware that limits how much a key may do: who has room goes on with the fields that tell what is left, others get
 * a 429 with Retry-After. With a MemoryStore it decides at once. Preflight requests are not counted.
 *
 * Throws a TypeError or a RangeError for options of the wrong form.
 *
 * @example
 * app.use(rateLimit({ policies: [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }] }));
 */
export function rateLimit<Req = Request>(options: RateLimitOptions<Req>): RateLimit<Req> {
  const { decide, peek, reset, decisionOf } = requestLimiter(options);

  const middleware: Middleware = function rateLimit(request, response, next): void {
    perform(decide, request, response, next);
  };
  return Object.assign(middleware, { peek, reset, decision: decisionOf });
}
