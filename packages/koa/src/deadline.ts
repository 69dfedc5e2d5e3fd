import { clearDeadline, deadlineStarter, isDropped, signalOfRequest } from '@statuskit/core/adapter';
import type { KoaContext, Middleware } from './types.ts';

/**
 * Middleware that bounds how long the handlers behind it may take to begin their answer. When the time is over, the error handler
 * answers 503, the signal of `signalOf` fires, and what the handler does with the response or throws afterwards is dropped and
 * reported once. An answer that has begun is left alone. On a route it replaces what was set further out; `false` switches that off.
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
    return new Promise((resolve, reject) => {
      start(context.req, context.res, reject);
      // The body that the handlers have set is an answer, though Koa sends it later.
      const settled = (): void => clearDeadline(context.req);
      next().then(
        () => {
          settled();
          resolve();
        },
        (thrown: unknown) => {
          settled();
          if (!isDropped(context.res, thrown)) reject(thrown);
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
