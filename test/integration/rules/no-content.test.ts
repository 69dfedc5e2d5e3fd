import Joi from 'joi';
import { describe, expect, it } from 'vitest';
import * as yup from 'yup';
import { z } from 'zod';
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
});
