import { describe, expect, it } from 'vitest';
import { bodyParser } from '../../../../src/errors/understand/rules/body-parser.ts';
import type { ErrorContext } from '../../../../src/index.ts';
import { type Case, itAnswers, thrown, WITH_CONTENT, WITHOUT } from './cases.ts';

const BROKEN = { status: 400, detail: 'The content coding is broken.' };
const UNPARSED = { status: 400, detail: 'The content cannot be parsed.' };
const CODING = { status: 415, detail: 'The content coding is not supported.' };

const sent = (headers: Readonly<Record<string, string | string[]>>): ErrorContext => ({
  request: { method: 'POST', headers: { 'content-length': '2', ...headers } },
});

const TYPES: readonly (readonly [string, object])[] = [
  ['entity.parse.failed', UNPARSED],
  ['entity.too.large', { status: 413 }],
  ['parameters.too.many', { status: 413, detail: 'The content has too many parameters.' }],
  ['querystring.parse.rangeError', { status: 400, detail: 'The content is nested too deeply.' }],
  ['encoding.unsupported', CODING],
  ['entity.verify.failed', { status: 403 }],
  ['request.size.invalid', { status: 400, detail: 'The content is not as long as Content-Length says.' }],
  ['request.aborted', { status: 400, detail: 'The content ended early.' }],
];

describe('the types of body-parser and raw-body', () => {
  itAnswers(bodyParser, [
    ...TYPES.map(([type, answer]): Case => [type, thrown({ status: 400, type }), answer, WITH_CONTENT]),
    ['another type', thrown({ status: 400, type: 'stream.not.readable' }), undefined, WITH_CONTENT],
    ['a type without a status', thrown({ type: 'entity.parse.failed' }), undefined, WITH_CONTENT],
    ['parsed JSON', { status: 400, type: 'entity.parse.failed' }, undefined, WITH_CONTENT],
    [
      'a charset, beside a request without fields',
      thrown({ status: 415, type: 'charset.unsupported' }),
      { status: 500 },
      { request: { method: 'GET' } },
    ],
    [
      'another type, beside what co-body adds',
      thrown({ status: 400, type: 'x', body: '{', name: 'SyntaxError' }),
      undefined,
      WITH_CONTENT,
    ],
  ]);
});

describe('a limit that the error brings is sent', () => {
  const large = (limit: unknown) => thrown({ status: 413, type: 'entity.too.large', limit });
  itAnswers(bodyParser, [
    ['a number of bytes', large(100), { status: 413, limit: 100 }, WITH_CONTENT],
    ['a text', large('100kb'), { status: 413 }, WITH_CONTENT],
    ['NaN', large(Number.NaN), { status: 413 }, WITH_CONTENT],
  ]);
});

describe('a charset that is not supported: Accept names the same media type in UTF-8', () => {
  const value = thrown({ status: 415, type: 'charset.unsupported' });
  const CHARSETS: readonly (readonly [string | string[], string])[] = [
    ['application/json; charset=x', 'application/json;charset=utf-8'],
    ['text/plain', 'text/plain;charset=utf-8'],
    [' text/plain ; charset=x', 'text/plain;charset=utf-8'],
    ['', '*/*;charset=utf-8'],
    ['json', '*/*;charset=utf-8'],
    [['text/plain', 'text/html'], '*/*;charset=utf-8'],
  ];
  itAnswers(
    bodyParser,
    CHARSETS.map(
      ([type, accept]): Case => [
        String(type),
        value,
        { status: 415, headers: { accept } },
        sent({ 'content-type': type }),
      ],
    ),
  );
});

// The codes are those of node:zlib.
describe('a coding that cannot be read', () => {
  const CODES = [
    'Z_DATA_ERROR',
    'Z_BUF_ERROR',
    'ZSTD_error_prefix_unknown',
    'ERR__ERROR_FORMAT',
    'ERR_BROTLI_X',
  ];
  const encoded = sent({ 'content-encoding': 'gzip' });
  itAnswers(bodyParser, [
    ...CODES.flatMap((code): Case[] => [
      [`${code} with status 400`, thrown({ status: 400, code }), BROKEN, WITH_CONTENT],
      [`${code} from the stream, without a status`, thrown({ code }), BROKEN, encoded],
      [`${code} of a request without a coding`, thrown({ code }), undefined, WITH_CONTENT],
      [
        `${code} of a request with the coding identity`,
        thrown({ code }),
        undefined,
        sent({ 'content-encoding': 'identity' }),
      ],
      [`${code} where nothing is known`, thrown({ code }), undefined],
      [`${code} with another status`, thrown({ status: 500, code }), undefined, encoded],
    ]),
    ['another code', thrown({ code: 'ENOENT' }), undefined, encoded],
    ['a code that only contains such a mark', thrown({ code: 'XZ_DATA_ERROR' }), undefined, encoded],
    ['another code with status 400', thrown({ status: 400, code: 'EZ_' }), undefined, encoded],
    ['no code', thrown(), undefined, encoded],
  ]);
});

describe("what co-body adds to the parser's error: a status of 400 and the text", () => {
  const NAMES = ['SyntaxError', 'RangeError', 'TypeError', 'URIError'];
  itAnswers(bodyParser, [
    ...NAMES.map((name): Case => [name, thrown({ status: 400, body: '{', name }), UNPARSED, WITH_CONTENT]),
    ['an Error, as of a client library', thrown({ status: 400, body: '{' }), undefined, WITH_CONTENT],
    ['an error without a name', thrown({ status: 400, body: '{', name: 1 }), undefined, WITH_CONTENT],
    [
      'a body that was parsed',
      thrown({ status: 400, body: {}, name: 'SyntaxError' }),
      undefined,
      WITH_CONTENT,
    ],
    ['another status', thrown({ status: 422, body: '{', name: 'SyntaxError' }), undefined, WITH_CONTENT],
  ]);
});

describe("co-body's text for a coding that is not supported", () => {
  const text = 'Unsupported Content-Encoding: x';
  itAnswers(bodyParser, [
    ['status 415', thrown({ status: 415 }, text), CODING, WITH_CONTENT],
    ['in lower case', thrown({ status: 415 }, text.toLowerCase()), CODING, WITH_CONTENT],
    ['another status', thrown({ status: 400 }, text), undefined, WITH_CONTENT],
    ['another text', thrown({ status: 415 }, 'unsupported'), undefined, WITH_CONTENT],
    ['a text that only contains it', thrown({ status: 415 }, `x ${text}`), undefined, WITH_CONTENT],
    ['no text', thrown({ status: 415, message: 1 }), undefined, WITH_CONTENT],
  ]);
});

describe('without content that is still to be parsed, the error is about another server: a 500', () => {
  const value = thrown({ status: 400, type: 'entity.parse.failed' }, 'for the log');
  itAnswers(bodyParser, [
    ['no content', value, { status: 500 }, WITHOUT],
    ['content that was parsed', value, { status: 500 }, { ...WITH_CONTENT, content: { a: 1 } }],
    ['an empty object, as of Express 4', value, UNPARSED, { ...WITH_CONTENT, content: {} }],
    ['an error of something else', thrown(), undefined, WITHOUT],
  ]);

  it('its message is for the log', () => {
    expect(bodyParser(value, WITHOUT)?.log).toBe('for the log');
    const textless = thrown({ status: 400, type: 'entity.parse.failed', message: 1 });
    expect(bodyParser(textless, WITHOUT)?.log).toBe('');
  });
});
