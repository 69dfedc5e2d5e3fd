import { type ConcurrencyOptions, concurrencyLimiter } from '@statuskit/core/adapter';
import type { Middleware } from './types.ts';

export type { ConcurrencyOptions };

/**
 * Middleware that lets so many requests be under way in this process; others get a 503 with Retry-After.
 *
 * Throws a TypeError or a RangeError for options of the wrong form.
 *
 * @example
 * app.use('/reports', concurrency({ max: 20 }));
 */
export function concurrency(options: ConcurrencyOptions): Middleware {
  const enter = concurrencyLimiter(options);

  return function concurrency(_request, response, next): void {
    next(enter(response));
  };
}
