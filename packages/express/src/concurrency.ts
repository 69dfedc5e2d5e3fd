import { type ConcurrencyOptions, concurrencyDecider } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
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
  const decide = concurrencyDecider(options);

  return function concurrency(request, response, next): void {
    perform(decide, request, response, next);
  };
}
