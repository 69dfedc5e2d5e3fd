import { type AutoEtagOptions, autoTagger, noteTagged, tap, warnOnce } from '@statuskit/core/adapter';
import { sendInstead } from './perform.ts';
import { disableFresh } from './res-send.ts';
import type { ExpressRequest, ExpressResponse, Middleware } from './types.ts';

interface Settings {
  get(name: 'etag fn'): unknown;
}

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
 * app.set('etag', false);
 * app.use(autoEtag());
 * ```
 */
export function autoEtag(options: AutoEtagOptions = {}): Middleware {
  const tagAnswer = autoTagger(options);

  return function autoEtag(request: ExpressRequest, response: ExpressResponse, next) {
    if (typeof (request.app as Settings | undefined)?.get('etag fn') === 'function') {
      warnOnce(
        'STATUSKIT_EXPRESS_ETAG',
        "Express adds its own entity tags, also to the responses of writes; turn that off with app.set('etag', false)",
      );
    }
    noteTagged(request);
    disableFresh(request);
    // For a HEAD, `res.send` passes no body on.
    let sent: unknown;
    if (request.method === 'HEAD') {
      tap(response, {
        send(inner, args) {
          [sent] = args;
          return inner(...args);
        },
      });
    }

    let begun = false;
    tap(response, {
      write(inner, args) {
        begun = true;
        return inner(...args);
      },
      end(inner, args) {
        if (begun || response.headersSent) return inner(...args);
        begun = true;
        const [chunk = sent] = args;
        return sendInstead(tagAnswer(request, response, chunk), request, response)
          ? response
          : inner(...args);
      },
    });
    next();
  } as Middleware;
}
