import { etag } from '@statuskit/core/conditional';
import type { Express } from 'express';
import jwt from 'jsonwebtoken';
import type Koa from 'koa';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS, type Framework } from '../../setup/frameworks.ts';
import { readGuide, run } from '../../setup/guide.ts';
import { listenHere, problemOf } from '../../setup/here.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

const [ON_EXPRESS = '', ON_KOA = '', INNER = ''] = readGuide('mount-order').blocks.map(({ code }) => code);
const SECRET = 'a secret of the tests';
const ORIGIN = 'https://app.example';

/** Exceptions of lint. */
const OF_CORS = { 'content-length-without-content': 'cors sends Content-Length: 0 with a 204' };

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {})); // the default report

/** Notes 7 and 8; the second is long, and one that cannot be loaded. */
function noteStore(): object {
  const notes = new Map<unknown, { version: number; text: string }>([
    ['7', { version: 1, text: 'hello' }],
    ['8', { version: 1, text: 'x'.repeat(5000) }],
  ]);
  return {
    secret: SECRET,
    load: (id: string) => {
      if (id === 'broken') throw new TypeError('hunter2 is undefined');
      const state = notes.get(id);
      return state && { etag: etag.strong(`v${state.version}`), state };
    },
    save: (id: string, { text }: { text: string }) => {
      notes.set(id, { version: (notes.get(id)?.version ?? 0) + 1, text });
      return null;
    },
  };
}

type Ask = (
  method: string,
  path: string,
  fields?: Readonly<Record<string, string>>,
  body?: string,
) => Promise<RawResponse>;

/** The application of the guide, or one with its lines in another order. */
async function start(framework: Framework, reorder = (code: string): string => code): Promise<Ask> {
  const code = reorder(framework.startsWith('koa') ? ON_KOA : ON_EXPRESS);
  const modules = { ...modulesFor(framework), './note-store.ts': noteStore() };
  const { app } = run(code, modules, ['app']) as { app: Express | Koa };
  if ('callback' in app) app.silent = true;
  else app.set('env', 'test'); // else Express prints what it answers itself
  const { port } = await listenHere('callback' in app ? app.callback() : app, OF_CORS);
  return (method, path, fields = {}, body = '') =>
    request(port, method, path, { origin: ORIGIN, ...fields }, body);
}

/** The code with one of its statements before another, or at its end. */
function moved(code: string, statement: string, before?: string): string {
  const [line = ''] = code.match(new RegExp(`^${statement.replace(/[().]/g, '\\$&')}.*\\n`, 'm')) ?? [];
  expect(line).not.toBe('');
  const rest = code.replace(line, '');
  if (before === undefined) return rest + line;
  expect(rest).toContain(`\n${before}`);
  return rest.replace(`\n${before}`, `\n${line}${before}`);
}

const login = { authorization: `Bearer ${jwt.sign({ sub: 'ada' }, SECRET)}` };
const json = { 'content-type': 'application/json' };

const AROUND = [
  'access-control-allow-origin',
  'ratelimit',
  'ratelimit-policy',
  'strict-transport-security',
  'x-request-id',
];

function expectAround({ fields }: RawResponse): void {
  expect(AROUND.filter((name) => !(name in fields))).toEqual([]);
}

