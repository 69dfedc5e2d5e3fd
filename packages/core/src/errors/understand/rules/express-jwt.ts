import type { Challenge } from '../../../fields/challenge.ts';
import { isError, read, readStatus, readText } from '../../../read.ts';
import { Unauthorized } from '../../authentication.ts';
import type { HttpError } from '../../http-error.ts';
import type { ErrorContext } from '../rule.ts';

export const BEARER: Challenge = { scheme: 'Bearer' };
const INVALID_REQUEST: Challenge = { scheme: 'Bearer', params: { error: 'invalid_request' } };
export const INVALID_TOKEN: Challenge = { scheme: 'Bearer', params: { error: 'invalid_token' } };

/** Reports whether a request has credentials of the scheme Bearer. */
export function hasBearer({ request }: ErrorContext): boolean {
  return /^bearer(?: |$)/i.test(String(request?.headers?.['authorization']));
}

/** RFC 6750 §3.1: no error code without credentials or with those of another scheme, else the code for what is wrong. */
function challengeFor(code: string | undefined, context: ErrorContext): Challenge | undefined {
  switch (code) {
    case 'credentials_required':
    case 'credentials_bad_scheme':
      return BEARER;
    case 'credentials_bad_format': {
      // The code for everything that is not two words, so also for the parameters of Digest.
      const isOther = context.request?.headers?.['authorization'] !== undefined && !hasBearer(context);
      return isOther ? BEARER : INVALID_REQUEST;
    }
    case 'invalid_token':
    case 'revoked_token':
      return INVALID_TOKEN;
    default:
      return undefined;
  }
}

/**
 * Knows the UnauthorizedError of express-jwt. Its message says what the verifier found, which is for the log. The challenge
 * says what is wrong with the token, and so replaces the configured one.
 */
export function expressJwt(value: unknown, context: ErrorContext): HttpError | undefined {
  if (
    !isError(value) ||
    readText(value, 'name') !== 'UnauthorizedError' ||
    readStatus(value, 'status') !== 401 ||
    typeof read(value, 'inner') !== 'object'
  ) {
    return undefined;
  }
  const challenge = challengeFor(readText(value, 'code'), context);
  return challenge === undefined ? undefined : new Unauthorized(challenge, { cause: value });
}
