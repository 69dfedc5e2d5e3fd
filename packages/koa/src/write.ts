import {
  mayHaveContent,
  type Reply,
  type StreamedReply,
  setReplyFields,
  statusMessage,
} from '@statuskit/core/adapter';
import { keepResetFraming } from './reset-framing.ts';
import type { KoaContext } from './types.ts';

/** Writes a reply through the context, so that middleware outside sees it and Koa sends it. */
export function writeToContext(reply: Reply | StreamedReply, context: KoaContext): void {
  const message = statusMessage(reply.status, context.req);
  try {
    context.status = reply.status;
  } catch {
    context.res.statusCode = reply.status; // Koa refuses codes that nobody has registered
  }
  if (message !== undefined) context.message = message;
  // Before the body: Koa would guess a media type from that.
  setReplyFields(reply, context.req, context.res);
  const hasType = context.res.hasHeader('content-type');
  if (reply.body === undefined) setEmpty(reply, context);
  else context.body = reply.body instanceof Uint8Array ? bytes(reply.body) : reply.body;
  if (!hasType) context.remove('content-type'); // Koa guesses one for a body that has none
}

/** Koa takes null for a 204, and a text for something to guess a media type from; for HEAD it drops the body itself. */
function setEmpty({ status, headers }: Omit<Reply, 'body'>, context: KoaContext): void {
  if (status === 205) keepResetFraming(context);
  context.body = mayHaveContent(status) ? '' : null;
  if (headers['content-type'] === undefined) context.remove('content-type');
  const length = headers['content-length'];
  if (typeof length === 'string') context.set('content-length', length);
}

// Koa knows bytes only as a Buffer.
function bytes(body: Uint8Array): Buffer {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
