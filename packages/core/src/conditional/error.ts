import type { HttpError } from '../errors/http-error.ts';
import { RangeNotSatisfiable } from '../errors/limits.ts';
import { PreconditionFailed, PreconditionRequired } from '../errors/state.ts';
import { BadRequest } from '../errors/validation.ts';
import type { Current } from './current.ts';
import type { Outcome } from './outcome.ts';

/** An outcome that is an error. */
export type RefusedOutcome = Extract<
  Outcome,
  { kind: 'precondition-failed' | 'precondition-required' | 'range-not-satisfiable' | 'malformed' }
>;

/** What the error may show. */
export interface PreconditionErrorInit {
  /** Shown as `current` in a 412, with its tag beside it. Default: nothing is shown. */
  readonly state?: object | null | undefined;
}

/**
 * The error that an outcome means: 412 with the current tag, 428 with the fields that would do, 416 with the length, 400
 * with the field. Each says in its detail what the client can do.
 *
 * Throws a TypeError where the state has no JSON form.
 *
 * @example
 * preconditionError({ kind: 'precondition-failed', because: 'If-Match' }, { exists: false }).status; // 412
 */
export function preconditionError(
  outcome: RefusedOutcome,
  current: Current,
  init: PreconditionErrorInit = {},
): HttpError {
  switch (outcome.kind) {
    case 'precondition-failed': {
      const tag = current.exists ? current.etag : undefined;
      return new PreconditionFailed(init.state as never, { etag: tag, detail: whyFailed(outcome, current) });
    }
    case 'precondition-required':
      return new PreconditionRequired(outcome.required);
    case 'range-not-satisfiable':
      return new RangeNotSatisfiable(outcome.length);
    case 'malformed':
      return new BadRequest({
        errors: [
          { detail: 'must be "*" or a list of entity tags, each in double quotes', header: outcome.field },
        ],
      });
  }
}

type Failed = Extract<Outcome, { kind: 'precondition-failed' }>;

function whyFailed({ because, weak }: Failed, current: Current): string {
  if (because === 'If-Unmodified-Since')
    return 'The resource was modified after the date in If-Unmodified-Since.';
  if (because === 'If-None-Match')
    return 'The resource exists already, or is still what If-None-Match names.';
  if (!current.exists) return 'The resource does not exist, or does no longer.';
  if (weak) {
    return 'If-Match names the current entity tag, but marked as weak, and a weak tag never satisfies it: a proxy on the way has probably weakened it.';
  }
  return 'The resource is not, or is no longer, what If-Match names.';
}
