import { describe, expect, it } from 'vitest';
import { NotFound, type RequestView, render } from '../src/index.ts';
import { isUploading, mustClose } from '../src/request-view.ts';

const KIB_64 = 65_536;

const CASES: readonly (readonly [string, RequestView, boolean, boolean])[] = [
  ['nothing known', {}, false, false],
  ['complete', { complete: true, headers: { 'content-length': '999999' } }, false, false],
  ['no content', { complete: false, headers: {} }, false, false],
  ['an empty content', { complete: false, headers: { 'content-length': '0' } }, false, false],
  ['one byte', { complete: false, headers: { 'content-length': '1' } }, true, false],
  ['64 KiB', { complete: false, headers: { 'content-length': String(KIB_64) } }, true, false],
  ['a byte more', { complete: false, headers: { 'content-length': String(KIB_64 + 1) } }, true, true],
  ['chunked', { complete: false, headers: { 'transfer-encoding': 'chunked' } }, true, true],
  [
    'chunked and a length, which lies',
    { complete: false, headers: { 'transfer-encoding': 'chunked', 'content-length': '1' } },
    true,
    true,
  ],
  [
    'HTTP/2 without content',
    { complete: false, httpVersionMajor: 2, headers: {}, stream: { endAfterHeaders: true } },
    false,
    false,
  ],
  [
    'HTTP/2 with content of unknown length',
    { complete: false, httpVersionMajor: 2, headers: {}, stream: { endAfterHeaders: false } },
    true,
    true,
  ],
  [
    'HTTP/2 with little content',
    {
      complete: false,
      httpVersionMajor: 2,
      headers: { 'content-length': '5' },
      stream: { endAfterHeaders: false },
    },
    true,
    false,
  ],
  [
    'HTTP/2 with much',
    {
      complete: false,
      httpVersionMajor: 2,
      headers: { 'content-length': '99999999' },
      stream: { endAfterHeaders: false },
    },
    true,
    true,
  ],
];

describe('content that is still to come', () => {
  it.each(CASES)('%s', (_what, request, uploading, close) => {
    expect(isUploading(request)).toBe(uploading);
    expect(mustClose(request)).toBe(close);
    const reply = render(new NotFound(), request);
    expect(reply.close).toBe(close);
    // RFC 9113 §8.2.2: HTTP/2 has no Connection field.
    expect(reply.headers['connection']).toBe(close && request.httpVersionMajor !== 2 ? 'close' : undefined);
  });
});
