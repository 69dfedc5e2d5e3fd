import { errorHandler, handle, type UnmatchedOptions, unmatched } from '@statuskit/express';
import type { Express, IRouter, NextFunction, Request, RequestHandler, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { CREATE_EXPRESS } from '../../../test/setup/frameworks.ts';
import { listenHere, problemOf } from '../../../test/setup/here.ts';
import { parseResponse, type RawResponse, request, talk } from '../../../test/setup/raw.ts';

const MAJORS = ['express4', 'express5'] as const;

interface Kit {
  readonly app: Express;
  readonly router: (options?: {
    caseSensitive?: boolean;
    strict?: boolean;
    mergeParams?: boolean;
  }) => IRouter;
  readonly express: () => Express;
}

/** `METHOD target`, the status, and the value of Allow. */
type Asked = readonly [request: string, status: number, allow?: string];

interface Case {
  readonly name: string;
  readonly routes: (kit: Kit) => UnmatchedOptions | undefined;
  readonly asked: readonly Asked[];
}

const ok: RequestHandler = (_request, response) => void response.end('ok');
const pass: RequestHandler = (_request, _response, next) => next();

const READS = 'GET, HEAD';

const CASES: readonly Case[] = [
  {
    name: 'a guard for every method that has called next is no answer',
    routes: ({ app }) => {
      app.all(/^\/api\//, pass);
      app.route('/api/b').all(pass).get(ok);
      app.get('/api/a', ok);
      app.put('/api/a', ok);
    },
    asked: [
      ['DELETE /api/a', 405, 'GET, HEAD, PUT'],
      ['OPTIONS /api/a', 204, 'GET, HEAD, PUT'],
      ['POST /api/b', 405, READS],
      ['GET /api/c', 404],
      ['DELETE /api/c', 404],
      ['OPTIONS /api/c', 404],
    ],
  },
  {
    name: 'OPTIONS for all paths makes no resource of any',
    routes: ({ app }) => {
      app.options(/.*/, pass);
      app.get('/a', ok);
    },
    asked: [
      ['GET /nowhere', 404],
      ['DELETE /nowhere', 404],
      ['OPTIONS /nowhere', 404],
      ['DELETE /a', 405, 'GET, HEAD, OPTIONS'],
      // A preflight that CORS middleware passes on must not fail: browsers take only a 2xx.
      ['OPTIONS /a', 204, 'GET, HEAD, OPTIONS'],
    ],
  },
  {
    name: 'one route',
    routes: ({ app }) => void app.get('/a', ok),
    asked: [
      ['GET /a', 200],
      ['HEAD /a', 200],
      ['POST /a', 405, READS],
      ['GET /b', 404],
      ['POST /b', 404],
      ['GET /a/b', 404],
      ['GET /a?x=/b', 200],
      ['DELETE /a?x=1', 405, READS],
    ],
  },
  {
    name: 'several methods, in one order, each once',
    routes: ({ app }) => {
      app.delete('/a', ok);
      app.put('/a', ok);
      app.options('/other', ok);
      app.post('/a', ok);
      app.route('/a').get(ok).patch(ok);
      app.get('/a', ok);
    },
    asked: [
      ['PURGE /a', 501],
      ['TRACE /a', 405, 'GET, HEAD, POST, PUT, PATCH, DELETE'],
    ],
  },
  {
    name: 'a parameter in the path',
    routes: ({ app }) => {
      app.get('/notes/:id', ok);
      app.put('/notes/:id/text', ok);
    },
    asked: [
      ['POST /notes/7', 405, READS],
      ['GET /notes/7/text', 405, 'PUT'],
      ['GET /notes', 404],
      ['POST /notes/%C3%A4%2F', 405, READS],
    ],
  },
  {
    name: 'routes of several patterns meet in one target',
    routes: ({ app }) => {
      app.get('/notes/:id', ok);
      app.post('/notes/new', ok);
      app.delete(/^\/notes\/[a-z]+$/, ok);
    },
    asked: [
      ['PUT /notes/new', 405, 'GET, HEAD, POST, DELETE'],
      ['PUT /notes/7', 405, READS],
    ],
  },
  {
    name: 'a list of paths',
    routes: ({ app }) => void app.get(['/a', '/b/:id', /^\/c\d$/], ok),
    asked: [
      ['POST /a', 405, READS],
      ['POST /b/1', 405, READS],
      ['POST /c1', 405, READS],
      ['POST /cc', 404],
    ],
  },
  {
    name: 'a mounted router',
    routes: ({ app, router }) => {
      const notes = router();
      notes.get('/', ok);
      notes.put('/:id', ok);
      app.use('/notes', notes);
    },
    asked: [
      ['POST /notes', 405, READS],
      ['POST /notes/', 405, READS],
      ['GET /notes/7', 405, 'PUT'],
      ['GET /notesx', 404],
      ['POST /notesx', 404],
      ['PUT /7', 404],
    ],
  },
  {
    name: 'routers in routers, with a parameter in the mount path',
    routes: ({ app, router }) => {
      const lines = router({ mergeParams: true });
      lines.delete('/:line', ok);
      const notes = router();
      notes.use('/:id/lines', lines);
      notes.get('/:id', ok);
      app.use('/v1', router().use('/notes', notes));
    },
    asked: [
      ['GET /v1/notes/7/lines/3', 405, 'DELETE'],
      ['PUT /v1/notes/7', 405, READS],
      ['PUT /v1/notes', 404],
      ['DELETE /v1/notes/7/lines', 404],
    ],
  },
  {
    name: 'a router at several mount paths',
    routes: ({ app, router }) => {
      const api = router();
      api.post('/things', ok);
      app.use(['/v1', '/v2', /^\/v[34]/], api);
    },
    asked: [
      ['GET /v1/things', 405, 'POST'],
      ['GET /v2/things', 405, 'POST'],
      ['GET /v4/things', 405, 'POST'],
      ['GET /v5/things', 404],
    ],
  },
  {
    name: 'two routers at one mount path',
    routes: ({ app, router }) => {
      app.use('/api', router().get('/a', ok) as IRouter);
      app.use('/api', router().delete('/a', ok) as IRouter);
    },
    asked: [['POST /api/a', 405, 'GET, HEAD, DELETE']],
  },
  {
    name: 'a router without a mount path',
    routes: ({ app, router }) => void app.use(pass, router().get('/a', ok) as IRouter),
    asked: [
      ['POST /a', 405, READS],
      ['POST /', 404],
    ],
  },
  {
    name: 'several handlers in one layer, and middleware that is no route',
    routes: ({ app }) => {
      app.use(pass);
      app.use('/a', pass);
      app.get('/a', pass, [pass, ok]);
    },
    asked: [
      ['GET /a', 200],
      ['PUT /a', 405, READS],
    ],
  },
  {
    name: 'all',
    routes: ({ app }) => {
      app.all('/any', pass);
      app.all('/guarded', pass);
      app.route('/only').all(pass);
    },
    asked: [
      ['GET /any', 404],
      ['PURGE /any', 404],
      ['DELETE /only', 404],
    ],
  },
  {
    name: 'a handler that passes on',
    routes: ({ app }) => {
      app.get('/a', pass);
      app.post('/a', ok);
      app.get('/b', (_request, _response, next) => next('route'));
    },
    asked: [
      ['GET /a', 404],
      ['HEAD /a', 404],
      ['PUT /a', 405, 'GET, HEAD, POST'],
      ['GET /b', 404],
    ],
  },
  {
    name: 'the case of a path',
    routes: ({ app, router }) => {
      app.get('/Lower', ok);
      app.use('/Strict', router({ caseSensitive: true }).get('/A', ok) as IRouter);
    },
    asked: [
      ['POST /lower', 405, READS],
      ['POST /strict/A', 405, READS],
      ['POST /strict/a', 404],
    ],
  },
  {
    name: 'an application that is case sensitive and strict',
    routes: ({ app }) => {
      app.enable('case sensitive routing').enable('strict routing');
      app.get('/A', ok);
      app.get('/b/', ok);
    },
    asked: [
      ['POST /A', 405, READS],
      ['POST /a', 404],
      ['POST /A/', 404],
      ['POST /b', 404],
      ['POST /b/', 405, READS],
    ],
  },
  {
    name: 'a slash at the end where nothing is strict',
    routes: ({ app, router }) => {
      app.get('/a', ok);
      app.use('/m', router({ strict: true }).get('/b', ok) as IRouter);
    },
    asked: [
      ['POST /a/', 405, READS],
      ['POST /m/b', 405, READS],
      ['POST /m/b/', 404],
    ],
  },
  {
    name: 'OPTIONS of a route of its own, or of none',
    routes: ({ app }) => {
      app.options('/own', (_request, response) => void response.set('Allow', 'GET').end('own'));
    },
    asked: [
      ['OPTIONS /none', 404],
      ['OPTIONS /own', 200, 'GET'],
    ],
  },
  {
    name: 'a method that no route has, and one that another route has',
    routes: ({ app, router }) => {
      app.get('/a', ok);
      app.use('/deep', router().purge('/b', ok) as IRouter);
    },
    asked: [
      ['PURGE /a', 405, READS],
      ['PURGE /none', 404],
      ['PURGE /deep/b', 200],
      ['GET /deep/b', 405, 'PURGE'],
      ['MKCOL /a', 501],
      ['MKCOL /none', 501],
      ['QUERY /a', 405, READS],
      ['PATCH /none', 404],
    ],
  },
  {
    name: 'a parameter that cannot be decoded',
    routes: ({ app, router }) => {
      app.get('/a/:id', ok);
      app.use('/m', router().get('/:id', ok) as IRouter);
    },
    asked: [
      ['GET /a/%E0%A4%A', 400],
      ['GET /m/%E0%A4%A', 400],
      ['POST /a/%', 400],
    ],
  },
  {
    name: 'a path that cannot be decoded and belongs to no route',
    routes: ({ app }) => void app.get('/fixed', ok),
    asked: [['GET /%E0%A4%A', 404]],
  },
  {
    name: 'the absolute form of a target',
    routes: ({ app, router }) => {
      app.get('/a', ok);
      app.use('/m', router().get('/b', ok) as IRouter);
    },
    asked: [
      ['GET http://localhost/a', 200],
      ['POST http://localhost/a', 405, READS],
      ['POST http://localhost/m/b?x=1', 405, READS],
      ['GET http://localhost/none', 404],
    ],
  },
  {
    name: 'a mounted application whose routes are hidden',
    routes: ({ app, express }) => {
      const sub = express();
      sub.get('/a', ok);
      app.use('/sub', sub);
      return undefined;
    },
    asked: [
      ['GET /sub/a', 200],
      ['POST /sub/a', 404],
    ],
  },
  {
    name: 'a mounted application named in apps',
    routes: ({ app, express }) => {
      const sub = express();
      sub.get('/a', ok);
      sub.purge('/p', ok);
      app.use('/sub', sub);
      app.put('/sub/a', ok);
      return { apps: [sub] };
    },
    asked: [
      ['POST /sub/a', 405, 'GET, HEAD, PUT'],
      ['POST /SUB/a', 405, 'GET, HEAD, PUT'],
      ['POST /a', 404],
      ['POST /subx/a', 404],
      ['PURGE /sub/a', 405, 'GET, HEAD, PUT'],
    ],
  },
  {
    name: 'applications in applications, a parameter and several paths in the mount',
    routes: ({ app, express }) => {
      const inner = express();
      inner.get('/x/:id', ok);
      const outer = express();
      outer.use(['/in', '/inside'], inner);
      outer.delete('/y', ok);
      app.use('/tenants/:tenant', outer);
      return { apps: [outer, inner] };
    },
    asked: [
      ['GET /tenants/7/in/x/1', 200],
      ['POST /tenants/7/in/x/1', 405, READS],
      ['POST /tenants/7/inside/x/1', 405, READS],
      ['POST /tenants/7/y', 405, 'DELETE'],
      ['POST /tenants/7/none', 404],
      ['POST /in/x/1', 404],
    ],
  },
  {
    name: 'a mounted application with an unmatched of its own',
    routes: ({ app, express }) => {
      const sub = express();
      sub.get('/a', ok);
      sub.use(unmatched());
      app.use('/sub', sub);
      return undefined;
    },
    asked: [
      ['POST /sub/a', 405, READS],
      ['GET /sub/none', 404],
    ],
  },
  {
    name: 'unmatched in a router',
    routes: ({ app, router }) => {
      const sub = router();
      sub.get('/a', ok);
      sub.use(unmatched());
      app.use('/sub', sub);
      app.post('/sub/a', ok);
      return undefined;
    },
    asked: [['PUT /sub/a', 405, 'GET, HEAD, POST']],
  },
  {
    name: 'no route at all',
    routes: () => undefined,
    asked: [
      ['GET /', 404],
      ['POST /', 404],
      ['PURGE /', 501],
    ],
  },
  {
    name: 'the root',
    routes: ({ app }) => void app.get('/', ok),
    asked: [
      ['POST /', 405, READS],
      ['POST /?a', 405, READS],
    ],
  },
];

async function start(major: (typeof MAJORS)[number], routes: Case['routes']): Promise<number> {
  const express = CREATE_EXPRESS[major];
  const app = express();
  app.disable('x-powered-by');
  const options = routes({ app, router: (given) => express.Router(given), express: () => express() });
  app.use(unmatched(options ?? {}));
  app.use(errorHandler({ report() {} }));
  return (await listenHere(app)).port;
}

function allowOf(response: RawResponse): string | undefined {
  expect(response.fields['allow']?.length ?? 1).toBe(1);
  return response.fields['allow']?.[0];
}

describe.each(MAJORS)('%s: a request that no route answers', (major) => {
  it.each(CASES)('$name', async ({ routes, asked }) => {
    const port = await start(major, routes);
    const seen: Asked[] = [];
    for (const [line] of asked) {
      const [method = '', target = ''] = line.split(' ');
      const response = await request(port, method, target);
      const allow = allowOf(response);
      seen.push(allow === undefined ? [line, response.status] : [line, response.status, allow]);
      if (response.status >= 400 && method !== 'HEAD')
        expect(problemOf(response)['status']).toBe(response.status);
    }
    expect(seen).toEqual(asked);
  });

  it('OPTIONS is a 204 with the methods where it reaches us', async () => {
    const port = await start(major, ({ app, router }) => {
      app.post('/a', pass);
      app.get('/a', ok);
      app.use('/m', router().put('/b', ok) as IRouter);
      return undefined;
    });
    const ours = await request(port, 'OPTIONS', '/a');
    expect([ours.line, ours.fields['allow']]).toEqual(['HTTP/1.1 204 No Content', ['GET, HEAD, POST']]);
    expect([ours.rest, ours.fields['content-length'], ours.fields['content-type']]).toEqual([
      '',
      undefined,
      undefined,
    ]);
    // A router that is mounted answers at its own end, before anything that is mounted later.
    const theirs = await request(port, 'OPTIONS', '/m/b');
    expect([theirs.status, theirs.fields['allow']]).toEqual([200, ['PUT']]);
  });

  it('OPTIONS * asks about the server as a whole', async () => {
    const port = await start(major, ({ app, router }) => {
      app.get('/a', ok);
      app.use('/m', router().purge('/b', ok).all('/c', ok) as IRouter);
      return undefined;
    });
    const { bytes } = await talk(port, 'OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
    const response = parseResponse(bytes);
    expect([response?.status, response?.fields['allow']]).toEqual([204, ['GET, HEAD, PURGE']]);
  });

  it('leaves the layers of the routers as they were', async () => {
    const express = CREATE_EXPRESS[major];
    const app = express();
    const notes = express.Router({ mergeParams: true });
    notes.get('/:id', handle((req) => req.params) as RequestHandler);
    notes.put('/:id/text', ok);
    app.use('/users/:user/notes', notes);
    app.get('/users/:user', handle((req) => req.params) as RequestHandler);
    const states: unknown[][] = [];
    app.use((_request, _response, next) => {
      states.push(layers(app));
      next();
    });
    app.use(unmatched());
    app.use(((error: unknown, _request: Request, _response: Response, next: NextFunction) => {
      states.push(layers(app));
      next(error);
    }) as never);
    app.use(errorHandler({ report() {} }));
    const { port } = await listenHere(app);

    const reads = async (): Promise<unknown> => [
      (await request(port, 'GET', '/users/7/notes/8')).body,
      (await request(port, 'GET', '/users/9')).body,
    ];
    const before = await reads();
    expect(before).toEqual(['{"user":"7","id":"8"}', '{"user":"9"}']);
    for (const path of ['/users/1/notes/2', '/users/3', '/users/4/notes/5/text']) {
      await expect(await request(port, 'DELETE', path)).toHaveStatus(405);
    }
    expect(states).toHaveLength(6);
    for (const at of [0, 2, 4]) expect(states[at + 1]).toEqual(states[at]);
    expect(await reads()).toEqual(before);
  });

  it('gives a handler that is still at work its own parameters', async () => {
    const express = CREATE_EXPRESS[major];
    const app = express();
    let go: () => void = () => {};
    const waits = new Promise<void>((resolve) => {
      go = resolve;
    });
    app.get(
      '/a/:id',
      handle(async (req) => {
        await waits;
        return [req.params['id'], req.path, req.baseUrl];
      }) as RequestHandler,
    );
    app.use(unmatched());
    app.use(errorHandler({ report() {} }));
    const { port } = await listenHere(app);
    const slow = request(port, 'GET', '/a/1');
    expect((await request(port, 'POST', '/a/2')).fields['allow']).toEqual([READS]);
    go();
    expect((await slow).body).toBe('["1","/a/1",""]');
  });
});

/** What the walk could have left on each layer that is a route or a router. */
function layers(app: Express): unknown[] {
  const { _router } = app as unknown as { _router?: unknown };
  const found: unknown[] = [];
  (function walk(router: unknown): void {
    for (const layer of (router as { stack?: Record<string, unknown>[] } | undefined)?.stack ?? []) {
      const inner = layer['handle'] as { stack?: unknown } | undefined;
      if (layer['route'] === undefined && inner?.stack === undefined) continue;
      found.push([layer['path'], layer['params']]);
      walk(inner);
    }
  })(_router ?? app.router);
  return found;
}
