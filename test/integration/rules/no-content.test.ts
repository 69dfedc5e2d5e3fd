import { type } from 'arktype';
import Joi from 'joi';
import { assert, object, string } from 'superstruct';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import * as yup from 'yup';
import { z } from 'zod';
import { z as z3 } from 'zod/v3';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { problemOf, serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

// What a parser leaves of a request without content, or the answer of another server: nothing tells them apart.
const VALUE = { name: 'tok_live_9f8e7d' };

const VALIDATORS = {
  zod: () => z.object({ name: z.literal('ours') }).parse(VALUE),
  joi: () => Joi.attempt(VALUE, Joi.object({ name: Joi.valid('ours') })),
  yup: () => yup.object({ name: yup.string().oneOf(['ours']) }).validate(VALUE),
};

// What a handler of `PUT /notes/:id` validates if there is no content: `undefined`, or the parts together. The first answer was
// `parameter: ""`, since a route with a parameter has input, and a path without a name was taken for all parameters.
const BODY = { text: z.string() };
const PARTS = { body: undefined, params: { id: '7' } };
const MISSING: Readonly<Record<string, () => unknown>> = {
  zod: () => z.object(BODY).parse(undefined),
  'zod over parts': () =>
    z.object({ body: z.object(BODY), params: z.object({ id: z.string() }) }).parse(PARTS),
  'zod, a list': () => z.array(z.string()).parse(undefined),
  'zod 3': () => z3.object({ text: z3.string() }).parse(undefined),
  valibot: () => v.parse(v.object({ text: v.string() }), undefined),
  'valibot over parts': () => v.parse(v.object({ body: v.object({ text: v.string() }) }), PARTS),
  arktype: () => type({ text: 'string' }).assert(undefined),
  joi: () => Joi.attempt(undefined, Joi.object({ text: Joi.string() }).required()),
  'joi over parts': () =>
    Joi.attempt(PARTS, Joi.object({ body: Joi.object().required(), params: Joi.object() })),
  yup: () => yup.object({ text: yup.string() }).default(undefined).required().validate(undefined),
  superstruct: () => assert(undefined, object({ text: string() })),
};
// The faults stay those of the validator if they are about something else.
const PRESENT: Readonly<Record<string, () => unknown>> = {
  'a parameter on its own': () => z.uuid().parse('7'),
  'a parameter among the parts': () =>
    z.object({ body: z.object(BODY), params: z.object({ id: z.uuid() }) }).parse(PARTS),
};

describe.each(FRAMEWORKS)('%s', (framework) => {
  it.each(Object.entries(VALIDATORS))('%s refuses a request without content', async (_name, validate) => {
    const serve = (validation?: 400) =>
      serveHere(
        framework,
        { 'POST /': validate, 'PATCH /': validate, 'GET /': validate, 'DELETE /': validate },
        {
          errors: { report() {}, ...(validation !== undefined && { validation }) },
        },
      );
    const [{ port }, { port: with400 }] = [await serve(), await serve(400)];
    for (const method of ['POST', 'PATCH']) {
      const answer = await request(port, method, '/');
      expect(problemOf(answer)).toEqual({
        type: 'about:blank',
        title: 'Unprocessable Content',
        status: 422,
        detail: 'The request has no content.',
      });
    }
    expect((await request(with400, 'POST', '/')).status).toBe(400);
    // With a query it can be about the query.
    expect(problemOf(await request(port, 'POST', '/?name=x'))).toMatchObject({
      status: 422,
      errors: [expect.anything()],
    });
    for (const method of ['GET', 'DELETE']) {
      const { status, body } = await request(port, method, '/');
      expect([status, body.includes('tok_live')]).toEqual([500, false]);
    }
  });

  it('a route with a parameter: the content is missing, or something else is wrong', async () => {
    const route = (run: () => unknown, at: number) => [`PUT /${at}/:id`, run] as const;
    const runs = [...Object.values(MISSING), ...Object.values(PRESENT)];
    const { port } = await serveHere(framework, Object.fromEntries(runs.map(route)), {
      errors: { report() {} },
    });
    const found: Record<string, unknown> = {};
    for (const [at, name] of [...Object.keys(MISSING), ...Object.keys(PRESENT)].entries()) {
      const { status, detail, errors } = problemOf(await request(port, 'PUT', `/${at}/7`));
      found[name] = errors === undefined ? [status, detail] : [status, errors];
    }
    expect(found).toEqual({
      ...Object.fromEntries(Object.keys(MISSING).map((name) => [name, [422, 'The request has no content.']])),
      'a parameter on its own': [422, [expect.objectContaining({ parameter: '' })]],
      'a parameter among the parts': [
        422,
        [expect.objectContaining({ pointer: '#' }), expect.objectContaining({ parameter: 'id' })],
      ],
    });
    // With content, its root is meant.
    const sent = await request(port, 'PUT', '/0/7', { 'content-type': 'text/plain' }, 'x');
    expect(problemOf(sent)).toMatchObject({ status: 422, errors: [{ pointer: '#' }] });
  });
});
