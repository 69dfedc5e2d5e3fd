import { read } from './read.ts';

/**
 * What a client's error says about the request.
 *
 * - `'aborted'`: the caller has given up.
 * - `'unsent'`: nothing of it reached the server.
 * - `'late'`: no answer came in time; it may have been processed.
 * - `'broken'`: the connection or the content broke; it may have been processed.
 */
export type TransportFailure = 'aborted' | 'unsent' | 'late' | 'broken';

// Names and codes of Node, undici, axios, got, ky, ofetch, superagent, Bun and the browsers.
const ABORTED = /^(AbortError|CanceledError|CancelError)$/;
const UNSENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|ENETUNREACH|ENETDOWN|EHOSTUNREACH|EHOSTDOWN|UND_ERR_CONNECT_TIMEOUT|ERR_HTTP2_GOAWAY_SESSION|ConnectionRefused|FailedToOpenSocket)$/;
const UNSENT_CALL = /^(connect|getaddrinfo|query\w+)$/;
// Phases of got's timeouts in which there is no connection yet.
const UNSENT_EVENT = /^(lookup|connect|secureConnect|socket)$/;
const LATE = /^(ETIMEDOUT|ESOCKETTIMEDOUT|ECONNABORTED|UND_ERR_(HEADERS|BODY)_TIMEOUT|Timeout)$/;
const BROKEN =
  /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_\w+|ERR_STREAM_PREMATURE_CLOSE|ERR_HTTP2_(STREAM|SESSION)_ERROR|ERR_HTTP2_STREAM_CANCEL|ERR_NETWORK|ConnectionClosed|HPE_\w+|Z_\w+)$/;
// A TypeError is the only word of fetch about a connection, and of a program about its own mistakes.
const FETCH =
  /fetch failed|failed to fetch|network|load failed|terminated|sending request|socket|connection/i;

const DEEPEST = 8;

/**
 * Returns what an error of a client says about its request; undefined for certificates, wrong arguments and anything
 * unknown. The causes of an error know more than itself, so they are asked first.
 */
export function transportFailure(error: unknown, depth = 0): TransportFailure | undefined {
  if (typeof error !== 'object' || error === null || depth > DEEPEST) return undefined;
  const name = String(read(error, 'name'));
  const code = String(read(error, 'code'));
  const message = String(read(error, 'message'));
  if (ABORTED.test(name)) return 'aborted';
  if (
    UNSENT.test(code) ||
    UNSENT_CALL.test(String(read(error, 'syscall'))) ||
    UNSENT_EVENT.test(String(read(error, 'event'))) ||
    read(read(error, 'socket'), 'bytesWritten') === 0 ||
    message.includes('REFUSED_STREAM')
  )
    return 'unsent';
  const cause = read(error, 'cause');
  const errors = read(error, 'errors');
  const found = [cause, ...(Array.isArray(errors) ? errors.slice(0, DEEPEST) : [])].map((one) =>
    transportFailure(one, depth + 1),
  );
  // The worst that is known decides: one attempt of several may have been processed.
  const worst = (['aborted', 'broken', 'late', 'unsent'] as const).find((one) => found.includes(one));
  if (worst !== undefined) return worst;
  if (name === 'TimeoutError' || LATE.test(code)) return 'late';
  if (BROKEN.test(code) || (name === 'TypeError' && cause === undefined && FETCH.test(message)))
    return 'broken';
  return undefined;
}

/** Reports whether an error, or one of its causes, has a code that `pattern` matches. */
export function hasCause(error: unknown, pattern: RegExp, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > DEEPEST) return false;
  const errors = read(error, 'errors');
  const causes = [read(error, 'cause'), ...(Array.isArray(errors) ? errors.slice(0, DEEPEST) : [])];
  return pattern.test(String(read(error, 'code'))) || causes.some((one) => hasCause(one, pattern, depth + 1));
}
