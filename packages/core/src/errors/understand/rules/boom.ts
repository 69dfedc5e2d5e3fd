import { isError, read, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { foreignHeaders, isFromClientLibrary, isSystemError, readStatus } from '../foreign.ts';
import { errorFromStatus } from '../from-status.ts';

/**
 * Errors of @hapi/boom: an Error with `isBoom` and an `output`. The message of a 4xx is meant for clients, but not that of
 * a system or a database which Boom has only marked; `data` never is, and of a 5xx nothing is.
 */
export function boom(value: unknown): HttpError | undefined {
  if (!isError(value) || read(value, 'isBoom') !== true || isFromClientLibrary(value)) return undefined;
  const output = read(value, 'output');
  const status = readStatus(output, 'statusCode');
  if (status === undefined) return undefined;
  const payload = read(output, 'payload');
  const message = readText(payload, 'message');
  const shown =
    status < 500 && message !== undefined && message !== readText(payload, 'error') && !isSystemError(value);
  return errorFromStatus(
    status,
    shown ? { detail: message, cause: value } : { log: readText(value, 'message') ?? '', cause: value },
    foreignHeaders(read(output, 'headers'), true),
  );
}
