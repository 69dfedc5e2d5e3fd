import { captureOf, idempotentDecider, isClosed } from '@statuskit/core/adapter';
import type { IdempotencyOptions } from '@statuskit/core/idempotency';
import type { Context } from 'koa';
import { perform } from './perform.ts';
import type { KoaContext, Middleware, Next } from './types.ts';

/**
 * Middleware before a handler that must run once for each key: the first request with an Idempotency-Key runs, the same
 * one again is answered as before. Mount it after authentication and the body parser, in front of the guard.
 *
 * Throws a TypeError or a RangeError for options of the wrong form.
 *
 * @example
 * router.post('/payments', bodyParser(), idempotent({ scope: (ctx) => ctx.state.user.id }), handle(pay));
 */
export function idempotent<Ctx = Context>(options: IdempotencyOptions<Ctx>): Middleware {
  const decide = idempotentDecider(options, contentOf);

  return function idempotent(context, next): Promise<void> {
    return perform(decide, context, next, settleAfter);
  };
}

function contentOf(context: unknown): unknown {
  return (context as { readonly request?: { readonly body?: unknown } }).request?.body;
}

/** Ends a key with the body that the handler has set, before middleware outside compresses it. */
async function settleAfter(context: KoaContext, next: Next): Promise<void> {
  const { req, res } = context;
  const capture = captureOf(res);
  try {
    await next();
  } catch (thrown) {
    // Else the error handler answers, and what it writes is followed.
    if (isClosed(req, res)) await capture?.release();
    throw thrown;
  }
  if (capture === undefined || context.respond === false || context.headerSent) return;
  // The client may have gone, and Koa would write nothing.
  const body = bytesOf(context.body);
  if (body !== undefined || isClosed(req, res)) await capture.settle(body);
}

/** A body that is known before it is sent, in the form in which Koa will send it; undefined for a stream and the like. */
function bytesOf(body: unknown): Uint8Array | undefined {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return Buffer.from(body);
  return isPlain(body) ? Buffer.from(JSON.stringify(body)) : undefined;
}

function isPlain(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const prototype: unknown = Object.getPrototypeOf(body);
  return Array.isArray(body) || prototype === Object.prototype || prototype === null || 'toJSON' in body;
}
