import { describe, expect, it } from 'vitest';
import { methodOf, type ParseError, parseFailure } from '../src/parse-error.ts';

const LIMIT = 16_384;

function failure(code: string, text: string, bytesParsed = text.length, reason?: string): ParseError {
  return Object.assign(new Error(code), {
    code,
    reason,
    bytesParsed,
    rawPacket: Buffer.from(text, 'latin1'),
  });
}

describe('a parse error means', () => {
  it.each([
    ['a garbage line', failure('HPE_INVALID_METHOD', 'garbage\r\n\r\n', 1), 400],
    ['an unknown method', failure('HPE_INVALID_METHOD', 'FOO / HTTP/1.1\r\nHost: a\r\n\r\n', 2), 501],
    [
      'an unknown method behind another message',
      failure('HPE_INVALID_METHOD', 'GET / HTTP/1.1\r\n\r\nFOO / HTTP/1.1\r\n\r\n', 20),
      501,
    ],
    ['a line without a version', failure('HPE_INVALID_METHOD', 'FOO /\r\n\r\n', 2), 400],
    ['a version that is not known', failure('HPE_INVALID_VERSION', 'GET / HTTP/3.1\r\n\r\n', 13), 505],
    ['a version that is none', failure('HPE_INVALID_VERSION', 'GET / HTTP/x\r\n\r\n', 11), 400],
    [
      'a transfer coding',
      failure('HPE_INVALID_TRANSFER_ENCODING', '', 0, 'Request has invalid `Transfer-Encoding`'),
      501,
    ],
    [
      'a coding beside a length',
      failure(
        'HPE_INVALID_TRANSFER_ENCODING',
        '',
        0,
        "Transfer-Encoding can't be present with Content-Length",
      ),
      400,
    ],
    ['chunk extensions', failure('HPE_CHUNK_EXTENSIONS_OVERFLOW', ''), 413],
    ['fields', failure('HPE_HEADER_OVERFLOW', `GET / HTTP/1.1\r\nX: ${'a'.repeat(LIMIT)}`), 431],
    ['fields in a later packet', failure('HPE_HEADER_OVERFLOW', 'a'.repeat(LIMIT)), 431],
    ['a target', failure('HPE_HEADER_OVERFLOW', `GET /${'a'.repeat(LIMIT)} HTTP/1.1\r\n`), 414],
    ['a target that does not end', failure('HPE_HEADER_OVERFLOW', `GET /${'a'.repeat(100)}`), 414],
    [
      'a target behind another message',
      failure('HPE_HEADER_OVERFLOW', `GET / HTTP/1.1\r\n\r\nPUT /${'a'.repeat(LIMIT)} HTTP/1.1\r\n`),
      414,
    ],
    ['anything else of the parser', failure('HPE_INVALID_CONSTANT', ''), 400],
    ['an end in the middle', failure('HPE_INVALID_EOF_STATE', ''), 400],
  ])('%s: %o', (_what, error, status) => {
    const understood = parseFailure(error, LIMIT);
    expect(understood?.status).toBe(status);
    expect(understood?.cause).toBe(error);
  });

  it.each(['ECONNRESET', 'EPIPE', 'ERR_SSL_WRONG_VERSION_NUMBER', undefined])('%s: nothing', (code) => {
    expect(parseFailure(Object.assign(new Error('x'), { code }), LIMIT)).toBeUndefined();
  });

  it('nothing about what is not there', () => {
    expect(parseFailure(Object.assign(new Error('x'), { code: 'HPE_INVALID_METHOD' }), LIMIT)?.status).toBe(
      400,
    );
    expect(methodOf(new Error('x'))).toBeUndefined();
  });
});

it.each([
  ['HEAD / HTTP/1.1\r\nX : a', 'HEAD'],
  ['GET / HTTP/1.1\r\n\r\nHEAD / HTTP/1.1\r\nX : a', 'HEAD'],
  ['\x16\x03\x01', undefined],
])('the method of %j', (text, method) => {
  expect(methodOf(failure('HPE_INVALID_HEADER_TOKEN', text))).toBe(method);
});
