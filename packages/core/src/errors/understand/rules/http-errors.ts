import { isError, read, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { foreignHeaders, isFromClientLibrary, isSystemError, readStatus } from '../foreign.ts';
import { errorFromStatus } from '../from-status.ts';

/** `NotFoundError` says `Not Found` where nobody said more; that is the title already. */
function isDefaultMessage(message: string, name: string | undefined): boolean {
  return `${message.replace(/[^A-Za-z]/g, '')}error`.toLowerCase() === name?.toLowerCase();
}

/**
 * Errors of http-errors, so those of `ctx.throw`, csurf, send and many others: an Error with a boolean `expose` and
 * equal `status` and `statusCode`. An error of a client library that went through http-errors is not one.
 */
export function httpErrors(value: unknown): HttpError | undefined {
  if (!isError(value) || typeof read(value, 'expose') !== 'boolean' || isFromClientLibrary(value))
    return undefined;
  const status = readStatus(value, 'status');
  if (status === undefined || read(value, 'statusCode') !== status) return undefined;
  const message = readText(value, 'message') ?? '';
  const shown =
    status < 500 &&
    message !== '' &&
    read(value, 'expose') === true &&
    !isSystemError(value) &&
    !isDefaultMessage(message, readText(value, 'name'));
  return errorFromStatus(
    status,
    shown ? { detail: message, cause: value } : { log: message, cause: value },
    foreignHeaders(read(value, 'headers'), true),
  );
}
