import Router from '@koa/router';
import {
  errorHandler,
  handle,
  NotFound,
  type Report,
  type UnmatchedOptions,
  unmatched,
} from '@statuskit/koa';
import type Koa from 'koa';
import type { Middleware } from 'koa';
import { describe, expect, it } from 'vitest';
import { KOA } from '../../../test/setup/frameworks.ts';
import { listenHere, problemOf } from '../../../test/setup/here.ts';
import { parseResponse, request, talk } from '../../../test/setup/raw.ts';

const MAJORS = ['koa2', 'koa3'] as const;

/** `METHOD target`, the status, and the value of Allow. */
type Asked = readonly [request: string, status: number, allow?: string];

interface Case {
  readonly name: string;
  readonly routes: (app: Koa) => UnmatchedOptions | undefined;
  readonly asked: readonly Asked[];
}

const ok: Middleware = (ctx) => {
  ctx.body = 'ok';
};
const pass: Middleware = (_ctx, next) => next();
const READS = 'GET, HEAD';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE'];

function routes(...routers: Router[]): (app: Koa) => undefined {
  return (app) => {
    for (const router of routers) app.use(router.routes());
  };
}

function withPurge(): Router {
  const router = new Router({ methods: METHODS });
  router.get('/a', ok);
  router.register('/b', ['PURGE'], ok);
  return router;
}

