import type { Challenge } from '../../fields/challenge.ts';
import { Unauthorized } from '../authentication.ts';
import { isError, readStatus, readText } from '../foreign.ts';
import type { HttpError } from '../http-error.ts';

// RFC 6750 §3.1: without credentials no error code, with bad ones the code that says so.
const CHALLENGES: Readonly<Record<string, Challenge>> = {
  credentials_bad_format: { scheme: 'Bearer', params: { error: 'invalid_request' } },
  credentials_bad_scheme: { scheme: 'Bearer', params: { error: 'invalid_request' } },
  credentials_required: { scheme: 'Bearer' },
  invalid_token: { scheme: 'Bearer', params: { error: 'invalid_token' } },
  revoked_token: { scheme: 'Bearer', params: { error: 'invalid_token' } },
};

/** express-jwt's UnauthorizedError. Its message says what the verifier found, which is for the log. */
export function expressJwt(value: unknown): HttpError | undefined {
  if (
    !isError(value) ||
    readText(value, 'name') !== 'UnauthorizedError' ||
    readStatus(value, 'status') !== 401
  ) {
    return undefined;
  }
  const challenge = CHALLENGES[readText(value, 'code') ?? ''];
  return challenge === undefined ? undefined : new Unauthorized(challenge, { cause: value });
}
