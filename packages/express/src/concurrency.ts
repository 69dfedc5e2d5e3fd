import { type ConcurrencyOptions as CoreOptions, concurrencyDecider } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { AppRequest, Middleware, MountedOn, RequestOn, RouteParams } from './types.ts';

type OptionsOn<Params> = Params extends unknown ? ConcurrencyOptions<RequestOn<Params>> : never;

/** Options of `concurrency`. */
export type ConcurrencyOptions<Req = AppRequest> = CoreOptions<Req>;

/**
 * Returns middleware that limits how many requests run in this process. The others receive a 503 with Retry-After. The place of a
 * request is free when its response has ended, or when its client has left.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range.
 *
 * @example
 * ```ts
 * app.use('/reports', concurrency({ max: 20 }));
 * ```
 */
export function concurrency<Params extends RouteParams>(
  options: OptionsOn<Params>,
): MountedOn<Params, Middleware>;
export function concurrency<Req = AppRequest>(options: ConcurrencyOptions<Req>): Middleware;
export function concurrency<Req>(options: ConcurrencyOptions<Req>): Middleware {
  const decide = concurrencyDecider(options);

  return function concurrency(request, response, next): void {
    perform(decide, request, response, next);
  };
}
