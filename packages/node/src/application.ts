import type { IncomingMessage, ServerResponse } from 'node:http';
import { expected } from '@statuskit/core/adapter';

/** A listener for requests, as `http.createServer` takes it. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** An application of Koa. */
export interface KoaLike {
  callback(): (request: never, response: never) => unknown;
}

/** What can be served: an Express application, a Koa application, or any listener. */
export type Application = ((request: never, response: never) => unknown) | KoaLike;

/** Reports whether a function is an Express application. */
function isExpress(app: object): boolean {
  const { handle, set, mountpath } = app as Readonly<Record<string, unknown>>;
  return (
    typeof app === 'function' &&
    typeof handle === 'function' &&
    typeof set === 'function' &&
    mountpath !== undefined
  );
}

/**
 * Returns the listener of an application.
 *
 * @throws {TypeError} If `app` is not an application, or is one of Express and `http2` is true.
 */
export function listenerOf(app: Application, http2: boolean): Listener {
  if (typeof app === 'function') {
    // Its first request would end the process: Express sets HTTP/1 prototypes on `req` and `res`.
    if (http2 && isExpress(app)) {
      throw new TypeError(
        'http2: Express does not support node:http2; serve it over HTTP/1 behind a proxy that speaks HTTP/2',
      );
    }
    return app as unknown as Listener; // called with the request and response of Node
  }
  if (typeof (app as KoaLike | null)?.callback === 'function') return app.callback() as unknown as Listener;
  throw new TypeError(expected('app', 'an Express or Koa application, or a listener', app));
}
