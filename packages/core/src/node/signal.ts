/*
 * The `AbortSignal` of a request, and its deadline.
 *
 * Both are stored on Node's request, under a symbol that all copies of this module share. The signal is created on first use. It
 * fires if the client leaves before the response is complete, and at the deadline, but never after the response is complete.
 */

import { AsyncResource } from 'node:async_hooks';
import { hasClosed, isAnswered, isComplete, type NodeRequest, type NodeResponse } from './exchange.ts';
import { takeOnceAnswered } from './taken.ts';

interface State {
  controller: AbortController | undefined;
  timer: NodeJS.Timeout | undefined;
}

// A request with a deadline costs two objects, one timer and no closures: listeners and timers find what they need here.
const OWN: unique symbol = Symbol('signal of the request of a response');
type Answering = NodeResponse & { [OWN]?: State };

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
  (response as Answering)[OWN] = state;
  if (hasClosed(response)) ended.call(response);
  else response.on('close', ended);
  return state;
}

function ended(this: Answering): void {
  const state = this[OWN];
  if (state === undefined) return;
  clearTimeout(state.timer);
  if (!isComplete(this)) abort(state, new DOMException('The client has left', 'AbortError'));
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

/** What to do at the deadline. */
export interface Expiry {
  /** Returns the error, which is then also the reason of the signal. */
  readonly error: () => unknown;
  /** Called with the error; what the handler does with the response afterwards is dropped. */
  readonly fail: (error: unknown) => void;
}

// Node has a list for each duration, and to make and end the list costs several times what a timer in it does: with one request
// at a time, as much as everything else here. So while deadlines of a duration are set, a timer that does nothing keeps its list.
// There are a few such timers only, as a duration may come from a client, and they are made outside of the request, whose
// AsyncLocalStorage they would keep in memory.
interface Keeper {
  isNeeded: boolean;
}
const keepers = new Map<number, Keeper>();
const MOST_KEEPERS = 16;
const outside = new AsyncResource('statuskit.deadline');
const setRealTimeout = setTimeout;

function keepListOf(ms: number): void {
  const known = keepers.get(ms);
  if (known !== undefined) known.isNeeded = true;
  // The fake time of a test has lists of its own.
  else if (keepers.size < MOST_KEEPERS && setTimeout === setRealTimeout)
    outside.runInAsyncScope(keep, null, ms);
}

function keep(ms: number): void {
  const keeper = { isNeeded: false };
  keepers.set(ms, keeper);
  const timer = setTimeout(() => {
    if (keeper.isNeeded) timer.refresh();
    else keepers.delete(ms);
    keeper.isNeeded = false;
  }, ms);
  timer.unref();
}

/**
 * Sets the deadline of a request and replaces an earlier one; `undefined` removes it. Nothing happens at the deadline if the
 * response has begun.
 */
export function setDeadline(
  request: NodeRequest,
  response: NodeResponse,
  ms: number | undefined,
  error: Expiry['error'],
  fail: Expiry['fail'],
): void {
  const state = stateOf(request, response);
  clearTimeout(state.timer);
  if (ms === undefined) return;
  keepListOf(ms);
  state.timer = setTimeout(expire, ms, state, response, error, fail);
}

function expire(state: State, response: NodeResponse, error: Expiry['error'], fail: Expiry['fail']): void {
  if (isAnswered(response) || response.destroyed) return;
  const expired = error();
  takeOnceAnswered(response);
  fail(expired);
  // After the response: a listener of the signal may write something.
  setImmediate(() => abort(state, expired));
}

/** Removes the deadline of a request. */
export function clearDeadline(request: object): void {
  clearTimeout((request as Watched)[STATE]?.timer);
}
