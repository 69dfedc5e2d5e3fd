import type { KoaContext } from './types.ts';

/**
 * Makes Koa 2 answer HEAD over HTTP/2. `node:http2` ends the writable side of such a stream immediately, since no content may
 * follow. Koa 2 would take that for a finished response, and the client would wait forever.
 */
export function keepHeadWritable(context: KoaContext): void {
  const { req, res } = context;
  if (req.method !== 'HEAD' || req.httpVersionMajor < 2) return;
  Object.defineProperty(context, 'writable', { get: () => !res.writableEnded, configurable: true });
}
