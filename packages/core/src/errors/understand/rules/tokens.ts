import { classOf, isError, read, readText } from '../../../read.ts';
import { Unauthorized } from '../../authentication.ts';
import type { HttpError } from '../../http-error.ts';
import { foreignHeaders } from '../foreign.ts';
import { hasInput } from '../place.ts';
import { type ErrorContext, errorFromStatus } from '../rule.ts';
import { BEARER, INVALID_TOKEN } from './express-jwt.ts';
import { agreedStatus, textFor } from './marks.ts';

const OF_BEARER = /^(?:Unauthorized|InvalidRequest|InvalidToken|InsufficientScope|InvalidProof)Error$/;

/** Knows errors of express-oauth2-jwt-bearer: a name, a status and a challenge, which is sent as it is. */
export function oauth2JwtBearer(value: unknown): HttpError | undefined {
  const status = agreedStatus(value, ['status', 'statusCode']);
  const headers = read(value, 'headers');
  const isKnown =
    OF_BEARER.test(readText(value, 'name') ?? '') &&
    /^(?:Bearer|DPoP) /.test(readText(headers, 'WWW-Authenticate') ?? '');
  return status !== undefined && status < 500 && isKnown
    ? errorFromStatus(status, { cause: value }, foreignHeaders(headers, status, ['www-authenticate']))
    : undefined;
}

const OF_JWT = /^(?:JsonWebToken|TokenExpired|NotBefore)Error$/;

/** Reports whether a request has anything in which a token can be. */
function mayHaveToken(context: ErrorContext): boolean {
  const names = Object.keys(context.request?.headers ?? {}).join();
  return hasInput(context) || /auth|cookie|jwt|token/.test(names);
}

/**
 * Knows the errors of jsonwebtoken. Its messages are for the log. A request that brings no token is told no error code
 * (RFC 6750 §3.1).
 */
export function jsonwebtoken(value: unknown, context: ErrorContext): HttpError | undefined {
  const name = readText(value, 'name') ?? '';
  if (!isError(value) || !OF_JWT.test(name) || classOf(value) !== name) return undefined;
  return new Unauthorized(mayHaveToken(context) ? INVALID_TOKEN : BEARER, { cause: value });
}

/**
 * Knows errors of oauth2-server and its successor: a status under three names, and the error code of OAuth as the name
 * (RFC 6749 §5.2). The code is sent as the member `error`, and in the challenge of a 401 or 403 (RFC 6750 §3).
 */
export function oauth2Server(value: unknown): HttpError | undefined {
  const status = agreedStatus(value, ['status', 'statusCode', 'code']);
  const error = readText(value, 'name') ?? '';
  if (status === undefined || status >= 500 || !/^[a-z]+_[a-z_]+$/.test(error)) return undefined;
  const code = error === 'unauthorized_request' ? '' : `, error="${error}"`; // no credentials: no error code
  const challenge = error === 'invalid_client' ? 'Basic realm="Service"' : `Bearer realm="Service"${code}`;
  const detail = read(value, 'inner') === undefined ? textFor(status, readText(value, 'message')) : undefined;
  return errorFromStatus(
    status,
    { detail, extensions: { error }, cause: value },
    [401, 403].includes(status) ? { 'www-authenticate': challenge } : {},
  );
}
