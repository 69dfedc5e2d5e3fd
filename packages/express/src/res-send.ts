import {
  asksIfChanged,
  isJudged,
  partOf,
  type RangesOf,
  requestedRanges,
  tap,
  writeToNode,
} from '@statuskit/core/adapter';
import type { ExpressRequest, ExpressResponse, Next } from './types.ts';

/** Keeps `res.send` from evaluating the preconditions of a request, which it does by its own rules. */
export function disableFresh(request: ExpressRequest): void {
  if (!asksIfChanged(request)) return; // Express takes no other for fresh
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
 * Keeps `res.send` from evaluating preconditions again and from adding its own entity tag. On the response of a write, that tag
 * would be a validator that no later write is compared with, and it would hide Last-Modified.
 */
export function disableResSendConditionals(request: ExpressRequest, response: ExpressResponse): void {
  disableFresh(request);
  // Without `tap`, which makes more closures: nearly every response behind a guard is sent in another way.
  const { send } = response;
  if (typeof send !== 'function') return;
  const sendUntagged: typeof send = (...args) => {
    // `res.send` asks for the tag before it makes one.
    const { get } = response;
    const getOrNone: typeof get = (name) => {
      const found = get.call(response, name);
      return found === undefined && /^etag$/i.test(String(name)) ? 'none' : found;
    };
    response.get = getOrNone;
    try {
      return send.apply(response, args);
    } finally {
      response.get = get;
    }
  };
  response.send = sendUntagged;
}

/** Sends the requested part when the handler sends the whole representation. */
function sendRequestedPart(
  request: ExpressRequest,
  response: ExpressResponse,
  rangesOf: RangesOf,
  next: Next,
): void {
  if (rangesOf === undefined) return;
  tap(response, {
    send(inner, args) {
      const [body] = args;
      const guess = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/octet-stream';
      const contentType = String(response.getHeader('content-type') ?? guess);
      try {
        const cacheControl = response.getHeader('cache-control');
        const whole = { status: response.statusCode, content: body, contentType, cacheControl };
        const reply = partOf(rangesOf, whole);
        if (reply === undefined) return inner(...args);
        writeToNode(reply, request, response);
      } catch (thrown) {
        next(thrown); // a 416: here it would be the handler's
      }
      return response;
    },
  });
}
