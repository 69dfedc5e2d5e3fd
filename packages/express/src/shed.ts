import { type ShedOptions, shedDecider } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { AppRequest, Middleware } from './types.ts';

export type { ShedOptions };

/**
 * Returns middleware that responds with a 503, before the content is read, when the process has more work than it can do in
 * time. It measures the lag of the event loop and how long requests take. The problem type ends in `not-processed`: the request
 * had no effect and may be sent again after 1 to 3 seconds. Health checks are never shed. Mount it first.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If `lagMs` is not above 0.
 *
 * @example
 * ```ts
 * app.use(shed({ priority: (req) => (req.path.startsWith('/checkout') ? 2 : 1) }));
 * ```
 */
export function shed<Req = AppRequest>(options: ShedOptions<Req> = {}): Middleware {
  const decide = shedDecider(options);

  return function shed(request, response, next): void {
    perform(decide, request, response, next);
  };
}
