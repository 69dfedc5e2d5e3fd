import { isError, isFromClientLibrary, read, readText } from '../foreign.ts';
import type { HttpError } from '../http-error.ts';
import { BadGateway, GatewayTimeout } from '../server-errors.ts';

const LATE = new Set([
  'ECONNABORTED', // axios's word for a timeout of its own
  'ERR_CANCELED_BY_TIMEOUT',
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
]);

function marksOf(value: unknown): string[] {
  return [readText(value, 'code'), readText(value, 'name')].filter((mark) => mark !== undefined);
}

/**
 * Errors of clients for other servers: fetch, undici, axios, got and the AWS SDKs. What took too long is a 504, all else
 * a 502; nothing of the other server's answer passes. Opt in where handlers talk to other servers, and only there: a
 * database that refuses a connection looks the same.
 */
export function upstream(value: unknown): HttpError | undefined {
  if (!isError(value)) return undefined;
  const cause = read(value, 'cause');
  const marks = [...marksOf(value), ...marksOf(cause)];
  const late = marks.some((mark) => LATE.has(mark));
  const known =
    late ||
    isFromClientLibrary(value) ||
    (readText(value, 'name') === 'TypeError' && readText(value, 'message') === 'fetch failed') ||
    marks.some((mark) => BROKEN.has(mark) || mark.startsWith('UND_ERR_'));
  if (!known) return undefined;
  return late ? new GatewayTimeout({ cause: value }) : new BadGateway({ cause: value });
}
