import type { HttpError } from '../../http-error.ts';
import { BadRequest, type Fault, type StandardIssue, UnprocessableContent } from '../../validation.ts';
import type { ErrorContext } from '../rule.ts';

/** What is said where a validator has no text for clients. */
export const NOT_VALID = 'is not valid';

/** A request that a validator refused: a 422, or a 400 where the application wants that. */
export function invalid(
  errors: readonly (Fault | StandardIssue)[],
  cause: unknown,
  context: ErrorContext,
): HttpError {
  const Class = context.validation === 400 ? BadRequest : UnprocessableContent;
  return new Class({ errors, cause });
}

/**
 * Where a validator of requests found a fault: `body`, `query`, `params`, `headers`, `cookies`. An empty name stands for
 * all parameters, or all fields, together.
 */
export function faultAt(
  location: string,
  path: readonly PropertyKey[],
  detail: string,
): Fault | StandardIssue {
  switch (location) {
    case 'query':
    case 'params':
      return { detail, parameter: path.map(String).join('.') };
    case 'headers':
      return { detail, header: path.map(String).join('.') };
    case 'cookies':
    case 'signedCookies':
      return { detail, header: 'Cookie' };
    default:
      return { message: detail, path };
  }
}
