// Must compile as it stands: a line that is accepted by mistake leaves its `@ts-expect-error` unused.

import {
  type BatchBody,
  batch,
  cursorQuery,
  encodeCursor,
  NotFound,
  page,
  pageQuery,
  type Result,
} from '@statuskit/core';
import { idempotency } from '@statuskit/core/idempotency';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express from 'express';
import express4 from 'express4';
import Koa from 'koa';
import Koa2 from 'koa2';

interface Airport {
  readonly code: string;
  readonly opened?: Date;
}

declare const airports: Airport[];
declare const query: ReturnType<typeof pageQuery>;

// A page is a 200 with its items, or with a body of its own.
export const list: Result<200, Airport[]> = page(airports, { url: '/a', page: 1, limit: 2 });
export const enveloped: Result<200, { items: Airport[]; total: number }> = page(airports, {
  url: new URL('https://api.example/a'),
  offset: 0,
  limit: 2,
  total: 5,
  body: { items: airports, total: 5 },
});
export const next: Result<200, Airport[]> = page(airports, { url: '/a', cursor: { next: 'x', prev: null } });
export const spread = page(airports, { ...query, total: 5 });
// @ts-expect-error where does it stand?
page(airports, { url: '/a', limit: 2 });
// @ts-expect-error of which list?
page(airports, { page: 1, limit: 2 });
// @ts-expect-error cursors do not know how many there are
page(airports, { url: '/a', cursor: null, total: 5 });
// @ts-expect-error a method has no JSON form
page([{ save() {} }], { url: '/a', cursor: null });
// @ts-expect-error a bigint has no JSON form
page([7n], { url: '/a', cursor: null });
// @ts-expect-error no list
page('airports', { url: '/a', cursor: null });

// A cursor is checked before it is used, and has the type that the check gives.
export const after: number | undefined = cursorQuery('/a', { parse: (position) => Number(position) }).cursor;
// @ts-expect-error what a client sends is not used unchecked
cursorQuery('/a', {});
// @ts-expect-error no JSON form
encodeCursor({ at: 7n });
// @ts-expect-error
pageQuery('/a', { by: 'cursor' });

// A batch is a 207, and a 200 only where that was asked for.
export const always: Promise<Result<207, BatchBody>> = batch(airports, ({ code }) => new NotFound(code));
export const mixed: Promise<Result<200 | 207, BatchBody>> = batch(airports, async (airport) => airport, {
  allOk: 200,
  concurrency: 4,
  id: ({ code }) => code,
  dependsOn: (_, index) => (index === 0 ? [] : index - 1),
});
// @ts-expect-error a 200 is possible
export const never: Promise<Result<207, BatchBody>> = batch(airports, () => null, { allOk: 200 });
// @ts-expect-error
batch(airports, () => null, { allOk: 201 });
// @ts-expect-error
batch(airports, () => null, { onError: 'skip' });
// @ts-expect-error the items are airports
batch(airports, (item: { readonly id: number }) => item.id);

// Who calls must be said.
idempotency({ scope: 'shared' });
// @ts-expect-error
idempotency({});
// @ts-expect-error
idempotency({ scope: 'user' });
// @ts-expect-error may be undefined: those without a name must have one too
forExpress.idempotent({ scope: (req) => req.get('Authorization') });
// @ts-expect-error
forKoa.idempotent({ scope: (ctx) => ctx.state['user'], onStoreError: 'ignore' });

// The callbacks know the request or the context of the framework, and the middleware fits all four.
const forRequests = forExpress.idempotent({ scope: (req) => req.ip ?? '', fingerprint: (req) => req.body });
const forContexts = forKoa.idempotent({ scope: (ctx) => ctx.ip, keep: (status) => status < 500 });
express().post('/a/:id', forRequests, (req) => req.params.id);
express4().post('/a/:id', forRequests, (req) => req.params.id);
new Koa().use(forContexts);
new Koa2().use(forContexts);
