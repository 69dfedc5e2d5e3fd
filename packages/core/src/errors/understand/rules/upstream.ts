import { isError, read, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { BadGateway, GatewayTimeout } from '../../server-errors.ts';
import { isFromClientLibrary } from '../foreign.ts';
import type { ErrorContext } from '../rule.ts';
import { abort } from './abort.ts';

const LATE = new Set([
  'ECONNABORTED', // axios's code for its own timeout
  'ESOCKETTIMEDOUT',
  'ETIMEDOUT',
  'TimeoutError',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
]);

const BROKEN = new Set([
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
  return [readText(value, 'code'), readText(value, 'name')].filter((mark) => mark !== undefined);
}

/** Returns why a request was aborted. axios leaves the reason on the signal that it received. */
function reasonOf(value: unknown): unknown {
  return read(value, 'code') === 'ERR_CANCELED'
    ? read(read(read(value, 'config'), 'signal'), 'reason')
    : undefined;
}

/**
 * Recognizes errors of HTTP clients: fetch, undici, axios, got and the AWS SDKs. A timeout becomes a 504 and any other failure
 * a 502, without any part of the other server's response. A call that was aborted because the client has gone stays a 499.
 * Add it only to the error handler of routes that call other servers: a database that refuses a connection looks the same.
 */
export function upstream(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!isError(value)) return undefined;
  const closed = abort(value, context);
  if (closed !== undefined) return closed;
  const marks = [value, read(value, 'cause'), reasonOf(value)].flatMap(marksOf);
  if (marks.some((mark) => MISUSE.has(mark))) return undefined;
  const late = marks.some((mark) => LATE.has(mark));
  const known =
    late ||
    isFromClientLibrary(value) ||
    (readText(value, 'name') === 'TypeError' && readText(value, 'message') === 'fetch failed') ||
    marks.some((mark) => BROKEN.has(mark) || FAMILIES.test(mark));
  if (!known) return undefined;
  return late ? new GatewayTimeout({ cause: value }) : new BadGateway({ cause: value });
}
