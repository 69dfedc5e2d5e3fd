import { isError, read, readStatus, readText } from '../foreign.ts';
import type { HttpError } from '../http-error.ts';
import { BadRequest } from '../validation.ts';

/** Express's router, for a parameter that percent-decoding refuses: a URIError with status 400. */
export function router(value: unknown): HttpError | undefined {
  const undecodable =
    isError(value) &&
    read(value, 'name') === 'URIError' &&
    readStatus(value, 'status') === 400 &&
    readText(value, 'message')?.startsWith('Failed to decode param') === true;
  return undecodable ? new BadRequest({ detail: 'The path cannot be decoded.', cause: value }) : undefined;
}
