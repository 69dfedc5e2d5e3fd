import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { type } from 'arktype';
import Joi from 'joi';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { z as z3 } from 'zod/v3';
import { FRAMEWORKS } from '../setup/frameworks.ts';
import { problemOf } from '../setup/here.ts';
import { type RawResponse, request } from '../setup/raw.ts';
import { type Both, serveRoute } from '../setup/routed.ts';
import { hearWarnings } from '../setup/warnings.ts';

const JSON_FIELDS = { 'content-type': 'application/json' };

function both<S extends forExpress.Schemas>(
  schemas: S,
  options?: forExpress.ValidOptions,
): Both<forExpress.Parsed<S>> {
  return { express: forExpress.valid(schemas, options), koa: forKoa.valid(schemas, options) };
}

/** What a problem says of each fault, without its text. */
function placesOf(response: RawResponse): unknown {
  const { errors = [] } = problemOf(response) as { errors?: Record<string, unknown>[] };
  return errors.map(({ detail, code, limits, ...place }) => place);
}

// One request in five dialects: text of at least 3 characters, a number up to 100, a lower-case word, and a field.
const LIBRARIES: Readonly<Record<string, forExpress.Schemas & object>> = {
  'zod 4': {
    body: z.object({ note: z.object({ text: z.string().min(3) }) }),
    query: z.object({ limit: z.coerce.number().max(100) }),
    params: z.object({ id: z.string().regex(/^[a-z]+$/) }),
    headers: z.object({ 'X-Tenant': z.string() }),
  },
  'zod 3': {
    body: z3.object({ note: z3.object({ text: z3.string().min(3) }) }),
    query: z3.object({ limit: z3.coerce.number().max(100) }),
    params: z3.object({ id: z3.string().regex(/^[a-z]+$/) }),
    headers: z3.object({ 'X-Tenant': z3.string() }),
  },
  valibot: {
    body: v.object({ note: v.object({ text: v.pipe(v.string(), v.minLength(3)) }) }),
    query: v.object({ limit: v.pipe(v.string(), v.transform(Number), v.maxValue(100)) }),
    params: v.object({ id: v.pipe(v.string(), v.regex(/^[a-z]+$/)) }),
    headers: v.object({ 'X-Tenant': v.string() }),
  },
  'valibot, asynchronous': {
    body: v.objectAsync({ note: v.objectAsync({ text: v.pipeAsync(v.string(), v.minLength(3)) }) }),
    query: v.objectAsync({ limit: v.pipeAsync(v.string(), v.transform(Number), v.maxValue(100)) }),
    params: v.object({ id: v.pipe(v.string(), v.regex(/^[a-z]+$/)) }),
    headers: v.objectAsync({ 'X-Tenant': v.string() }),
  },
  arktype: {
    body: type({ note: { text: 'string >= 3' } }),
    query: type({ limit: type('string.numeric.parse').to('number <= 100') }),
    params: type({ id: '/^[a-z]+$/' }),
    headers: type({ 'X-Tenant': 'string' }),
  },
  joi: {
    body: Joi.object({ note: Joi.object({ text: Joi.string().min(3).required() }).required() }),
    query: Joi.object({ limit: Joi.number().max(100).required() }),
    params: Joi.object({ id: Joi.string().pattern(/^[a-z]+$/) }),
    headers: Joi.object({ 'X-Tenant': Joi.string().required() }).unknown(),
  },
};

