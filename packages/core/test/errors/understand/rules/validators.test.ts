import { describe, expect, it } from 'vitest';
import {
  ajv,
  classValidator,
  findingsOfClassValidator,
  superstruct,
  yup,
} from '../../../../src/errors/understand/rules/validators.ts';
import { type Case, itAnswers, ofClass, thrown, WITH_CONTENT, WITHOUT } from './cases.ts';

const sole = (error: object): Case[2] => ({ status: 422, errors: [error] });
const with400 = { ...WITH_CONTENT, validation: 400 } as const;
// A request that may have a query, and should have content.
const NO_CONTENT = { request: { method: 'POST', url: '/?a', headers: {} } };
const MISSING = { status: 422, detail: 'The request has no content.' };

describe('yup', () => {
  const finding = (members: object = {}) => ({
    message: 'name is a required field',
    path: 'name',
    type: 'required',
    params: { value: 'sent', path: 'name' },
    ...members,
  });
  const error = (members: object = {}) =>
    ofClass('ValidationError', { inner: [finding()], errors: ['x'], ...members });
  const fault = { pointer: '#/name', detail: 'name is a required field', code: 'required' };
  const one = (members: object) => error({ inner: [finding(members)] });
  const LIMITS = {
    min: 1,
    max: 2,
    length: 3,
    more: 4,
    less: 5,
    values: 'a, b',
    limit: 6,
    comparison: '>=',
    format: 'date',
    pattern: '^a$',
    type: 'number',
    multipleOf: 7,
    allowedValues: ['x'],
  };
  itAnswers(yup, [
    ['one error', error(), sole(fault), WITH_CONTENT],
    ['with another status', error(), { status: 400, errors: [fault] }, with400],
    [
      'an error without inner ones',
      Object.assign(error({ inner: [] }), finding()),
      sole(fault),
      WITH_CONTENT,
    ],
    [
      'the class without a stack',
      ofClass('ValidationErrorNoStack', { ...error() }),
      sole(fault),
      WITH_CONTENT,
    ],
    ['a deep path', one({ path: 'a[0]["b.c"]' }), sole({ ...fault, pointer: '#/a/0/b.c' }), WITH_CONTENT],
    ['no path', one({ path: undefined }), sole({ ...fault, pointer: '#' }), WITH_CONTENT],
    [
      'all limits, and not the value',
      one({ params: { ...LIMITS, value: 'sent' } }),
      sole({ ...fault, limits: LIMITS }),
      WITH_CONTENT,
    ],
    ['no type', one({ type: undefined }), sole({ pointer: '#/name', detail: fault.detail }), WITH_CONTENT],
    ['a request with nothing to validate', error(), undefined, WITHOUT],
    ['another class', ofClass('MyValidationError', { ...error() }), undefined, WITH_CONTENT],
    ['a class with a longer name', ofClass('ValidationErrors', { ...error() }), undefined, WITH_CONTENT],
    ['inner is not a list', error({ inner: 1 }), undefined, WITH_CONTENT],
    ['errors is not a list', error({ errors: 1 }), undefined, WITH_CONTENT],
    ['parsed JSON', { ...error() }, undefined, WITH_CONTENT],
    ['an object without a class', Object.assign(Object.create(null), error()), undefined, WITH_CONTENT],
  ]);

  // The default texts end with the value.
  const TEXTS: readonly (readonly [unknown, string])[] = [
    ['a must be text, but the final value was: `"x"`.', 'a must be text'],
    ['a must be text but the validated value was: 1', 'a must be text'],
    ['a must be text, but received: "x\ny"', 'a must be text'],
    ['a must be text but is not', 'a must be text but is not'],
    [' but received: 1', 'is not valid'],
    ['', 'is not valid'],
    [1, 'is not valid'],
  ];
  itAnswers(
    yup,
    TEXTS.map(
      ([message, detail]): Case => [
        `the text ${JSON.stringify(message)}`,
        one({ message }),
        sole({ ...fault, detail }),
        WITH_CONTENT,
      ],
    ),
  );

  describe('a POST without content: what is missing is the content', () => {
    const whole = (type: unknown, params: unknown = {}) => one({ path: '', type, params });
    const at = (code: string, limits?: object): Case[2] =>
      sole({ parameter: '', detail: fault.detail, code, ...(limits !== undefined && { limits }) });
    itAnswers(yup, [
      ...['object', 'array', 'record', 'type', 'optionality', 'nullable'].map(
        (type): Case => [`type ${type}`, whole(type), MISSING, NO_CONTENT],
      ),
      ['a wrong type that has to be an object', whole('typeError', { type: 'object' }), MISSING, NO_CONTENT],
      [
        'a wrong type that has to be a string',
        whole('typeError', { type: 'string' }),
        at('typeError', { type: 'string' }),
        NO_CONTENT,
      ],
      ['another type', whole('min'), at('min'), NO_CONTENT],
      ['a type that only ends so', whole('my object'), at('my object'), NO_CONTENT],
      ['a type with more than that', whole('objects'), at('objects'), NO_CONTENT],
      ['no type', whole(undefined), sole({ parameter: '', detail: fault.detail }), NO_CONTENT],
    ]);
  });
});

