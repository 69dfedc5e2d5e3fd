import type { KoaContext } from './types.ts';

/**
 * Koa takes Content-Length off a 205 when it sends it, as off a 204, and Node then frames the response by closing the
 * connection. RFC 9110 §15.3.6 asks for one that is framed as empty.
 */
export function keepResetFraming(context: KoaContext): void {
  const response = context.response as { remove(name: string): void };
  const { remove } = response;
  response.remove = function removeUnlessReset(name): void {
    if (context.status !== 205 || name.toLowerCase() !== 'content-length') remove.call(response, name);
  };
}
