import {
  type ConditionalWrite,
  compareAndSwap,
  type Loaded,
  type MaybeLoaded,
} from '@statuskit/core/adapter';
import { disableResSendConditionals } from './res-send.ts';
import type { AppRequest, ExpressRequest, ExpressResponse } from './types.ts';

/**
 * Compare and swap, for a handler: loads the target, evaluates the preconditions of the request and calls `write` with what
 * was accepted; gives what `write` gives. `write` throws `LostRace` where the store no longer has that: the target is then
 * loaded and judged once more, and the write tried again where the conditions still hold.
 *
 * Rejects with the 412, 428, 400 or 404 of the request before anything is written; for a race that was lost twice with a 412,
 * or a 409 where the client sent no condition, either with the current state.
 *
 * @example
 * const note = await conditionalWrite(req, { load: loadNote, write: ({ state }) => notes.save(state, req.body) });
 */
export function conditionalWrite<
  Req extends object = AppRequest,
  L extends MaybeLoaded = Loaded | null | undefined,
  T = unknown,
>(request: Req, swap: ConditionalWrite<Req, L, T>): Promise<T> {
  const own = request as Req & ExpressRequest; // Express hands its own request, with the response on it
  if (own.res !== undefined) disableResSendConditionals(own, own.res as ExpressResponse);
  return compareAndSwap(own, request, swap);
}
