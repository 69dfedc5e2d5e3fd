import { clearDeadline, deadlineStarter, isDropped, signalOfRequest } from '@statuskit/core/adapter';
import type { KoaContext, Middleware } from './types.ts';

/**
 * Returns middleware that limits how long the handlers behind it may take to begin their response. At the deadline, the error
 * handler responds with a 503 and the signal of `signalOf` fires. What the handler later writes to the response or throws is
 * dropped and reported once. A response that has begun is not touched. On a route it replaces a deadline that was set further
 * out; `false` disables that one.
 *
 * @param seconds May be a fraction.
 *
 * @throws {TypeError} If `seconds` is neither a number nor false.
 * @throws {RangeError} If `seconds` is not above 0, or above 2,147,482.
 *
 * @example
 * ```ts
 * app.use(deadline(15));
 * router.get('/export', deadline(false), sendExport);
 * ```
 */
export function deadline(seconds: number | false): Middleware {
  const start = deadlineStarter(seconds);

  return function deadline(context, next): Promise<void> {
    const { req, res } = context;
    return new Promise((resolve, reject) => {
      start(req, res, reject);
      // The body that the handlers have set is an answer, though Koa sends it later.
      next().then(
        () => {
          clearDeadline(req);
          resolve();
        },
        (thrown: unknown) => {
          clearDeadline(req);
          if (!isDropped(res, thrown)) reject(thrown);
        },
      );
    });
  };
}

/**
 * Returns the signal of a request. It fires at the deadline, and when the client leaves before the answer is whole; never after a
 * complete answer. Pass it to whatever the handler waits for.
 *
 * @example
 * ```ts
 * router.get('/weather', handle((ctx) => fetch('https://weather.example/', { signal: signalOf(ctx) })));
 * ```
 */
export function signalOf(context: Pick<KoaContext, 'req' | 'res'>): AbortSignal {
  return signalOfRequest(context.req, context.res);
}
