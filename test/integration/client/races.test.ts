// Two clients change the same resource at the same time, over sockets, against the guard of every framework.
import type { IncomingMessage } from 'node:http';
import { createFetch, update } from '@statuskit/client';
import { PreconditionFailed } from '@statuskit/core';
import { etag, type Loaded } from '@statuskit/core/conditional';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { type Exchange, FRAMEWORKS, type Framework } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';

interface Item {
  readonly stock: number;
  readonly by?: Readonly<Record<string, number>>;
}

interface Stored {
  readonly item: Item;
  readonly version: number;
}

const bodies = new WeakMap<IncomingMessage, Item>();

async function readBody(request: IncomingMessage): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  if (text !== '') bodies.set(request, JSON.parse(text) as Item);
}

/** Items by path. `shows` is whether a 412 has the current state. */
async function shop(framework: Framework, shows: boolean) {
  const items = new Map<string, Stored>();
  const statuses: number[] = [];
  const FIRST: Stored = { item: { stock: 10 }, version: 1 };
  const stored = (path: string): Stored => items.get(path) ?? FIRST;
  const load = (path: string): Loaded => {
    const { item, version } = stored(path);
    return { etag: etag.strong(version), state: item };
  };
  const express = forExpress.conditional((req) => load(req.path), { require: true, showState: shows });
  const koa = forKoa.conditional((ctx) => load(ctx.path), { require: true, showState: shows });

  async function write({ request, set, express: own, koa: context }: Exchange): Promise<Item> {
    const path = request.url ?? '';
    const seen = own === undefined ? koa.passed(context as object) : express.passed(own.req);
    // A database takes its time; the row is written only if it is still the one that the guard has seen.
    await new Promise((resolve) => setImmediate(resolve));
    const { item, version } = stored(path);
    if (item !== seen.state) {
      throw shows ? new PreconditionFailed(item, { etag: etag.strong(version) }) : new PreconditionFailed();
    }
    const body = bodies.get(request) as Item;
    const next = request.method === 'PUT' ? body : { ...item, ...body, by: { ...item.by, ...body.by } };
    items.set(path, { item: next, version: version + 1 });
    set('ETag', etag.strong(version + 1));
    return next;
  }

  const { port } = await serveHere(
    framework,
    {
      'GET /items/:id': ({ request }) => stored(request.url ?? '').item,
      'PUT /items/:id': write,
      'PATCH /items/:id': write,
    },
    {
      errors: { report: ({ error }: forExpress.Report) => void statuses.push(error.status) },
      express: (app) => {
        app.use((req, _res, next) => void readBody(req).then(() => next(), next));
        app.use(express);
      },
      koa: (app) => {
        app.use(async (ctx, next) => {
          await readBody(ctx.req);
          await next();
        });
        app.use(koa as never);
      },
    },
  );
  return { url: `http://127.0.0.1:${port}/items`, stored, statuses };
}

const api = createFetch();
// 112 of them with four frameworks.
const RACES = 7;

describe.each(FRAMEWORKS)('%s: races of two writers', (framework) => {
  it.each([
    ['PUT', true],
    ['PUT', false],
    ['PATCH', true],
    ['PATCH', false],
  ] as const)('lose no update: %s, and a 412 that shows the state: %s', async (method, shows) => {
    const { url, stored, statuses } = await shop(framework, shows);
    const sell = (name: string, race: number) => (item: Item) => {
      const change = { stock: item.stock - 1, by: { [name]: race } };
      return method === 'PATCH' ? change : { ...item, ...change, by: { ...item.by, ...change.by } };
    };
    await Promise.all(
      Array.from({ length: RACES }, async (_, race) => {
        const writers = ['a', 'b'].map((name) =>
          update<Item>(`${url}/${race}`, sell(name, race), { fetch: api, method }),
        );
        const done = await Promise.all(writers);
        expect(stored(`/items/${race}`)).toEqual({
          item: { stock: 8, by: { a: race, b: race } },
          version: 3,
        });
        expect(done.map(({ attempts }) => attempts).sort()).toEqual([1, 2]);
        expect(done.map((one) => one.etag).sort()).toEqual(['"2"', '"3"']);
        expect(done.map(({ state }) => state.stock).sort()).toEqual([8, 9]);
      }),
    );
    // Each race had a loser, so that the conditions were needed.
    expect(statuses).toEqual(Array(RACES).fill(412));
  });
});
