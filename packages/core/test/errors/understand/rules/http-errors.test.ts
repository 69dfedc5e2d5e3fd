import { describe, expect, it } from 'vitest';
import { httpErrors, isMadeByHttpErrors } from '../../../../src/errors/understand/rules/http-errors.ts';
import { madeByHttpErrors } from '../made.ts';
import { itAnswers, revoked, thrown } from './cases.ts';

const made = (members: object = {}, message = 'No such city.') =>
  madeByHttpErrors({ status: 404, ...members }, message);
const SHOWN = { status: 404, detail: 'No such city.' };
const HIDDEN = { status: 404 };

describe('an error that http-errors has made', () => {
  itAnswers(httpErrors, [
    ['a 404', made(), SHOWN],
    ['a 499', made({ status: 499 }), { ...SHOWN, status: 499 }],
    ['a 500', made({ status: 500 }), { status: 500 }],
    [
      'a 503 keeps the field of its status',
      made({ status: 503, headers: { 'Retry-After': '5' } }),
      { status: 503, headers: { 'retry-after': '5' } },
    ],
    ['expose is false', made({ expose: false }), HIDDEN],
    ['no message', made({}, ''), HIDDEN],
    ['a message that is not text', made({ message: 1 }), HIDDEN],
    ['the default message', made({ name: 'NotFoundError' }, 'Not Found'), HIDDEN],
    ['the default message, with an apostrophe', made({ name: 'ImATeapotError' }, "I'm a Teapot"), HIDDEN],
    [
      'a message that is part of the name',
      made({ name: 'NotFoundError' }, 'Not'),
      { status: 404, detail: 'Not' },
    ],
    ['the name under another message', made({ name: 'NotFoundError' }), SHOWN],
    ['no name', made({ name: 1 }), SHOWN],
    ['a code of the program', made({ code: 'NO_CITY' }), SHOWN],
    ['a code of the system', made({ code: 'ENOENT' }), HIDDEN],
  ]);
});

describe('what is not of http-errors', () => {
  itAnswers(httpErrors, [
    ['an expose that is not a boolean', made({ expose: 1 }), undefined],
    ['two statuses', made({ statusCode: 410 }), undefined],
    ['no status', made({ status: undefined }), undefined],
    ['a status that is invalid', made({ status: 200 }), undefined],
    ['an error of a client library', made({ config: {} }), undefined],
    ['an object that is not an Error', { status: 404, statusCode: 404, expose: true }, undefined],
  ]);
});

describe('an error that http-errors has only marked', () => {
  const marks = { expose: true, status: 404, statusCode: 404 };
  const headers = { 'Retry-After': '5' };
  itAnswers(httpErrors, [
    ['with the status that the program has said', thrown(marks, 'No such city.'), SHOWN],
    [
      'its fields are not used',
      thrown({ ...marks, status: 429, statusCode: 429, headers }),
      { status: 429, detail: 'inside' },
    ],
    ['of a database', thrown({ ...marks, code: '22P02' }), HIDDEN],
    [
      'with a status that was there before',
      thrown({ status: 404, statusCode: 404, expose: true }),
      undefined,
    ],
    [
      'with a statusCode that was there before',
      thrown({ statusCode: 404, expose: true, status: 404 }),
      undefined,
    ],
    [
      'with a status alone that was there before',
      thrown({ status: 404, expose: true, statusCode: 404 }),
      undefined,
    ],
    ['beside other properties', thrown({ code: undefined, ...marks }), { status: 404, detail: 'inside' }],
    [
      'with a status of its class',
      Object.assign(Object.create(thrown({ status: 404 })), { expose: true, statusCode: 404 }),
      undefined,
    ],
    [
      'with a statusCode of its class',
      Object.assign(Object.create(thrown({ statusCode: 404 })), { expose: true, status: 404 }),
      undefined,
    ],
    [
      'that is a proxy whose keys cannot be read',
      new Proxy(thrown(marks), {
        ownKeys() {
          throw new Error('trap');
        },
      }),
      undefined,
    ],
  ]);
});

// What `res.format` of Express throws.
describe('a 406 that lists the types that there are', () => {
  const one = (types: unknown, members: object = {}) => made({ status: 406, types, ...members }, '');
  const ACCEPT = { status: 406, available: ['text/html', 'text/plain'] };
  itAnswers(httpErrors, [
    ['texts', one(['text/html', 'text/plain']), ACCEPT],
    ['an empty list', one([]), { status: 406 }],
    ['something else than texts', one(['text/html', 1]), { status: 406 }],
    ['a text', one('text/html'), { status: 406 }],
    ['another status', one(['text/html'], { status: 404 }), { status: 404 }],
    [
      'of an error that was only marked',
      thrown({ expose: true, status: 406, statusCode: 406, types: ['a/b'] }, ''),
      { status: 406 },
    ],
  ]);
});

it('a message that is not shown is for the log', () => {
  expect(httpErrors(made({ status: 503 }))).toMatchObject({ log: 'No such city.', detail: undefined });
  expect(httpErrors(made({ status: 500 }))?.log).toBe('No such city.');
  expect(httpErrors(made())?.log).toBeUndefined();
});

it.each<[string, unknown, boolean]>([
  ['an error of one of its classes', made(), true],
  ['one of a subclass', Object.create(made()), true],
  ['an error that has the properties itself', thrown({ expose: true, statusCode: 404 }), false],
  ['a class with a status alone', Object.create({ statusCode: 404 }), false],
  ['a class with expose alone', Object.create({ expose: true }), false],
  ['a proxy that cannot be read', revoked(), false],
  ['undefined', undefined, false],
])('made by http-errors: %s', (_what, value, isMade) => {
  expect(isMadeByHttpErrors(value)).toBe(isMade);
});
