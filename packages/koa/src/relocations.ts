import { type RelocationOptions, type Relocations, relocationsDecider } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { Middleware } from './types.ts';

/**
 * Returns middleware that answers for what has moved or is gone: a 308 with the query of the request, or a 410 if the new path is
 * `null`. Paths are those that clients ask for, wherever it is mounted. See `relocator` for patterns.
 *
 * Mount CORS before it: a preflight request that is redirected fails in the browser (Fetch, "CORS-preflight fetch").
 *
 * @throws {TypeError} If a path or a target is not valid, or if moves form a circle.
 *
 * @example
 * ```ts
 * app.use(relocations({ '/old': '/new', '/dead': null, '/docs/*': '/manual/*' }));
 * ```
 */
export function relocations(moves: Relocations, options?: RelocationOptions): Middleware {
  const decide = relocationsDecider(moves, options);

  return function relocations(context, next): Promise<void> {
    return perform(decide, context, next);
  };
}
