import {
  type ConditionalWrite,
  compareAndSwap,
  type Loaded,
  type MaybeLoaded,
} from '@statuskit/core/adapter';
import { disableResSendConditionals } from './res-send.ts';
import type { AppRequest, ExpressRequest, ExpressResponse } from './types.ts';

/**
 * Compares and swaps, in a handler: loads the target, evaluates the preconditions of the request, and calls `write` with what was
 * accepted. Returns what `write` returns.
 *
 * `write` throws `LostRace` if the store no longer holds that version. The target is then loaded and evaluated once more, and the
 * write is repeated if the conditions still hold. A race that is lost twice rejects with a 412, or with a 409 if the client sent no
 * condition.
 *
 * @throws {HttpError} If the preconditions do not hold, before anything is written, or if a race is lost twice.
 * @throws {TypeError} If the method of the request does not write, or if an option has the wrong type.
 *
 * @example
 * ```ts
 * app.put('/notes/:id', handle((req) =>
 *   conditionalWrite(req, { load: loadNote, write: ({ state }) => notes.save(state, req.body) }),
 * ));
 * ```
 */
export function conditionalWrite<
  Req extends object = AppRequest,
  L extends MaybeLoaded = Loaded | null | undefined,
  T = unknown,
>(request: Req, swap: ConditionalWrite<Req, L, T>): Promise<T> {
  const own = request as Req & ExpressRequest; // Express passes its own request, with the response on it
  if (own.res !== undefined) disableResSendConditionals(own, own.res as ExpressResponse);
  return compareAndSwap(own, request, swap);
}
