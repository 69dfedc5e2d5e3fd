import { classOf, isError, read, readStatus, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { foreignHeaders, isFromClientLibrary, isOfMachine, isSystemError } from '../foreign.ts';
import { type ErrorContext, errorFromStatus } from '../rule.ts';

/** Reports whether Boom has made an error; of any other it has only marked a copy. */
function isMadeByBoom(value: unknown): boolean {
  return classOf(value) === 'Boom';
}

/**
 * Knows errors of @hapi/boom: an Error with `isBoom` and an `output`. The message of a 4xx is meant for clients, but not
 * that of a system or a database which Boom has only marked; `data` never is, and nothing of a 5xx is.
 */
export function boom(value: unknown, _context: ErrorContext): HttpError | undefined {
  if (!isError(value) || read(value, 'isBoom') !== true || isFromClientLibrary(value)) return undefined;
  const output = read(value, 'output');
  const status = readStatus(output, 'statusCode');
  if (status === undefined) return undefined;
  const payload = read(output, 'payload');
  const message = readText(payload, 'message');
  const isInside = isMadeByBoom(value) ? isSystemError(value) : isOfMachine(value);
  const shown = status < 500 && message !== undefined && message !== readText(payload, 'error') && !isInside;
  return errorFromStatus(
    status,
    shown ? { detail: message, cause: value } : { log: readText(value, 'message') ?? '', cause: value },
    foreignHeaders(read(output, 'headers'), status),
  );
}
