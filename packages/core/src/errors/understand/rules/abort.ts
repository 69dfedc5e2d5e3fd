import { classOf, isError, read, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { clientClosedRequest, type ErrorContext } from '../rule.ts';

const CODES: ReadonlySet<unknown> = new Set([
  'ABORT_ERR',
  'ECONNABORTED',
  'ECONNRESET',
  'EPIPE',
  'ERR_CANCELED', // an abort, in axios
  'ERR_HTTP2_INVALID_STREAM',
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'HPE_INVALID_EOF_STATE', // the parser of node:http, if a connection ends inside an upload
]);

/** Reports whether an error says no more than that a connection or a stream has ended early. */
export function saysClosed(value: unknown): boolean {
  return (
    isError(value) &&
    (readText(value, 'name') === 'AbortError' ||
      CODES.has(read(value, 'code')) ||
      readText(value, 'type') === 'request.aborted' ||
      classOf(value) === 'APIUserAbortError' || // OpenAI's SDK
      readText(value, 'message') === 'aborted')
  );
}

/** Knows what fails because the client has gone away: an abort or a broken stream, together with a closed request. */
export function abort(value: unknown, context: ErrorContext): HttpError | undefined {
  return context.aborted === true && saysClosed(value) ? clientClosedRequest(value) : undefined;
}
