import { type HttpError, problem, type Rule } from '@statuskit/core';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { body, validationResult } from 'express-validator';
import Joi from 'joi';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

const SECRET = 'hunter2';

class OutOfCredit extends problem<{ balance: number }>()({
  type: 'https://shop.example/problems/out-of-credit',
  title: 'Out of credit',
  status: 403,
}) {}

class Misspelt extends problem<{ fields: number }>()({
  type: 'https://shop.example/problems/misspelt',
  title: 'Misspelt',
  status: 400,
}) {}

const asMisspelt: Rule = (value): HttpError | undefined =>
  value instanceof z.ZodError ? new Misspelt({ fields: value.issues.length }, { cause: value }) : undefined;

const ROUTES = {
  'POST /zod': () => z.object({ 'a/b': z.number() }).parse({ 'a/b': SECRET }),
  'POST /zod-async': () => z.object({ 'a/b': z.number() }).parseAsync({ 'a/b': SECRET }),
  'POST /joi': () => Joi.assert({ 'a/b': SECRET }, Joi.object({ 'a/b': Joi.number() })),
  'POST /express-validator': async () => {
    const req = { body: { 'a/b': SECRET } };
    await body('a/b').isInt().run(req);
    validationResult(req).throw();
  },
  'POST /json': () => {
    throw JSON.parse('{"name":"ZodError","issues":[{"message":"hunter2","path":["a"]}]}');
  },
  'POST /problem': () => {
    throw new OutOfCredit({ balance: 30 }, { detail: 'That costs 50.', headers: { 'x-trace': 'abc' } });
  },
};

const VALIDATORS = ['/zod', '/zod-async', '/joi', '/express-validator'];

describe.each(FRAMEWORKS)('%s', (framework) => {
  it.each([
    [undefined, 422],
    [422, 422],
    [400, 400],
  ] as const)('validation: %s answers what validators throw with %i', async (validation, status) => {
    const server = await serveHere(framework, ROUTES, { errors: { validation, report() {} } });
    for (const path of VALIDATORS) {
      const json = { 'content-type': 'application/json' };
      const answer = await request(server.port, 'POST', path, json, '{}');
      await expect(answer).toHaveStatus(status);
      expect(answer.fields['content-type']).toEqual(['application/problem+json']);
      expect(answer.fields['cache-control']).toEqual(['no-store']);
      expect(answer.body).not.toContain(SECRET);
      const document = JSON.parse(answer.body);
      expect(document).toMatchObject({ status, errors: [{ pointer: '#/a~1b' }] });
      expect(Object.keys(document.errors[0]).slice(0, 2)).toEqual(['detail', 'pointer']);
    }
    const forged = await request(server.port, 'POST', '/json');
    await expect(forged).toHaveStatus(500);
    expect(forged.body).not.toContain(SECRET);
  });

  it('a problem type is answered with its URI, title, status and members', async () => {
    const server = await serveHere(framework, ROUTES);
    const answer = await request(server.port, 'POST', '/problem');
    expect(answer.line).toBe('HTTP/1.1 403 Forbidden');
    expect(answer.fields['x-trace']).toEqual(['abc']);
    expect(JSON.parse(answer.body)).toEqual({
      type: 'https://shop.example/problems/out-of-credit',
      title: 'Out of credit',
      status: 403,
      detail: 'That costs 50.',
      balance: 30,
    });
  });

  it('a rule of one\u2019s own makes a problem type of what a validator throws', async () => {
    const server = await serveHere(framework, ROUTES, { errors: { rules: [asMisspelt], report() {} } });
    const answer = await request(server.port, 'POST', '/zod', {}, '{}');
    expect(JSON.parse(answer.body)).toEqual({
      type: 'https://shop.example/problems/misspelt',
      title: 'Misspelt',
      status: 400,
      fields: 1,
    });
  });
});

it.each([
  ['Express', forExpress.errorHandler],
  ['Koa', forKoa.errorHandler],
])('%s: any other status is refused when mounted', (_name, errorHandler) => {
  for (const validation of [409, '400', null]) {
    expect(() => errorHandler({ validation: validation as never })).toThrow(
      new TypeError(`validation: expected 400 or 422, got ${JSON.stringify(validation)}`),
    );
  }
});
