import { type ConcurrencyOptions as CoreOptions, concurrencyDecider } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { AnyContext, AppContext, ContextAt, Middleware, MountedAt } from './types.ts';

type OptionsAt<Ctx> = Ctx extends unknown ? ConcurrencyOptions<ContextAt<Ctx>> : never;

/** Options of `concurrency`. */
export type ConcurrencyOptions<Ctx = AppContext> = CoreOptions<Ctx>;

/**
 * Returns middleware that limits how many requests run in this process. The others receive a 503 with Retry-After. The place of a
 * request is free when its response has ended, or when its client has left.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range.
 *
 * @example
 * ```ts
 * app.use(concurrency({ max: 20 }));
 * ```
 */
export function concurrency<Ctx extends AnyContext>(options: OptionsAt<Ctx>): MountedAt<Ctx, Middleware>;
export function concurrency<Ctx = AppContext>(options: ConcurrencyOptions<Ctx>): Middleware;
export function concurrency<Ctx>(options: ConcurrencyOptions<Ctx>): Middleware {
  const decide = concurrencyDecider(options);

  return function concurrency(context, next): Promise<void> {
    return perform(decide, context, next);
  };
}
