import { describe, expect, it } from 'vitest';
import { boom } from '../../../../src/errors/understand/rules/boom.ts';
import { itAnswers, ofClass, thrown } from './cases.ts';

const output = (
  statusCode: unknown,
  payload: unknown = { error: 'Not Found', message: 'No such city.' },
) => ({
  isBoom: true,
  output: { statusCode, payload, headers: { 'Retry-After': '5', 'X-Internal': 'x' } },
});
const SHOWN = { status: 404, detail: 'No such city.' };
const HIDDEN = { status: 404 };

describe('an error of Boom', () => {
  itAnswers(boom, [
    ['a 404', ofClass('Boom', output(404)), SHOWN],
    [
      'a 503 shows no message, and keeps the field of its status',
      ofClass('Boom', output(503)),
      { status: 503, headers: { 'retry-after': '5' } },
    ],
    ['a 500', ofClass('Boom', output(500)), { status: 500 }],
    ['a 499', ofClass('Boom', output(499)), { status: 499, detail: 'No such city.' }],
    [
      'a message that is the phrase',
      ofClass('Boom', output(404, { error: 'Not Found', message: 'Not Found' })),
      HIDDEN,
    ],
    ['no message', ofClass('Boom', output(404, {})), HIDDEN],
    ['no payload', ofClass('Boom', output(404, null)), HIDDEN],
    ['a status that is invalid', ofClass('Boom', output(200)), undefined],
    ['no output', ofClass('Boom', { isBoom: true }), undefined],
    ['isBoom is not true', ofClass('Boom', { ...output(404), isBoom: 1 }), undefined],
    ['parsed JSON', output(404), undefined],
    ['an error of a client library', ofClass('Boom', { ...output(404), response: {} }), undefined],
  ]);
});

describe('the message of an error that Boom has made, or only marked', () => {
  itAnswers(boom, [
    ['made, with a code of the program', ofClass('Boom', { ...output(404), code: 'NO_CITY' }), SHOWN],
    ['made, with a code of the system', ofClass('Boom', { ...output(404), code: 'ENOENT' }), HIDDEN],
    ['marked', thrown(output(404)), SHOWN],
    ['marked, of a database', thrown({ ...output(404), code: '22P02' }), HIDDEN],
    ['marked, of the system', thrown({ ...output(404), syscall: 'open' }), HIDDEN],
  ]);
});

it('a message that is not shown is for the log', () => {
  expect(boom(ofClass('Boom', output(503), 'for the log'), {})?.log).toBe('for the log');
  expect(boom(ofClass('Boom', { ...output(503), message: 1 }), {})?.log).toBe('');
  expect(boom(ofClass('Boom', output(500), 'for the log'), {})?.log).toBe('for the log');
  expect(boom(ofClass('Boom', output(404, { error: 'Not Found' }), 'for the log'), {})?.log).toBe(
    'for the log',
  );
  expect(boom(ofClass('Boom', output(404), 'for the log'), {})?.log).toBeUndefined();
});
