import type { KoaContext } from './types.ts';

/**
 * Lets Koa 2 answer HEAD over HTTP/2. `node:http2` closes the writable side of such a stream at once, since no content
 * may follow; Koa 2 takes that for a response that is over, and the client would wait for ever.
 */
export function keepHeadWritable(context: KoaContext): void {
  const { req, res } = context;
  if (req.method !== 'HEAD' || req.httpVersionMajor < 2) return;
  Object.defineProperty(context, 'writable', { get: () => !res.writableEnded, configurable: true });
}
