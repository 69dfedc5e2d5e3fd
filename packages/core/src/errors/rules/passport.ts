import { isError, readStatus, readText } from '../foreign.ts';
import { errorFromStatus } from '../from-status.ts';
import type { HttpError } from '../http-error.ts';

/**
 * Passport with `failWithError`: an AuthenticationError with a status. The challenge of the strategy is on the response
 * already, and counts there.
 */
export function passport(value: unknown): HttpError | undefined {
  if (!isError(value) || readText(value, 'name') !== 'AuthenticationError') return undefined;
  const status = readStatus(value, 'status');
  return status === undefined || status >= 500 ? undefined : errorFromStatus(status, { cause: value }, {});
}
