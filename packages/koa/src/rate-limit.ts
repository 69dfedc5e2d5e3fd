import { type RequestLimiterOptions, requestLimiter } from '@statuskit/core/adapter';
import type { Decision } from '@statuskit/core/rate-limit';
import { perform } from './perform.ts';
import type { AnyContext, AppContext, ContextAt, Middleware, MountedAt } from './types.ts';

type OptionsAt<Ctx> = Ctx extends unknown ? RateLimitOptions<ContextAt<Ctx>> : never;

/** Options of `rateLimit`. */
export type RateLimitOptions<Ctx = AppContext> = RequestLimiterOptions<Ctx>;

/** Middleware that limits requests, and answers questions about its limits. */
export interface RateLimit<Ctx = AppContext> extends Middleware {
  /** Returns what would be decided about the key of a request, without spending; undefined if it is not limited. */
  peek(context: Ctx): Promise<Decision | undefined>;
  /** Forgets what the key of a request has spent. Reports whether the store did so. */
  reset(context: Ctx): Promise<boolean>;
  /** Returns what was decided about a request that came through; undefined if nothing was. */
  decision(context: { readonly req: object }): Decision | undefined;
  /**
   * Returns to its key what a request has spent. Reports whether there was anything to return and the store took it; a second
   * refund does nothing.
   */
  refund(context: { readonly req: object }): Promise<boolean>;
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
export function rateLimit<Ctx extends AnyContext>(options: OptionsAt<Ctx>): MountedAt<Ctx, RateLimit>;
export function rateLimit<Ctx = AppContext>(options: RateLimitOptions<Ctx>): RateLimit<Ctx>;
export function rateLimit<Ctx>(options: RateLimitOptions<Ctx>): RateLimit<Ctx> {
  const { decide, peek, reset, decisionOf, refund } = requestLimiter(options);

  const middleware: Middleware = function rateLimit(context, next): Promise<void> {
    return perform(decide, context, next);
  };
  return Object.assign(middleware, {
    peek,
    reset,
    decision: ({ req }: { readonly req: object }) => decisionOf(req),
    refund: ({ req }: { readonly req: object }) => refund(req),
  });
}
