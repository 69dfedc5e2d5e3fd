import { hasContent } from '../../../request-view.ts';
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

// Their content is what they are sent for, so a validator that refuses a request without any is about what is missing.
const SENT_FOR_CONTENT: readonly unknown[] = ['POST', 'PUT', 'PATCH', 'QUERY'];

/** Reports whether a finding says that there is no content: what was validated is `undefined`, or its `body` is. */
function isAboutContent({ path, isWhole = false }: Finding): boolean {
  return isWhole && (path.length === 0 || (path.length === 1 && path[0] === 'body'));
}

/**
 * Returns the error for what a validator found. It is undefined if that is nothing, if one of the findings has another
 * form, or if the request has nothing that can be validated. If only its content is missing, the error says that and quotes
 * nothing: what was validated may come from another server as well.
 */
export function refused(
  findings: readonly (Finding | undefined)[],
  cause: unknown,
  context: ErrorContext,
): HttpError | undefined {
  const known = findings.filter((one) => one !== undefined);
  if (known.length === 0 || known.length < findings.length) return undefined;
  const hasSome = hasInput(context);
  if (!hasSome || known.every(isAboutContent)) {
    const { request } = context;
    const Class = context.validation === 400 ? BadRequest : UnprocessableContent;
    const isMissing =
      request !== undefined && !hasContent(request) && SENT_FOR_CONTENT.includes(request.method);
    if (isMissing) return new Class({ detail: 'The request has no content.', cause });
    if (!hasSome) return undefined;
  }
  return invalid(faultsOf(known, context), cause, context.validation);
}
