import { mediaTypeDecider } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { Middleware } from './types.ts';

/**
 * Middleware in front of a body parser: content of another media type is a 415 that names those of `types`, in Accept-Post for POST,
 * Accept-Patch for PATCH and Accept otherwise. A POST, PUT, PATCH or QUERY without content is a 411 if it has no
 * Content-Length, else a 400. Ranges such as `image/*` and `application/*+json` are allowed.
 *
 * @throws {TypeError} If `types` is empty, or one of them is not a media type or range.
 *
 * @example
 * ```ts
 * app.post('/notes', requireMediaType('application/json'), express.json(), createNote);
 * ```
 */
export function requireMediaType(...types: readonly string[]): Middleware {
  const decide = mediaTypeDecider(types);

  return function requireMediaType(request, response, next): void {
    perform(decide, request, response, next);
  };
}
