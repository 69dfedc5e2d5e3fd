// A rule knows its producer by type: by more than one mark, and by one that parsed JSON cannot have.
import * as nest from '@nestjs/common';
import { type ErrorContext, type Rule, rules, toHttpError, UnprocessableContent } from '@statuskit/core';
import { Ajv, ValidationError as AjvError } from 'ajv';
import { ValidationError as ClassValidatorError } from 'class-validator';
import { errors as formidableErrors } from 'formidable';
import jwt from 'jsonwebtoken';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { assert, number, object } from 'superstruct';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as yup from 'yup';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { answerOf, problemOf, serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));

const SECRET = 'hunter2';

const named = (name: string, members: object = {}): Error =>
  Object.assign(new Error(SECRET), { name }, members);

const refuse = (): never => {
  throw new Error('refused');
};
const proxy = new Proxy([], {
  get: refuse,
  has: refuse,
  ownKeys: refuse,
  getPrototypeOf: refuse,
  getOwnPropertyDescriptor: refuse,
});
const getter = (name: string, members: object = {}): Error =>
  Object.defineProperty(named('ValidationError', members), name, { get: refuse, enumerable: true });

const AJV_ERROR = { keyword: 'type', schemaPath: '#/type', instancePath: '/a', params: {}, message: SECRET };
const BEARER = { 'WWW-Authenticate': 'Bearer realm="api"' };
const OPENAPI = { status: 400, path: '/a', errors: [{ path: '/query/a', message: SECRET }] };
const RESULT = { msBeforeNext: 1000, remainingPoints: 0, consumedPoints: 2 };

describe('is a 500:', () => {
  it.each<readonly [what: string, thrown: unknown]>([
    ['the name of jsonwebtoken alone', named('JsonWebTokenError')],
    ['the name of jsonwebtoken in JSON', { name: 'TokenExpiredError', expiredAt: 'x' }],
    [
      'the name of oauth2-jwt-bearer and its status',
      named('InvalidTokenError', { status: 401, statusCode: 401 }),
    ],
    ['its challenge without its name', named('Error', { status: 401, statusCode: 401, headers: BEARER })],
    ['its 5xx', named('InvalidTokenError', { status: 500, statusCode: 500, headers: BEARER })],
    [
      'another scheme',
      named('UnauthorizedError', { status: 401, statusCode: 401, headers: { 'WWW-Authenticate': 'Basic' } }),
    ],
    ['the name of oauth2-server alone', named('invalid_token', { status: 401 })],
    ['its statuses that disagree', named('invalid_token', { status: 401, statusCode: 401, code: 400 })],
    ['its statuses in JSON', { name: 'invalid_token', status: 401, statusCode: 401, code: 401 }],
    ['the server_error of oauth2-server', named('server_error', { status: 500, statusCode: 500, code: 500 })],
    ['the errors of openapi-validator alone', named('Error', OPENAPI)],
    ['its name alone', named('Bad Request', { status: 400 })],
    [
      'its name and errors without places',
      named('Bad Request', { ...OPENAPI, errors: [{ message: SECRET }] }),
    ],
    ['its members in JSON', { name: 'Bad Request', ...OPENAPI }],
    ['what it says about a response', named('Internal Server Error', { ...OPENAPI, status: 500 })],
    ['one method of Nest', named('NotFoundException', { status: 404, getStatus: () => 404 })],
    [
      'the methods of Nest without its status',
      named('X', { getStatus: () => 404, getResponse: () => SECRET }),
    ],
    ['methods of Nest that throw', named('X', { status: 404, getStatus: refuse, getResponse: refuse })],
    [
      'the members of yup, without its class',
      named('ValidationError', { inner: [], errors: [SECRET], path: 'a' }),
    ],
    ['the failures of superstruct alone', named('StructError', { failures: () => [] })],
    ['failures that throw', named('StructError', { failures: refuse, branch: [] })],
    ['one mark of ajv', named('ValidationError', { errors: [AJV_ERROR], ajv: true })],
    [
      'errors of ajv that have another form',
      named('ValidationError', { errors: [{ message: SECRET }], ajv: true, validation: true }),
    ],
    ['a list in which one is not of ajv', [AJV_ERROR, { message: SECRET }]],
    ['a list of class-validator in JSON', [{ property: 'a', constraints: { isInt: SECRET } }]],
    ['a list in which one is not of class-validator', [new ClassValidatorError(), { property: 'a' }]],
    ['a list of texts', [SECRET]],
    ['an empty list', []],
    ['the status of formidable alone', named('Error', { httpCode: 413 })],
    [
      'a mistake of the program with formidable',
      named('Error', { httpCode: 409, code: formidableErrors.cannotCreateDir }),
    ],
    ['a code that is text', named('Error', { httpCode: 413, code: '1009' })],
    ['a result of rate-limiter-flexible in JSON', { ...RESULT }],
    ['a part of one', Object.assign(Object.create({}), { msBeforeNext: 1000 })],
    ['a 429 of somebody', named('Error', { status: 429 })],
    ['an empty object', {}],
    ['a proxy', proxy],
    ['errors that are a proxy', named('ValidationError', { ajv: true, validation: true, errors: proxy })],
    ['inner errors that are a proxy', named('ValidationError', { inner: proxy, errors: proxy })],
    ['a getter that throws: errors', getter('errors', { ajv: true, validation: true })],
    ['a getter that throws: status', getter('status')],
    ['a getter that throws: constructor', getter('constructor')],
    ['a getter that throws: msBeforeNext', getter('msBeforeNext', { remainingPoints: 0, consumedPoints: 1 })],
  ])('%s', (_what, thrown) => {
    const failed: unknown[] = [];
    const error = toHttpError(thrown, { onRuleError: (failure) => failed.push(failure) });
    expect(error).toMatchObject({ status: 500, headers: {} });
    expect(JSON.stringify(error)).not.toContain(SECRET);
  });
});

