// Parsed values have the types of their schemas, whatever the library.

import Router from '@koa/router';
import { check, type StandardSchema } from '@statuskit/core/validation';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { type } from 'arktype';
import express from 'express';
import express4 from 'express4';
import Joi from 'joi';
import Koa from 'koa';
import Koa2 from 'koa2';
import * as v from 'valibot';
import { z } from 'zod';
import { z as z3 } from 'zod/v3';

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_same: Same<A, B>): void {}

const body = z.object({ text: z.string().min(3) });
const query = z.object({ limit: z.coerce.number() });

const one = check(body, {});
same<typeof one, { text: string }>(true);
const two = check(z3.object({ limit: z3.coerce.number() }), {}, { in: 'query' });
same<typeof two, { limit: number }>(true);
const three = check(
  v.object({ limit: v.pipe(v.string(), v.transform(Number)) }),
  {},
  { in: 'query', status: 422 },
);
same<typeof three, { limit: number }>(true);
const four = check(type({ limit: 'number' }), {}, { in: 'params' });
same<typeof four.limit, number>(true);
check(Joi.object({ limit: Joi.number() }), {}, { in: 'headers' });
const late = check(v.objectAsync({ limit: v.number() }), {});
same<typeof late, Promise<{ limit: number }>>(true);
declare const promised: {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'own';
    readonly validate: (value: unknown) => Promise<{ readonly value: { readonly id: number } }>;
  };
};
const later = check(promised, {});
same<typeof later, Promise<{ readonly id: number }>>(true);
const some: StandardSchema<string> = z.string();
const text: string = check(some, '');
void text;
// @ts-expect-error a shape is no schema
check({ text: z.string() }, {});
// @ts-expect-error no such part
check(body, {}, { in: 'cookies' });
// @ts-expect-error no status of a validation
check(body, {}, { status: 404 });

const input = forExpress.valid({ body, query, params: z.object({ id: z.coerce.number() }) });
const context = forKoa.valid({ body, headers: z.object({ 'X-Tenant': z.string() }) }, { replace: true });
const app5 = express();
const app4 = express4();
for (const app of [app5, express.Router()]) {
  app.put(
    '/:id',
    input,
    forExpress.handle((req) => {
      const parsed = input.of(req);
      same<typeof parsed.body, { text: string }>(true);
      same<typeof parsed.query, { limit: number }>(true);
      same<typeof parsed.params.id, number>(true);
      // @ts-expect-error no schema for headers
      parsed.headers;
      return parsed;
    }),
  );
}
app4.put('/:id', input, (req, res) => void res.json(input.of(req).query.limit + 1));
// A handler behind it keeps the parameters that Express reads from the path.
app5.put('/:id', input, (req, res) => {
  const { id }: { id: string } = req.params;
  res.json({ id });
});
const router = new Router();
router.put(
  '/:id',
  context,
  forKoa.handle((ctx) => context.of(ctx).headers['X-Tenant'].length + context.of(ctx).body.text.length),
);
new Koa().use(context);
new Koa2().use(context);
// @ts-expect-error no such part
forExpress.valid({ cookies: body });
// @ts-expect-error a shape is no schema
forKoa.valid({ body: { text: z.string() } });

// What a client accepts.
const format = forExpress.requireAcceptable('application/json', 'text/csv');
app5.get(
  '/',
  format,
  forExpress.handle((req) => {
    same<ReturnType<typeof format.of>, 'application/json' | 'text/csv'>(true);
    // @ts-expect-error not among the types
    return format.of(req) === 'text/html';
  }),
);
app4.get('/', format);
const koaFormat = forKoa.requireAcceptable('application/json');
router.get('/', koaFormat);
new Koa2().use(koaFormat);
