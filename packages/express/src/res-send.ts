import { isJudged, partOf, type RangesOf, requestedRanges, writeToNode } from '@statuskit/core/adapter';
import type { ExpressRequest, ExpressResponse, Next } from './types.ts';

/** Keeps `res.send` from judging a request, which it does by rules of its own. */
export function disableFresh(request: ExpressRequest): void {
  Object.defineProperty(request, 'fresh', { value: false, configurable: true, writable: true });
}

/** Continues behind a guard: nothing judges the request again, and `res.send` sends the part that is asked for. */
export function followJudged(request: ExpressRequest, response: ExpressResponse, next: Next): void {
  if (isJudged(request)) {
    disableResSendConditionals(request, response);
    sendRequestedPart(request, response, requestedRanges(request), next);
  }
  next();
}

/**
 * Keeps Express from judging a request again in `res.send`, and from adding a tag of its own: to the answer of a write it
 * would be a validator that nobody checks, beside a Last-Modified one that hides it.
 */
export function disableResSendConditionals(request: ExpressRequest, response: ExpressResponse): void {
  disableFresh(request);
  wrapSend(response, function sendWithoutOwnTag(send, args) {
    const { get } = response;
    // `res.send` asks for the tag before it makes one.
    response.get = (name) => get.call(response, name) ?? (name.toLowerCase() === 'etag' ? 'none' : undefined);
    try {
      return send.apply(response, args);
    } finally {
      response.get = get;
    }
  });
}

/** Sends the part that is asked for where the handler sends the whole. */
function sendRequestedPart(
  request: ExpressRequest,
  response: ExpressResponse,
  rangesOf: RangesOf,
  next: Next,
): void {
  if (rangesOf === undefined) return;
  wrapSend(response, function sendPart(send, args) {
    const [body] = args;
    const guess = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/octet-stream';
    const contentType = String(response.getHeader('content-type') ?? guess);
    try {
      const cacheControl = response.getHeader('cache-control');
      const whole = { status: response.statusCode, content: body, contentType, cacheControl };
      const reply = partOf(rangesOf, whole);
      if (reply === undefined) return send.apply(response, args);
      writeToNode(reply, request, response);
    } catch (thrown) {
      next(thrown); // a 416: here it would be the handler's
    }
    return response;
  });
}

type Send = ExpressResponse['send'];

export function wrapSend(response: ExpressResponse, wrapped: (send: Send, args: unknown[]) => unknown): void {
  const { send } = response;
  if (typeof send !== 'function') return; // a bare response of Node
  response.send = (...args) => wrapped(send, args);
}
