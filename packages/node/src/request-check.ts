import { type IncomingMessage, METHODS } from 'node:http';
import {
  BadRequest,
  type HttpError,
  HttpVersionNotSupported,
  NotImplemented,
  RequestHeaderFieldsTooLarge,
} from '@statuskit/core';
import { UNKNOWN_METHOD, unknownCoding } from './parse-error.ts';

// RFC 9110 §4.2.1 and §7.2: uri-host [ ":" port ], with the host of RFC 3986 §3.2.2.
const HOST =
  /^(?:\[[\dA-Fa-f:.]+\]|\[v[\dA-Fa-f]+\.[\w.~!$&'()*+,;=:-]+\]|(?:[\w.~!$&'()*+,;=-]|%[\dA-Fa-f]{2})*)(?::\d*)?$/;

// RFC 3986 §3.1, and the authority with nothing decoded in it. A user (RFC 9110 §4.2.4) and an empty host (§4.2.1) do not match.
const ABSOLUTE_FORM = /^[a-z][a-z\d+.-]*:\/\/([^/?#@%]+)(?:[/?]|$)/i;

// The parser also knows the methods of RTSP, and with them its version.
const OF_HTTP: ReadonlySet<string> = new Set(METHODS);

/** Checks the head of a request before the application sees it. */
export type RequestCheck = (request: IncomingMessage) => HttpError | undefined;

/** Returns a check that Node's parser leaves out. `limit` is how many fields a head may have; 0 is any number. */
export function requestCheck(limit: number): RequestCheck {
  let lastHost: string | undefined; // nearly all requests name the same

  function isHost(value: string): boolean {
    if (value === lastHost) return true;
    if (value.length > 1000 || !HOST.test(value)) return false;
    lastHost = value;
    return true;
  }

  /**
   * Origin-form, an absolute-form with a valid authority, or `*` for OPTIONS (RFC 9112 §3.2). Express answers a target that
   * `url.parse` refuses by itself, before any middleware runs; Koa passes it on.
   */
  function checkTarget({ url = '', method }: IncomingMessage): HttpError | undefined {
    if (url.startsWith('/') || (url === '*' && method === 'OPTIONS')) return undefined;
    return isHost(ABSOLUTE_FORM.exec(url)?.[1] ?? '/')
      ? undefined
      : new BadRequest('The target of the request is not valid.');
  }

  /** Exactly one valid Host; HTTP/1.0 may leave it out (RFC 9112 §3.2). */
  function checkHost({ rawHeaders, httpVersionMinor }: IncomingMessage): HttpError | undefined {
    let host: string | undefined;
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const name = rawHeaders[at];
      if (name?.length !== 4 || name.toLowerCase() !== 'host') continue;
      if (host !== undefined) return new BadRequest('The request has more than one Host field.');
      host = rawHeaders[at + 1] ?? '';
    }
    if (host === undefined) {
      return httpVersionMinor === 0 ? undefined : new BadRequest('The request has no Host field.');
    }
    return isHost(host) ? undefined : new BadRequest('The Host field is not valid.');
  }

  function checkHttp1(request: IncomingMessage): HttpError | undefined {
    if (request.httpVersionMajor !== 1) return new HttpVersionNotSupported();
    if (!OF_HTTP.has(request.method ?? '')) return new NotImplemented({ detail: UNKNOWN_METHOD });
    // Node 20 drops fields beyond the limit without a word; later ones refuse them.
    if (limit > 0 && request.rawHeaders.length / 2 >= limit) return new RequestHeaderFieldsTooLarge();
    const coding = request.headers['transfer-encoding'];
    if (coding !== undefined) {
      if (coding.trim().toLowerCase() !== 'chunked') return unknownCoding();
      if (request.httpVersionMinor === 0) {
        return new BadRequest('HTTP/1.0 has no Transfer-Encoding.'); // RFC 9112 §6.1
      }
    }
    const failure = checkTarget(request) ?? checkHost(request);
    if (failure === undefined) followTarget(request);
    return failure;
  }

  function checkHttp2({ headers }: IncomingMessage): HttpError | undefined {
    const { ':authority': authority, host } = headers as Readonly<Record<string, string | undefined>>;
    if (authority !== undefined && host !== undefined && authority !== host) {
      return new BadRequest('The authority and the Host field differ.'); // RFC 9113 §8.3.1
    }
    const named = authority ?? host;
    return named === undefined || isHost(named) ? undefined : new BadRequest('The authority is not valid.');
  }

  return function check(request) {
    const failure =
      request.httpVersionMajor === 2 && 'stream' in request ? checkHttp2(request) : checkHttp1(request);
    if (failure !== undefined) return failure;
    // It would send credentials back to scripts (RFC 9110 §9.3.8).
    return request.method === 'TRACE' ? new NotImplemented({ detail: 'TRACE is not supported.' }) : undefined;
  };
}

/** The path of a target that has been checked; an absolute-form names it behind the authority (RFC 9112 §3.2.2). */
export function pathOf({ url = '' }: IncomingMessage): string {
  const path = url.startsWith('/') ? url : url.replace(/^[^/]*\/\/[^/?]*/, '');
  const query = path.indexOf('?');
  return (query < 0 ? path : path.slice(0, query)) || '/';
}

/** The authority of an absolute-form counts, whatever Host says (RFC 9112 §3.2.2): the application reads it there. */
function followTarget({ url = '', headers }: IncomingMessage): void {
  if (url.startsWith('/') || url === '*') return;
  headers.host = ABSOLUTE_FORM.exec(url)?.[1];
}

// A list (RFC 9110 §5.6.1), in which each line of the field may repeat what another says.
const EXPECTATIONS = /^[\t ,]*(?:100-continue[\t ]*(?:,[\t ,]*|$))*$/i;

/** Reports whether a request expects anything other than `100-continue` (RFC 9110 §10.1.1). */
export function expectsMore({ headers }: IncomingMessage): boolean {
  return headers.expect !== undefined && !EXPECTATIONS.test(headers.expect);
}
