import { classOf, read, readStatus, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import type { HttpErrorInit } from '../../init.ts';
import { TooManyRequests } from '../../waits.ts';
import { isFromClientLibrary, isSystemError } from '../foreign.ts';
import type { ErrorContext } from '../rule.ts';
import { entriesOf, textFor } from './marks.ts';

/** Reports whether a value is a result of rate-limiter-flexible, and not parsed JSON with the same members. */
function isResult(value: unknown): boolean {
  const members = ['msBeforeNext', 'remainingPoints', 'consumedPoints'];
  return members.every((name) => typeof read(value, name) === 'number') && classOf(value) !== 'Object';
}

/** Knows what rate-limiter-flexible rejects with: a result, or the results of those limiters of a union that refuse. */
export function rateLimiterFlexible(value: unknown): HttpError | undefined {
  const results = isResult(value) ? [value] : entriesOf(value).map(([, one]) => one);
  if (results.length === 0 || !results.every(isResult)) return undefined;
  const seconds = Math.ceil(Math.max(...results.map((one) => Number(read(one, 'msBeforeNext')))) / 1000);
  return tooMany(seconds, { cause: value });
}

function tooMany(seconds: number, init: HttpErrorInit): HttpError {
  return new TooManyRequests(seconds > 0 && Number.isSafeInteger(seconds) ? { seconds } : 'unknown', init);
}

/**
 * Knows what a `handler` of express-rate-limit passes on: a status of 429, after the limiter has set Retry-After on the
 * response. Without that field nothing says that the 429 is not the one of another server.
 */
export function expressRateLimit(value: unknown, context: ErrorContext): HttpError | undefined {
  const status = readStatus(value, 'status') ?? readStatus(value, 'statusCode') ?? context.responseStatus;
  const seconds = Number(context.responseField?.('retry-after') ?? Number.NaN);
  if (status !== 429 || !(seconds >= 0) || isFromClientLibrary(value)) return undefined;
  const detail = isSystemError(value) ? undefined : textFor(429, readText(value, 'message'));
  return tooMany(seconds, { detail, cause: value });
}
