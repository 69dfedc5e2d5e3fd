import { type AutoEtagOptions, autoTagger, type Decider, noteTagged } from '@statuskit/core/adapter';
import { nothingFollows, perform } from './perform.ts';
import type { KoaContext, Middleware } from './types.ts';

export type { AutoEtagOptions };

/**
 * Middleware that tags the answers to GET, HEAD and QUERY by a hash of their content and answers 304 where the client has
 * it. It saves the transfer, not the work: where a version is known, `conditional` saves both. Mount it after compression.
 *
 * Throws a TypeError or a RangeError for options of the wrong form.
 *
 * @example
 * app.use(autoEtag());
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
