import { UnprocessableContent } from '@statuskit/core';
import { Ajv, ValidationError as AjvError } from 'ajv';
import Ajv6 from 'ajv6';
import { type } from 'arktype';
import { celebrate, Segments } from 'celebrate';
import { celebrate as celebrate15, Segments as Segments15 } from 'celebrate15';
import * as classValidator from 'class-validator';
import * as classValidator14 from 'class-validator14';
import type { Express } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import * as OpenApiValidator4 from 'express-openapi-validator4';
import { body, validationResult } from 'express-validator';
import { body as body6, validationResult as validationResult6 } from 'express-validator6';
import Joi from 'joi';
import Joi17 from 'joi17';
import * as superstruct from 'superstruct';
import * as superstruct1 from 'superstruct1';
import * as valibot from 'valibot';
import * as valibot0 from 'valibot0';
import * as yup from 'yup';
import * as yup0 from 'yup0';
import { z } from 'zod';
import { z as z3 } from 'zod3';
import { type Answer, EXPRESS, JSON_BODY, type Row, SECRET } from './row.ts';

const INPUT = { items: [{ age: SECRET }] };
const ask = { method: 'POST', fields: JSON_BODY, body: JSON.stringify(INPUT) };
const pointer = '#/items/0/age';

function refusal(fault: object): Answer {
  return { status: 422, members: { errors: [{ pointer, ...fault }] } };
}

function validator(name: string, folder: string, throws: string, run: Row['run'], fault: object): Row {
  return { name, folder, throws, ask, ...(run !== undefined && { run }), answer: refusal(fault) };
}

const SCHEMA = {
  type: 'object',
  properties: {
    items: { type: 'array', items: { type: 'object', properties: { age: { type: 'number' } } } },
  },
};

function byAjv(): never {
  const validate = new Ajv().compile(SCHEMA);
  validate(INPUT);
  throw new AjvError(validate.errors ?? []);
}

function byAjvList(): never {
  const validate = new Ajv().compile(SCHEMA);
  validate(INPUT);
  throw validate.errors;
}

function byAjv6(): never {
  const validate = new Ajv6().compile(SCHEMA);
  validate(INPUT);
  throw new Ajv6.ValidationError(validate.errors ?? []);
}

function byClassValidator({ IsArray, IsInt, validateOrReject, ValidateNested }: typeof classValidator) {
  return () => {
    class Item {
      age: unknown = SECRET;
    }
    IsInt({ context: { errorCode: 'E_AGE' } })(Item.prototype, 'age');
    class Order {
      items = [new Item()];
    }
    IsArray()(Order.prototype, 'items');
    ValidateNested({ each: true })(Order.prototype, 'items');
    return validateOrReject(new Order());
  };
}

const AGE = { openapi: '3.0.3', info: { title: 'x', version: '1' } };
const OK = { 200: { description: 'ok' } };
const SPEC = {
  ...AGE,
  paths: {
    '/': {
      post: {
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }],
        requestBody: { content: { 'application/json': { schema: SCHEMA } } },
        responses: OK,
      },
      put: { responses: OK },
    },
    '/secret': { get: { security: [{ key: [] }], responses: OK } },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-key' } } },
};

function openapi(validator: typeof OpenApiValidator) {
  return (app: Express): void => {
    app.use((req, _res, next) => {
      req.body = req.method === 'POST' && !/limit/.test(req.url) ? INPUT : {};
      next();
    });
    app.use(validator.middleware({ apiSpec: SPEC as never, validateRequests: true }));
  };
}

function openapiRows(folder: string, validator: typeof OpenApiValidator, verb: 'must' | 'should'): Row[] {
  const rows: readonly (readonly [throws: string, ask: Row['ask'], answer: Answer])[] = [
    [
      'BadRequest about the content',
      ask,
      {
        status: 400,
        members: { errors: [{ detail: `${verb} be number`, pointer, code: 'type.openapi.validation' }] },
      },
    ],
    [
      'BadRequest about the query',
      { ...ask, path: '/?limit=x', body: '{}' },
      {
        status: 400,
        members: {
          errors: [{ detail: `${verb} be integer`, parameter: 'limit', code: 'type.openapi.validation' }],
        },
      },
    ],
    ['Unauthorized', { path: '/secret' }, { status: 401, fields: { 'www-authenticate': 'Unspecified' } }],
    ['NotFound', { path: '/none' }, { status: 404 }],
    ['MethodNotAllowed', { path: '/' }, { status: 405, fields: { allow: 'PUT, POST' } }],
    ['UnsupportedMediaType', { ...ask, fields: { 'content-type': 'text/plain' } }, { status: 415 }],
  ];
  return rows.map(([throws, asked, answer]) => ({
    name: 'express-openapi-validator',
    folder,
    throws,
    on: EXPRESS,
    ask: asked,
    express: openapi(validator),
    answer,
  }));
}

function byExpressValidator(
  {
    body: field,
    validationResult: resultOf,
  }: { body: typeof body; validationResult: typeof validationResult },
  refuse: (result: ReturnType<typeof validationResult>) => void,
) {
  return async (): Promise<void> => {
    const req = { body: INPUT };
    await field('items.*.age').isInt().run(req);
    refuse(resultOf(req));
  };
}

const VALIDATOR7 = { body, validationResult };
const VALIDATOR6 = { body: body6, validationResult: validationResult6 } as unknown as typeof VALIDATOR7;

const JOI = { items: Joi.array().items(Joi.object({ age: Joi.number() })) };
const JOI17 = { items: Joi17.array().items(Joi17.object({ age: Joi17.number() })) };
const CODED = { code: 'number.base' };

