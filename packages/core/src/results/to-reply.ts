import { show } from '../fields/show.ts';
import { byteLength, type Reply, type RequestView } from '../reply.ts';

function reply(status: number, contentType: string, body: string | Uint8Array, request: RequestView): Reply {
  const headers = {
    'content-type': contentType,
    'content-length': String(byteLength(body)),
    'x-content-type-options': 'nosniff',
  };
  return { status, headers, drop: [], body: request.method === 'HEAD' ? undefined : body, close: false };
}

/**
 * The response that a handler's value means: `null` is 204, text and bytes go out as they are, anything else as JSON.
 * `status` is the one that the handler has set, 200 by default. Throws a TypeError for what has no JSON form.
 *
 * @example
 * toReply({ id: 7 }, { method: 'GET' }).headers['content-type']; // 'application/json'
 */
export function toReply(value: unknown, request: RequestView, status = 200): Reply {
  if (value === null)
    return {
      status: 204,
      headers: {},
      drop: ['content-length', 'content-type'],
      body: undefined,
      close: false,
    };
  if (typeof value === 'string') return reply(status, 'text/plain; charset=utf-8', value, request);
  if (value instanceof Uint8Array) return reply(status, 'application/octet-stream', value, request);
  if (typeof (value as { pipe?: unknown }).pipe === 'function') {
    throw new TypeError(
      'handler: expected a value, got a stream; pipe it into the response and return nothing',
    );
  }
  const body = JSON.stringify(value);
  if (body === undefined)
    throw new TypeError(`handler: expected a value with a JSON form, got ${show(value)}`);
  return reply(status, 'application/json', body, request);
}
