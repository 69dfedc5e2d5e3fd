import { BadRequest, UnprocessableContent } from '@statuskit/core';
import { check } from '@statuskit/core/validation';
import { type } from 'arktype';
import Joi from 'joi';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { z as z3 } from 'zod/v3';

const caught = (run: () => unknown): unknown => {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
};

const SYNCHRONOUS = {
  'zod 4': z.object({ age: z.number().min(18) }),
  'zod 3': z3.object({ age: z3.number().min(18) }),
  valibot: v.object({ age: v.pipe(v.number(), v.minValue(18)) }),
  arktype: type({ age: 'number >= 18' }),
  joi: Joi.object({ age: Joi.number().min(18).required() }),
};

describe.each(Object.entries(SYNCHRONOUS))('check with %s', (_library, schema) => {
  it('returns the parsed value in the same call', () => {
    expect(check(schema, { age: 18 })).toEqual({ age: 18 });
  });

  it.each([
    [undefined, UnprocessableContent, { pointer: '#/age' }],
    ['body', UnprocessableContent, { pointer: '#/age' }],
    ['query', BadRequest, { parameter: 'age' }],
    ['params', BadRequest, { parameter: 'age' }],
    ['headers', BadRequest, { header: 'age' }],
  ] as const)('in %s', (part, Class, place) => {
    const error = caught(() => check(schema, { age: 17 }, { in: part }));
    expect(error).toBeInstanceOf(Class);
    expect((error as BadRequest).errors).toEqual([
      expect.objectContaining({ ...place, detail: expect.any(String) }),
    ]);
    for (const [status, Other] of [
      [400, BadRequest],
      [422, UnprocessableContent],
    ] as const)
      expect(caught(() => check(schema, { age: 17 }, { in: part, status }))).toBeInstanceOf(Other);
  });
});

describe('check with a schema that answers later', () => {
  const LATE = {
    'zod 4': z.object({ age: z.number().refine(async (age) => age >= 18, 'too young') }),
    valibot: v.objectAsync({
      age: v.pipeAsync(
        v.number(),
        v.checkAsync(async (age) => age >= 18, 'too young'),
      ),
    }),
  };

  it.each(Object.entries(LATE))('%s: a promise of the value, or of the refusal', async (_library, schema) => {
    const late: unknown = check(schema, { age: 18 });
    expect(late).toBeInstanceOf(Promise);
    expect(await late).toEqual({ age: 18 });
    await expect(check(schema, { age: 17 }, { in: 'query' })).rejects.toMatchObject({
      status: 400,
      errors: [{ detail: 'too young', parameter: 'age' }],
    });
  });

  it('a refusal that nobody awaits does not end the process', async () => {
    const unhandled: unknown[] = [];
    const hear = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', hear);
    void check(LATE.valibot, { age: 17 });
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    process.off('unhandledRejection', hear);
    expect(unhandled).toEqual([]);
  });
});

describe('check of headers', () => {
  const NODE = { 'x-tenant': 'acme', 'x-trace': '7', host: 'localhost' };

  it.each<[string, Parameters<typeof check>[0], unknown]>([
    [
      'zod',
      z.object({ 'X-Tenant': z.string(), 'X-TRACE': z.string().optional() }),
      { 'X-Tenant': 'acme', 'X-TRACE': '7' },
    ],
    [
      'valibot',
      v.object({ 'X-Tenant': v.string(), 'X-TRACE': v.optional(v.string()) }),
      { 'X-Tenant': 'acme', 'X-TRACE': '7' },
    ],
    [
      'arktype',
      type({ 'X-Tenant': 'string', 'X-TRACE?': 'string', '+': 'delete' }),
      { 'X-Tenant': 'acme', 'X-TRACE': '7' },
    ],
    [
      'joi',
      Joi.object({ 'X-Tenant': Joi.string().required() }).options({ stripUnknown: true }),
      { 'X-Tenant': 'acme' },
    ],
    ['zod, in lower case', z.object({ 'x-tenant': z.string() }), { 'x-tenant': 'acme' }],
  ])('%s finds a name in any case', (_library, schema, parsed) => {
    expect(check(schema, NODE, { in: 'headers' })).toEqual(parsed);
    expect(check(schema, { 'X-TENANT': 'acme', 'X-Trace': '7' }, { in: 'headers' })).toEqual(parsed);
  });

  it('a name that is missing is named as the schema has it', () => {
    for (const schema of [
      z.object({ 'X-None': z.string() }),
      Joi.object({ 'X-None': Joi.string().required() }).unknown(),
    ])
      expect(caught(() => check(schema, NODE, { in: 'headers' }))).toMatchObject({
        errors: [{ header: 'X-None' }],
      });
  });

  it('a name of Object is no field', () => {
    const schema = z.object({ toString: z.string().optional(), constructor: z.string().optional() });
    expect(check(schema, NODE, { in: 'headers' })).toEqual({});
  });
});

describe('check: what a program does wrong', () => {
  const answering = (result: unknown): Parameters<typeof check>[0] =>
    ({ '~standard': { version: 1, vendor: 'test', validate: () => result } }) as never;

  it.each<[string, () => unknown, RegExp]>([
    [
      'no schema',
      () => check(undefined as never, 1),
      /^schema: expected a Standard Schema, .*, got undefined$/,
    ],
    ['a shape', () => check({ a: z.string() } as never, 1), /^schema: expected a Standard Schema/],
    [
      'another part',
      () => check(z.any(), 1, { in: 'cookies' as never }),
      /^in: expected 'body', 'query', 'params' or 'headers', got "cookies"$/,
    ],
    [
      'another status',
      () => check(z.any(), 1, { status: 404 as never }),
      /^status: expected 400 or 422, got 404$/,
    ],
    [
      'options that are none',
      () => check(z.any(), 1, 'query' as never),
      /^options: expected an object, got "query"$/,
    ],
    [
      'a schema that returns nothing',
      () => check(answering(undefined), 1),
      /^schema: expected one that returns \{ value \} or \{ issues \}, got undefined$/,
    ],
    [
      'a schema that returns something else',
      () => check(answering({ ok: true }), 1),
      /^schema: expected one that returns/,
    ],
  ])('%s: a TypeError', (_name, run, message) => {
    const thrown = caught(run);
    expect(thrown).toBeInstanceOf(TypeError);
    expect((thrown as Error).message).toMatch(message);
  });

  it('issues without a form of their own still refuse', () => {
    for (const issues of [[], [undefined], [{}], [{ message: 7, path: 'x' }]])
      expect(caught(() => check(answering({ issues }), 1))).toMatchObject({
        errors: [{ detail: 'is not valid', pointer: '#' }],
      });
  });
});
