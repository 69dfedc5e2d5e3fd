import { type FieldTarget, fieldsOf, type Reply, statusMessage, writeFields } from '@statuskit/core/adapter';
import type { KoaContext } from './types.ts';

/** Writes a reply through the context, so that middleware outside sees it and Koa sends it. */
export function writeToContext(reply: Reply, context: KoaContext): void {
  const message = statusMessage(reply.status, context.req);
  try {
    context.status = reply.status;
  } catch {
    context.res.statusCode = reply.status; // Koa refuses codes that nobody has registered
  }
  if (message !== undefined) context.message = message;
  // Koa takes null for a 204; for HEAD it drops the body itself.
  const empty = reply.headers['content-type'] === undefined ? null : '';
  context.body = typeof reply.body === 'object' ? bytes(reply.body) : (reply.body ?? empty);
  writeFields(reply, throughContext(context));
}

function throughContext(context: KoaContext): FieldTarget {
  return {
    get: fieldsOf(context.res).get,
    set: (name, value) => context.set(name, value),
    remove: (name) => context.remove(name),
  };
}

// Koa knows bytes only as a Buffer.
function bytes(body: Uint8Array): Buffer {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
