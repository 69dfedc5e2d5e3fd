import { acceptableGate } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { Middleware } from './types.ts';

/** Middleware that refuses clients that accept none of its types. */
export interface Acceptable<T extends string> extends Middleware {
  /**
   * Returns the type that the client prefers.
   *
   * @throws {TypeError} If the request has not come through this middleware.
   */
  of(request: object): T;
}

/**
 * Returns middleware for a route that can answer in these media types and in no other. A client that accepts none of them receives
 * a 406 that lists them as `available`, before the handler runs; without Accept, every type is accepted. Responses vary by Accept.
 * `of` returns the type that the client prefers, and of types that it likes equally the first one.
 *
 * @throws {TypeError} If `types` is empty, or one of them is not a media type.
 *
 * @example
 * ```ts
 * const format = requireAcceptable('application/json', 'text/csv');
 * app.get('/notes', format, handle((req) => (format.of(req) === 'text/csv' ? 'id,text' : { notes: [] })));
 * ```
 */
export function requireAcceptable<const T extends string>(...types: readonly T[]): Acceptable<T> {
  const gate = acceptableGate(types);

  const middleware: Middleware = function requireAcceptable(request, response, next): void {
    perform(gate.decide, request, response, next);
  };
  return Object.assign(middleware, { of: gate.of });
}
