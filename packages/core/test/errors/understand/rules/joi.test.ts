import { describe } from 'vitest';
import { joi } from '../../../../src/errors/understand/rules/joi.ts';
import { type Case, itAnswers, thrown, WITH_CONTENT, WITHOUT } from './cases.ts';

const detail = (members: object = {}) => ({
  message: '"name" must be a string',
  path: ['name'],
  type: 'string.base',
  context: { value: 'sent', label: 'name' },
  ...members,
});
const error = (...details: unknown[]) => thrown({ isJoi: true, details });
const fault = { pointer: '#/name', detail: '"name" must be a string', code: 'string.base' };
const ANSWER = { status: 422, errors: [fault] };
const sole = (members: object): Case[2] => ({ status: 422, errors: [{ ...fault, ...members }] });

describe('joi', () => {
  itAnswers(joi, [
    ['one detail', error(detail()), ANSWER, WITH_CONTENT],
    [
      'with another status',
      error(detail()),
      { ...ANSWER, status: 400 },
      { ...WITH_CONTENT, validation: 400 },
    ],
    ['a deep path', error(detail({ path: ['a', 0, 'b'] })), sole({ pointer: '#/a/0/b' }), WITH_CONTENT],
    [
      'a path with something else',
      error(detail({ path: ['a', {}, null] })),
      sole({ pointer: '#/a' }),
      WITH_CONTENT,
    ],
    ['no path', error(detail({ path: 'a' })), sole({ pointer: '#' }), WITH_CONTENT],
    ['no message', error(detail({ message: 1 })), sole({ detail: 'is not valid' }), WITH_CONTENT],
    [
      'limits, and not the value',
      error(detail({ context: { limit: 1, encoding: 'utf8', multiple: 2, format: 'x', value: 'sent' } })),
      sole({ limits: { limit: 1, encoding: 'utf8', multiple: 2, format: 'x' } }),
      WITH_CONTENT,
    ],
    ['a request with nothing to validate', error(detail()), undefined, WITHOUT],
    ['no details', thrown({ isJoi: true }), undefined, WITH_CONTENT],
    [
      'details that are not a list',
      thrown({ isJoi: true, details: { 0: detail() } }),
      undefined,
      WITH_CONTENT,
    ],
    ['isJoi is not true', thrown({ isJoi: 1, details: [detail()] }), undefined, WITH_CONTENT],
    ['an object that is not an Error', { isJoi: true, details: [detail()] }, undefined, WITH_CONTENT],
  ]);
});

describe('a POST without content: what is missing is the content', () => {
  const empty = { request: { method: 'POST', url: '/?a', headers: {} } };
  const whole = (type: unknown) => error(detail({ path: [], type }));
  const MISSING = { status: 422, detail: 'The request has no content.' };
  const at = (code: string): Case[2] => ({
    status: 422,
    errors: [{ detail: fault.detail, parameter: '', code }],
  });
  itAnswers(joi, [
    ['any.required', whole('any.required'), MISSING, empty],
    ['object.base', whole('object.base'), MISSING, empty],
    ['array.base', whole('array.base'), MISSING, empty],
    ['string.base', whole('string.base'), at('string.base'), empty],
    ['any.requireds', whole('any.requireds'), at('any.requireds'), empty],
    ['many.required', whole('many.required'), at('many.required'), empty],
  ]);
});

// joi puts the message of what a function for `custom` threw into its own.
describe('the message of a custom function that threw', () => {
  const threw = (inner: unknown) => error(detail({ context: { error: inner } }));
  const HIDDEN = sole({ detail: 'is not valid' });
  itAnswers(joi, [
    ['an Error that says what is wrong', threw(thrown()), ANSWER, WITH_CONTENT],
    ['what is not an Error', threw({ name: 'TypeError' }), ANSWER, WITH_CONTENT],
    ['a TypeError', threw(new TypeError('x')), HIDDEN, WITH_CONTENT],
    ['a ReferenceError', threw(new ReferenceError('x')), HIDDEN, WITH_CONTENT],
    ['a SyntaxError', threw(new SyntaxError('x')), HIDDEN, WITH_CONTENT],
    ['an error of the system', threw(thrown({ code: 'ENOENT' })), HIDDEN, WITH_CONTENT],
    ['an error of a client library', threw(thrown({ response: {} })), HIDDEN, WITH_CONTENT],
    ['the report of joi', threw(thrown({ details: [] })), HIDDEN, WITH_CONTENT],
    ['the report of zod', threw(thrown({ issues: [] })), HIDDEN, WITH_CONTENT],
    ['the report of arktype', threw(thrown({ arkErrors: [] })), HIDDEN, WITH_CONTENT],
  ]);
});

describe('celebrate: a map of the parts of the request', () => {
  const parts = (entries: readonly (readonly [unknown, unknown])[]) => thrown({ details: new Map(entries) });
  itAnswers(joi, [
    [
      'two parts',
      parts([
        ['body', error(detail())],
        ['query', error(detail({ path: ['q'] }))],
      ]),
      { status: 422, errors: [fault, { parameter: 'q', detail: fault.detail, code: fault.code }] },
      WITHOUT,
    ],
    [
      'with another status',
      parts([['body', error(detail())]]),
      { ...ANSWER, status: 400 },
      { validation: 400 },
    ],
    ['a part that is not of joi', parts([['body', thrown({ details: [detail()] })]]), undefined],
    ['a map that is empty', parts([]), undefined],
    ['an object that is not an Error', { details: new Map([['body', error(detail())]]) }, undefined],
  ]);
});
