// Run by Jest 26, 27 and 30 in a project that has the packed packages: CommonJS, no transform, an environment that hides most of the
// globals of Node.
const { createServer, get } = require('http');
const { join } = require('path');
const express = require('express');
const Koa = require('koa');
const forExpress = require('@statuskit/express');
const forKoa = require('@statuskit/koa');
const { MemoryStore } = require('@statuskit/core/rate-limit');
const { NotFound } = require('@statuskit/core');
const createError = require('@statuskit/core/http-errors');

/** Sends a request to a listener, and returns the response with its content. */
function ask(listener, path) {
  const server = createServer(listener);
  return new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      get({ port: server.address().port, host: '127.0.0.1', path, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => server.close(() => resolve({ response, text })));
      }).on('error', reject);
    });
  });
}

const policies = [{ name: 'hourly', quota: 9, windowSeconds: 3600 }];

function expressApp() {
  const app = express();
  app.use(forExpress.rateLimit({ policies, store: new MemoryStore() }));
  app.get('/missing', () => {
    throw new NotFound('No such note');
  });
  app.get('/broken', () => {
    throw new Error('hunter2');
  });
  app.get(
    '/file',
    forExpress.handle((req) => forExpress.sendFile(req, join(__dirname, 'file.txt'))),
  );
  app.use(forExpress.unmatched());
  app.use(forExpress.errorHandler({ report() {} }));
  return app;
}

function koaApp() {
  const app = new Koa();
  const file = forKoa.handle((ctx) => forKoa.sendFile(ctx, join(__dirname, 'file.txt')));
  app.use(forKoa.errorHandler({ report() {} }));
  app.use(forKoa.unmatched());
  app.use(forKoa.rateLimit({ policies }));
  app.use((ctx, next) => {
    if (ctx.path === '/missing') throw new NotFound('No such note');
    if (ctx.path === '/broken') throw new Error('hunter2');
    return ctx.path === '/file' ? file(ctx, next) : next();
  });
  return app.callback();
}

test.each(ENTRIES)('%s is found', (entry) => {
  const type = typeof require(entry);
  expect(['function', 'object']).toContain(type);
});

describe.each([
  ['Express', expressApp],
  ['Koa', koaApp],
])('%s', (_name, app) => {
  test('a thrown error is a problem document', async () => {
    const { response, text } = await ask(app(), '/missing');
    expect(response.statusCode).toBe(404);
    expect(JSON.parse(text).detail).toBe('No such note');
    expect(response.headers.ratelimit).toMatch(/^"hourly";r=8;t=\d+$/);
  });

  test('a 500 has an instance', async () => {
    const { response, text } = await ask(app(), '/broken');
    expect(response.statusCode).toBe(500);
    expect(JSON.parse(text).instance).toMatch(/^urn:uuid:/);
  });

  test('what has no route is a 404', async () => {
    expect((await ask(app(), '/nothing')).response.statusCode).toBe(404);
  });

  test('a file is sent', async () => {
    const { response, text } = await ask(app(), '/file');
    expect([response.statusCode, text]).toEqual([200, 'hello']);
  });
});

test('all entries share the classes', () => {
  expect(forExpress.NotFound).toBe(NotFound);
  expect(forKoa.NotFound).toBe(NotFound);
  expect(createError(404)).toBeInstanceOf(NotFound);
});
