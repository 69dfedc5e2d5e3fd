import {
  type ConditionalWrite,
  compareAndSwap,
  type Loaded,
  type MaybeLoaded,
} from '@statuskit/core/adapter';
import type { AppContext, KoaContext } from './types.ts';

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
 * router.put('/notes/:id', handle((ctx) =>
 *   conditionalWrite(ctx, { load: loadNote, write: ({ state }) => notes.save(state, ctx.request.body) }),
 * ));
 * ```
 */
export function conditionalWrite<
  Ctx extends object = AppContext,
  L extends MaybeLoaded = Loaded | null | undefined,
  T = unknown,
>(context: Ctx, swap: ConditionalWrite<Ctx, L, T>): Promise<T> {
  const { req } = context as Ctx & KoaContext; // Koa passes its own context
  return compareAndSwap(req, context, swap);
}
