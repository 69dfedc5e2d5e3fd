import { show } from '../arguments.ts';
import { PreconditionFailed, PreconditionRequired } from '../errors/current-state.ts';
import type { HttpError } from '../errors/http-error.ts';
import { RangeNotSatisfiable } from '../errors/sizes.ts';
import { BadRequest } from '../errors/validation.ts';
import { isWeakTag } from '../fields/entity-tag.ts';
import type { Current } from './current.ts';
import type { Outcome, PreconditionField } from './outcome.ts';

type Failed = Extract<Outcome, { kind: 'precondition-failed' }>;

/** An outcome that is an error. */
export type RefusedOutcome =
  | Failed
  | Extract<Outcome, { kind: 'precondition-required' | 'range-not-satisfiable' | 'malformed' }>;

/** What the error may show. */
export interface PreconditionErrorInit {
  /** The current state, copied into a 412 as `current`. Default: it is not shown. */
  readonly state?: object | null | undefined;
}

/**
 * Returns the error for an outcome: a 412 with the current tag, a 428 with the fields that would satisfy it, a 416 with the
 * length, a 400 with the field that is malformed. The detail of each explains what the client can do.
 *
 * @throws {TypeError} If the state has no JSON form, or if the outcome does not refuse the request.
 *
 * @example
 * ```ts
 * preconditionError({ kind: 'precondition-failed', because: 'If-Match' }, { exists: false }).status; // 412
 * ```
 */
export function preconditionError(
  outcome: RefusedOutcome,
  current: Current,
  init: PreconditionErrorInit = {},
): HttpError {
  switch (outcome.kind) {
    case 'precondition-failed': {
      const etag = current.exists ? current.etag : undefined;
      // The types of the caller say that the state has a JSON form; the constructor looks at the value.
      return new PreconditionFailed(init.state as never, { etag, detail: whyFailed(outcome, current) });
    }
    case 'precondition-required':
      return new PreconditionRequired(outcome.required, howToRepeat(outcome.required));
    case 'range-not-satisfiable':
      return new RangeNotSatisfiable(outcome.length, `The representation has ${outcome.length} bytes.`);
    case 'malformed':
      return new BadRequest({
        errors: [
          {
            header: outcome.field,
            detail: 'must be * or a list of entity tags, each in double quotes as ETag gave it',
          },
        ],
      });
    default:
      throw new TypeError(`outcome: expected one that refuses the request, got ${show(outcome)}`);
  }
}

function whyFailed({ because, weak }: Failed, current: Current): string {
  if (because === 'If-Unmodified-Since') {
    return 'The resource has been modified after the date in If-Unmodified-Since.';
  }
  if (because === 'If-None-Match') return 'The resource exists, and is one that If-None-Match excludes.';
  if (!current.exists) return 'If-Match asks for a resource that exists, and this one does not.';
  if (weak !== true) return 'The resource is not what If-Match asks for; it may have been changed meanwhile.';
  // RFC 9110 §8.8.3.2, §13.1.1.
  return current.etag !== undefined && isWeakTag(current.etag)
    ? 'The resource has only a weak entity tag, and a weak one never satisfies If-Match.'
    : 'If-Match has the current entity tag, but marked as weak, and a weak one never satisfies it. A proxy on the way has probably weakened it: repeat the request without the W/.';
}

// RFC 6585 §3: the response should explain how to resubmit the request.
const HOW: Readonly<Partial<Record<PreconditionField, string>>> = {
  'If-Match': 'its ETag in If-Match',
  'If-Unmodified-Since': 'its Last-Modified in If-Unmodified-Since',
};

function howToRepeat(required: readonly PreconditionField[]): string {
  const ways = required.flatMap((field) => HOW[field] ?? []);
  return ways.length === 0
    ? 'Repeat the request with If-None-Match: *, so that it creates the resource only if nobody else has.'
    : `Read the resource, and repeat the request with ${ways.join(' or ')}.`;
}
