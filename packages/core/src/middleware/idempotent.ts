import { isThenable } from '../hook.ts';
import { type IdempotencyOutcome, idempotency } from '../idempotency/idempotency.ts';
import { type IdempotencyOptions, methodsOf } from '../idempotency/options.ts';
import { capture } from '../node/capture.ts';
import { isAnswered, isClosed, type NodeRequest, type NodeResponse } from '../node/exchange.ts';
import { hasContent } from '../request-view.ts';
import { answer, CONTINUE, refuse, type Step } from '../step.ts';
import type { Decider } from './decider.ts';

/** A request or a context that knows the target as the client sent it. */
interface Targeted {
  readonly originalUrl?: string | undefined;
}

/** What a framework knows about its requests. */
export interface KeyedRequests<Source> {
  /** Returns the content of a request as a body parser has left it. */
  readonly contentOf: (source: Source) => unknown;
  /** Returns the host that a request is for, with its port; a forwarded host only from a trusted proxy. */
  readonly authorityOf: (source: Source) => string;
}

/**
 * Returns the half of `idempotent` that both adapters share. A request that runs continues with its response captured.
 *
 * @throws {TypeError | RangeError} If an option is invalid.
 */
export function idempotentDecider<Source>(
  options: IdempotencyOptions<Source>,
  { contentOf, authorityOf }: KeyedRequests<Source>,
): Decider<Source> {
  const begin = idempotency(options);
  const methods = methodsOf(options);

  return function decideKey(source, request, response) {
    const { method = 'GET' } = request;
    if (!methods.has(method)) return CONTINUE; // before anything is read for it
    const outcome = begin({
      method,
      authority: authorityOf(source),
      target: (source as Targeted).originalUrl ?? request.url ?? '/',
      headers: request.headers ?? {},
      hasContent: hasContent(request),
      isRead: request.readableDidRead === true,
      content: contentOf(source),
      source,
    });
    return isThenable(outcome)
      ? Promise.resolve(outcome).then((late) => stepOf(late, request, response))
      : stepOf(outcome, request, response);
  };
}

function stepOf(outcome: IdempotencyOutcome, request: NodeRequest, response: NodeResponse): Step {
  switch (outcome.kind) {
    case 'refuse':
      return refuse(outcome.error);
    case 'replay':
      return answer(outcome.reply);
    case 'run':
      // A timeout has answered while the store was awaited. The handler will not run, so the key must be released.
      if (isAnswered(response)) void outcome.execution.release();
      else capture(response, outcome.execution);
      if (isClosed(request, response)) outcome.execution.abandon(); // while the store was awaited
      return CONTINUE;
    case 'pass':
      return CONTINUE;
  }
}
