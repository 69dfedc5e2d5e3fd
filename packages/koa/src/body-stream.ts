import { EventEmitter } from 'node:events';
import type { KoaContext } from './types.ts';

/**
 * Lets `onerror` hear of a body stream that fails before Koa does. Koa 3 pipes the body by `stream.pipeline`, which
 * destroys the response at once, so that nothing could be answered any more. Koa 2 tells `onerror` as well; the second
 * telling is ignored there. Throws what the stream has failed with before.
 */
export function hearBodyFirst(context: KoaContext): void {
  const { body, res } = context;
  if (!(body instanceof EventEmitter) || context.headerSent) return;
  const failure = (body as { errored?: unknown }).errored ?? null;
  if (failure !== null) throw failure; // one that has failed already tells nobody any more
  body.once('error', (error) => {
    context.onerror(error);
    // Complete by now, though perhaps not yet sent: `pipeline` must not take it back.
    if (res.writableEnded) res.destroy = () => res;
  });
}
