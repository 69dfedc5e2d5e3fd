import { createServer, type Server } from 'node:http';
import { createServer as createHttp2Server, createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { TlsOptions } from 'node:tls';
import {
  allowBoolean,
  expected,
  requireInteger,
  requireObject,
  warnOfUnknown,
} from '@statuskit/core/adapter';
import { type Application, listenerOf } from './application.ts';
import { NAMES, type ProtectOptions } from './options.ts';
import { guardServer, type Protected } from './protect.ts';

/** How an application is served. */
export interface ServeOptions extends ProtectOptions {
  /** The port; 0 is any free one. Default: 0. */
  readonly port?: number | undefined;
  /** The address to listen on. Default: all addresses, as in Node. */
  readonly host?: string | undefined;
  /** Key and certificate, and whatever else `node:tls` takes, for HTTPS. Default: none, which is plain HTTP. */
  readonly tls?: TlsOptions | undefined;
  /** Whether HTTP/2 is spoken: with `tls` beside HTTP/1.1, without it alone. Not with Express. Default: false. */
  readonly http2?: boolean | undefined;
}

/** A server of Node that listens, and is protected. */
export type ServedServer = Server & Protected;

function create(options: ServeOptions, listener: Parameters<typeof createServer>[1]): Server {
  const { tls, http2 = false } = options;
  // The compatibility layer calls its listener with a request and a response of the same shape.
  if (http2) {
    const server =
      tls === undefined
        ? createHttp2Server(listener as never)
        : createSecureServer({ allowHTTP1: true, ...tls }, listener as never);
    return server as unknown as Server;
  }
  return tls === undefined ? createServer(listener) : createHttpsServer(tls, listener);
}

/**
 * Serves an Express application, a Koa application or any listener, protected as by `protect`. The promise resolves when the
 * server listens. It rejects with the error of `listen`, for example if the port is taken.
 *
 * @throws {TypeError} If `app` is not an application, is one of Express with `http2`, or an option has the wrong type.
 * @throws {RangeError} If `port` or a number of seconds is out of range.
 *
 * @example
 * ```ts
 * const server = await serve(app, { port: 3000, health: { live: '/livez', ready: '/readyz' } });
 * ```
 */
export async function serve(app: Application, options: ServeOptions = {}): Promise<ServedServer> {
  warnOfUnknown('serve', options, { ...NAMES, port: true, host: true, tls: true, http2: true });
  const { port = 0, host, tls, http2 } = options;
  requireInteger('port', port, { most: 65_535 });
  if (host !== undefined && typeof host !== 'string') throw new TypeError(expected('host', 'a string', host));
  allowBoolean('http2', http2);
  if (tls !== undefined) requireObject('tls', tls);
  const server = create(options, listenerOf(app, http2 === true));
  const guarded = guardServer(server, options);
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      guarded.emit('close'); // timers and signal listeners are given back
      reject(error);
    };
    guarded.once('error', failed);
    try {
      guarded.listen({ port, host }, () => {
        guarded.removeListener('error', failed);
        resolve(guarded);
      });
    } catch (error) {
      failed(error as Error); // Node 24 refuses some hosts, such as one with a NUL, before it looks them up
    }
  });
}
