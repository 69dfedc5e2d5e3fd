// What holds for the built adapters under this runtime's `node:http`, by framework. Prints one line of JSON.
import { createServer } from 'node:http';
import Router from '@koa/router';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express from 'express';
import express4 from 'express4';
import Koa from 'koa';
import Koa2 from 'koa2';

const LIMIT = { policies: [{ name: 'one', quota: 1, windowSeconds: 60 }], key: () => 'all' };
const NOTE = { id: 7 };

function expressApp(create) {
  const app = create();
  app.get('/conflict', () => {
    throw new forExpress.Conflict(NOTE, { etag: '"v8"' });
  });
  app.get(
    '/late',
    forExpress.handle(async () => Promise.reject(new Error('secret'))),
  );
  app.get(
    '/made',
    forExpress.handle(() => forExpress.created('/notes/7', NOTE)),
  );
  app.get(
    '/note',
    forExpress.conditional(() => ({ etag: forExpress.etag.strong('v8') })),
    (_req, res) => res.json(NOTE),
  );
  app.get('/limited', forExpress.rateLimit(LIMIT), (_req, res) => res.json(NOTE));
  app.use(forExpress.unmatched());
  app.use(forExpress.errorHandler({ report() {} }));
  return app;
}

function koaApp(Application) {
  const app = new Application();
  app.silent = true;
  app.use(forKoa.errorHandler({ report() {} }));
  const router = new Router();
  router.get('/conflict', () => {
    throw new forKoa.Conflict(NOTE, { etag: '"v8"' });
  });
  router.get(
    '/late',
    forKoa.handle(async () => Promise.reject(new Error('secret'))),
  );
  router.get(
    '/made',
    forKoa.handle(() => forKoa.created('/notes/7', NOTE)),
  );
  router.get(
    '/note',
    forKoa.conditional(() => ({ etag: forKoa.etag.strong('v8') })),
    (ctx) => {
      ctx.body = NOTE;
    },
  );
  router.get('/limited', forKoa.rateLimit(LIMIT), (ctx) => {
    ctx.body = NOTE;
  });
  app.use(router.routes());
  app.use(forKoa.unmatched());
  return app.callback();
}

const field = (response, name) => response.headers.get(name);

// Each returns what was seen, and what it must be.
const CHECKS = {
  'a thrown error': async (url) => {
    const response = await fetch(`${url}/conflict`);
    const { current } = await response.json();
    return [
      [response.status, field(response, 'content-type'), field(response, 'etag'), current],
      [409, 'application/problem+json', '"v8"', NOTE],
    ];
  },
  'an unknown error, late': async (url) => {
    const response = await fetch(`${url}/late`);
    return [
      [response.status, (await response.text()).includes('secret')],
      [500, false],
    ];
  },
  'a result': async (url) => {
    const response = await fetch(`${url}/made`);
    return [
      [response.status, field(response, 'location'), await response.json()],
      [201, '/notes/7', NOTE],
    ];
  },
  'no route': async (url) => [[(await fetch(`${url}/none`)).status], [404]],
  'no such method': async (url) => {
    const response = await fetch(`${url}/note`, { method: 'PUT' });
    return [
      [response.status, field(response, 'allow')],
      [405, 'GET, HEAD'],
    ];
  },
  'a conditional request': async (url) => {
    const response = await fetch(`${url}/note`, { headers: { 'if-none-match': '"v8"' } });
    return [
      [response.status, field(response, 'etag'), await response.text()],
      [304, '"v8"', ''],
    ];
  },
  'a rate limit': async (url) => {
    const [first, second] = [await fetch(`${url}/limited`), await fetch(`${url}/limited`)];
    return [
      [first.status, second.status, Number(field(second, 'retry-after')) > 0],
      [200, 429, true],
    ];
  },
};

const APPS = {
  'Express 5': () => expressApp(express),
  'Express 4': () => expressApp(express4),
  'Koa 3': () => koaApp(Koa),
  'Koa 2': () => koaApp(Koa2),
};

const outcome = {};
for (const [name, create] of Object.entries(APPS)) {
  outcome[name] = { passed: 0, failed: [] };
  try {
    const server = createServer(create());
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${server.address().port}`;
    for (const [what, check] of Object.entries(CHECKS)) {
      try {
        const [seen, wanted] = (await check(url)).map((one) => JSON.stringify(one));
        if (seen !== wanted) throw new Error(`expected ${wanted}, got ${seen}`);
        outcome[name].passed += 1;
      } catch (error) {
        outcome[name].failed.push(`${what}: ${error}`);
      }
    }
    server.close();
  } catch (error) {
    outcome[name].failed.push(`does not start: ${error}`);
  }
}
console.log(JSON.stringify(outcome));
process.exit(0);
