/*
 * The `AbortSignal` of a request, and its deadline.
 *
 * Both are stored on Node's request, under a symbol that all copies of this module share. The signal is created on first use. It
 * fires if the client leaves before the response is complete, and at the deadline, but never after the response is complete.
 */

import { isAnswered, isComplete, type NodeRequest, type NodeResponse } from './exchange.ts';
import { onceClosed } from './response-end.ts';

interface State {
  controller: AbortController | undefined;
  timer: NodeJS.Timeout | undefined;
}

const STATE: unique symbol = Symbol.for('statuskit.signal/1') as never;

interface Watched {
  [STATE]?: State;
}

function stateOf(request: object, response: NodeResponse): State {
  const watched = request as Watched;
  const known = watched[STATE];
  if (known !== undefined) return known;
  const state: State = { controller: undefined, timer: undefined };
  watched[STATE] = state;
  onceClosed(response, () => {
    clearTimeout(state.timer);
    if (!isComplete(response)) abort(state, new DOMException('The client has left', 'AbortError'));
  });
  return state;
}

function abort(state: State, reason: unknown): void {
  state.controller ??= new AbortController();
  state.controller.abort(reason);
}

/** Returns the `AbortSignal` of a request. */
export function signalOfRequest(request: object, response: NodeResponse): AbortSignal {
  const state = stateOf(request, response);
  state.controller ??= new AbortController();
  return state.controller.signal;
}

/** What to do at the deadline: `answer` is called with the error that `error` returns, which is then also the reason of the signal. */
export interface Expiry {
  error(): unknown;
  answer(error: unknown): void;
}

/**
 * Sets the deadline of a request and replaces an earlier one; `undefined` removes it. Nothing happens at the deadline if the
 * response has begun.
 */
export function setDeadline(
  request: NodeRequest,
  response: NodeResponse,
  ms: number | undefined,
  { error, answer }: Expiry,
): void {
  const state = stateOf(request, response);
  clearTimeout(state.timer);
  if (ms === undefined) return;
  state.timer = setTimeout(() => {
    if (isAnswered(response) || response.destroyed) return;
    const expired = error();
    answer(expired);
    // After the response: a listener of the signal may write something.
    setImmediate(() => abort(state, expired));
  }, ms);
}

/** Removes the deadline of a request. */
export function clearDeadline(request: object): void {
  clearTimeout((request as Watched)[STATE]?.timer);
}