const CASES: readonly Case[] = [
  {
    name: 'a guard for every method that has called next is no answer',
    routes: routes(new Router().all('/a', pass).get('/a', ok).put('/a', ok).all('/api/:rest', pass)),
    asked: [
      ['DELETE /a', 405, 'GET, HEAD, PUT'],
      ['OPTIONS /a', 204, 'GET, HEAD, PUT'],
      ['DELETE /api/c', 404],
      ['OPTIONS /api/c', 404],
    ],
  },
  {
    name: 'OPTIONS for all paths makes no resource of any',
    routes: routes(new Router().options(/.*/, pass).get('/a', ok)),
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
    routes: routes(new Router().get('/a', ok)),
    asked: [
      ['GET /a', 200],
      ['HEAD /a', 200],
      ['POST /a', 405, READS],
      ['GET /b', 404],
      ['POST /b', 404],
      ['DELETE /a?x=1', 405, READS],
    ],
  },
  {
    name: 'several methods, in one order, each once',
    routes: routes(new Router().delete('/a', ok).put('/a', ok).post('/a', ok).get('/a', ok).patch('/a', ok)),
    asked: [
      ['TRACE /a', 405, 'GET, HEAD, POST, PUT, PATCH, DELETE'],
      ['OPTIONS /a', 204, 'GET, HEAD, POST, PUT, PATCH, DELETE'],
    ],
  },
  {
    name: 'a parameter in the path, and patterns that meet in one target',
    routes: routes(new Router().get('/notes/:id', ok).put('/notes/:id/text', ok).post('/notes/new', ok)),
    asked: [
      ['DELETE /notes/7', 405, READS],
      ['GET /notes/7/text', 405, 'PUT'],
      ['PUT /notes/new', 405, 'GET, HEAD, POST'],
      ['POST /notes/%C3%A4%2F', 405, READS],
      ['GET /notes', 404],
    ],
  },
  {
    name: 'a list of paths, and a regular expression',
    routes: routes(new Router().get(['/a', '/b/:id'], ok).get(/^\/c\d$/, ok)),
    asked: [
      ['POST /a', 405, READS],
      ['POST /b/1', 405, READS],
      ['POST /c1', 405, READS],
      ['POST /cc', 404],
    ],
  },
  {
    name: 'a prefix',
    routes: routes(new Router({ prefix: '/v1' }).get('/notes/:id', ok)),
    asked: [
      ['POST /v1/notes/7', 405, READS],
      ['POST /notes/7', 404],
    ],
  },
  {
    name: 'routers in routers',
    routes: (app) => {
      const lines = new Router().delete('/:line', ok);
      const notes = new Router().get('/:id', ok).use('/:id/lines', lines.routes());
      app.use(new Router({ prefix: '/v1' }).use('/notes', notes.routes()).routes());
      return undefined;
    },
    asked: [
      ['GET /v1/notes/7/lines/3', 405, 'DELETE'],
      ['PUT /v1/notes/7', 405, READS],
      ['DELETE /v1/notes/7/lines', 404],
    ],
  },
  {
    name: 'two routers, each with a method of one target',
    routes: routes(new Router().get('/a', ok), new Router().delete('/a', ok)),
    asked: [
      ['POST /a', 405, 'GET, HEAD, DELETE'],
      ['DELETE /a', 200],
      ['OPTIONS /a', 204, 'GET, HEAD, DELETE'],
    ],
  },
  {
    name: 'the same two routers, where the second does not match at all',
    routes: routes(new Router().get('/a', ok), new Router().delete('/b', ok)),
    asked: [
      ['POST /a', 405, READS],
      ['POST /b', 405, 'DELETE'],
    ],
  },
  {
    name: 'a handler that passes on',
    routes: routes(new Router().get('/a', pass).post('/a', ok)),
    asked: [
      ['GET /a', 404],
      ['HEAD /a', 404],
      ['PUT /a', 405, 'GET, HEAD, POST'],
    ],
  },
  {
    name: 'all',
    routes: routes(new Router().all('/any', pass)),
    asked: [
      ['GET /any', 404],
      ['DELETE /any', 404],
    ],
  },
  {
    name: 'the case of a path, and a slash at its end',
    routes: routes(new Router().get('/a', ok), new Router({ sensitive: true, strict: true }).get('/B', ok)),
    asked: [
      ['POST /A', 405, READS],
      ['POST /a/', 405, READS],
      ['POST /B', 405, READS],
      ['POST /b', 404],
      ['POST /B/', 404],
    ],
  },
  {
    name: 'OPTIONS of a route of its own, or of none',
    routes: routes(
      new Router().options('/own', (ctx) => {
        ctx.set('Allow', 'GET');
        ctx.body = 'own';
      }),
    ),
    asked: [
      ['OPTIONS /none', 404],
      ['OPTIONS /own', 200, 'GET'],
    ],
  },
  {
    name: 'a method that no route has, and one that another route has',
    routes: routes(withPurge()),
    asked: [
      ['PURGE /b', 200],
      ['PURGE /a', 405, READS],
      ['PURGE /none', 404],
      ['GET /b', 405, 'PURGE'],
      ['MKCOL /a', 501],
      ['MKCOL /none', 501],
      ['QUERY /a', 405, READS],
      ['PATCH /none', 404],
    ],
  },
  {
    name: 'a method that only a router knows which comes later, or is named',
    routes: (app) => {
      const first = withPurge();
      app.use(first.routes()).use(new Router().get('/z', ok).routes());
      return { routers: [first] };
    },
    asked: [
      ['PURGE /a', 405, READS],
      ['PURGE /z', 405, READS],
      ['PURGE /none', 404],
    ],
  },
  {
    name: 'a parameter that cannot be decoded',
    routes: routes(new Router().get('/a/:id', handle((ctx) => ctx.params['id']) as Middleware)),
    asked: [
      ['GET /a/%E0%A4%A', 400],
      ['POST /a/%E0%A4%A', 405, READS],
    ],
  },
  {
    name: 'the absolute form of a target',
    routes: routes(new Router().get('/a', ok)),
    asked: [
      ['GET http://localhost/a', 200],
      ['POST http://localhost/a?x=1', 405, READS],
      ['GET http://localhost/none', 404],
    ],
  },
  {
    name: 'no router at all',
    routes: () => undefined,
    asked: [
      ['GET /', 404],
      ['POST /', 404],
      ['PURGE /', 501],
    ],
  },
  {
    name: 'what has been answered elsewhere',
    routes: (app) => {
      app.use(new Router().get('/a', ok).routes());
      app.use((ctx, next) => {
        if (ctx.path === '/body') ctx.body = 'answered';
        else if (ctx.path === '/status') ctx.status = 204;
        else if (ctx.path === '/raw') {
          ctx.respond = false;
          ctx.res.end('raw');
        } else return next();
        return undefined;
      });
      return undefined;
    },
    asked: [
      ['GET /body', 200],
      ['GET /status', 204],
      // Koa leaves Node's own status where it is told not to respond.
      ['GET /raw', 404],
      ['GET /none', 404],
    ],
  },
];

async function start(major: (typeof MAJORS)[number], build: Case['routes']): Promise<number> {
  const app = new KOA[major]();
  app.silent = true;
  app.use(errorHandler({ report() {} }));
  const options = build(app);
  app.use(unmatched(options ?? {}));
  return (await listenHere(app.callback())).port;
}

