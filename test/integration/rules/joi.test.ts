import { render, toHttpError } from '@statuskit/core';
import { CelebrateError, celebrate, Modes, Segments } from 'celebrate';
import * as celebrate15 from 'celebrate15';
import express from 'express';
import express4 from 'express4';
import Joi from 'joi';
import Joi17 from 'joi17';
import { describe, expect, it } from 'vitest';
import { serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

const SECRET = 'hunter2';

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

function shown(thrown: unknown): Record<string, unknown> {
  return JSON.parse(String(render(toHttpError(thrown), { method: 'POST' }).body));
}

/** The faults without `code` and `limits`, which have a test of their own. */
const errors = (thrown: unknown): unknown =>
  (shown(thrown)['errors'] as Record<string, unknown>[] | undefined)?.map(
    ({ code, limits, ...rest }) => rest,
  );

describe.each([
  ['joi 18', Joi],
  ['joi 17', Joi17 as unknown as typeof Joi],
])('%s', (_name, joi) => {
  const schema = joi.object({
    list: joi.array().items(joi.object({ n: joi.number() })),
    'k/~. é': joi.number(),
    password: joi.string().min(20),
  });
  const input = { list: [{ n: 1 }, { n: SECRET }], 'k/~. é': SECRET, password: SECRET };
  const options = { abortEarly: false };
  const expected = [
    { detail: '"list[1].n" must be a number', pointer: '#/list/1/n', code: 'number.base' },
    { detail: '"k/~. é" must be a number', pointer: '#/k~1~0.%20%C3%A9', code: 'number.base' },
    {
      detail: '"password" length must be at least 20 characters long',
      pointer: '#/password',
      code: 'string.min',
      limits: { limit: 20 },
    },
  ];

  // The message of assert draws the whole input.
  it.each<readonly [string, () => unknown]>([
    ['assert', () => joi.assert(input, schema, options)],
    ['attempt', () => joi.attempt(input, schema, options)],
    [
      'validate',
      () => {
        throw schema.validate(input, options).error;
      },
    ],
    ['attempt with a text', () => joi.attempt(input, schema, SECRET, options)],
  ])('%s is a 422 with a pointer to each fault, and nothing of the input', (_how, run) => {
    const thrown = caught(run);
    expect(shown(thrown)).toEqual({
      type: 'about:blank',
      title: 'Unprocessable Content',
      status: 422,
      detail: expect.stringMatching(/^\d fields are invalid: \S.*\)\.$/),
      errors: expected,
    });
    expect(toHttpError(thrown, { validation: 400 })).toMatchObject({ status: 400, errors: expected });
    expect(shown(Object.freeze(thrown))['errors']).toEqual(expected);
  });

  it('validateAsync and external', async () => {
    const taken = joi.object({
      a: joi.string().external((_value, helpers) => helpers.message('taken' as never)),
    });
    const thrown = await taken.validateAsync({ a: SECRET }).catch((error: unknown) => error);
    expect(errors(thrown)).toEqual([{ detail: 'taken', pointer: '#/a' }]);
  });

  it('a fault of the content as a whole points to #', () => {
    expect(errors(caught(() => joi.attempt(SECRET, joi.number())))).toEqual([
      { detail: '"value" must be a number', pointer: '#' },
    ]);
  });

  it('content that is not there is known, although nothing is kept of it', () => {
    expect(errors(caught(() => joi.attempt(undefined, joi.required())))).toEqual([
      { detail: '"value" is required', pointer: '#' },
    ]);
  });

  it('alternatives are one fault', () => {
    const either = joi.object({ u: joi.alternatives(joi.number(), joi.object({ x: joi.number() })) });
    const thrown = caught(() => joi.assert({ u: SECRET }, either, options));
    expect(errors(thrown)).toEqual([
      { detail: expect.stringContaining('"u" must be one of'), pointer: '#/u' },
    ]);
  });

  it('a message of one\u2019s own is shown', () => {
    const own = joi.object({ a: joi.number().messages({ 'number.base': 'digits, please' }) });
    expect(errors(caught(() => joi.assert({ a: SECRET }, own)))).toEqual([
      { detail: 'digits, please', pointer: '#/a' },
    ]);
  });

  it('what a custom function says of the value is shown', () => {
    const even = joi.object({
      a: joi.any().custom(() => {
        throw new RangeError('it is odd');
      }),
    });
    expect(errors(caught(() => joi.assert({ a: 1 }, even)))).toEqual([
      { detail: '"a" failed custom validation because it is odd', pointer: '#/a' },
    ]);
  });

  // joi puts the message of whatever a custom function throws into its own.
  it.each<readonly [string, () => unknown]>([
    ['a system error', () => Object.assign(new Error(SECRET), { code: 'ECONNREFUSED', syscall: 'connect' })],
    ['an error of a client library', () => Object.assign(new Error(SECRET), { config: {} })],
    ['a mistake', () => new TypeError(SECRET)],
    ['the message of JSON.parse', () => caught(() => JSON.parse(SECRET))],
    ['what assert throws', () => caught(() => joi.assert({ b: SECRET }, joi.object({ b: joi.number() })))],
  ])('%s inside a custom function is not', (_what, make) => {
    const failing = joi.object({
      a: joi.any().custom(() => {
        throw make();
      }),
    });
    expect(errors(caught(() => joi.assert({ a: 1 }, failing)))).toEqual([
      { detail: 'is not valid', pointer: '#/a' },
    ]);
  });

  it('an error of the application in place of joi\u2019s is a 500', () => {
    const own = joi.object({ a: joi.number().error(new Error(SECRET)) });
    expect(toHttpError(caught(() => joi.assert({ a: SECRET }, own))).status).toBe(500);
    expect(toHttpError(caught(() => joi.attempt(1, joi.string(), new Error(SECRET)))).status).toBe(500);
  });

  it('an error without details is a 500', () => {
    expect(toHttpError(new joi.ValidationError('x', [], SECRET)).status).toBe(500);
  });

  it('details made by hand are read with care', () => {
    const made = [{ message: 5, path: ['a', {}, 0] }, null, { message: 'no', path: 'a' }];
    expect(errors(new joi.ValidationError('x', made as never, SECRET))).toEqual([
      { detail: 'is not valid', pointer: '#/a/0' },
      { detail: 'is not valid', pointer: '#' },
      { detail: 'no', pointer: '#' },
    ]);
  });
});

