// A rule that knows a producer must also know that the error is about this request, and takes nothing else from it.
import { createRequire } from 'node:module';
import { PassThrough } from 'node:stream';
import { Boom } from '@hapi/boom';
import { NotFound, rules } from '@statuskit/core';
import createError from '@statuskit/core/http-errors';
import realCreateError from 'http-errors';
import Joi from 'joi';
import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { answerOf, problemOf, serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

// express, body-parser, raw-body: wherever they are installed.
const ofExpress = createRequire(createRequire(import.meta.url).resolve('express'));
const rawBody = createRequire(ofExpress.resolve('body-parser'))('raw-body') as (
  stream: PassThrough,
  options: object,
) => Promise<string>;

const FIELDS = {
  'access-control-allow-origin': '*',
  vary: 'X-Upstream',
  'set-cookie': ['sid=up'],
  'www-authenticate': 'Basic realm="Stripe"',
  'retry-after': '9',
  location: 'https://x.example/',
  etag: '"u"',
  'strict-transport-security': 'max-age=0',
  'x-internal': '10.0.0.7',
};

const stripe = (): Error =>
  Object.assign(new Error('Invalid API Key hunter2'), {
    type: 'StripeAuthenticationError',
    statusCode: 401,
    headers: FIELDS,
  });

const UPSTREAM: readonly (readonly [string, () => unknown, number])[] = [
  ['the error itself', stripe, 500],
  ['createError(502, error) of the drop-in', () => createError(502, stripe()), 502],
  ['createError(502, error) of http-errors', () => realCreateError(502, stripe()), 500],
  ['createError(error) of http-errors', () => realCreateError(stripe()), 500],
];

describe.each(FRAMEWORKS)('%s: nothing of another server is sent', (framework) => {
  it.each(UPSTREAM)('%s', async (_what, make, status) => {
    const response = await answerOf(framework, ({ set }) => {
      set('Access-Control-Allow-Origin', 'https://app.example');
      throw make();
    });
    await expect(response).toHaveStatus(status);
    expect(response.fields['access-control-allow-origin']).toEqual(['https://app.example']);
    expect(response.fields['vary']).toEqual(['Accept']);
    for (const name of ['set-cookie', 'www-authenticate', 'retry-after', 'location', 'etag', 'x-internal']) {
      expect(response.fields).not.toHaveProperty(name);
    }
    expect(response.body).not.toContain('hunter2');
  });
});

const answerOfUpstream = (text: string): PassThrough => {
  const stream = new PassThrough();
  stream.end(text);
  return stream;
};

const ROUTES = {
  limit: () => rawBody(answerOfUpstream('x'.repeat(100)), { limit: 10 }),
  length: () => rawBody(answerOfUpstream('short'), { length: 100 }),
  zod: () => z.object({ id: z.number() }).parse({ id: 'tok_live' }),
  valibot: () => v.parse(v.object({ id: v.number() }), { id: 'tok_live' }),
  joi: () => Joi.attempt({ id: 'tok_live' }, Joi.object({ id: Joi.string().pattern(/^\d+$/) })),
};

describe.each(FRAMEWORKS)('%s: an error about the data of another server', (framework) => {
  it.each(Object.entries(ROUTES))('%s: a GET without anything is a 500', async (name, run) => {
    const { port } = await serveHere(framework, { 'GET /here': run });
    const response = await request(port, 'GET', '/here');
    expect(response.status, name).toBe(500);
    expect(Object.keys(problemOf(response)).sort()).toEqual(['instance', 'status', 'title', 'type']);
  });

  it.each(['zod', 'valibot', 'joi'] as const)(
    '%s: content, a query and route parameters are validated',
    async (name) => {
      const run = ROUTES[name];
      const { port } = await serveHere(framework, {
        'GET /here': run,
        'POST /here': run,
        'GET /at/:id': run,
      });
      const places = [
        await request(port, 'GET', '/here?id=x'),
        await request(port, 'GET', '/at/x'),
        await request(port, 'POST', '/here', { 'content-type': 'text/plain' }, '{}'),
      ].map((response) => [response.status, (problemOf(response)['errors'] as object[])[0]]);
      expect(places).toMatchObject([
        [422, { parameter: 'id' }],
        [422, { parameter: 'id' }],
        [422, { pointer: '#/id' }],
      ]);
    },
  );
});

const OVER_PARTS = z.object({
  body: z.object({ email: z.string() }),
  query: z.object({ token: z.string() }),
  params: z.object({ id: z.number() }),
  headers: z.object({ 'x-tenant': z.string() }),
});

it.each(FRAMEWORKS)(
  '%s: a schema over { body, query, params } says in which part the fault is',
  async (framework) => {
    const parse = (): unknown => OVER_PARTS.parse({ body: {}, query: {}, params: { id: 'x' }, headers: {} });
    const { port } = await serveHere(framework, { 'POST /at/:id': parse });
    const response = await request(port, 'POST', '/at/x', { 'content-type': 'application/json' }, '{}');
    expect(problemOf(response)['errors']).toMatchObject([
      { pointer: '#/email' },
      { parameter: 'token' },
      { parameter: 'id' },
      { header: 'x-tenant' },
    ]);
  },
);

describe.each(FRAMEWORKS)('%s: small things that a producer says', (framework) => {
  it('a code or a path beside the text of createError does not hide it', async () => {
    for (const members of [{ code: 'NAME' }, { path: '/name' }, { details: [1] }]) {
      const response = await answerOf(framework, ({ koa }) => {
        if (koa !== undefined) koa.throw(400, 'The name is required', members);
        throw realCreateError(400, 'The name is required', members);
      });
      expect(problemOf(response)['detail']).toBe('The name is required');
    }
  });

  it('a challenge of Boom with a parameter twice is sent with it once', async () => {
    const response = await answerOf(framework, () => {
      throw Object.assign(new Boom('token invalid', { statusCode: 401 }), {
        output: {
          statusCode: 401,
          payload: {},
          headers: { 'WWW-Authenticate': 'Bearer error="invalid_token", error="token invalid"' },
        },
      });
    });
    expect(response.fields['www-authenticate']).toEqual(['Bearer error="invalid_token"']);
  });

  it("compat: 'trust-status' takes no preset status for one that was set", async () => {
    const errors = { compat: 'trust-status', report() {} } as const;
    const bug = await answerOf(
      framework,
      () => {
        throw new TypeError('x');
      },
      { errors },
    );
    await expect(bug).toHaveStatus(500);
    const meant = await answerOf(
      framework,
      ({ status }) => {
        status(404);
        throw new Error('x');
      },
      { errors },
    );
    await expect(meant).toHaveStatus(404);
  });
});

it.each(['express4', 'express5'] as const)('%s: the 406 of res.format lists the types', async (framework) => {
  const response = await answerOf(
    framework,
    ({ express }) => express?.res.format({ 'text/html': () => {}, 'application/json': () => {} }),
    {},
    { accept: 'image/png' },
  );
  await expect(response).toHaveStatus(406);
  expect(problemOf(response)['available']).toEqual(['text/html', 'application/json']);
});

// A property that throws when it is read again made Express answer with the stack.
describe.each(FRAMEWORKS)('%s: a property of a thrown value that changes its mind', (framework) => {
  it.each([
    'status',
    'headers',
    'title',
    'detail',
    'type',
    'instance',
    'extensions',
    'toJSON',
    'cause',
    'name',
    'stack',
  ])('%s', async (name) => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    for (let after = 0; after < 6; after++) {
      const response = await answerOf(framework, () => {
        const error = new NotFound('no such note');
        const first: unknown = Reflect.get(error, name);
        let count = 0;
        throw Object.defineProperty(error, name, {
          get() {
            if (count++ >= after) throw new Error('hunter2');
            return first;
          },
        });
      });
      expect([404, 500]).toContain(response.status);
      expect(response.fields['content-type']).toEqual(['application/problem+json']);
      expect(problemOf(response)['status']).toBe(response.status);
      expect(response.body).not.toContain('hunter2');
    }
  });
});

it('the rule of a class is found beside the built-in ones', () => {
  expect(typeof rules.from(NotFound)).toBe('function');
});
