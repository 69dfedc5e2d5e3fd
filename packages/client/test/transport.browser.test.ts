// What the file for browsers says about the errors that a browser, and a test with a DOM on Node, can see.
import { describe, expect, it } from 'vitest';
import { transportFailure } from '../src/transport.browser.ts';

const failure = (message: string, members: object = {}, options?: ErrorOptions): Error =>
  Object.assign(new Error(message, options), members);
const named = (name: string, message = 'x'): DOMException => new DOMException(message, name);
const fetchFailed = (code: string): TypeError =>
  new TypeError('fetch failed', { cause: failure('x', { code }) });

const ROWS: readonly (readonly [
  what: string,
  error: unknown,
  expected: 'aborted' | 'broken' | 'late' | undefined,
])[] = [
  ['fetch in Chromium', new TypeError('Failed to fetch'), 'broken'],
  ['content in Chromium', new TypeError('network error'), 'broken'],
  ['fetch in Firefox', new TypeError('NetworkError when attempting to fetch resource.'), 'broken'],
  ['fetch in Safari', new TypeError('Load failed'), 'broken'],
  ['fetch in Safari, interrupted', new TypeError('The network connection was lost.'), 'broken'],
  ['fetch in Safari, offline', new TypeError('The Internet connection appears to be offline.'), 'broken'],
  ['fetch in React Native', new TypeError('Network request failed'), 'broken'],
  ['axios', failure('Network Error', { name: 'AxiosError', code: 'ERR_NETWORK' }), 'broken'],
  ['ofetch', failure('x', { name: 'FetchError' }, { cause: new TypeError('Failed to fetch') }), 'broken'],
  // A request that was refused has not been sent, which a browser cannot know: it is never repeated wrongly.
  ['fetch of Node, refused', fetchFailed('ECONNREFUSED'), 'broken'],
  ['fetch of Node, reset', fetchFailed('UND_ERR_SOCKET'), 'broken'],
  ['content of Node', new TypeError('terminated', { cause: failure('other side closed') }), 'broken'],
  ['one of two', new AggregateError([named('TimeoutError'), new TypeError('Load failed')]), 'broken'],

  ['AbortSignal.timeout', named('TimeoutError'), 'late'],
  ['ky', failure('Request timed out', { name: 'TimeoutError' }), 'late'],
  ['axios, late', failure('timeout of 1ms exceeded', { name: 'AxiosError', code: 'ECONNABORTED' }), 'late'],
  ['axios, late, with clarifyTimeoutError', failure('timeout', { code: 'ETIMEDOUT' }), 'late'],
  ['ofetch, late', failure('x', { name: 'FetchError' }, { cause: named('TimeoutError') }), 'late'],

  ['fetch, aborted', named('AbortError'), 'aborted'],
  ['axios, aborted', failure('canceled', { name: 'CanceledError', code: 'ERR_CANCELED' }), 'aborted'],
  ['ofetch, aborted', failure('x', { name: 'FetchError' }, { cause: named('AbortError') }), 'aborted'],
  [
    'aborted, of several',
    new AggregateError([new TypeError('Load failed'), named('TimeoutError'), named('AbortError')]),
    'aborted',
  ],

  ['a wrong URL', new TypeError('Failed to parse URL from x'), undefined],
  ['a wrong request', new TypeError('Request with GET/HEAD method cannot have body.'), undefined],
  [
    'a wrong request in Chromium',
    new TypeError("Failed to execute 'fetch' on 'Window': Request with GET/HEAD method cannot have body."),
    undefined,
  ],
  ['a mistake', new TypeError("Cannot read properties of undefined (reading 'a')"), undefined],
  ['words of another error', new Error('Failed to fetch'), undefined],
  ['a name in the message', new Error(' AbortError: x'), undefined],
  ['anything', new Error('x'), undefined],
  ['text', 'Failed to fetch', undefined],
  ['null', null, undefined],
  ['undefined', undefined, undefined],
];

describe('in browsers', () => {
  it.each(ROWS)('%s', (_what, error, expected) => {
    expect(transportFailure(error)).toBe(expected);
  });

  it('a cause that leads back to itself, many errors, and a proxy that throws', () => {
    const circle = failure('x');
    circle.cause = circle;
    let many: Error = new Error('x');
    for (let depth = 0; depth < 30; depth++) {
      many = new AggregateError(Array(30).fill(many), 'y', { cause: many });
    }
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error('no');
        },
      },
    );
    for (const error of [circle, many, hostile]) expect(transportFailure(error)).toBeUndefined();
    let deep: Error = new TypeError('Load failed');
    for (let depth = 0; depth < 20; depth++) deep = new Error('y', { cause: deep });
    expect(transportFailure(deep)).toBe('broken');
  });
});
