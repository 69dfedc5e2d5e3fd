// Run by Jest 27 and 30 as a runner: the set-up file is @statuskit/testing/jest, and `expect` is the global one.
const { createServer, get } = require('http');
const express = require('express');
const Koa = require('koa');
const { errorHandler, handle, unmatched } = require('@statuskit/express');
const { lint } = require('@statuskit/testing');
const { Conflict, TooManyRequests } = require('@statuskit/core');

/** Sends a GET to a listener, and returns the response in the form of supertest. */
function ask(listener, path) {
  const server = createServer(listener);
  return new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      get({ port: server.address().port, host: '127.0.0.1', path, agent: false }, (response) => {
        const { statusCode: status, headers } = response;
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => server.close(() => resolve({ status, headers, text })));
      }).on('error', reject);
    });
  });
}

const app = express();
app.use(lint({ mode: 'throw', report() {} }));
app.get(
  '/note',
  handle((_req, res) => {
    res.set({ 'Cache-Control': 'max-age=60', ETag: '"v1"' });
    return { id: 7 };
  }),
);
app.get('/conflict', () => {
  throw new Conflict({ version: 3 }, { detail: 'It was changed meanwhile' });
});
app.get('/flood', () => {
  throw new TooManyRequests({ seconds: 30 });
});
app.get('/bare', (_req, res) => void res.status(401).type('text').send('log in'));
app.use(unmatched(), errorHandler({ report() {} }));

test('the matchers pass', async () => {
  const note = await ask(app, '/note');
  const conflict = await ask(app, '/conflict');
  await expect(note).toHaveStatus(200);
  await expect(note).toBeConformant({ method: 'GET' });
  await expect(note).toBeCacheableFor(60);
  await expect(note).toRevalidate({
    url: '/note',
    fetch: () => ({ status: 304, headers: note.headers, text: '' }),
  });
  await expect(conflict).toBeProblem(Conflict, {
    detail: expect.stringContaining('changed'),
    current: { version: 3 },
  });
  await expect(conflict).not.toHaveStatus(200);
  await expect(await ask(app, '/flood')).toBeRateLimited();
  await expect(await ask(app, '/nowhere')).toBeProblem(404);
});

test('a failure shows the response', async () => {
  const conflict = await ask(app, '/conflict');
  await expect(expect(conflict).toHaveStatus(201)).rejects.toThrow(
    /^expected the status 201 Created, got 409 Conflict\n[\s\S]*"version": 3/,
  );
  await expect(expect(conflict).not.toBeProblem(Conflict)).rejects.toThrow('expected the response not to');
});

test('lint replaces what breaks a MUST, on Express and on Koa', async () => {
  const koa = new Koa();
  koa.silent = true;
  koa.use(lint({ mode: 'throw', report() {} }));
  koa.use((ctx) => {
    ctx.status = 401;
    ctx.body = 'log in';
  });
  for (const listener of [app, koa.callback()])
    await expect(await ask(listener, '/bare')).toBeProblem(500, {
      findings: [expect.objectContaining({ rule: 'www-authenticate-on-401' })],
    });
});
