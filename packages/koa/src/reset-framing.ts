import { tap } from '@statuskit/core/adapter';
import type { KoaContext } from './types.ts';

/**
 * Koa takes Content-Length off a 205 when it sends it, as off a 204, and Node then frames the response by closing the
 * connection. RFC 9110 §15.3.6 asks for one that is framed as empty.
 */
export function keepResetFraming(context: KoaContext): void {
  tap(context.response, {
    remove(inner, [name]) {
      if (context.status !== 205 || String(name).toLowerCase() !== 'content-length') inner(name);
    },
  });
}
