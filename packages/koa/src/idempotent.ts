import type { Readable } from 'node:stream';
import {
  type Capture,
  captureOf,
  idempotentDecider,
  isClosed,
  mayHaveContent,
  streamOf,
} from '@statuskit/core/adapter';
import type { IdempotencyOptions } from '@statuskit/core/idempotency';
import { perform } from './perform.ts';
import type { AnyContext, AppContext, ContextAt, KoaContext, Middleware, MountedAt, Next } from './types.ts';

type OptionsAt<Ctx> = Ctx extends unknown ? IdempotencyOptions<ContextAt<Ctx>> : never;

/**
 * Returns middleware for a handler that must run once for each key: the first request with an Idempotency-Key runs, and a
 * repetition receives the same response. Mount it behind authentication and the body parser, and in front of the guard.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range.
 *
 * @example
 * ```ts
 * router.post('/payments', bodyParser(), idempotent({ scope: (ctx) => ctx.state.user.id }), handle(pay));
 * ```
 */
export function idempotent<Ctx extends AnyContext>(options: OptionsAt<Ctx>): MountedAt<Ctx, Middleware>;
export function idempotent<Ctx = AppContext>(options: IdempotencyOptions<Ctx>): Middleware;
export function idempotent<Ctx>(options: IdempotencyOptions<Ctx>): Middleware {
  const decide = idempotentDecider(options, { contentOf, authorityOf });

  return function idempotent(context, next): Promise<void> {
    return perform(decide, context, next, settleAfter);
  };
}

function contentOf(context: unknown): unknown {
  return (context as { readonly request?: { readonly body?: unknown } }).request?.body;
}

function authorityOf(context: unknown): string {
  return (context as { readonly host?: string }).host ?? '';
}

function settleAfter(context: KoaContext, next: Next): Promise<unknown> {
  const capture = captureOf(context.res);
  return capture === undefined ? next() : settleCaptured(capture, context, next);
}

/** Ends a key with the body that the handler has set, before middleware outside changes it. */
async function settleCaptured(capture: Capture, context: KoaContext, next: Next): Promise<void> {
  const { req, res } = context;
  try {
    await next();
  } catch (thrown) {
    // Otherwise the error handler answers, and what it writes is followed.
    if (isClosed(req, res)) await capture.release();
    throw thrown;
  }
  if (context.respond === false || context.headerSent) return;
  const { body } = context;
  const stream = streamOf(body);
  // If the client has left, Koa writes nothing and destroys a stream.
  if (isClosed(req, res)) await capture.settle(stream === undefined ? bytesOf(body) : undefined);
  else if (stream !== undefined) sendThrough(capture, stream, context);
  else if (bytesOf(body) !== undefined || !mayHaveContent(context.status))
    await capture.settle(bytesOf(body) ?? new Uint8Array());
}

/** Sends a stream through the capture. Koa forgets the length of a body that is replaced. */
function sendThrough(capture: Capture, stream: Readable, context: KoaContext): void {
  const length = context.res.getHeader('content-length');
  const captured = capture.through(stream);
  if (captured === undefined) return;
  context.body = captured;
  if (length !== undefined) context.set('content-length', String(length));
}

/** Returns a body that is known before it is sent, in the form in which Koa sends it; undefined for nothing. */
function bytesOf(body: unknown): Uint8Array | undefined {
  if (body === null || body === undefined) return undefined;
  if (Buffer.isBuffer(body)) return body;
  if (typeof body === 'string') return Buffer.from(body);
  const text: string | undefined = JSON.stringify(body);
  return text === undefined ? undefined : Buffer.from(text);
}