describe.each(FRAMEWORKS)('%s: valid', (framework) => {
  describe.each(Object.entries(LIBRARIES))('with %s', (_library, schemas) => {
    it('passes the parsed values on, typed and converted', async () => {
      const { port } = await serveRoute(
        framework,
        'PUT /notes/:id',
        both(schemas),
        ({ body, query, params, headers }) => ({
          body,
          query,
          params,
          tenant: (headers as Record<string, string>)['X-Tenant'],
        }),
      );
      const fields = { ...JSON_FIELDS, 'x-TENANT': 'acme' };
      const response = await request(port, 'PUT', '/notes/abc?limit=7', fields, '{"note":{"text":"hello"}}');
      expect([response.status, JSON.parse(response.body)]).toEqual([
        200,
        { body: { note: { text: 'hello' } }, query: { limit: 7 }, params: { id: 'abc' }, tenant: 'acme' },
      ]);
    });

    it('lists the faults of all parts in one problem, each with its place', async () => {
      const { port } = await serveRoute(framework, 'PUT /notes/:id', both(schemas), () => 'not reached');
      const response = await request(port, 'PUT', '/notes/7?limit=101', JSON_FIELDS, '{"note":{"text":"x"}}');
      expect([response.status, placesOf(response)]).toEqual([
        400,
        [{ pointer: '#/note/text' }, { parameter: 'limit' }, { parameter: 'id' }, { header: 'X-Tenant' }],
      ]);
    });

    it('faults in the content alone are a 422', async () => {
      const { port } = await serveRoute(framework, 'PUT /notes/:id', both(schemas), () => 'not reached');
      const fields = { ...JSON_FIELDS, 'x-tenant': 'acme' };
      const response = await request(port, 'PUT', '/notes/abc?limit=7', fields, '{"note":{"text":"x"}}');
      expect([response.status, placesOf(response)]).toEqual([422, [{ pointer: '#/note/text' }]]);
    });
  });

  it.each([
    [400, 'body', '?n=1', '{}'],
    [422, 'query', '?n=x', '{"a":1}'],
  ] as const)('status: %i is for faults in %s as well', async (status, _part, query, body) => {
    const schemas = { body: z.object({ a: z.number() }), query: z.object({ n: z.coerce.number() }) };
    const { port } = await serveRoute(framework, 'POST /', both(schemas, { status }), () => 'not reached');
    await expect(await request(port, 'POST', `/${query}`, JSON_FIELDS, body)).toHaveStatus(status);
  });

  it('the request keeps what the client has sent, unless `replace` is set', async () => {
    const schemas = {
      body: z.object({ a: z.coerce.number() }),
      query: z.object({ n: z.coerce.number() }),
      params: z.object({ id: z.coerce.number() }),
      headers: z.object({ 'x-n': z.coerce.number() }),
    };
    for (const replace of [false, true]) {
      const { port } = await serveRoute(framework, 'POST /:id', both(schemas, { replace }), (_of, source) => {
        const { params, query } = source as { params: object; query: object };
        const { request: own = source } = source as { request?: object };
        const { body, headers } = own as { body: object; headers: Record<string, string> };
        return { body, query, params, n: headers['x-n'], accept: headers['accept'] };
      });
      const fields = { ...JSON_FIELDS, 'x-n': '4', accept: '*/*' };
      const response = await request(port, 'POST', '/3?n=2', fields, '{"a":"1"}');
      const [a, n, id] = replace ? [1, 2, 3] : ['1', '2', '3'];
      expect(JSON.parse(response.body)).toEqual({
        body: { a },
        query: { n },
        params: { id },
        n: '4',
        accept: '*/*',
      });
    }
  });

  it('a fault never points into content that is not there', async () => {
    const schemas = { body: z.object({ a: z.number() }), query: z.object({ n: z.coerce.number() }) };
    const { port } = await serveRoute(framework, 'POST /', both(schemas), () => 'not reached');
    const none = await request(port, 'POST', '/?n=1', JSON_FIELDS, '');
    expect([none.status, problemOf(none)['detail'], placesOf(none)]).toEqual([
      400,
      'The request has no content.',
      [],
    ]);
    const nothing = await request(port, 'POST', '/?n=x', {}, '');
    expect([nothing.status, placesOf(nothing)]).toEqual([400, [{ parameter: 'n' }]]);
  });

  it('content that no parser has read is a 415, and a warning for the developer', async () => {
    const warned = hearWarnings();
    const { port } = await serveRoute(framework, 'POST /', both({ body: z.object({}) }), () => 'not reached');
    const response = await request(port, 'POST', '/', { 'content-type': 'application/x-unknown' }, 'a=1');
    // Koa's parser leaves an empty object, which would satisfy the schema.
    expect([response.status, warned()]).toEqual([415, ['STATUSKIT_UNREAD_CONTENT']]);
  });

  it('optional content may be missing', async () => {
    const schemas = { body: z.object({ a: z.number() }).nullish() };
    const { port } = await serveRoute(framework, 'POST /', both(schemas), ({ body }) => ({
      body: body ?? 'none',
    }));
    const response = await request(port, 'POST', '/', {}, '');
    expect([response.status, response.body]).toEqual([200, '{"body":"none"}']);
  });

  it('what a schema throws is a 500', async () => {
    const schema = z.string().transform(() => {
      throw new RangeError('hunter2');
    });
    const seen: unknown[] = [];
    const schemas = { query: z.object({ q: schema }) };
    const { port } = await serveRoute(framework, 'GET /', both(schemas), () => 'not reached', {
      report: ({ thrown }) => void seen.push(String(thrown)),
    });
    const response = await request(port, 'GET', '/?q=1');
    expect([response.status, seen, response.body.includes('hunter2')]).toEqual([
      500,
      ['RangeError: hunter2'],
      false,
    ]);
  });

  it('of is for requests that came through', async () => {
    const seen: unknown[] = [];
    const other = forExpress.valid({ query: z.object({}) });
    const { port } = await serveRoute(
      framework,
      'GET /',
      both({ query: z.object({}) }),
      (_of, source) => other.of(source),
      {
        report: ({ thrown }) => void seen.push(String(thrown)),
      },
    );
    await expect(await request(port, 'GET', '/')).toHaveStatus(500);
    expect(seen).toEqual([expect.stringMatching(/^TypeError: of: expected a request/)]);
  });

  it('a great many faults are counted, and only some are listed', async () => {
    const schemas = { body: z.array(z.string()) };
    const { port } = await serveRoute(framework, 'POST /', both(schemas), () => 'not reached');
    const response = await request(port, 'POST', '/', JSON_FIELDS, JSON.stringify(new Array(5000).fill(0)));
    const { errors, more } = problemOf(response) as { errors: unknown[]; more: number };
    expect([response.status, errors.length, more]).toEqual([422, 100, 4900]);
  });
});

