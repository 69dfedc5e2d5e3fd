import type { PassThrough } from 'node:stream';
import type { NodeResponse } from '@statuskit/core/adapter';
import type { KoaContext } from './types.ts';

/** Returns what `send` sees of a response: the fields and the status of the context, and `body` for the content. */
export function responseThrough(context: KoaContext, body: PassThrough): NodeResponse {
  const { res } = context;
  const shown = {
    getHeader: (name: string) => res.getHeader(name),
    getHeaderNames: () => res.getHeaderNames(),
    setHeader: (name: string, value: string | string[]) => context.set(name, value),
    removeHeader: (name: string) => context.remove(name),
  };
  Object.defineProperties(body, {
    statusCode: {
      get: () => context.status,
      set(status: number) {
        context.status = status;
      },
    },
    headersSent: { get: () => context.headerSent },
  });
  return Object.assign(body, shown) as unknown as NodeResponse; // with what `send` uses of one
}