describe.each(MAJORS)('%s: a request that no route answers', (major) => {
  it.each(CASES)('$name', async ({ routes: build, asked }) => {
    const port = await start(major, build);
    const seen: Asked[] = [];
    for (const [line] of asked) {
      const [method = '', target = ''] = line.split(' ');
      const response = await request(port, method, target);
      const allow = response.fields['allow']?.join(' and ');
      seen.push(allow === undefined ? [line, response.status] : [line, response.status, allow]);
      if (response.status >= 400 && method !== 'HEAD' && target !== '/raw') {
        expect(problemOf(response)['status']).toBe(response.status);
      }
    }
    expect(seen).toEqual(asked);
  });

  it('OPTIONS is a 204 with the methods and no content', async () => {
    const port = await start(major, routes(new Router().post('/a', ok).get('/a', ok)));
    const { line, fields, rest } = await request(port, 'OPTIONS', '/a');
    expect([line, fields['allow'], rest]).toEqual(['HTTP/1.1 204 No Content', ['GET, HEAD, POST'], '']);
    expect([fields['content-length'], fields['content-type']]).toEqual([undefined, undefined]);
  });

  it('OPTIONS * asks about the server as a whole', async () => {
    const router = withPurge();
    const port = await start(major, (app) => {
      app.use(router.routes());
      return { routers: [router] };
    });
    const { bytes } = await talk(port, 'OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
    const response = parseResponse(bytes);
    expect([response?.status, response?.fields['allow']]).toEqual([204, ['GET, HEAD, PURGE']]);
  });
});

describe.each(MAJORS)('%s: what a handler has answered', (major) => {
  it.each<[string, Middleware, number]>([
    [
      'a 404 with a null body',
      (ctx) => {
        ctx.body = null;
        ctx.status = 404;
        ctx.set('Cache-Control', 'max-age=60');
      },
      404,
    ],
    [
      'a 404 with its own fields',
      (ctx) => {
        ctx.status = 404;
        ctx.set('Cache-Control', 'max-age=60');
      },
      404,
    ],
    [
      'a 410',
      (ctx) => {
        ctx.status = 410;
        ctx.set('Cache-Control', 'max-age=60');
      },
      410,
    ],
  ])('%s stays', async (_name, run, status) => {
    const app = new KOA[major]();
    app.use(errorHandler({ report() {} }));
    app.use(unmatched());
    app.use(run as never);
    const { port } = await listenHere(app.callback());
    const response = await request(port, 'GET', '/');
    expect([response.status, response.fields['cache-control']]).toEqual([status, ['max-age=60']]);
  });
});

describe.each(MAJORS)('%s: the `error` event of the application', (major) => {
  it.each([
    ['GET', '/nowhere', 404],
    ['DELETE', '/a', 405],
    ['MKCOL', '/a', 501],
  ])('%s %s: none, since nothing has failed', async (method, path, status) => {
    for (const inFront of [true, false]) {
      const reports: unknown[] = [];
      const emitted: unknown[] = [];
      for (const report of [undefined, ({ sent, level }: Report) => void reports.push([sent, level])]) {
        const app = new KOA[major]();
        app.on('error', (error) => void emitted.push(error));
        app.use(errorHandler({ report }));
        if (inFront) app.use(unmatched());
        app.use(new Router().get('/a', ok).routes() as never);
        if (!inFront) app.use(unmatched());
        const { port } = await listenHere(app.callback());
        await expect(await request(port, method, path)).toHaveStatus(status);
      }
      expect([emitted, reports]).toEqual([[], [[status, 'info']]]);
    }
  });

  it('one for a 404 that a handler has thrown', async () => {
    const emitted: unknown[] = [];
    const app = new KOA[major]();
    app.on('error', (error: Error) => void emitted.push(error.message));
    app.use(errorHandler()).use(unmatched());
    app.use(() => {
      throw new NotFound('No such note');
    });
    const { port } = await listenHere(app.callback());
    await expect(await request(port, 'GET', '/')).toHaveStatus(404);
    expect(emitted).toEqual(['No such note']);
  });
});

describe.each(MAJORS)('%s: a path parameter that cannot be decoded', (major) => {
  it.each(['/a/%FF', '/a/%', '/a/x%E0%A4', '/b/ok/%C3'])('%s is a 400', async (target) => {
    const sent: unknown[] = [];
    const app = new KOA[major]();
    app.use(errorHandler({ report: (one) => void sent.push(one.sent) }));
    const router = new Router().get('/a/:name', ok).get('/b/:first/:second', ok);
    app.use(router.routes() as never);
    const { port } = await listenHere(app.callback());
    expect(problemOf(await request(port, 'GET', target))).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'The path cannot be decoded.',
    });
    expect(sent).toEqual([400]);
    // A percent sign is a character like others.
    await expect(await request(port, 'GET', '/a/100%25')).toHaveStatus(200);
    await expect(await request(port, 'GET', '/nowhere/%FF')).toHaveStatus(404);
  });
});
