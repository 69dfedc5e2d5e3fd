import { type RequestLimiterOptions, requestLimiter } from '@statuskit/core/adapter';
import type { Decision } from '@statuskit/core/rate-limit';
import { perform } from './perform.ts';
import type { AppRequest, Middleware, MountedOn, RequestOn, RouteParams } from './types.ts';

type OptionsOn<Params> = Params extends unknown ? RateLimitOptions<RequestOn<Params>> : never;

/** Options of `rateLimit`. */
export type RateLimitOptions<Req = AppRequest> = RequestLimiterOptions<Req>;

/** Middleware that limits requests, and answers questions about its limits. */
export interface RateLimit<Req = AppRequest> extends Middleware {
  /** Returns what would be decided about the key of a request, without spending; undefined if it is not limited. */
  peek(request: Req): Promise<Decision | undefined>;
  /** Forgets what the key of a request has spent. Reports whether the store did so. */
  reset(request: Req): Promise<boolean>;
  /** Returns what was decided about a request that came through; undefined if nothing was. */
  decision(request: object): Decision | undefined;
  /**
   * Returns to its key what a request has spent. Reports whether there was anything to return and the store took it; a second
   * refund does nothing.
   */
  refund(request: object): Promise<boolean>;
}

/**
 * Returns middleware that limits how much a key may do. Requests within the limit continue, and their responses carry the fields
 * that announce what is left. All others receive a 429 with Retry-After. With a MemoryStore it decides synchronously.
 *
 * Every request counts, preflight requests included. Mount `cors` before it, or use `skip`.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number of a policy is out of range.
 *
 * @example
 * ```ts
 * app.use(rateLimit({ policies: [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }] }));
 * ```
 */
export function rateLimit<Params extends RouteParams>(
  options: OptionsOn<Params>,
): MountedOn<Params, RateLimit>;
export function rateLimit<Req = AppRequest>(options: RateLimitOptions<Req>): RateLimit<Req>;
export function rateLimit<Req>(options: RateLimitOptions<Req>): RateLimit<Req> {
  const { decide, peek, reset, decisionOf, refund } = requestLimiter(options);

  const middleware: Middleware = function rateLimit(request, response, next): void {
    perform(decide, request, response, next);
  };
  return Object.assign(middleware, { peek, reset, decision: decisionOf, refund });
}
