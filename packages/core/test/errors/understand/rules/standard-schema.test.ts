import { describe, expect, it } from 'vitest';
import { findingOf, standardSchema } from '../../../../src/errors/understand/rules/standard-schema.ts';
import { type Case, itAnswers, thrown, WITH_CONTENT, WITHOUT } from './cases.ts';

const issue = (members: object = {}) => ({ message: 'must be text', path: ['name'], ...members });
const of = (...issues: unknown[]) => thrown({ name: 'ZodError', issues });
const fault = { pointer: '#/name', detail: 'must be text' };
const ANSWER = { status: 422, errors: [fault] };
const sole = (members: object): Case[2] => ({ status: 422, errors: [{ ...fault, ...members }] });

describe('an error with issues', () => {
  itAnswers(standardSchema, [
    ['one issue', of(issue()), ANSWER, WITH_CONTENT],
    ['of an unknown producer', thrown({ issues: [issue()] }), ANSWER, WITH_CONTENT],
    ['of arktype', thrown({ arkErrors: [issue()] }), ANSWER, WITH_CONTENT],
    ['with another status', of(issue()), { ...ANSWER, status: 400 }, { ...WITH_CONTENT, validation: 400 }],
    ['a request with nothing to validate', of(issue()), undefined, WITHOUT],
    ['no list', thrown({ name: 'ZodError' }), undefined, WITH_CONTENT],
    ['a text', thrown({ issues: 'x' }), undefined, WITH_CONTENT],
    ['an empty list', of(), undefined, WITH_CONTENT],
    ['an issue that is not an object', of(issue(), 'x'), undefined, WITH_CONTENT],
    ['an issue that is null', of(issue(), null), undefined, WITH_CONTENT],
    ['a path that is not a list', of(issue({ path: 'name' })), undefined, WITH_CONTENT],
    ['an error of a client library', Object.assign(of(issue()), { response: {} }), undefined, WITH_CONTENT],
    ['parsed JSON', { name: 'ZodError', issues: [issue()] }, undefined, WITH_CONTENT],
  ]);
});

// `new ZodError(issues)` of zod 4 is not an Error.
describe('a ZodError that a program has made', () => {
  const made = (members: object = {}) => ({
    name: 'ZodError',
    _zod: { traits: new Set(['ZodError']) },
    issues: [issue()],
    ...members,
  });
  itAnswers(standardSchema, [
    ['with its traits', made(), ANSWER, WITH_CONTENT],
    ['with a list of traits, as parsed JSON', made({ _zod: { traits: [] } }), undefined, WITH_CONTENT],
    ['of another name', made({ name: 'Other' }), undefined, WITH_CONTENT],
    ['of a client library', made({ response: {} }), undefined, WITH_CONTENT],
  ]);
});

describe('a message that is not text', () => {
  const silent = (name: string) => thrown({ name, issues: [issue({ message: { id: 1 } })] });
  itAnswers(standardSchema, [
    ...['$ZodError', 'ValiError', 'ZodError'].map(
      (name): Case => [name, silent(name), sole({ detail: 'is not valid' }), WITH_CONTENT],
    ),
    ['an unknown producer', silent('Error'), undefined, WITH_CONTENT],
  ]);
});

describe('the path', () => {
  itAnswers(standardSchema, [
    ['none', of(issue({ path: undefined })), sole({ pointer: '#' }), WITH_CONTENT],
    ['names and indices', of(issue({ path: ['a', 0, 'b'] })), sole({ pointer: '#/a/0/b' }), WITH_CONTENT],
    [
      'objects with a key, of valibot',
      of(issue({ path: [{ key: 'a' }, { key: 1 }] })),
      sole({ pointer: '#/a/1' }),
      WITH_CONTENT,
    ],
    ['a symbol', of(issue({ path: [Symbol('s')] })), sole({ pointer: '#/Symbol(s)' }), WITH_CONTENT],
    [
      'up to the key of a Map',
      of(issue({ path: ['a', { key: {} }, 'b'] })),
      sole({ pointer: '#/a' }),
      WITH_CONTENT,
    ],
    ['up to a boolean', of(issue({ path: ['a', true, 'b'] })), sole({ pointer: '#/a' }), WITH_CONTENT],
    ['up to null', of(issue({ path: ['a', null, 'b'] })), sole({ pointer: '#/a' }), WITH_CONTENT],
  ]);
});

describe('the code and the limits', () => {
  const LIMITS = {
    minimum: 1,
    maximum: 2,
    inclusive: true,
    divisor: 3,
    format: 'email',
    values: ['a'],
    requirement: 4,
    rule: '>5',
  };
  itAnswers(standardSchema, [
    [
      'a code',
      of(issue({ code: 'too_small', kind: 'x', type: 'y' })),
      sole({ code: 'too_small' }),
      WITH_CONTENT,
    ],
    [
      'the type, of valibot',
      of(issue({ kind: 'schema', type: 'string' })),
      sole({ code: 'string' }),
      WITH_CONTENT,
    ],
    ['a type alone', of(issue({ type: 'string' })), ANSWER, WITH_CONTENT],
    [
      'all limits, and not the input',
      of(issue({ ...LIMITS, input: 'sent' })),
      sole({ limits: LIMITS }),
      WITH_CONTENT,
    ],
  ]);
});

it.each<[string, object, boolean]>([
  ['zod: an object', { expected: 'object' }, true],
  ['valibot: an Object', { expected: 'Object' }, true],
  ['arktype: an object', { expected: 'an object' }, true],
  ['an array', { expected: 'array' }, true],
  ['a record', { expected: 'a record' }, true],
  ['a tuple', { expected: 'tuple' }, true],
  ['nothing was received', { received: 'undefined' }, true],
  ['text was received', { received: 'string' }, false],
  ['a string', { expected: 'string' }, false],
  ['a text that ends so', { expected: 'my object' }, false],
  ['a text that begins so', { expected: 'object or null' }, false],
  ['nothing is said', {}, false],
])('a whole was expected: %s', (_what, members, isWhole) => {
  expect(findingOf(issue(members), true)?.isWhole).toBe(isWhole);
});
