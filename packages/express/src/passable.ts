import { toHttpError } from '@statuskit/core/adapter';

/** What may be given to `next` as an error: nothing, and the two strings by which one leaves a route or a router, are none. */
export function passable(thrown: unknown): unknown {
  return !thrown || thrown === 'route' || thrown === 'router' ? toHttpError(thrown) : thrown;
}
