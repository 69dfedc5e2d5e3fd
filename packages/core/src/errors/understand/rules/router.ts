import { isError, read, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { BadRequest } from '../../validation.ts';
import { readStatus } from '../foreign.ts';
import type { ErrorContext } from '../rule.ts';

// Express's router, for a parameter that percent-decoding refuses.
function isUndecodable(value: unknown): boolean {
  return (
    readText(value, 'name') === 'URIError' &&
    readStatus(value, 'status') === 400 &&
    readText(value, 'message')?.startsWith('Failed to decode param') === true
  );
}

// Node's parser, which Koa asks for the path. Only an absolute URL can be wrong as a whole (RFC 9112 §3.2.2): whoever
// gives `/path` to `new URL` without a base has made a mistake of his own.
function isMalformedTarget(value: unknown, context: ErrorContext): boolean {
  const target = context.request?.url;
  return (
    readText(value, 'code') === 'ERR_INVALID_URL' &&
    target !== undefined &&
    !target.startsWith('/') &&
    read(value, 'input') === target
  );
}

/** What the routers of both frameworks throw for a target that cannot be read. */
export function router(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!isError(value)) return undefined;
  if (isUndecodable(value)) return new BadRequest({ detail: 'The path cannot be decoded.', cause: value });
  if (isMalformedTarget(value, context))
    return new BadRequest({ detail: 'The URL is malformed.', cause: value });
  return undefined;
}
