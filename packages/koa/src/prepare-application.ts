import { watchBodies } from './body-stream.ts';
import type { KoaContext } from './types.ts';

const PREPARED = new WeakSet<object>();

/** Prepares an application, once, for what its requests need that middleware alone cannot see. */
export function prepareApplication(app: KoaContext['app']): void {
  if (PREPARED.has(app)) return;
  PREPARED.add(app);
  watchBodies(app);
  refuseUndecodable(app);
}

/**
 * A path parameter that cannot be decoded, such as `%FF`, is a 400, as on Express. @koa/router passes it on as it came; but it
 * notes on the context what it has captured before it calls a handler.
 */
function refuseUndecodable({ context }: KoaContext['app']): void {
  if (context === undefined || 'captures' in context) return;
  Object.defineProperty(context, 'captures', {
    configurable: true,
    set(this: object, captures: unknown) {
      Object.defineProperty(this, 'captures', {
        value: captures,
        configurable: true,
        enumerable: true,
        writable: true,
      });
      if (Array.isArray(captures)) captures.forEach(requireDecodable);
    },
  });
}

function requireDecodable(capture: unknown): void {
  if (typeof capture !== 'string' || !capture.includes('%')) return;
  try {
    decodeURIComponent(capture);
  } catch {
    // In the form of Express, so that the same rule knows it.
    throw Object.assign(new URIError(`Failed to decode param '${capture}'`), {
      status: 400,
      statusCode: 400,
    });
  }
}
