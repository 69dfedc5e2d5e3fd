import { isError, read, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { BadGateway, GatewayTimeout } from '../../server-errors.ts';
import { isFromClientLibrary } from '../foreign.ts';
import type { ErrorContext } from '../rule.ts';
import { abort } from './abort.ts';

const LATE = new Set([
  'ECONNABORTED', // axios's word for a timeout of its own
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
  'HTTPParserError', // undici's, where its parser has no code
]);

// The mistake of whoever called undici, not of the other server.
const MISUSE = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_INVALID_RETURN_VALUE', 'UND_ERR_NOT_SUPPORTED']);

// undici's own codes, and those of the parser for what is no HTTP.
const FAMILIES = /^(?:UND_ERR|HPE)_/;

function marksOf(value: unknown): string[] {
  return [readText(value, 'code'), readText(value, 'name')].filter((mark) => mark !== undefined);
}

/** Why a request was given up: axios leaves it on the signal that it was given. */
function reasonOf(value: unknown): unknown {
  return read(value, 'code') === 'ERR_CANCELED'
    ? read(read(read(value, 'config'), 'signal'), 'reason')
    : undefined;
}

/**
 * Errors of clients for other servers: fetch, undici, axios, got and the AWS SDKs. What took too long is a 504, all else
 * a 502; nothing of the other server's answer passes. What was given up because our own client has gone stays a 499.
 * Opt in where handlers talk to other servers, and only there: a database that refuses a connection looks the same.
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
