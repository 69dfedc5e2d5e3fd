import { isError, readStatus, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { isFromClientLibrary } from '../foreign.ts';
import { errorFromStatus } from '../rule.ts';

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
 * response already and replace the configured one, which is for strategies without a challenge.
 */
export function passport(value: unknown): HttpError | undefined {
  if (
    !isError(value) ||
    readText(value, 'name') !== 'AuthenticationError' ||
    !hasAssignedMessage(value) ||
    isFromClientLibrary(value)
  ) {
    return undefined;
  }
  const status = readStatus(value, 'status');
  return status === undefined || status >= 500 ? undefined : errorFromStatus(status, { cause: value }, {});
}
