import { withPastModification } from '../fields/last-modified.ts';
import { byteLength, endsAfterFields, mayHaveContent, type Reply } from '../reply.ts';
import type { RequestView } from '../request-view.ts';
import { written } from './content.ts';
import { noteOf } from './note.ts';
import { isResult, type Result, type ResultHeaders } from './result.ts';

function reply(
  status: number,
  { body, contentType }: { readonly body: string | Uint8Array; readonly contentType: string },
  request: RequestView,
  more?: ResultHeaders,
): Reply {
  const headers = {
    'content-type': contentType,
    'x-content-type-options': 'nosniff',
    ...more,
    'content-length': String(byteLength(body)),
  };
  return { status, headers, drop: [], body: request.method === 'HEAD' ? undefined : body, close: false };
}

function empty(status: number, more?: ResultHeaders): Reply {
  // RFC 9110 §8.6: no length in a 204, and in a 304 only that of the 200. All others are framed, §15.3.6.
  const length = endsAfterFields(status) ? undefined : { 'content-length': '0' };
  const headers = { ...more, ...length };
  return { status, headers, drop: ['content-length', 'content-type'], body: undefined, close: false };
}

/**
 * Returns the response for a value of a handler: a result as it is, 204 for `null`, text and bytes unchanged, anything else as JSON.
 *
 * @param status The status that the handler has set. A 204, 205 or 304 has no content.
 *
 * @throws {TypeError} If the value is a stream or has no JSON form, or a 304 answers a request that asks for none.
 *
 * @example
 * ```ts
 * toReply({ id: 7 }, { method: 'GET' }).headers['content-type']; // 'application/json'
 * toReply(noContent({ etag: '"v8"' }), { method: 'PUT' }).status; // 204
 * ```
 */
export function toReply(value: unknown, request: RequestView, status = 200): Reply {
  if (isResult(value)) return ofResult(value, request);
  if (value === null) return empty(204);
  if (!mayHaveContent(status)) return empty(status);
  return reply(status, written(value), request);
}

function ofResult({ status, headers: made, body }: Result, request: RequestView): Reply {
  if (status === 304) requireCondition(request);
  const headers = withPastModification(made, Date.now());
  const { location } = headers;
  if (status >= 300 && body === undefined && typeof location === 'string') {
    const note = noteOf(status, location, headers, request);
    return reply(status, note, request, note.headers);
  }
  if (body === undefined || !mayHaveContent(status)) return empty(status, headers);
  return reply(status, written(body), request, headers);
}

// RFC 9110 §13.2.2 and RFC 10008 §2.6: these methods only, and only if the client has something to compare.
function requireCondition({ method = 'GET', headers }: RequestView): void {
  if (method !== 'GET' && method !== 'HEAD' && method !== 'QUERY') {
    throw new TypeError(`notModified: expected a GET, HEAD or QUERY to answer, got ${method}`);
  }
  if (headers?.['if-none-match'] === undefined && headers?.['if-modified-since'] === undefined) {
    throw new TypeError(
      'notModified: expected a request with If-None-Match or If-Modified-Since, got neither',
    );
  }
}
