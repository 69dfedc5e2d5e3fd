import { isError, readStatus, readText } from '../../../read.ts';
import { Unauthorized } from '../../authentication.ts';
import type { HttpError } from '../../http-error.ts';
import { isFromClientLibrary } from '../foreign.ts';
import { type ErrorContext, errorFromStatus } from '../rule.ts';
import { hasBearer, INVALID_TOKEN } from './express-jwt.ts';

/**
 * Reports whether the message was assigned after the constructor of Error ran, as Passport does. In the classes of clients
 * for other servers that have the same name and a status, it is not enumerable.
 */
function hasAssignedMessage(error: Error): boolean {
  try {
    return Object.getOwnPropertyDescriptor(error, 'message')?.enumerable === true;
  } catch {
    return false; // a proxy
  }
}

/**
 * Knows Passport with `failWithError`: an AuthenticationError with a status. The challenges of its strategies are on the
 * response already and replace the configured one, which is for strategies without a challenge. If a strategy without one has
 * refused a bearer token, as passport-jwt does, the challenge says so (RFC 6750 §3.1).
 */
export function passport(value: unknown, context: ErrorContext): HttpError | undefined {
  if (
    !isError(value) ||
    readText(value, 'name') !== 'AuthenticationError' ||
    !hasAssignedMessage(value) ||
    isFromClientLibrary(value)
  ) {
    return undefined;
  }
  const status = readStatus(value, 'status');
  if (status === undefined || status >= 500) return undefined;
  return status === 401 && hasBearer(context) && context.responseField?.('www-authenticate') === undefined
    ? new Unauthorized(INVALID_TOKEN, { cause: value })
    : errorFromStatus(status, { cause: value }, {});
}
