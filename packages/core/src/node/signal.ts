/*
 * The `AbortSignal` of a request, and its deadline.
 *
 * Both are kept on the request of Node, by a symbol that all copies of this module share. The signal is made when somebody
 * asks for it. It fires when the client leaves before the answer is whole, and at the deadline, never after that.
 */

import { isAnswered, type NodeRequest, type NodeResponse } from './exchange.ts';

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
  const ended = (): void => {
    clearTimeout(state.timer);
    if (!response.writableFinished) abort(state, new DOMException('The client has left', 'AbortError'));
  };
  if (response.destroyed) ended();
  else response.once('close', ended);
  return state;
}

function abort(state: State, reason: unknown): void {
  state.controller ??= new AbortController();
  state.controller.abort(reason);
}

/** Returns the signal of a request. */
export function signalOfRequest(request: object, response: NodeResponse): AbortSignal {
  const state = stateOf(request, response);
  state.controller ??= new AbortController();
  return state.controller.signal;
}

/** A deadline that has passed: `answer` hands the error on, and the signal fires with it. */
export interface Expiry {
  error(): unknown;
  answer(error: unknown): void;
}

/**
 * Sets the deadline of a request, in the place of one that was set before; undefined for none. Nothing happens if the
 * answer has begun by then.
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
    // After the answer: whoever listens may write something.
    setImmediate(() => abort(state, expired));
  }, ms);
}

/** Takes the deadline of a request back. */
export function clearDeadline(request: object): void {
  clearTimeout((request as Watched)[STATE]?.timer);
}
