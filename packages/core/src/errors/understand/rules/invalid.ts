import type { Finding } from '../../fault.ts';
import type { HttpError } from '../../http-error.ts';
import { BadRequest, type Fault, UnprocessableContent } from '../../validation.ts';
import { faultsOf, hasInput } from '../place.ts';
import type { ErrorContext } from '../rule.ts';

/** Returns the error for a request that a validator refused: a 422, or a 400 if the application wants that. */
export function invalid(errors: readonly Fault[], cause: unknown, status: number | undefined): HttpError {
  const Class = status === 400 ? BadRequest : UnprocessableContent;
  return new Class({ errors, cause });
}

/**
 * Returns the error for what a validator found. It is undefined if that is nothing, if one of the findings has another
 * form, or if the request has nothing that can be validated.
 */
export function refused(
  findings: readonly (Finding | undefined)[],
  cause: unknown,
  context: ErrorContext,
): HttpError | undefined {
  const known = findings.filter((one) => one !== undefined);
  if (known.length === 0 || known.length < findings.length || !hasInput(context)) return undefined;
  return invalid(faultsOf(known, context), cause, context.validation);
}
