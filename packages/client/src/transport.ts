import { isObject } from './arguments.ts';
import { causesOf, MOST } from './causes.ts';
import { read, textIn } from './read.ts';

/**
 * What a client's error says about the request.
 *
 * - `'aborted'`: the caller has given up.
 * - `'unsent'`: nothing of it reached the server.
 * - `'late'`: no answer came in time; it may have been processed.
 * - `'broken'`: the connection or the content broke; it may have been processed.
 */
export type TransportFailure = 'aborted' | 'unsent' | 'late' | 'broken';

// Codes and names of Node, undici, axios, got, ky, ofetch, superagent, Bun and the browsers.
const ABORTED = / (Abort|Cancel|Canceled)Error$/;
const UNSENT =
  /^E(CONNREFUSED|NOTFOUND|AI_|(NET|HOST)(UNREACH|DOWN))|CONNECT_TIMEOUT|GOAWAY|ConnectionRefused|ToOpenSocket/;
// Calls of the system, and phases of got's timeouts, in which there is no connection yet.
const UNSENT_PHASE = /^(connect|getaddrinfo|query|lookup|secureConnect|socket)/;
const LATE = /TIMEDOUT|_TIMEOUT|ECONNABORTED|\bTimeout(Error)?\b/;
const BROKEN =
  /^(ECONNRESET|EPIPE|HPE_|Z_)|UND_ERR_(SOCKET|RES_)|PREMATURE_CLOSE|HTTP2_(STREAM|SESSION)_|ERR_NETWORK|ConnectionClosed|HTTPParser/;
// A TypeError is the only word of fetch about a connection, and of a program about its own mistakes.
const FETCH = /fetch failed|to fetch|network|load failed|terminated|sending request|socket|connection/i;

// Deno has no codes, only what the cause says.
const UNSENT_MESSAGE = /REFUSED_STREAM|\(Connect\): (tcp connect|dns) error/;
const BROKEN_MESSAGE = /client error \(SendRequest\)|\(os error (32|54|104|10054)\)$/;

/** Reports whether a value is not an error, was seen before, or comes after enough of them. */
const isEnough = (error: unknown, seen: Set<unknown>): boolean =>
  !isObject(error) || seen.size >= MOST || seen.size === seen.add(error).size;

/**
 * Returns what an error of a client says about its request; undefined for certificates, wrong arguments and anything
 * unknown. The causes of an error know more than itself, so they are asked first.
 */
export function transportFailure(
  error: unknown,
  seen: Set<unknown> = new Set(),
): TransportFailure | undefined {
  if (isEnough(error, seen)) return undefined;
  const text = (name: string): string => textIn(error, name);
  // Code and name: some have only one of them.
  const mark = `${text('code')} ${text('name')}`;
  if (ABORTED.test(mark)) return 'aborted';
  if (
    UNSENT.test(mark) ||
    UNSENT_PHASE.test(text('syscall')) ||
    UNSENT_PHASE.test(text('event')) ||
    read(read(error, 'socket'), 'bytesWritten') === 0 ||
    UNSENT_MESSAGE.test(text('message'))
  )
    return 'unsent';
  const found = causesOf(error)
    .filter(Boolean)
    .map((one) => transportFailure(one, seen));
  // The worst that is known decides: one attempt of several may have been processed.
  const worst = (['aborted', 'broken', 'late', 'unsent'] as const).find((one) => found.includes(one));
  if (worst !== undefined) return worst;
  if (LATE.test(mark)) return 'late';
  const isFetch = text('name') === 'TypeError' && found.length === 0 && FETCH.test(text('message'));
  return isFetch || BROKEN.test(mark) || BROKEN_MESSAGE.test(text('message')) ? 'broken' : undefined;
}
