import { describe } from 'vitest';
import { abort } from '../../../../src/errors/understand/rules/abort.ts';
import { type Case, itAnswers, ofClass, thrown } from './cases.ts';

const CODES = [
  'ABORT_ERR',
  'ECONNABORTED',
  'ECONNRESET',
  'EPIPE',
  'ERR_CANCELED',
  'ERR_HTTP2_INVALID_STREAM',
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'HPE_INVALID_EOF_STATE',
];
const CLOSED: readonly (readonly [string, unknown])[] = [
  ...CODES.map((code) => [code, thrown({ code })] as const),
  ['an AbortError', thrown({ name: 'AbortError' })],
  ["raw-body's type", thrown({ type: 'request.aborted' })],
  ["a class of OpenAI's SDK", Object.assign(ofClass('APIUserAbortError'), { name: 'Error' })],
  ["the message of Node's request", thrown({}, 'aborted')],
];

describe('a closed request and an error that says so is a 499', () => {
  itAnswers(
    abort,
    CLOSED.map(([what, value]): Case => [what, value, { status: 499 }, { aborted: true }]),
  );
});

describe('with an open request the error is not known', () => {
  itAnswers(
    abort,
    CLOSED.flatMap(([what, value]): Case[] => [
      [what, value, undefined, { aborted: false }],
      [`${what}, nothing known`, value, undefined],
    ]),
  );
});

describe('an error that says something else is not known', () => {
  itAnswers(abort, [
    ['an Error', thrown({}, 'the request was aborted'), undefined, { aborted: true }],
    ['another code', thrown({ code: 'ENOENT' }), undefined, { aborted: true }],
    ['an empty code', thrown({ code: '' }), undefined, { aborted: true }],
    ['parsed JSON', { code: 'EPIPE' }, undefined, { aborted: true }],
  ]);
});