describe.each(FRAMEWORKS)('the mount order on %s', (framework) => {
  it('a note is read, with what stands around it, and not sent twice', async () => {
    const ask = await start(framework);
    const response = await ask('GET', '/notes/7', login);
    expect([response.status, JSON.parse(response.body)]).toEqual([200, { version: 1, text: 'hello' }]);
    expect(response.fields['etag']).toEqual(['"v1"']);
    expectAround(response);
    const again = await ask('GET', '/notes/7', { ...login, 'if-none-match': '"v1"' });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('a long note is compressed', async () => {
    const ask = await start(framework);
    const { fields, body } = await ask('GET', '/notes/8', { ...login, 'accept-encoding': 'gzip' });
    expect(fields['content-encoding']).toEqual(['gzip']);
    expect(body.length).toBeLessThan(5000);
  });

  it('a preflight is answered without a token, and spends nothing', async () => {
    const ask = await start(framework);
    const preflight = await ask('OPTIONS', '/notes/7', { 'access-control-request-method': 'PUT' });
    await expect(preflight).toHaveStatus(204);
    expect(preflight.fields['access-control-allow-methods']).toBeDefined();
    const { fields } = await ask('GET', '/notes/7', login);
    expect(fields['ratelimit']?.[0]).toContain('r=5');
  });

  it.each<
    [
      what: string,
      method: string,
      path: string,
      fields: Record<string, string>,
      body: string,
      status: number,
      more?: Record<string, string>,
    ]
  >([
    [
      'no token',
      'GET',
      '/notes/7',
      {},
      '',
      401,
      { 'www-authenticate': framework.startsWith('koa') ? 'Bearer realm="notes"' : 'Bearer' },
    ],
    ['no token, and a path that nobody has', 'GET', '/nowhere', {}, '', 401],
    ['JSON that is broken', 'PUT', '/notes/7', { ...login, ...json }, '{"text":', 400],
    ['a write without a condition', 'PUT', '/notes/7', { ...login, ...json }, '{}', 428],
    ['a write from an old state', 'PUT', '/notes/7', { ...login, ...json, 'if-match': '"v0"' }, '{}', 412],
    ['a method that the note lacks', 'DELETE', '/notes/7', login, '', 405, { allow: 'GET, HEAD, PUT' }],
    ['a path that nobody has', 'GET', '/nowhere', login, '', 404],
    ['a mistake in the code', 'GET', '/notes/broken', login, '', 500],
  ])('%s', async (_what, method, path, fields, body, status, more = {}) => {
    const response = await (await start(framework))(method, path, fields, body);
    await expect(response).toHaveStatus(status);
    expect(response.fields['content-type']).toEqual(['application/problem+json']);
    for (const [name, value] of Object.entries(more)) expect(response.fields[name]).toEqual([value]);
    expectAround(response);
    expect(response.body).not.toContain('hunter2');
    const id = response.fields['x-request-id']?.[0];
    expect(problemOf(response)['instance']).toBe(status < 500 ? undefined : `urn:uuid:${id}`);
  });

  it('a write from the current state is done', async () => {
    const ask = await start(framework);
    const written = await ask('PUT', '/notes/7', { ...login, ...json, 'if-match': '"v1"' }, '{"text":"new"}');
    await expect(written).toHaveStatus(204);
    expect(JSON.parse((await ask('GET', '/notes/7', login)).body)).toEqual({ version: 2, text: 'new' });
  });

  it('who has used up the limit, by attempts without a token too, is refused before content is read', async () => {
    const ask = await start(framework);
    const first = await Promise.all(Array.from({ length: 6 }, () => ask('GET', '/notes/7')));
    expect(first.map(({ status }) => status)).toEqual(Array(6).fill(401));
    const refused = await ask('PUT', '/notes/7', { ...login, ...json }, '{"text":');
    await expect(refused).toBeRateLimited();
    expect(refused.fields['retry-after']).toHaveLength(1);
    expectAround(refused);
  });
});

describe.each(FRAMEWORKS)('what goes wrong on %s', (framework) => {
  const isKoa = framework.startsWith('koa');
  const auth = isKoa ? 'app.use(jwt(' : 'app.use(expressjwt(';
  const parser = isKoa ? 'app.use(bodyParser(' : 'app.use(express.json(';
  const routes = isKoa ? 'app.use(router.routes(' : "app.get('/notes/:id'";
  const next = isKoa ? 'app.use(router.routes(' : "app.get('/notes/:id'";

  it(isKoa ? 'errorHandler behind helmet' : 'errorHandler before the routes', async () => {
    const ask = await start(framework, (code) =>
      isKoa
        ? moved(code, 'app.use(errorHandler(', 'app.use(cors(').replace(
            'app.use(helmet());',
            'app.use(() => { throw new Error(); });',
          )
        : moved(code, 'app.use(errorHandler(', routes),
    );
    const { status, fields } = await ask('GET', '/notes/broken', login);
    expect(status).toBe(500);
    expect(fields['content-type']?.[0]).toMatch(isKoa ? /^text\/plain/ : /^text\/html/);
    expect('x-request-id' in fields).toBe(!isKoa);
  });

  it('unmatched before the routes', async () => {
    const ask = await start(framework, (code) => moved(code, 'app.use(unmatched(', routes));
    // On Koa it looks when all others have passed.
    expect((await ask('GET', '/notes/7', login)).status).toBe(isKoa ? 200 : 404);
    await expect(await ask('GET', '/nowhere', login)).toHaveStatus(404);
  });

  it('cors behind auth', async () => {
    const ask = await start(framework, (code) => moved(code, 'app.use(cors(', next));
    const { status, fields } = await ask('OPTIONS', '/notes/7', { 'access-control-request-method': 'PUT' });
    expect(status).toBe(401);
    expect('access-control-allow-origin' in fields).toBe(false);
  });

  it('rateLimit behind the parsers', async () => {
    const ask = await start(framework, (code) => moved(code, 'app.use(rateLimit(', auth));
    for (let spent = 0; spent < 6; spent += 1) await ask('GET', '/notes/7');
    await expect(await ask('PUT', '/notes/7', { ...login, ...json }, '{"text":')).toHaveStatus(400);
  });

  it('rateLimit behind auth', async () => {
    const ask = await start(framework, (code) => moved(code, 'app.use(rateLimit(', next));
    for (let attempt = 0; attempt < 8; attempt += 1)
      await expect(await ask('GET', '/notes/7')).toHaveStatus(401);
  });

  it('auth behind the routes', async () => {
    const ask = await start(framework, (code) => moved(code, auth, isKoa ? undefined : 'app.use(unmatched('));
    await expect(await ask('GET', '/notes/7')).toHaveStatus(200);
  });

  it('the parser where it belongs is found', () => {
    expect(isKoa ? ON_KOA : ON_EXPRESS).toContain(`\n${parser}`);
  });
});

describe.each(['koa2', 'koa3'] as const)('what goes wrong on %s alone', (framework) => {
  it('unmatched behind the router misses a route that sets nothing', async () => {
    for (const [reorder, type] of [
      [(code: string) => code, /^application\/problem\+json/],
      [(code: string) => moved(code, 'app.use(unmatched('), /^text\/plain/],
    ] as const) {
      const ask = await start(framework, (code) =>
        reorder(
          code.replace("router.get('/notes/:id', guard, read);", "router.get('/notes/:id', () => {});"),
        ),
      );
      const { status, fields } = await ask('GET', '/notes/7', login);
      expect([status, fields['content-type']?.[0]]).toEqual([404, expect.stringMatching(type)]);
    }
  });
});

describe.each(['koa2', 'koa3'] as const)('an inner errorHandler on %s', (framework) => {
  it('what runs after `await next()` works on errors, which are reported once', async () => {
    const { app } = run(INNER, modulesFor(framework), ['app']) as { app: Koa };
    const emitted: unknown[] = [];
    app.on('error', (error: Error) => void emitted.push(error.message));
    app.use(() => {
      throw new Error('a mistake');
    });
    const { port } = await listenHere(app.callback());
    const missing = await request(port, 'GET', '/notes/8');
    const broken = await request(port, 'GET', '/notes/7');
    expect([missing, broken].map(({ status, fields }) => [status, fields['x-response-time']])).toEqual([
      [404, [expect.stringMatching(/^\d+ms$/)]],
      [500, [expect.stringMatching(/^\d+ms$/)]],
    ]);
    expect(emitted).toEqual(['No such note', 'a mistake']);
  });
});
