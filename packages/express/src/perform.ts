import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  cutOff,
  type Decider,
  isAnswered,
  isDropped,
  isStreamed,
  isThenable,
  type Step,
  sendStream,
  toHttpError,
  writeToNode,
} from '@statuskit/core/adapter';
import type { ExpressRequest, ExpressResponse, Next } from './types.ts';

/** What a request meets that continues. */
type Follow = (request: ExpressRequest, response: ExpressResponse, next: Next) => void;

/** What is mounted next. */
const callNext: Follow = (_request, _response, next) => next();

/** Nothing: for a handler, which has taken care of the response itself. */
export const nothingFollows: Follow = () => {};

/**
 * Asks the framework-free half of a middleware what to do with a request, and does it: `next()`, the response, or
 * `next(error)`. This is the only place where that happens.
 *
 * A step may come late. If a timeout has answered the request meanwhile, nothing follows and nothing is written; a refusal
 * still goes to the error handler, which reports it. If the client has left, what follows runs all the same, so that a write
 * does not depend on how fast a store was.
 */
export function perform<Source>(
  decide: Decider<Source, Next>,
  request: IncomingMessage,
  response: ServerResponse,
  next: Next,
  follow: Follow = callNext,
): void {
  let step: Step | Promise<Step>;
  try {
    step = decide(request as unknown as Source, request, response, next); // Express passes its own request
  } catch (thrown) {
    if (!isDropped(response, thrown)) next(passable(thrown));
    return;
  }
  if (isThenable(step)) performLate(step, request, response, next, follow);
  else take(step, request, response, next, follow);
}

function take(
  step: Step,
  request: IncomingMessage,
  response: ServerResponse,
  next: Next,
  follow: Follow,
): void {
  if (step.kind === 'continue') follow(request, response as ExpressResponse, next);
  else if (step.kind === 'refuse') next(step.error);
  else if (!isAnswered(response)) {
    const { reply } = step;
    try {
      if (isStreamed(reply)) sendStream(reply, request, response, next);
      else writeToNode(reply, request, response);
    } catch (thrown) {
      next(thrown);
    }
  }
}

/** Performs a step about a response that is about to end. Reports whether another was sent in its place. */
export function sendInstead(step: Step, request: IncomingMessage, response: ServerResponse): boolean {
  if (step.kind !== 'answer' || isStreamed(step.reply)) return false;
  writeToNode(step.reply, request, response);
  return true;
}

// Apart from `perform`, so that the closures cost nothing if the step comes in the same call.
function performLate(
  step: Promise<Step>,
  request: IncomingMessage,
  response: ServerResponse,
  next: Next,
  follow: Follow,
): void {
  const fail = (thrown: unknown): void => {
    if (!isDropped(response, thrown)) next(passable(thrown));
  };
  step
    .then((late) => {
      if (late.kind === 'continue' && isAnswered(response)) return;
      try {
        take(late, request, response, next, follow);
      } catch (thrown) {
        fail(thrown);
      }
    }, fail)
    // Express catches what its own middleware throws; if `next` throws nevertheless, no handler is left.
    .then(undefined, () => cutOff(request, response));
}

/** Returns an error for `next`. Express does not take a falsy value or the strings `route` and `router` for an error. */
function passable(thrown: unknown): unknown {
  return !thrown || thrown === 'route' || thrown === 'router' ? toHttpError(thrown) : thrown;
}
