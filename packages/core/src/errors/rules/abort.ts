import { isError, readText } from '../foreign.ts';
import { clientClosedRequest } from '../from-status.ts';
import type { HttpError } from '../http-error.ts';
import type { ErrorContext } from '../rule.ts';

const CODES = new Set([
  'ABORT_ERR',
  'ECONNABORTED',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'HPE_INVALID_EOF_STATE', // what the parser of node:http says to a connection that ends inside an upload
]);

/** What fails because the client has gone: an abort or a broken stream, and only together with a closed request. */
export function abort(value: unknown, context: ErrorContext): HttpError | undefined {
  if (context.aborted !== true || !isError(value)) return undefined;
  const gone =
    readText(value, 'name') === 'AbortError' ||
    CODES.has(readText(value, 'code') ?? '') ||
    readText(value, 'type') === 'request.aborted' ||
    readText(value, 'message') === 'aborted';
  return gone ? clientClosedRequest(value) : undefined;
}
