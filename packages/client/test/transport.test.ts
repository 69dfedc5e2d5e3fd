import { describe, expect, it } from 'vitest';
import { retryAdvice } from '../src/retry-advice.ts';
import { transportFailure } from '../src/transport.ts';

function failure(message: string, members: object = {}, options?: ErrorOptions): Error {
  return Object.assign(new Error(message, options), members);
}

const fetchFailed = (cause: unknown): TypeError => new TypeError('fetch failed', { cause });
const named = (name: string, message = 'x'): DOMException => new DOMException(message, name);

// What Deno 2.9 says, which has no codes.
const DENO = 'error sending request for url (http://127.0.0.1:1/): client error ';

// Never sent: any method.
const UNSENT: readonly (readonly [string, unknown])[] = [
  ['refused', failure('connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' })],
  ['refused, by fetch', fetchFailed(failure('connect ECONNREFUSED', { code: 'ECONNREFUSED' }))],
  [
    'refused on both addresses',
    fetchFailed(
      new AggregateError(
        [failure('a', { code: 'ECONNREFUSED' }), failure('b', { code: 'ENETUNREACH' })],
        '',
        {},
      ),
    ),
  ],
  ['DNS', failure('getaddrinfo ENOTFOUND', { code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
  ['DNS, later', fetchFailed(failure('getaddrinfo EAI_AGAIN', { code: 'EAI_AGAIN' }))],
  ['DNS by c-ares', failure('queryA ESERVFAIL', { code: 'ESERVFAIL', syscall: 'queryA' })],
  ['unreachable', failure('x', { code: 'EHOSTUNREACH' })],
  ['connect timeout of undici', fetchFailed(failure('x', { code: 'UND_ERR_CONNECT_TIMEOUT' }))],
  ['connect timeout of the system', failure('x', { code: 'ETIMEDOUT', syscall: 'connect' })],
  ['connect timeout of got', failure('x', { name: 'TimeoutError', code: 'ETIMEDOUT', event: 'connect' })],
  [
    'nothing written',
    fetchFailed(failure('other side closed', { code: 'UND_ERR_SOCKET', socket: { bytesWritten: 0 } })),
  ],
  [
    'a refused stream',
    failure('Stream closed with error code NGHTTP2_REFUSED_STREAM', { code: 'ERR_HTTP2_STREAM_ERROR' }),
  ],
  ['a goaway', failure('x', { code: 'ERR_HTTP2_GOAWAY_SESSION' })],
  [
    'of axios',
    failure(
      'x',
      { code: 'ECONNREFUSED', name: 'AxiosError' },
      { cause: failure('x', { code: 'ECONNREFUSED' }) },
    ),
  ],
  [
    'of ofetch',
    failure('x', { name: 'FetchError' }, { cause: fetchFailed(failure('x', { code: 'ECONNREFUSED' })) }),
  ],
  [
    'Deno, refused',
    fetchFailed(failure(`${DENO}(Connect): tcp connect error: Connection refused (os error 111)`)),
  ],
  ['Deno, DNS', fetchFailed(failure(`${DENO}(Connect): dns error: failed to lookup address information: x`))],
  ['of Bun', failure('Unable to connect', { code: 'ConnectionRefused' })],
];

// Perhaps processed: as a 502.
const BROKEN: readonly (readonly [string, unknown])[] = [
  ['reset', failure('read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' })],
  ['hang-up', failure('socket hang up', { code: 'ECONNRESET' })],
  ['EPIPE', failure('write EPIPE', { code: 'EPIPE', syscall: 'write' })],
  [
    'reset, by fetch',
    fetchFailed(failure('other side closed', { code: 'UND_ERR_SOCKET', socket: { bytesWritten: 99 } })),
  ],
  ['broken content', new TypeError('terminated', { cause: failure('x', { code: 'UND_ERR_SOCKET' }) })],
  ['short content', failure('x', { code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' })],
  ['garbage', fetchFailed(failure('Parse Error', { code: 'HPE_INVALID_CONSTANT' }))],
  [
    'garbage, on Node 24',
    fetchFailed(failure('Response does not match', { name: 'HTTPParserError', code: undefined })),
  ],
  ['broken gzip', failure('incorrect header check', { code: 'Z_DATA_ERROR' })],
  ['headers late', fetchFailed(failure('x', { code: 'UND_ERR_HEADERS_TIMEOUT' }))],
  ['body late', failure('x', { code: 'UND_ERR_BODY_TIMEOUT' })],
  ['AbortSignal.timeout', named('TimeoutError')],
  ['late, of ky', failure('x', { name: 'TimeoutError' })],
  ['late, of axios', failure('timeout of 1ms exceeded', { code: 'ECONNABORTED' })],
  ['late, of got', failure('x', { name: 'TimeoutError', code: 'ETIMEDOUT', event: 'response' })],
  ['Chromium', new TypeError('Failed to fetch')],
  ['Firefox', new TypeError('NetworkError when attempting to fetch resource.')],
  ['Safari', new TypeError('Load failed')],
  ['Node without a cause', new TypeError('fetch failed')],
  ['Deno', new TypeError('error sending request for url (http://127.0.0.1:1/)')],
  ['Deno, reset', fetchFailed(failure('Connection reset by peer (os error 104)'))],
  ['Deno, hang-up', fetchFailed(failure(`${DENO}(SendRequest): connection closed before message completed`))],
  ['Deno, garbage', fetchFailed(failure(`${DENO}(SendRequest): invalid HTTP version parsed`))],
  ['Deno, broken content', new TypeError('error reading a body from connection')],
  [
    'one of two attempts',
    new AggregateError([failure('a', { code: 'ECONNREFUSED' }), failure('b', { code: 'ECONNRESET' })]),
  ],
  ['axios in browsers', failure('Network Error', { code: 'ERR_NETWORK' })],
];

const FINAL: readonly (readonly [string, unknown])[] = [
  ['a certificate', fetchFailed(failure('self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }))],
  ['Deno, a certificate', fetchFailed(failure(`${DENO}(Connect): invalid peer certificate: UnknownIssuer`))],
  ['another name', fetchFailed(failure('x', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }))],
  ['TLS', failure('x', { code: 'EPROTO', syscall: 'write' })],
  [
    'a wrong URL',
    new TypeError('Failed to parse URL from x', {
      cause: failure('Invalid URL', { code: 'ERR_INVALID_URL' }),
    }),
  ],
  ['a wrong request', new TypeError('Request with GET/HEAD method cannot have body.')],
  ['a mistake', new TypeError("Cannot read properties of undefined (reading 'a')")],
  ['a wrong length', fetchFailed(failure('x', { code: 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH' }))],
  ['anything', new Error('x')],
  ['text', 'x'],
  ['null', null],
];

const ABORTED: readonly (readonly [string, unknown])[] = [
  ['fetch', named('AbortError')],
  ['axios', failure('canceled', { name: 'CanceledError', code: 'ERR_CANCELED' })],
  ['got', failure('x', { name: 'CancelError' })],
  ['a cause', failure('x', {}, { cause: named('AbortError') })],
];

const advise = (error: unknown, method: string, keyed = false) =>
  retryAdvice({ method, error, attempt: 1, keyed, random: () => 0 });

describe('never sent', () => {
  it.each(UNSENT)('%s', (_what, error) => {
    for (const method of ['GET', 'POST', 'PATCH']) {
      expect(advise(error, method)).toEqual({
        retry: true,
        why: 'unsent',
        waitMs: 0,
        sameKey: false,
        newConnection: true,
      });
    }
  });
});

describe('possibly processed', () => {
  it.each(BROKEN)('%s', (_what, error) => {
    expect(advise(error, 'GET')).toMatchObject({ retry: true, why: 'idempotent', newConnection: true });
    expect(advise(error, 'POST')).toEqual({ retry: false, why: 'unsafe' });
    expect(advise(error, 'POST', true)).toMatchObject({ retry: true, why: 'keyed', sameKey: true });
  });
});

describe('never repeated', () => {
  it.each(FINAL)('%s', (_what, error) => {
    expect(advise(error, 'GET', true)).toEqual({ retry: false, why: 'final' });
  });
  it.each(ABORTED)('aborted: %s', (_what, error) => {
    expect(advise(error, 'GET', true)).toEqual({ retry: false, why: 'aborted' });
  });
  it('a cause that leads back to itself, or is a proxy that throws', () => {
    const circle = failure('x');
    circle.cause = circle;
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error('no');
        },
      },
    );
    expect(advise(circle, 'GET')).toEqual({ retry: false, why: 'final' });
    expect(advise(hostile, 'GET')).toEqual({ retry: false, why: 'final' });
  });
});

it('of errors that stand for errors is asked for in a bounded time', () => {
  let error: Error = new Error('x');
  for (let depth = 0; depth < 30; depth++)
    error = new AggregateError(Array(30).fill(error), 'y', { cause: error });
  expect(transportFailure(error)).toBeUndefined();
  let deep: Error = Object.assign(new Error('x'), { code: 'ECONNRESET' });
  for (let depth = 0; depth < 20; depth++) deep = new Error('y', { cause: deep });
  expect(transportFailure(deep)).toBe('broken');
});
