import cors from '@koa/cors';
import { Conflict, NotFound, TooManyRequests } from '@statuskit/core';
import { errorHandler, handle, unmatched } from '@statuskit/koa';
import type { Express, NextFunction, Request, Response } from 'express';
import createError from 'http-errors';
import type Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, KOA, type Routes } from '../setup/frameworks.ts';
import { listenHere, problemOf, serveHere } from '../setup/here.ts';
import { request } from '../setup/raw.ts';

const ORIGIN = 'https://app.example';
const EXPECTED = {
  'access-control-allow-origin': [ORIGIN],
  'access-control-allow-credentials': ['true'],
  'access-control-expose-headers': ['Retry-After,ETag'],
};

function expressCors(app: Express): void {
  app.use((request: Request, response: Response, next: NextFunction) => {
    response.vary('Origin');
    response.set({
      'Access-Control-Allow-Origin': request.get('Origin') ?? '*',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'Retry-After,ETag',
    });
    next();
  });
}

// It sets the fields on the response, and assigns `headers` of what was thrown, in mixed case.
function koaCors(app: Koa): void {
  app.use(
    cors({ origin: (ctx) => ctx.get('Origin'), credentials: true, exposeHeaders: ['Retry-After', 'ETag'] }),
  );
}

const ROUTES: Routes = {
  'GET /ours': () => {
    throw new TooManyRequests({ seconds: 9 });
  },
  'GET /state': () => {
    throw new Conflict({ id: 7 }, { etag: '"v2"', headers: { Vary: 'Cookie' } });
  },
  'GET /theirs': () => {
    throw createError(429, 'slow down', { headers: { 'Retry-After': '9' } });
  },
  'GET /unknown': () => {
    throw new Error('pg-7 is down');
  },
  'GET /rejected': () => Promise.reject(new NotFound()),
};

const CASES = [
  ['/ours', 429, 'Origin, Accept', { 'retry-after': ['9'] }],
  ['/state', 409, 'Origin, Cookie, Accept', { etag: ['"v2"'] }],
  ['/theirs', 429, 'Origin, Accept', { 'retry-after': ['9'] }],
  ['/unknown', 500, 'Origin, Accept', {}],
  ['/rejected', 404, 'Origin, Accept', {}],
  ['/none', 404, 'Origin, Accept', {}],
] as const;

describe.each(FRAMEWORKS)('%s: a script of another origin can read an error', (framework) => {
  it.each(CASES)('GET %s', async (path, status, vary, fields) => {
    const { port } = await serveHere(framework, ROUTES, { express: expressCors, koa: koaCors });
    const response = await request(port, 'GET', path, { origin: ORIGIN });
    await expect(response).toHaveStatus(status);
    expect(problemOf(response)['status']).toBe(status);
    expect(response.fields).toMatchObject({ ...EXPECTED, ...fields });
    expect(response.fields['vary']?.join().split(', ').sort()).toEqual(vary.split(', ').sort());
    expect(response.fields['cache-control']).toEqual(['no-store']);
  });

  it('POST to what has only GET: 405 with Allow', async () => {
    const { port } = await serveHere(framework, ROUTES, { express: expressCors, koa: koaCors });
    const response = await request(port, 'POST', '/ours', { origin: ORIGIN });
    await expect(response).toHaveStatus(405);
    expect(response.fields).toMatchObject({ ...EXPECTED, allow: ['GET, HEAD'] });
  });
});

describe.each(['koa2', 'koa3'] as const)('%s: @koa/cors elsewhere', (major) => {
  it.each(['outside', 'inside'])('%s of errorHandler', async (place) => {
    const app = new KOA[major]();
    app.silent = true;
    if (place === 'outside') koaCors(app);
    app.use(errorHandler({ report() {} }));
    if (place === 'inside') koaCors(app);
    app.use(
      handle(() => {
        throw Object.freeze(new Error('frozen'));
      }) as Koa.Middleware,
    );
    const { port } = await listenHere(app.callback());
    const response = await request(port, 'GET', '/', { origin: ORIGIN });
    // Assigning to a frozen error throws another one: an opaque 500 either way.
    await expect(response).toHaveStatus(500);
    expect(response.fields).toMatchObject(EXPECTED);
  });

  it('without errorHandler the assigned fields reach the wire beside ours', async () => {
    const app = new KOA[major]();
    app.silent = true;
    koaCors(app);
    app.use(unmatched());
    app.use(() => {
      throw new TooManyRequests({ seconds: 9 });
    });
    const { port } = await listenHere(app.callback());
    const response = await request(port, 'GET', '/', { origin: ORIGIN });
    await expect(response).toBeRateLimited();
    expect(response.fields).toMatchObject({ ...EXPECTED, 'retry-after': ['9'] });
  });
});
