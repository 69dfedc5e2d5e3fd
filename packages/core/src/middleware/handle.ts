import { expected } from '../arguments.ts';
import { NotFound } from '../errors/client-errors.ts';
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
import { isUntouched, type Passing, watchUnanswered } from './unanswered.ts';
import { markUnmatched } from './unmatched.ts';

/** What a framework knows about one of its handlers. */
export interface HandlerCall<Source, Next> {
  call(source: Source, response: NodeResponse, next: Next): unknown;
  /** Reports whether a handler returned its own response, which it has then written or will write. */
  isOwn(value: unknown, source: Source, response: NodeResponse): boolean;
  /** Returns the status that the handler has set, 200 by default. */
  status(source: Source, response: NodeResponse): number;
  /** Reports whether a handler that has returned nothing has nevertheless begun to answer, on the context. */
  hasBegun?(source: Source): boolean;
  /** Reports whether the handler can still answer after it has returned. */
  mayAnswerLate(source: Source): boolean;
  /** Whether the handler can call `next`. */
  readonly takesNext: boolean;
}

/**
 * Returns the half of `handle` that both adapters share: it calls the handler, and its step is the response to the value.
 * `CONTINUE` means that the handler has taken care of the response itself; nothing follows a handler.
 */
export function handleDecider<Source, Next extends (...args: never[]) => unknown>(
  handler: HandlerCall<Source, Next>,
): Decider<Source, Next> {
  function stepOf(
    value: unknown,
    source: Source,
    request: NodeRequest,
    response: NodeResponse,
    passed: Passing | undefined,
  ): Step {
    if (value === undefined) {
      const hasBegun = handler.hasBegun?.(source) === true || !isUntouched(request, response);
      if (hasBegun || passed?.isDone === true) return CONTINUE;
      if (!handler.mayAnswerLate(source)) return refuse(nothingFound());
      watchUnanswered(request, response, passed);
      return CONTINUE;
    }
    if (handler.isOwn(value, source, response)) return CONTINUE;
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
    const passed = handler.takesNext ? { isDone: false } : undefined;
    const value = handler.call(source, response, passed === undefined ? next : noting(next, passed));
    // Not every `then` returns a promise.
    return isThenable(value)
      ? Promise.resolve(value).then((late) => stepOf(late, source, request, response, passed))
      : stepOf(value, source, request, response, passed);
  };
}

/** Returns a `next` that notes when it is called. */
function noting<Next extends (...args: never[]) => unknown>(next: Next, passed: Passing): Next {
  const noted = (...args: never[]): unknown => {
    passed.isDone = true;
    return next(...args);
  };
  return noted as Next;
}

/** The error for a handler that returns undefined, and that can have answered in no other way. */
function nothingFound(): NotFound {
  const error = new NotFound({ log: 'the handler returned undefined' });
  markUnmatched(error);
  return error;
}

// For tools that show where a handler is written, in any copy of this module; `/1` changes with its meaning.
const WRAPPED: unique symbol = Symbol.for('statuskit.handler/1') as never;

/** Returns `wrapper`, marked with the handler that it calls. */
export function wrapping<T extends object>(wrapper: T, handler: unknown): T {
  return Object.defineProperty(wrapper, WRAPPED, { value: handler });
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
