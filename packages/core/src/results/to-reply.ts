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

// RFC 9110 §15.3.5, §15.3.6, §15.4.5.
const WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);

function empty(status: number): Reply {
  return { status, headers: {}, drop: ['content-length', 'content-type'], body: undefined, close: false };
}

/**
 * The response that a handler's value means: `null` is 204, text and bytes go out as they are, anything else as JSON.
 * `status` is the one that the handler has set, 200 by default; a 204, 205 or 304 stays without content. Throws a TypeError for what has no JSON form.
 *
 * @example
 * toReply({ id: 7 }, { method: 'GET' }).headers['content-type']; // 'application/json'
 */
export function toReply(value: unknown, request: RequestView, status = 200): Reply {
  if (value === null) return empty(204);
  if (WITHOUT_CONTENT.has(status)) return empty(status);
  if (typeof value === 'string') return reply(status, 'text/plain; charset=utf-8', value, request);
  if (value instanceof Uint8Array) return reply(status, 'application/octet-stream', value, request);
  if (typeof (value as { pipe?: unknown } | undefined)?.pipe === 'function') {
    throw new TypeError(
      'handler: expected a value, got a stream; pipe it into the response and return nothing',
    );
  }
  const body = JSON.stringify(value);
  if (body === undefined)
    throw new TypeError(`handler: expected a value with a JSON form, got ${show(value)}`);
  return reply(status, 'application/json', body, request);
}