const refuse = (): never => {
  throw new Error('refused');
};
const proxy = new Proxy([], { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse });
const DETAILS = [{ message: SECRET, path: ['a'], type: 'any.required', context: {} }];
const named = (more: object): Error => Object.assign(new Error(SECRET), { name: 'ValidationError' }, more);

describe('is an opaque 500:', () => {
  it.each<readonly [string, unknown]>([
    ['parsed JSON', { name: 'ValidationError', isJoi: true, _original: {}, details: DETAILS }],
    ['the like of mongoose', named({ _message: 'User', errors: { a: { kind: 'required', path: 'a' } } })],
    ['the like of yup', named({ errors: [SECRET], inner: [], path: 'a', value: SECRET })],
    ['the like of ajv', named({ errors: [{ instancePath: '/a' }], ajv: true, validation: true })],
    ['a ValidationError of somebody with details', named({ details: DETAILS })],
    ['a Map of something else', named({ details: new Map([['body', new Error(SECRET)]]) })],
    ['an empty Map', new CelebrateError(SECRET)],
    ['an empty Map of celebrate 15', new celebrate15.CelebrateError(SECRET)],
    ['a Map that is a proxy', named({ details: new Proxy(new Map(), {}) })],
    ['details that are a proxy', named({ isJoi: true, details: proxy })],
    ['a getter that throws', Object.defineProperty(named({ isJoi: true }), 'details', { get: refuse })],
  ])('%s', (_what, thrown) => {
    const body = shown(thrown);
    expect(Object.keys(body).sort()).toEqual(['instance', 'status', 'title', 'type']);
    expect(body['status']).toBe(500);
  });
});