const failure = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (thrown) {
    return thrown;
  }
};

const validate = new Ajv().compile({ type: 'object', required: ['a/b'], additionalProperties: false });
const ofClassValidator = Object.assign(new ClassValidatorError(), {
  property: 'a',
  constraints: { isInt: 'a must be an integer number', min: 'a must not be less than 1' },
  contexts: { min: { code: 7, developerNote: SECRET } },
  children: [
    Object.assign(new ClassValidatorError(), {
      property: '0',
      constraints: { isDefined: '0 should be defined' },
    }),
  ],
});

const OF_VALIDATORS = {
  yup: () => yup.object({ a: yup.number().min(3) }).validateSync({ a: 1 }),
  superstruct: () => assert({ a: SECRET }, object({ a: number() })),
  ajv: () => {
    validate({ c: 1 });
    throw new AjvError(validate.errors ?? []);
  },
  'ajv, a list': () => {
    validate({ c: 1 });
    throw validate.errors;
  },
  'class-validator': () => {
    throw [ofClassValidator];
  },
  'express-validator, a list': () => {
    throw [{ type: 'field', msg: 'Invalid value', path: 'a', location: 'body', value: SECRET }];
  },
};

describe.each(FRAMEWORKS)('%s: an error about the data of another server', (framework) => {
  it.each(Object.entries(OF_VALIDATORS))('%s: a GET without anything is a 500', async (_name, run) => {
    const { port } = await serveHere(framework, { 'GET /': run, 'POST /': run });
    const response = await request(port, 'GET', '/');
    await expect(response).toHaveStatus(500);
    expect(Object.keys(problemOf(response)).sort()).toEqual(['instance', 'status', 'title', 'type']);
    const own = await request(port, 'POST', '/', { 'content-type': 'application/json' }, '{}');
    await expect(own).toHaveStatus(422);
    expect(own.body).not.toContain(SECRET);
  });

  it('formidable: a GET without content is a 500', async () => {
    const thrown = named('Error', { httpCode: 413, code: formidableErrors.biggerThanMaxFileSize });
    const response = await answerOf(framework, () => {
      throw thrown;
    });
    await expect(response).toHaveStatus(500);
    expect(toHttpError(thrown).status).toBe(413);
  });

  it('a 429 of another server is a 500, unless a limiter has set Retry-After', async () => {
    const raise = (): never => {
      throw Object.assign(new Error('slow down'), { status: 429 });
    };
    await expect(await answerOf(framework, raise)).toHaveStatus(500);
    const own = await answerOf(framework, ({ set }) => {
      set('Retry-After', '7');
      raise();
    });
    expect([own.status, own.fields['retry-after'], problemOf(own)['detail']]).toEqual([
      429,
      ['7'],
      'slow down',
    ]);
    const client = await answerOf(framework, ({ set }) => {
      set('Retry-After', '7');
      throw Object.assign(new Error(SECRET), { status: 429, response: {} });
    });
    await expect(client).toHaveStatus(500);
  });

  it('jsonwebtoken: a request that may have brought a token is told that it is wrong', async () => {
    const run = (): unknown => jwt.verify('garbage', 'key');
    const { port } = await serveHere(framework, { 'GET /': run });
    const challenge = async (path: string, fields = {}): Promise<unknown> =>
      (await request(port, 'GET', path, fields)).fields['www-authenticate'];
    const invalid = ['Bearer error="invalid_token"'];
    expect(await challenge('/')).toEqual(['Bearer']);
    for (const fields of [{ authorization: 'Bearer x' }, { cookie: 'jwt=x' }, { 'x-access-token': 'x' }])
      expect(await challenge('/', fields)).toEqual(invalid);
    expect(await challenge('/?token=x')).toEqual(invalid);
  });
});

