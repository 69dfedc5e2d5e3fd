import { classOf, isError, read, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { BadGateway, GatewayTimeout } from '../../server-errors.ts';
import { chainOf } from '../chain.ts';
import { isChosen, isFromClientLibrary } from '../foreign.ts';
import type { ErrorContext } from '../rule.ts';
import { abort } from './abort.ts';

const LATE = new Set([
  'APIConnectionTimeoutError', // the SDKs of OpenAI and Anthropic
  'ECONNABORTED', // axios's code for its own timeout
  'ESOCKETTIMEDOUT',
  'ETIMEDOUT',
  'TimeoutError',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
]);

const BROKEN = new Set([
  'APIConnectionError',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'HTTPParserError', // undici's, if its parser has no code
]);

// A mistake of the code that called undici, not of the other server.
const MISUSE = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_INVALID_RETURN_VALUE', 'UND_ERR_NOT_SUPPORTED']);

// undici's own codes, and those of its parser for a response that is not HTTP.
const FAMILIES = /^(?:UND_ERR|HPE)_/;

function marksOf(value: unknown): string[] {
  // The errors of OpenAI's SDK are all named `Error`.
  const className = classOf(value);
  const marks = [
    readText(value, 'code'),
    readText(value, 'name'),
    className?.startsWith('API') ? className : undefined,
  ];
  return marks.filter((mark) => mark !== undefined);
}

/** Returns why a request was aborted. axios leaves the reason on the signal that it received. */
function reasonOf(value: unknown): unknown {
  return read(value, 'code') === 'ERR_CANCELED'
    ? read(read(read(value, 'config'), 'signal'), 'reason')
    : undefined;
}

/**
 * Recognizes errors of HTTP clients: fetch, undici, axios, got, the AWS SDKs, openai and stripe, also as the cause of another
 * error. A timeout becomes a 504 and any other failure a 502, without any part of the other server's response. A call that was aborted because the client has gone stays a 499.
 * Add it only to the error handler of routes that call other servers: a database that refuses a connection looks the same.
 */
export function upstream(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!isError(value)) return undefined;
  const closed = abort(value, context);
  if (closed !== undefined) return closed;
  const chain = chainOf(value).filter(isError);
  const sources = chain.flatMap((one) => [one, reasonOf(one), read(read(one, 'raw'), 'detail')]); // Stripe's cause
  const marks = sources.flatMap(marksOf);
  if (marks.some((mark) => MISUSE.has(mark))) return undefined;
  const late = marks.some((mark) => LATE.has(mark));
  const known =
    late ||
    (isChosen(value) ? [value] : chain).some(isFromClientLibrary) ||
    (readText(value, 'name') === 'TypeError' && readText(value, 'message') === 'fetch failed') ||
    marks.some((mark) => BROKEN.has(mark) || FAMILIES.test(mark));
  if (!known) return undefined;
  return late ? new GatewayTimeout({ cause: value }) : new BadGateway({ cause: value });
}
