import { type RelocationOptions, type Relocations, relocationsDecider } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { Middleware } from './types.ts';

/**
 * Middleware that answers for what has moved or is gone: a 308 with the query of the request, a 410 where the new path is `null`.
 * Paths are those that clients ask for, wherever it is mounted. See `relocator` for patterns.
 *
 * Mount CORS before it: a preflight request that is redirected fails in the browser (Fetch, "CORS-preflight fetch").
 *
 * Throws a TypeError for a path or a target that is none, and for moves that lead back to where they began.
 *
 * @example
 * app.use(relocations({ '/old': '/new', '/dead': null, '/docs/*': '/manual/*' }));
 */
export function relocations(moves: Relocations, options?: RelocationOptions): Middleware {
  const decide = relocationsDecider(moves, options);

  return function relocations(request, response, next): void {
    perform(decide, request, response, next);
  };
}
