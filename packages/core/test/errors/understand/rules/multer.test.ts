import { describe } from 'vitest';
import { multer } from '../../../../src/errors/understand/rules/multer.ts';
import { type Case, itAnswers, thrown } from './cases.ts';

const large = (detail: string) => ({ status: 413, detail });
const bad = (detail: string) => ({ status: 400, detail });
const MALFORMED = bad('The form cannot be read.');
const GONE = { status: 499 };
const UNSUPPORTED = { status: 415, headers: { accept: 'multipart/form-data' } };

const ofMulter = (code: unknown) => thrown({ name: 'MulterError', code, field: 'hunter2' });

describe('an error of multer, by its code', () => {
  const CODES: readonly (readonly [string, object])[] = [
    ['LIMIT_FIELD_COUNT', large('The form has too many fields.')],
    ['LIMIT_FIELD_KEY', large('The name of a field is too long.')],
    ['LIMIT_FIELD_VALUE', large('The value of a field is too long.')],
    ['LIMIT_FILE_COUNT', large('The form has too many files.')],
    ['LIMIT_FILE_SIZE', large('A file is too large.')],
    ['LIMIT_PART_COUNT', large('The form has too many parts.')],
    ['FILE_EMPTY', bad('A file is empty, or too small.')],
    ['INVALID_FIELD_NAME', bad('The name of a field cannot be read.')],
    ['LIMIT_FIELD_ARRAY_INDEX', bad('The index in the name of a field is too large.')],
    ['LIMIT_FIELD_NESTING', bad('A field is nested too deeply.')],
    ['LIMIT_UNEXPECTED_FILE', bad('A field has a file where it takes none, or more files than it takes.')],
    ['MISSING_FIELD_NAME', bad('A field has no name.')],
    ['STREAM_DESTROYED', MALFORMED],
  ];
  itAnswers(multer, [
    ...CODES.map(([code, answer]): Case => [code, ofMulter(code), answer]),
    ['no code', ofMulter(1), MALFORMED],
    ['with a closed request', ofMulter('LIMIT_FILE_SIZE'), large('A file is too large.'), { aborted: true }],
    ['a broken stream with a closed request', ofMulter('STREAM_DESTROYED'), GONE, { aborted: true }],
    ['no code, with a closed request', ofMulter(1), MALFORMED, { aborted: true }],
    ['parsed JSON', { name: 'MulterError', code: 'LIMIT_FILE_SIZE' }, undefined],
  ]);
});

describe('a plain Error of the parser below', () => {
  const MESSAGES = [
    'Malformed content type',
    'Malformed part header',
    'Malformed urlencoded form',
    'Multipart: Boundary not found',
    'Unexpected end of file',
    'Unexpected end of form',
  ];
  const of = (type: string, aborted = false) => ({ aborted, request: { headers: { 'content-type': type } } });
  const FORM = 'multipart/form-data; boundary=x';
  itAnswers(multer, [
    ...MESSAGES.flatMap((message): Case[] => [
      [message, thrown({}, message), MALFORMED, of(FORM)],
      [`${message}, urlencoded`, thrown({}, message), MALFORMED, of('application/x-www-form-urlencoded')],
      [`${message}, another media type`, thrown({}, message), undefined, of('application/json')],
      [`${message}, a type that only contains it`, thrown({}, message), undefined, of('x/multipart/y')],
      [`${message}, nothing known`, thrown({}, message), undefined],
      [`${message}, with a closed request`, thrown({}, message), GONE, of(FORM, true)],
    ]),
    ...['Request aborted', 'Request closed'].flatMap((message): Case[] => [
      [message, thrown({}, message), undefined, of(FORM)],
      [`${message}, with a closed request`, thrown({}, message), GONE, of(FORM, true)],
      [`${message}, another media type`, thrown({}, message), undefined, of('text/plain', true)],
    ]),
    ['another message', thrown({}, 'x'), undefined, of(FORM, true)],
    ['no message', thrown({ message: 1 }), undefined, of(FORM)],
  ]);
});

describe('a media type that the parser does not take', () => {
  const of = (type?: string) => ({ request: { headers: { 'content-type': type } } });
  itAnswers(multer, [
    ['of this request', thrown({}, 'Unsupported content type: text/plain'), UNSUPPORTED, of('text/plain')],
    ['of another request', thrown({}, 'Unsupported content type: text/plain'), undefined, of('text/html')],
    ['another multipart', thrown({}, 'Unsupported content type: x'), UNSUPPORTED, of('multipart/mixed')],
    ['none', thrown({}, 'Missing Content-Type'), UNSUPPORTED, of()],
    ['none, without fields', thrown({}, 'Missing Content-Type'), UNSUPPORTED, { request: {} }],
    ['none, where nothing is known', thrown({}, 'Missing Content-Type'), UNSUPPORTED],
    ['none, which the request has', thrown({}, 'Missing Content-Type'), undefined, of('text/plain')],
    [
      'a message that only ends so',
      thrown({}, 'x Unsupported content type: x'),
      undefined,
      of('multipart/a'),
    ],
  ]);
});
