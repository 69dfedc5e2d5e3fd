import { isHttpError } from '../errors/http-error.ts';
import { type RelocationOptions, type Relocations, relocator } from '../results/relocations.ts';
import { toReply } from '../results/to-reply.ts';
import { answer, CONTINUE, refuse } from '../step.ts';
import type { Decider } from './decider.ts';

/** A request or a context that knows the target as the client sent it, wherever the middleware is mounted. */
interface Targeted {
  readonly originalUrl?: string | undefined;
}

/**
 * Returns the half of `relocations` that both adapters share.
 *
 * @throws {TypeError} If a path or a target is invalid, or if moves form a circle.
 */
export function relocationsDecider(
  moves: Relocations,
  options: RelocationOptions | undefined,
): Decider<Targeted> {
  const relocate = relocator(moves, options);

  return function decideRelocation({ originalUrl }, request) {
    const found = relocate(originalUrl ?? request.url ?? '/');
    if (found === undefined) return CONTINUE;
    return isHttpError(found) ? refuse(found) : answer(toReply(found, request));
  };
}
