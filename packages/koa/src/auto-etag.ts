import { type AutoEtagOptions, autoTagger, type Decider, noteTagged } from '@statuskit/core/adapter';
import { nothingFollows, perform } from './perform.ts';
import type { KoaContext, Middleware } from './types.ts';

export type { AutoEtagOptions };

/**
 * Returns middleware that adds an entity tag to each 200 to a GET, HEAD or QUERY, made of a hash of its content, and answers 304 if
 * the client has that content. It saves the transfer and not the work: if a resource has a version, `conditional` saves both. Mount
 * it behind compression.
 *
 * A tag that the handler has set is kept. Content that may not be stored, that is longer than `maxBytes`, or that is neither text nor
 * bytes gets no tag. The answer is never a 412: the handler has run.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If `maxBytes` is not an integer of at least 0.
 *
 * @example
 * ```ts
 * app.use(autoEtag());
 * ```
 */
export function autoEtag(options: AutoEtagOptions = {}): Middleware {
  const tagAnswer = autoTagger(options);
  const decide: Decider<KoaContext> = ({ body }, request, response) => tagAnswer(request, response, body);

  return async function autoEtag(context, next): Promise<void> {
    noteTagged(context.req);
    await next();
    if (context.headerSent || context.respond === false) return;
    const { body } = context;
    const isJson =
      typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;
    // Written once, for the hash and for the wire; Koa has set the media type by now.
    if (isJson || Array.isArray(body)) context.body = JSON.stringify(body);
    await perform(decide, context, next, nothingFollows);
  };
}
