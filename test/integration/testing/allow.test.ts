// Allow, compared with what the router has for the target (RFC 9110 §10.2.1, §15.5.6).
import Router from '@koa/router';
import { type Finding, lint } from '@statuskit/testing';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { CREATE_EXPRESS, FRAMEWORKS, KOA, type Routes } from '../../setup/frameworks.ts';
import { listenHere, serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

const OWN = { everything: 'the test mounts it itself' };

/** Answers any request to a route with a status and with Allow. */
const says =
  (code: number, allow: string): Routes[string] =>
  ({ status, set, response, koa }) => {
    set('Allow', allow);
    status(code);
    if (koa !== undefined) koa.body = null;
    else response.end();
    if (koa !== undefined) koa.status = code;
  };

const ROUTES: Routes = {
  'GET /notes/:id': says(405, 'GET'),
  'PUT /notes/:id': says(405, 'GET, HEAD'),
  'DELETE /notes/:id': says(405, 'GET, PUT, PURGE'),
  'OPTIONS /notes/:id': says(204, 'GET, HEAD'),
  'OPTIONS /other': says(204, 'GET, POST'),
  'POST /other': () => 'posted',
  'OPTIONS /alone': says(204, 'GET'), // which middleware may serve
  'GET /right': () => 'right',
  'OPTIONS /right': says(204, 'GET, HEAD, OPTIONS'),
  'GET /fine': says(200, 'PUT'), // says nothing about this target
};

const CASES: readonly (readonly [method: string, path: string, found: readonly string[]])[] = [
  ['OPTIONS', '/right', []],
  ['GET', '/fine', []],
  ['OPTIONS', '/alone', []],
  [
    'GET',
    '/notes/7?q',
    [
      'allow-of-refused-method: Allow lists GET, which the 405 refuses',
      'allow-of-route: Allow does not list PUT, DELETE, which the route has',
      '405-for-routed-method: a 405 in response to GET, which the route has',
    ],
  ],
  [
    'PUT',
    '/notes/7',
    [
      'allow-of-route: Allow does not list PUT, DELETE, which the route has',
      '405-for-routed-method: a 405 in response to PUT, which the route has',
    ],
  ],
  [
    'DELETE',
    '/notes/a%20b',
    [
      'allow-of-route: Allow does not list DELETE, which the route has',
      '405-for-routed-method: a 405 in response to DELETE, which the route has',
    ],
  ],
  ['OPTIONS', '/notes/7', ['allow-of-route: Allow does not list PUT, DELETE, which the route has']],
  ['OPTIONS', '/other', ['allow-of-route: Allow lists GET, which the route does not have']],
];

function watch(): { found: () => string[]; judge: ReturnType<typeof lint> } {
  const findings: Finding[] = [];
  const judge = lint({ report: (finding) => void findings.push(finding) });
  const found = (): string[] =>
    findings
      .splice(0)
      .filter(({ level }) => level === 'error')
      .map(({ rule, message }) => `${rule}: ${message}`);
  return { found, judge };
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  it.each(CASES)('%s %s', async (method, path, wanted) => {
    const { found, judge } = watch();
    const { port } = await serveHere(framework, ROUTES, {
      lint: OWN,
      handle: false,
      express: (app) => void app.use(judge),
      koaOutside: (app) => void app.use(judge),
    });
    await request(port, method, path);
    expect(found()).toEqual(wanted);
  });

  it('what `unmatched` answers is right', async () => {
    const { found, judge } = watch();
    const { port } = await serveHere(
      framework,
      { 'GET /a/:id': () => 'a', 'PUT /a/:id': () => 'a' },
      { lint: OWN, express: (app) => void app.use(judge), koaOutside: (app) => void app.use(judge) },
    );
    for (const method of ['OPTIONS', 'DELETE', 'GET']) await request(port, method, '/a/7');
    expect(found()).toEqual([]);
  });
});

describe.each(['express4', 'express5'] as const)('%s', (framework) => {
  /** An application whose routes stand in routers and applications. */
  async function ask(method: string, path: string): Promise<string[]> {
    const { found, judge } = watch();
    const app = CREATE_EXPRESS[framework]().use(judge);
    const inside = CREATE_EXPRESS[framework]();
    const refuse = (allow: string): express.RequestHandler => {
      return (_req, res) => void res.set('Allow', allow).status(405).end();
    };
    const router = express.Router();
    router.put('/:id', refuse('GET'));
    app.use('/orgs/:org/notes', router as never);
    app.all('/any', refuse('GET'));
    inside.put('/', refuse('GET'));
    app.use('/inside', inside);
    app.use('/middleware', refuse('GET'));
    const { port } = await listenHere(app, OWN);
    await request(port, method, path);
    return found();
  }

  it('finds the routes of a router that is mounted', async () => {
    const found = [
      'allow-of-route: Allow does not list PUT, which the route has',
      '405-for-routed-method: a 405 in response to PUT, which the route has',
    ];
    expect(await ask('PUT', '/orgs/7/notes/8')).toEqual(found);
  });

  it.each(['/any', '/inside', '/middleware/x'])(
    'claims nothing about %s, whose methods are not known',
    async (path) => {
      expect(await ask('PUT', path)).toEqual([]);
    },
  );
});

it.each(['koa2', 'koa3'] as const)('%s: claims nothing about a route for any method', async (framework) => {
  const { found, judge } = watch();
  const router = new Router();
  router.all('/any', (ctx) => {
    ctx.status = 405;
    ctx.set('Allow', 'GET');
  });
  const { port } = await listenHere(new KOA[framework]().use(judge).use(router.routes()).callback(), OWN);
  await request(port, 'PUT', '/any');
  expect(found()).toEqual([]);
});
