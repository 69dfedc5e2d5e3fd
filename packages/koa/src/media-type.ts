import { mediaTypeDecider } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { Middleware } from './types.ts';

/**
 * Returns middleware to mount in front of a body parser. Content of another media type receives a 415 that lists `types` in
 * Accept-Post for POST, in Accept-Patch for PATCH and in Accept otherwise. A POST, PUT, PATCH or QUERY without content receives
 * a 411 if it has no Content-Length, and a 400 otherwise. Ranges such as `image/*` and `application/*+json` are allowed.
 *
 * @throws {TypeError} If `types` is empty, or one of them is not a media type or range.
 *
 * @example
 * ```ts
 * router.post('/notes', requireMediaType('application/json'), bodyParser(), createNote);
 * ```
 */
export function requireMediaType(...types: readonly string[]): Middleware {
  const decide = mediaTypeDecider(types);

  return function requireMediaType(context, next): Promise<void> {
    return perform(decide, context, next);
  };
}
