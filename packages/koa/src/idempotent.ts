import { capture, hasContent, isClosed } from '@statuskit/core/adapter';
import { type IdempotencyOptions, idempotency } from '@statuskit/core/idempotency';
import type { Context } from 'koa';
import type { KoaContext, Middleware } from './types.ts';
import { writeToContext } from './write.ts';

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
  const begin = idempotency(options);

  return async function idempotent(context: KoaContext & Parsed, next): Promise<void> {
    const { req, res } = context;
    const outcome = await begin({
      method: context.method,
      target: context.originalUrl ?? context.url,
      headers: req.headers,
      hasContent: hasContent(req),
      isRead: req.readableDidRead,
      content: context.request?.body,
      source: context as unknown as Ctx, // Koa hands its own context
    });
    if (outcome.kind === 'refuse') throw outcome.error;
    if (outcome.kind === 'replay') {
      writeToContext(outcome.reply, context);
      // Koa guesses a type for a body that had none.
      if (outcome.reply.headers['content-type'] === undefined) context.remove('content-type');
      return;
    }
    if (outcome.kind === 'pass') return void (await next());

    const { settle } = capture(res, outcome.execution);
    try {
      await next();
    } catch (thrown) {
      // Else the error handler answers, and what it writes is followed.
      if (isClosed(req, res)) await outcome.execution.release();
      throw thrown;
    }
    if (context.respond === false || context.headerSent) return;
    // Before middleware outside compresses it; the client may have gone, and Koa would write nothing.
    const body = bytesOf(context.body);
    if (body !== undefined || isClosed(req, res)) await settle(body);
  };
}

interface Parsed {
  readonly originalUrl?: string | undefined;
  readonly request?: { readonly body?: unknown } | undefined;
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