describe('valid: what is refused when it is made', () => {
  it.each<[string, unknown, unknown, RegExp]>([
    [
      'no schemas',
      undefined,
      undefined,
      /^schemas: expected \{ body, query, params, headers \}, got undefined$/,
    ],
    [
      'none of them',
      {},
      undefined,
      /^schemas: expected at least one of body, query, params and headers, got \{\}$/,
    ],
    [
      'one schema',
      z.object({}),
      undefined,
      /^schemas: expected \{ body, query, params, headers \}, got one schema; write \{ body: schema \}$/,
    ],
    [
      'an unknown part',
      { cookies: z.object({}) },
      undefined,
      /^schemas: expected body, query, params and headers only, got "cookies"$/,
    ],
    ['a shape', { body: { a: z.string() } }, undefined, /^body: expected a Standard Schema, such as/],
    ['a function', { query: () => true }, undefined, /^query: expected a Standard Schema, such as/],
    ['null', { headers: null }, undefined, /^headers: expected a Standard Schema, such as/],
    ['another status', { body: z.object({}) }, { status: 404 }, /^status: expected 400 or 422, got 404$/],
    [
      'a text for a flag',
      { body: z.object({}) },
      { replace: 'yes' },
      /^replace: expected a boolean, got "yes"$/,
    ],
  ])('%s', (_name, schemas, options, message) => {
    for (const make of [forExpress.valid, forKoa.valid] as ((a: unknown, b: unknown) => unknown)[]) {
      let thrown: unknown;
      try {
        make(schemas, options);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(TypeError);
      expect((thrown as Error).message).toMatch(message);
    }
  });
});
