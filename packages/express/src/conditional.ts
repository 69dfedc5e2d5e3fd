import {
  createGuard,
  type GuardOptions,
  type Loaded,
  type MaybeLoaded,
  type Passed,
} from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import { followJudged } from './res-send.ts';
import type { AppRequest, Middleware, MountedOn, RequestOn, RouteParams } from './types.ts';

type LoadOn<Params, L> = Params extends unknown ? (request: RequestOn<Params>) => L | PromiseLike<L> : never;

/** Middleware that evaluates the preconditions of a request before its handler runs. */
export interface Conditional<L extends MaybeLoaded> extends Middleware {
  /**
   * Returns what continued: `{ exists, state, matched }`.
   *
   * @throws {TypeError} If this guard has not let the request continue.
   */
  passed(request: object): Passed<L>;
}

/**
 * Returns middleware that evaluates the preconditions of a request before its handler runs. `load` returns the validators of the
 * target, or null or undefined if it does not exist.
 *
 * A read is answered 304 if the client has the representation. A write is answered 412 if the resource is no longer what the client
 * has seen, and 428 if `require` demands a condition and there is none. A request that continues has the fields of the representation
 * set on its response, and `passed` returns what was loaded.
 *
 * @param load Called once for each request, with the request.
 * @throws {TypeError} If `load` is not a function, or if an option has the wrong type.
 * @throws {RangeError} If `maxRanges` is not an integer of at least 1.
 *
 * @example
 * ```ts
 * app.put('/notes/:id', conditional(loadNote, { require: true }), saveNote);
 * ```
 */
export function conditional<Params extends RouteParams, L extends MaybeLoaded>(
  load: LoadOn<Params, L>,
  options?: GuardOptions,
): MountedOn<Params, Conditional<L>>;
export function conditional<Req = AppRequest, L extends MaybeLoaded = Loaded | null | undefined>(
  load: (request: Req) => L | PromiseLike<L>,
  options?: GuardOptions,
): Conditional<L>;
export function conditional<Req, L extends MaybeLoaded>(
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