function guarded(guard: unknown): Pick<Row, 'express'> {
  return {
    express: (app) => {
      app.use((req, _res, next) => {
        req.body = INPUT;
        next();
      });
      app.use(guard as Parameters<Express['use']>[0]);
    },
  };
}

const YUP = yup.object({ items: yup.array().of(yup.object({ age: yup.number() })) });
const YUP0 = yup0.object({ items: yup0.array().of(yup0.object({ age: yup0.number() })) });

function bySuperstruct({ assert, array, number, object }: typeof superstruct) {
  return (): void => assert(INPUT, object({ items: array(object({ age: number() })) }));
}

const VALIBOT = valibot.object({
  items: valibot.array(valibot.object({ age: valibot.number('must be a number') })),
});
const VALIBOT0 = valibot0.object({
  items: valibot0.array(valibot0.object({ age: valibot0.number('must be a number') })),
});

export const VALIDATORS: readonly Row[] = [
  validator(
    'zod',
    'zod',
    'ZodError',
    () => z.object({ items: z.array(z.object({ age: z.number() })) }).parse(INPUT),
    { code: 'invalid_type' },
  ),
  validator(
    'zod',
    'zod3',
    'ZodError',
    () => z3.object({ items: z3.array(z3.object({ age: z3.number() })) }).parse(INPUT),
    { code: 'invalid_type' },
  ),
  validator('valibot', 'valibot', 'ValiError', () => valibot.parse(VALIBOT, INPUT), { code: 'number' }),
  validator('valibot', 'valibot0', 'ValiError', () => valibot0.parse(VALIBOT0, INPUT), { code: 'number' }),
  validator(
    'arktype',
    'arktype',
    'TraversalError',
    () => type({ items: type({ age: 'number' }).array() }).assert(INPUT),
    { code: 'domain' },
  ),
  validator('joi', 'joi', 'ValidationError', () => Joi.assert(INPUT, Joi.object(JOI)), CODED),
  validator('joi', 'joi17', 'ValidationError', () => Joi17.assert(INPUT, Joi17.object(JOI17)), CODED),
  {
    ...validator('celebrate', 'celebrate', 'CelebrateError', undefined, CODED),
    on: EXPRESS,
    ...guarded(celebrate({ [Segments.BODY]: JOI })),
  },
  {
    ...validator('celebrate', 'celebrate15', 'CelebrateError', undefined, CODED),
    on: EXPRESS,
    ...guarded(celebrate15({ [Segments15.BODY]: JOI17 })),
  },
  validator(
    'express-validator',
    'express-validator',
    '`validationResult(req).throw()`',
    byExpressValidator(VALIDATOR7, (result) => result.throw()),
    { detail: 'Invalid value' },
  ),
  validator(
    'express-validator',
    'express-validator',
    '`throw validationResult(req).array()`',
    byExpressValidator(VALIDATOR7, (result) => {
      throw result.array();
    }),
    { detail: 'Invalid value' },
  ),
  validator(
    'express-validator',
    'express-validator',
    '`new UnprocessableContent({ errors: result.array() })`',
    byExpressValidator(VALIDATOR7, (result) => {
      throw new UnprocessableContent({ errors: result.array() });
    }),
    { detail: 'Invalid value' },
  ),
  validator(
    'express-validator',
    'express-validator6',
    '`validationResult(req).throw()`',
    byExpressValidator(VALIDATOR6, (result) => result.throw()),
    { detail: 'Invalid value' },
  ),
  validator(
    'express-validator',
    'express-validator6',
    '`throw validationResult(req).array()`',
    byExpressValidator(VALIDATOR6, (result) => {
      throw result.array();
    }),
    { detail: 'Invalid value' },
  ),
  validator('yup', 'yup', 'ValidationError', () => YUP.validate(INPUT), {
    detail: 'items[0].age must be a `number` type',
    code: 'typeError',
  }),
  validator(
    'yup',
    'yup',
    'ValidationError with `abortEarly: false`',
    () => YUP.validate(INPUT, { abortEarly: false }),
    { code: 'typeError' },
  ),
  validator('yup', 'yup0', 'ValidationError', () => YUP0.validate(INPUT), {
    detail: 'items[0].age must be a `number` type',
    code: 'typeError',
  }),
  validator('superstruct', 'superstruct', 'StructError', bySuperstruct(superstruct), {
    detail: 'Expected a number',
    code: 'number',
  }),
  validator('superstruct', 'superstruct1', 'StructError', bySuperstruct(superstruct1 as never), {
    detail: 'Expected a number',
    code: 'number',
  }),
  validator('ajv', 'ajv', '`Ajv.ValidationError`', byAjv, {
    detail: 'must be number',
    code: 'type',
    limits: { type: 'number' },
  }),
  validator('ajv', 'ajv', '`throw validate.errors`', byAjvList, { detail: 'must be number', code: 'type' }),
  validator('ajv', 'ajv6', '`Ajv.ValidationError`', byAjv6, { detail: 'should be number', code: 'type' }),
  validator(
    'class-validator',
    'class-validator',
    'a list of ValidationErrors',
    byClassValidator(classValidator),
    {
      detail: 'age must be an integer number',
      code: 'E_AGE',
    },
  ),
  validator(
    'class-validator',
    'class-validator14',
    'a list of ValidationErrors',
    byClassValidator(classValidator14 as never),
    { detail: 'age must be an integer number', code: 'E_AGE' },
  ),
  ...openapiRows('express-openapi-validator', OpenApiValidator, 'must'),
  ...openapiRows('express-openapi-validator4', OpenApiValidator4 as never, 'should'),
];
