import {
  createGuard,
  type GuardOptions,
  type Loaded,
  type MaybeLoaded,
  type Passed,
} from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import { followJudged } from './res-send.ts';
import type { AppRequest, Middleware } from './types.ts';

/** Middleware that judges the preconditions of a request before its handler runs. */
export interface Conditional<L extends MaybeLoaded> extends Middleware {
  /**
   * What was let through: `{ exists, state, matched }`. Throws a TypeError where the guard was not mounted before.
   */
  passed(request: object): Passed<L>;
}

/**
 * A guard: `load` gives the validators of the target, and the request is judged by them before the handler runs. A read is
 * answered 304 where the client has the representation, a write 412 where the resource is no longer what the client has
 * seen, 428 where `require` demands a condition. `load` gives null or undefined where the target does not exist.
 *
 * Throws a TypeError or a RangeError for options of the wrong form.
 *
 * @example
 * app.put('/notes/:id', conditional(loadNote, { require: true }), saveNote);
 */
export function conditional<Req = AppRequest, L extends MaybeLoaded = Loaded | null | undefined>(
  load: (request: Req) => L | PromiseLike<L>,
  options: GuardOptions = {},
): Conditional<L> {
  // Express passes its own request, which is an object whatever its type is said to be.
  const guard = createGuard(load as (request: Req & object) => L | PromiseLike<L>, options);

  const middleware: Middleware = function conditional(request, response, next) {
    perform(guard.decide, request, response, next, followJudged);
  };
  return Object.assign(middleware, { passed: guard.passed });
}
