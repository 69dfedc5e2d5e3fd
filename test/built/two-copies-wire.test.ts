import Router from '@koa/router';
import { describe, expect, it } from 'vitest';
import { CREATE_EXPRESS, FRAMEWORKS, type Framework, KOA, listen } from '../setup/frameworks.ts';
import { ANY_405 } from '../setup/linted.ts';
import { type RawResponse, request } from '../setup/raw.ts';
import { CJS, type Copy, type Core, ESM } from './installed.ts';

interface Case {
  readonly make: (core: Core) => unknown;
  readonly status: number;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly members: Readonly<Record<string, unknown>>;
}

const UUID = 'urn:uuid:00000000-0000-4000-8000-000000000000';
const CASES: Readonly<Record<string, Case>> = {
  'not-found': {
    make: (core) => new core.NotFound('No airport has this code'),
    status: 404,
    fields: {},
    members: { title: 'Not Found', detail: 'No airport has this code' },
  },
  unauthorized: {
    make: (core) =>
      new core.Unauthorized([
        { scheme: 'Bearer', params: { realm: 'api' } },
        { scheme: 'Basic', params: { realm: 'api' } },
      ]),
    status: 401,
    fields: { 'www-authenticate': ['Bearer realm="api"', 'Basic realm="api"'] },
    members: { title: 'Unauthorized' },
  },
  conflict: {
    make: (core) => new core.Conflict({ id: 7, changed: new Date(0) }, { etag: '"v7"' }),
    status: 409,
    fields: { etag: ['"v7"'] },
    members: { title: 'Conflict', current: { id: 7, changed: '1970-01-01T00:00:00.000Z' } },
  },
  method: {
    make: (core) => new core.MethodNotAllowed(['PUT', 'GET']),
    status: 405,
    fields: { allow: ['GET, PUT'] },
    members: { title: 'Method Not Allowed' },
  },
  unavailable: {
    make: (core) => new core.ServiceUnavailable({ seconds: 30 }, { log: 'pg-7 is down', instance: UUID }),
    status: 503,
    fields: { 'retry-after': ['30'] },
    members: { title: 'Service Unavailable', instance: UUID, retryAfter: 30 },
  },
  internal: {
    make: (core) =>
      new core.InternalServerError({ log: 'pg-7 is down', detail: 'pg-7 is down', instance: UUID }),
    status: 500,
    fields: {},
    members: { title: 'Internal Server Error', instance: UUID },
  },
  subclass: {
    make: (core) => new (class OutOfStock extends core.NotFound {})({ extensions: { sku: 'A-1' } }),
    status: 404,
    fields: {},
    members: { title: 'Not Found', sku: 'A-1' },
  },
};

function listener(framework: Framework, adapter: Copy, core: Core): unknown {
  if (framework === 'express4' || framework === 'express5') {
    const { errorHandler, handle, unmatched } = adapter.express;
    const app = CREATE_EXPRESS[framework]();
    app.disable('x-powered-by');
    for (const [name, { make }] of Object.entries(CASES))
      app.get(
        `/${name}`,
        handle(() => make(core)),
      );
    return app.use(unmatched(), errorHandler({ report() {} }));
  }
  const { errorHandler, handle, unmatched } = adapter.koa;
  const app = new KOA[framework]();
  app.silent = true;
  const router = new Router();
  for (const [name, { make }] of Object.entries(CASES)) {
    router.get(
      `/${name}`,
      handle(() => {
        throw make(core);
      }),
    );
  }
  app
    .use(errorHandler({ report() {} }))
    .use(router.routes())
    .use(unmatched());
  return app.callback();
}

function expectAnswer(response: RawResponse, { status, fields, members }: Case): void {
  expect(response.status).toBe(status);
  expect(response.fields).toMatchObject({
    'content-type': ['application/problem+json'],
    'cache-control': ['no-store'],
    'x-content-type-options': ['nosniff'],
    ...fields,
  });
  expect(JSON.parse(response.body)).toEqual({ type: 'about:blank', status, ...members });
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  it.each([
    ['ESM', 'CommonJS', ESM, CJS.core],
    ['CommonJS', 'ESM', CJS, ESM.core],
    ['CommonJS', 'CommonJS', CJS, CJS.core],
  ] as const)(
    'the adapter of the %s copy answers errors of the %s copy as its own',
    async (_adapter, _core, adapter, core) => {
      const server = await listen(listener(framework, adapter, core), ANY_405);
      try {
        for (const [name, one] of Object.entries(CASES)) {
          expectAnswer(await request(server.port, 'GET', `/${name}`), one);
        }
      } finally {
        await server.close();
      }
    },
  );
});
