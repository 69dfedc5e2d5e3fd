import { decideEarlyData } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { Middleware } from './types.ts';

/**
 * Returns middleware that refuses requests that must not be replayed. A request that a proxy received in TLS early data
 * (`Early-Data: 1`) and whose method is not safe receives a 425 (RFC 8470). The client sends it again when the handshake is
 * complete.
 *
 * @example
 * ```ts
 * app.use(rejectEarlyData());
 * ```
 */
export function rejectEarlyData(): Middleware {
  return function rejectEarlyData(context, next): Promise<void> {
    return perform(decideEarlyData, context, next);
  };
}