const faults = (thrown: unknown, context: ErrorContext = {}): unknown =>
  (toHttpError(thrown, { context }) as UnprocessableContent).errors;

describe('faults have places, codes and limits', () => {
  it('yup', () => {
    const schema = yup.object({ 'a.b': yup.string().min(3), c: yup.array().of(yup.number().max(1)) });
    const thrown = failure(() => schema.validateSync({ 'a.b': 'x', c: [0, 2] }, { abortEarly: false }));
    expect(faults(thrown)).toEqual([
      { detail: expect.any(String), pointer: '#/a.b', code: 'min', limits: { min: 3 } },
      { detail: 'c[1] must be less than or equal to 1', pointer: '#/c/1', code: 'max', limits: { max: 1 } },
    ]);
  });

  it('ajv', () => {
    validate({});
    expect(faults(validate.errors)).toEqual([
      { detail: "must have required property 'a/b'", pointer: '#/a~1b', code: 'required' },
    ]);
    validate({ 'a/b': 1 });
    expect(faults(validate.errors)).toEqual([
      { detail: 'must NOT have additional properties', pointer: '#/a~1b', code: 'additionalProperties' },
    ]);
  });

  it('class-validator: nested, with the codes that the application has attached', () => {
    expect(faults([ofClassValidator])).toEqual([
      { detail: 'a must be an integer number', pointer: '#/a', code: 'isInt' },
      { detail: 'a must not be less than 1', pointer: '#/a', code: '7' },
      { detail: '0 should be defined', pointer: '#/a/0', code: 'isDefined' },
    ]);
  });

  it('class-validator, deeper than any form, is a 500', () => {
    let deep: unknown = ofClassValidator;
    for (let level = 0; level < 20_000; level++)
      deep = Object.assign(new ClassValidatorError(), { property: 'a', children: [deep] });
    expect(toHttpError([deep]).status).toBe(500);
  });

  it('a schema over the parts of the request', () => {
    const schema = yup.object({
      body: yup.object({ a: yup.number().required() }),
      query: yup.object({ limit: yup.number().required() }),
    });
    const thrown = failure(() => schema.validateSync({ body: {}, query: {} }, { abortEarly: false }));
    const request = { method: 'POST', url: '/', headers: { 'content-length': '2' } };
    expect(faults(thrown, { request, content: {} })).toMatchObject([
      { pointer: '#/a', code: 'optionality' },
      { parameter: 'limit', code: 'optionality' },
    ]);
  });

  it('Nest with the errors of class-validator', () => {
    const thrown = new nest.BadRequestException([ofClassValidator]);
    expect(toHttpError(thrown)).toMatchObject({ status: 400, errors: [{ pointer: '#/a' }, {}, {}] });
  });

  it("express-validator's list as the option `errors`", () => {
    const field = { type: 'field', msg: 'Invalid value', path: 'a[0].b', location: 'query', value: SECRET };
    const group = { type: 'alternative', msg: 'Invalid value(s)', nestedErrors: [field] };
    const error = new UnprocessableContent({ errors: [field, group] });
    const fault = { detail: 'Invalid value', parameter: 'a.0.b' };
    expect(error.errors).toEqual([fault, { ...fault, detail: 'Invalid value(s)' }]);
  });
});

it.each([
  [0, undefined],
  [-1, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [1, '1'],
  [1500, '2'],
])('rate-limiter-flexible: %s ms is a wait of %s s', (ms, wait) => {
  expect(toHttpError(new RateLimiterRes(0, ms, 1, false)).headers['retry-after']).toBe(wait);
});

it('each of them can be left out', () => {
  const names = ['ajv', 'classValidator', 'nest', 'rateLimiterFlexible', 'superstruct', 'yup'] as const;
  for (const name of names) expect(typeof rules[name]).toBe('function');
  const thrown = new nest.NotFoundException();
  const options = { rules: (builtIn: readonly Rule[]) => builtIn.filter((one) => one !== rules.nest) };
  expect(toHttpError(thrown, options).status).toBe(500);
});
