import { expected } from '../arguments.ts';
import { isHttpError } from '../errors/http-error.ts';
import { isThenable } from '../hook.ts';
import { isAnswered, type NodeRequest, type NodeResponse } from '../node/exchange.ts';
import { streamedReply } from '../node/stream-body.ts';
import type { Reply } from '../reply.ts';
import type { RequestView } from '../request-view.ts';
import { toReply } from '../results/to-reply.ts';
import { answer, CONTINUE, refuse, type Step } from '../step.ts';
import { isTagged } from './auto-etag.ts';
import type { Decider } from './decider.ts';
import { refusedQuery } from './query.ts';
import { partOfReply } from './requested-ranges.ts';

/** What a framework knows about one of its handlers. */
export interface HandlerCall<Source, Next> {
  call(source: Source, response: NodeResponse, next: Next): unknown;
  /** Reports whether a handler returned its own response, which it has then written or will write. */
  isOwn(value: unknown, source: Source, response: NodeResponse): boolean;
  /** Returns the status that the handler has set, 200 by default. */
  status(source: Source, response: NodeResponse): number;
}

/**
 * Returns the half of `handle` that both adapters share: it calls the handler, and its step is the response to the value.
 * `CONTINUE` means that the handler has taken care of the response itself; nothing follows a handler.
 */
export function handleDecider<Source, Next>(handler: HandlerCall<Source, Next>): Decider<Source, Next> {
  function stepOf(value: unknown, source: Source, request: NodeRequest, response: NodeResponse): Step {
    if (value === undefined || handler.isOwn(value, source, response)) return CONTINUE;
    if (isHttpError(value)) return refuse(value);
    if (isAnswered(response)) return CONTINUE;
    const status = handler.status(source, response);
    const type = response.getHeader('content-type');
    const contentType = typeof type === 'string' ? type : undefined;
    return answer(
      streamedReply(value, { status, contentType }) ?? replyFor(value, request, response, status),
    );
  }

  return function decideHandled(source, request, response, next) {
    const refused = refusedQuery(request);
    if (refused !== undefined) return refuse(refused);
    const value = handler.call(source, response, next);
    // Not every `then` returns a promise.
    return isThenable(value)
      ? Promise.resolve(value).then((late) => stepOf(late, source, request, response))
      : stepOf(value, source, request, response);
  };
}

/**
 * Checks a handler.
 *
 * @throws {TypeError} If `handler` is not a function.
 */
export function requireHandler(handler: unknown): void {
  if (typeof handler !== 'function') throw new TypeError(expected('handler', 'a function', handler));
}

/**
 * Returns what `handle` writes for a value: its reply, or the part of it that the request asks for. The reply to a HEAD keeps
 * its content if `autoEtag` is going to hash it; it is not sent. Throws what `toReply` throws, and a 416.
 */
function replyFor(value: unknown, request: RequestView, response: NodeResponse, status: number): Reply {
  const hashed = request.method === 'HEAD' && isTagged(request);
  const view = hashed ? { ...request, headers: request.headers, method: 'GET' } : request;
  return partOfReply(toReply(value, view, status), request, response.getHeader('cache-control'));
}
