import {
  type ConditionalWrite,
  compareAndSwap,
  type Loaded,
  type MaybeLoaded,
} from '@statuskit/core/adapter';
import type { AppContext, KoaContext } from './types.ts';

/**
 * Compare and swap, for a handler: loads the target, evaluates the preconditions of the request and calls `write` with what
 * was accepted; gives what `write` gives. `write` throws `LostRace` where the store no longer has that: the target is then
 * loaded and judged once more, and the write tried again where the conditions still hold.
 *
 * Rejects with the 412, 428, 400 or 404 of the request before anything is written; for a race that was lost twice with a 412,
 * or a 409 where the client sent no condition, either with the current state.
 *
 * @example
 * ctx.body = await conditionalWrite(ctx, { load: loadNote, write: ({ state }) => notes.save(state, ctx.request.body) });
 */
export function conditionalWrite<
  Ctx extends object = AppContext,
  L extends MaybeLoaded = Loaded | null | undefined,
  T = unknown,
>(context: Ctx, swap: ConditionalWrite<Ctx, L, T>): Promise<T> {
  const { req } = context as Ctx & KoaContext; // Koa hands its own context
  return compareAndSwap(req, context, swap);
}
