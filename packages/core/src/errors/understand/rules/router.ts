import { isError, read, readStatus, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { BadRequest } from '../../validation.ts';
import type { ErrorContext } from '../rule.ts';

// The router of Express, for a parameter that cannot be percent-decoded.
function isUndecodable(value: unknown): boolean {
  return (
    readText(value, 'name') === 'URIError' &&
    readStatus(value, 'status') === 400 &&
    readText(value, 'message')?.startsWith('Failed to decode param') === true
  );
}

// The parser of Node, which Koa uses for the path. Only an absolute URL can be wrong as a whole (RFC 9112 §3.2.2):
// `new URL('/path')` without a base is a mistake of the program.
function isMalformedTarget(value: unknown, context: ErrorContext): boolean {
  const target = context.request?.url;
  return (
    readText(value, 'code') === 'ERR_INVALID_URL' &&
    target !== undefined &&
    !target.startsWith('/') &&
    read(value, 'input') === target
  );
}

/** Knows what the routers of both frameworks throw for a target that cannot be read. */
export function router(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!isError(value)) return undefined;
  if (isUndecodable(value)) return new BadRequest({ detail: 'The path cannot be decoded.', cause: value });
  if (isMalformedTarget(value, context))
    return new BadRequest({ detail: 'The URL is malformed.', cause: value });
  return undefined;
}
