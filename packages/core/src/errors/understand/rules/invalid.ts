import type { HttpError } from '../../http-error.ts';
import { BadRequest, type Fault, UnprocessableContent } from '../../validation.ts';
import type { ErrorContext } from '../rule.ts';

/** Text for a fault if the validator has none for clients. */
export const NOT_VALID = 'is not valid';

/** Returns the error for a request that a validator refused: a 422, or a 400 if the application wants that. */
export function invalid(errors: readonly Fault[], cause: unknown, context: ErrorContext): HttpError {
  const Class = context.validation === 400 ? BadRequest : UnprocessableContent;
  return new Class({ errors, cause });
}