const FRAMEWORKS = [
  ['celebrate 16 on express5', 'express5', celebrate, Joi, express],
  ['celebrate 16 on express4', 'express4', celebrate, Joi, express4 as unknown as typeof express],
  [
    'celebrate 15 on express4',
    'express4',
    celebrate15.celebrate as unknown as typeof celebrate,
    celebrate15.Joi as unknown as typeof Joi,
    express4 as unknown as typeof express,
  ],
] as const;

describe.each(FRAMEWORKS)('%s', (_name, framework, validator, joi, parsers) => {
  it('body is content, query and params are parameters, the rest are fields', async () => {
    const refused = (segment: string, schema: object, mode = Modes.FULL): express.RequestHandler =>
      validator({ [segment]: joi.object(schema).unknown() }, { abortEarly: false }, { mode }) as never;
    const server = await serveHere(
      framework,
      { 'POST /never': () => undefined },
      {
        errors: { report() {} },
        express: (app) => {
          app.use(parsers.json());
          app.use((req, _res, next) => {
            Object.assign(req, { cookies: { session: SECRET }, signedCookies: { id: SECRET } });
            next();
          });
          app.post(
            '/body',
            refused(Segments.BODY, { a: joi.array().items(joi.object({ 'b/c': joi.number() })) }),
          );
          app.post(
            '/query',
            refused(Segments.QUERY, { limit: joi.number(), f: joi.array().items(joi.number()) }),
          );
          app.post('/params/:id', refused(Segments.PARAMS, { id: joi.number() }));
          app.post('/headers', refused(Segments.HEADERS, { 'x-token': joi.number() }));
          app.post('/cookies', refused(Segments.COOKIES, { session: joi.number() }));
          app.post('/signed', refused(Segments.SIGNEDCOOKIES, { id: joi.number() }));
        },
      },
    );
    const { port } = server;
    const json = { 'content-type': 'application/json', 'x-token': SECRET };
    const body = JSON.stringify({ a: [{}, { 'b/c': SECRET }] });
    const answers = await Promise.all(
      ['/body', `/query?limit=${SECRET}&f=1&f=x`, `/params/${SECRET}`, '/headers', '/cookies', '/signed'].map(
        (path) => request(port, 'POST', path, json, body),
      ),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(422);
      expect(answer.body).not.toContain(SECRET);
    }
    const faults = answers.map((answer) => JSON.parse(answer.body).errors as Record<string, unknown>[]);
    expect(faults.flat().map(({ code }) => code)).toEqual(new Array(7).fill('number.base'));
    expect(faults.map((list) => list.map(({ code, ...rest }) => rest))).toEqual([
      [{ detail: '"a[1].b/c" must be a number', pointer: '#/a/1/b~1c' }],
      [
        { detail: '"limit" must be a number', parameter: 'limit' },
        { detail: '"f[1]" must be a number', parameter: 'f.1' },
      ],
      [{ detail: '"id" must be a number', parameter: 'id' }],
      [{ detail: '"x-token" must be a number', header: 'x-token' }],
      [{ detail: '"session" must be a number', header: 'Cookie' }],
      [{ detail: '"id" must be a number', header: 'Cookie' }],
    ]);
  });
});

it('celebrate: several parts at once, and a fault of all parameters together', () => {
  const thrown = new CelebrateError();
  const both = Joi.object().or('a', 'b');
  thrown.details.set('query', both.validate({}).error as Joi.ValidationError);
  thrown.details.set('body', Joi.object().validate(1).error as Joi.ValidationError);
  expect(errors(thrown)).toEqual([
    { detail: '"value" must contain at least one of [a, b]', parameter: '' },
    { detail: '"value" must be of type object', pointer: '#' },
  ]);
});
