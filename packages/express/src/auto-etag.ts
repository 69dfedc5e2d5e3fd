import { type AutoEtagOptions, autoTagger, noteTagged, warnOnce } from '@statuskit/core/adapter';
import { sendInstead } from './perform.ts';
import { disableFresh, wrapSend } from './res-send.ts';
import type { ExpressRequest, ExpressResponse, Middleware } from './types.ts';

type Call = (this: object, ...args: unknown[]) => unknown;

interface Settings {
  get(name: 'etag fn'): unknown;
}

export type { AutoEtagOptions };

/**
 * Middleware that tags the answers to GET, HEAD and QUERY by a hash of their content and answers 304 where the client has
 * it. It saves the transfer, not the work: where a version is known, `conditional` saves both. Mount it after compression.
 *
 * Throws a TypeError or a RangeError for options of the wrong form.
 *
 * @example
 * app.set('etag', false);
 * app.use(autoEtag());
 */
export function autoEtag(options: AutoEtagOptions = {}): Middleware {
  const tagAnswer = autoTagger(options);

  return function autoEtag(request: ExpressRequest, response: ExpressResponse, next) {
    if (typeof (request.app as Settings | undefined)?.get('etag fn') === 'function') {
      warnOnce(
        'STATUSKIT_EXPRESS_ETAG',
        "Express makes entity tags of its own, also for writes; turn that off with app.set('etag', false)",
      );
    }
    noteTagged(request);
    disableFresh(request);
    // To a HEAD `res.send` gives nothing on.
    let sent: unknown;
    if (request.method === 'HEAD') {
      wrapSend(response, function sendNoted(send, args) {
        [sent] = args;
        return send.apply(response, args);
      });
    }

    // Their overloads are those of Node; what is passed on is what came.
    const { write, end } = response as unknown as Readonly<Record<'write' | 'end', Call>>;
    let begun = false;
    Object.assign(response, {
      write(...args: unknown[]) {
        begun = true;
        return write.apply(response, args);
      },
      end(...args: unknown[]) {
        if (begun || response.headersSent) return end.apply(response, args);
        begun = true;
        const [chunk = sent] = args;
        const step = tagAnswer(request, response, chunk);
        return sendInstead(step, request, response) ? response : end.apply(response, args);
      },
    });
    next();
  } as Middleware;
}
