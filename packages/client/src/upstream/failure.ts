import { BadGateway, GatewayTimeout, type HttpError, isHttpError, ServiceUnavailable } from '@statuskit/core';
import { hasCause } from '../causes.ts';
import { read, statusOf, textIn } from '../read.ts';
import { isRemote } from '../remote.ts';
import { waitOf } from '../retry-after.ts';
import { transportFailure } from '../transport.ts';

/** A failure of the upstream: what to answer, and for how long the upstream wants to be left alone. */
export interface UpstreamFailure {
  readonly error: HttpError;
  readonly waitMs: number | undefined;
}

const TLS =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_|ERR_SSL_|EPROTO)/;
const TIMEOUT = /TIMEOUT|TIMEDOUT/;
// Of fetch, whatever the cause: a circle of redirects, fields that are too large, a status that is no status.
const NO_RESPONSE = /fetch failed|failed to fetch|load failed|NetworkError/i;

const seconds = (ms: number): { readonly seconds: number } => ({ seconds: Math.ceil(ms / 1000) });

/** Returns the error for a call that was not sent, because of what is known here. */
export function unavailable(log: string, waitMs: number, cause?: unknown): HttpError {
  return new ServiceUnavailable(seconds(waitMs), { log, cause });
}

/** Returns the error for a call that has not come back in time. */
export function late(log: string, cause: unknown): UpstreamFailure {
  return { error: new GatewayTimeout({ log, cause }), waitMs: undefined };
}

/** Returns what a response of an upstream means for our own client (RFC 9110 §15.6.3 to §15.6.5); undefined if it is not a failure. */
export function failureOfResponse(
  name: string,
  response: unknown,
  nowMs: number,
  cause: unknown = undefined,
): UpstreamFailure | undefined {
  const status = statusOf(response);
  if (typeof status !== 'number' || (status < 500 && status !== 429)) return undefined;
  const init = { log: `${name}: answered ${status}`, cause };
  if (status === 504) return late(init.log, cause);
  if (status !== 429 && status !== 503) return { error: new BadGateway(init), waitMs: undefined };
  const waitMs = waitOf(read(response, 'headers'), nowMs);
  return { error: new ServiceUnavailable(waitMs === undefined ? 'unknown' : seconds(waitMs), init), waitMs };
}

/** Returns what a thrown value means for our own client; undefined if it says nothing about the upstream. */
export function failureOfError(name: string, thrown: unknown, nowMs: number): UpstreamFailure | undefined {
  // An error of our own, such as the failure of another upstream, is what it is.
  if (isHttpError(thrown) && !isRemote(thrown)) return undefined;
  const response = isRemote(thrown) ? thrown.remote : read(thrown, 'response');
  if (typeof statusOf(response) === 'number') {
    return failureOfResponse(name, response, nowMs, thrown);
  }
  const log = `${name}: ${textIn(thrown, 'message')}`;
  const failure = transportFailure(thrown);
  if (failure === 'late' || (failure === 'unsent' && hasCause(thrown, TIMEOUT))) return late(log, thrown);
  const kind = textIn(thrown, 'name');
  const isBroken =
    failure === 'unsent' ||
    failure === 'broken' ||
    hasCause(thrown, TLS) ||
    (kind === 'TypeError' && NO_RESPONSE.test(textIn(thrown, 'message')));
  if (isBroken || kind === 'SyntaxError') {
    return { error: new BadGateway({ log, cause: thrown }), waitMs: undefined };
  }
  return undefined;
}