describe('superstruct', () => {
  const failure = (members: object = {}) => ({
    message: 'Expected a string, but received: 1',
    path: ['name'],
    type: 'string',
    ...members,
  });
  const error = (members: object = {}, ...failures: unknown[]) =>
    thrown({ branch: [], failures: () => failures, ...members });
  const fault = { pointer: '#/name', detail: 'Expected a string', code: 'string' };
  itAnswers(superstruct, [
    ['one failure', error({}, failure()), sole(fault), WITH_CONTENT],
    [
      'a refinement',
      error({}, failure({ refinement: 'size' })),
      sole({ ...fault, code: 'size' }),
      WITH_CONTENT,
    ],
    ['no path', error({}, failure({ path: 'x' })), sole({ ...fault, pointer: '#' }), WITH_CONTENT],
    ['no failure', error({}), undefined, WITH_CONTENT],
    ['failures is not a function', error({ failures: [failure()] }), undefined, WITH_CONTENT],
    ['no branch', error({ branch: undefined }, failure()), undefined, WITH_CONTENT],
    ['an object that is not an Error', { branch: [], failures: () => [failure()] }, undefined, WITH_CONTENT],
    ['a request with nothing to validate', error({}, failure()), undefined, WITHOUT],
  ]);
});

describe('ajv', () => {
  const found = (members: object = {}) => ({
    keyword: 'type',
    instancePath: '/name',
    schemaPath: '#/properties/name/type',
    params: {},
    message: 'must be string',
    ...members,
  });
  const fault = { pointer: '#/name', detail: 'must be string', code: 'type' };
  const error = (members: object = {}) =>
    thrown({ ajv: true, validation: true, errors: [found()], ...members });
  itAnswers(ajv, [
    ['a list', [found()], sole(fault), WITH_CONTENT],
    ['an error', error(), sole(fault), WITH_CONTENT],
    ['with another status', [found()], { status: 400, errors: [fault] }, with400],
    ['a limit', [found({ params: { limit: 3 } })], sole({ ...fault, limits: { limit: 3 } }), WITH_CONTENT],
    [
      'a property that is missing',
      [found({ params: { missingProperty: 'a' } })],
      sole({ ...fault, pointer: '#/name/a' }),
      WITH_CONTENT,
    ],
    [
      'a property too many',
      [found({ params: { additionalProperty: 'b' } })],
      sole({ ...fault, pointer: '#/name/b' }),
      WITH_CONTENT,
    ],
    [
      'the path of versions before 8',
      [found({ instancePath: undefined, dataPath: '.a[0]' })],
      sole({ ...fault, pointer: '#/a/0' }),
      WITH_CONTENT,
    ],
    ['no keyword', [found({ keyword: undefined })], undefined, WITH_CONTENT],
    ['no path', [found({ instancePath: undefined })], undefined, WITH_CONTENT],
    ['no path of the schema', [found({ schemaPath: undefined })], undefined, WITH_CONTENT],
    ['an empty list', [], undefined, WITH_CONTENT],
    ['an error without the mark ajv', error({ ajv: 1 }), undefined, WITH_CONTENT],
    ['an error without the mark validation', error({ validation: 1 }), undefined, WITH_CONTENT],
    [
      'an object that is not an Error',
      { ajv: true, validation: true, errors: [found()] },
      undefined,
      WITH_CONTENT,
    ],
    ['a request with nothing to validate', [found()], undefined, WITHOUT],
  ]);
});

describe('class-validator', () => {
  const found = (members: object = {}) =>
    Object.assign(ofClass('ValidationError'), {
      property: 'name',
      constraints: { isString: 'must be a string' },
      ...members,
    });
  const fault = { pointer: '#/name', detail: 'must be a string', code: 'isString' };
  itAnswers(classValidator, [
    ['one error', [found()], sole(fault), WITH_CONTENT],
    [
      'two constraints',
      [found({ constraints: { a: 'x', b: 1 } })],
      {
        status: 422,
        errors: [
          { pointer: '#/name', detail: 'x', code: 'a' },
          { pointer: '#/name', detail: 'is not valid', code: 'b' },
        ],
      },
      WITH_CONTENT,
    ],
    [
      'children',
      [found({ constraints: undefined, children: [found({ property: '0' })] })],
      sole({ ...fault, pointer: '#/name/0' }),
      WITH_CONTENT,
    ],
    [
      'a code of the application',
      [found({ contexts: { isString: { code: 'E1' } } })],
      sole({ ...fault, code: 'E1' }),
      WITH_CONTENT,
    ],
    [
      'a number as its code',
      [found({ contexts: { isString: { errorCode: 7 } } })],
      sole({ ...fault, code: '7' }),
      WITH_CONTENT,
    ],
    [
      'something else as its code',
      [found({ contexts: { isString: { code: {} } } })],
      sole(fault),
      WITH_CONTENT,
    ],
    ['another class', [Object.assign(ofClass('Other'), found())], undefined, WITH_CONTENT],
    ['no property', [found({ property: 1 })], undefined, WITH_CONTENT],
    ['no constraint', [found({ constraints: undefined })], undefined, WITH_CONTENT],
    ['a child of another class', [found({ children: [{ property: 'a' }] })], undefined, WITH_CONTENT],
    ['an empty list', [], undefined, WITH_CONTENT],
    ['an error outside a list', found(), undefined, WITH_CONTENT],
    ['a request with nothing to validate', [found()], undefined, WITHOUT],
  ]);

  const nested = (depth: number): unknown =>
    depth === 0 ? found() : found({ constraints: undefined, children: [nested(depth - 1)] });
  it.each([
    [100, 1, true],
    [101, 1, false],
  ])('a client can nest: %i deep', (depth, length, isKnown) => {
    const findings = findingsOfClassValidator([nested(depth)]);
    expect(findings).toHaveLength(length);
    expect(findings[0] !== undefined).toBe(isKnown);
  });
});
