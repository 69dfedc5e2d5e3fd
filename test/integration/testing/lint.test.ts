// The middleware `lint` on each framework: what it reports, what it replaces, and that it changes nothing else.
import { once } from 'node:events';
import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { type Finding, lint } from '@statuskit/testing';
import compression from 'compression';
import { describe, expect, it, vi } from 'vitest';
import {
  FRAMEWORKS,
  type Framework,
  type Routes,
  type ServerOptions,
  serveHttp2,
} from '../../setup/frameworks.ts';
import { problemOf, serveHere } from '../../setup/here.ts';
import { requestHttp2 } from '../../setup/http2-client.ts';
import { request } from '../../setup/raw.ts';

const LONG = 'x'.repeat(200_000);

/** Answers without the help of the framework. */
const raw =
  (run: (response: import('node:http').ServerResponse) => void): Routes[string] =>
  ({ response, koa }) => {
    if (koa !== undefined) koa.respond = false;
    response.statusCode = 200; // Koa begins with 404
    run(response);
  };

const routes: Routes = {
  'GET /fine': () => ({ a: 1 }),
  'GET /bare/:id': raw((response) => {
    response.statusCode = 401;
    response.setHeader('Content-Type', 'text/plain');
    response.end('log in');
  }),
  'GET /head-first': raw((response) => {
    response.writeHead(200, { ETag: 'v1', 'Content-Type': 'text/plain' });
    response.write('a');
    response.end('b');
  }),
  'GET /array': raw(
    (response) => void response.writeHead(200, ['ETag', 'v1', 'Content-Type', 'text/plain']).end('hi'),
  ),
  'GET /wrong-status': raw((response) => {
    response.writeHead(409, { 'Content-Type': 'application/problem+json' });
    response.end('{"status":400}');
  }),
  'GET /stream': ({ set }) => {
    set('ETag', 'v1');
    return Readable.from(['a', 'b', 'c']);
  },
  'GET /late-fault': raw((response) => {
    response.setHeader('Content-Type', 'application/problem+json');
    response.statusCode = 409;
    response.write('{"status":');
    response.end('400}');
  }),
  'GET /big': raw((response) => {
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Content-Length', LONG.length + 2);
    response.write('"');
    response.write(LONG);
    response.end('"');
  }),
  'GET /twice': raw((response) => {
    response.setHeader('Content-Type', 'text/plain');
    response.end('one');
    response.end();
  }),
  'GET /encoded': raw((response) => {
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.setHeader('Content-Length', 5);
    response.write('63616f', 'hex');
    response.end(Buffer.from('ab'));
  }),
};

const mount = (findings: Finding[], mode: 'warn' | 'throw', outside = false): ServerOptions => ({
  lint: { everything: 'the test mounts it itself' },
  express: (app) => void app.use(lint({ mode, report: (finding) => void findings.push(finding) })),
  [outside ? 'koaOutside' : 'koa']: (app: { use(middleware: unknown): unknown }) =>
    void app.use(lint({ mode, report: (finding) => void findings.push(finding) })),
});

const rulesOf = (findings: readonly Finding[]): string[] => findings.map(({ rule }) => rule);

describe.each(FRAMEWORKS)('%s', (framework: Framework) => {
  // The others say that they are problem documents and are none, which fails any test here.
  const honest = Object.keys(routes).filter((route) => !/wrong-status|late-fault/.test(route));

  it.each(honest)('in mode warn %s is what it is without lint', async (route) => {
    const findings: Finding[] = [];
    const path = (route.split(' ')[1] ?? '').replace(':id', '7');
    const [without, under] = [
      await serveHere(framework, routes, { lint: { everything: 'the test mounts it itself' } }),
      await serveHere(framework, routes, mount(findings, 'warn')),
    ];
    for (const method of ['GET', 'HEAD']) {
      const [one, other] = [
        await request(without.port, method, path),
        await request(under.port, method, path),
      ];
      const comparable = ({ fields: { date, ...fields }, line, body, complete }: typeof one): object => ({
        line,
        fields,
        body,
        complete,
      });
      expect(comparable(other)).toEqual(comparable(one));
    }
  });

  it('reports each rule once per route in mode warn, with pattern and line', async () => {
    const findings: Finding[] = [];
    const { port } = await serveHere(framework, routes, mount(findings, 'warn'));
    for (const path of ['/bare/1', '/bare/2', '/fine', '/big', '/encoded']) await request(port, 'GET', path);
    expect(findings).toEqual([
      {
        rule: 'www-authenticate-on-401',
        level: 'error',
        section: 'RFC 9110 §15.5.2',
        message: 'WWW-Authenticate is missing',
        method: 'GET',
        status: 401,
        route: '/bare/:id',
        source: expect.stringMatching(/lint\.test\.ts:\d+$/),
      },
    ]);
    await request(port, 'GET', '/head-first');
    await request(port, 'GET', '/array');
    await request(port, 'GET', '/stream');
    expect(findings.slice(1).map(({ rule, route }) => `${rule} ${route}`)).toEqual([
      'etag-syntax /head-first',
      'etag-syntax /array',
      'etag-syntax /stream',
    ]);
  });

  it.each([
    ['/bare/1', 'www-authenticate-on-401'],
    ['/head-first', 'etag-syntax'],
    ['/array', 'etag-syntax'],
    ['/wrong-status', 'problem-status'],
    ['/stream', 'etag-syntax'],
  ])('in mode throw %s becomes a 500 with the finding, each time', async (path, rule) => {
    const findings: Finding[] = [];
    const { port } = await serveHere(framework, routes, mount(findings, 'throw'));
    for (const times of [1, 2]) {
      const response = await request(port, 'GET', path);
      expect([response.status, response.complete]).toEqual([500, true]);
      expect(problemOf(response)).toMatchObject({
        status: 500,
        detail: expect.stringMatching(new RegExp(`^GET /\\S+ answered .*${rule}`)),
        findings: [{ rule }],
      });
      expect(rulesOf(findings)).toEqual(Array(times).fill(rule));
    }
    const head = await request(port, 'HEAD', path);
    expect(head.body).toBe('');
  });

  it('in mode throw leaves alone what is right', async () => {
    const findings: Finding[] = [];
    const { port } = await serveHere(framework, routes, mount(findings, 'throw'));
    for (const path of ['/fine', '/big', '/twice', '/encoded', '/missing']) {
      const response = await request(port, 'GET', path);
      expect([response.complete, response.status]).toEqual([true, path === '/missing' ? 404 : 200]);
    }
    expect(findings).toEqual([]);
  });

  it('in mode throw cuts off what turns out wrong at its end', async () => {
    const findings: Finding[] = [];
    const { port } = await serveHere(framework, routes, mount(findings, 'throw'));
    await request(port, 'GET', '/late-fault').then(
      (response) => expect(response.complete).toBe(false),
      (error: Error) => expect(error.message).toContain('no response'),
    );
    expect(rulesOf(findings)).toEqual(['problem-status']);
  });

  it('knows where a handler is written that has ended when its response is sent', async () => {
    const findings: Finding[] = [];
    const late: Routes = {
      'GET /late': async ({ set }) => {
        await Promise.resolve();
        set('ETag', 'v1');
        return { a: 1 };
      },
    };
    // The handler of the set-up is a function of its own around the one of the test.
    const { port } = await serveHere(framework, late, mount(findings, 'warn'));
    await request(port, 'GET', '/late');
    expect(findings).toMatchObject([
      { route: '/late', source: expect.stringMatching(/frameworks\.ts:\d+$/) },
    ]);
  });

  it('leaves out what is ignored', async () => {
    const findings: Finding[] = [];
    const own = lint({
      mode: 'throw',
      ignore: ['www-authenticate-on-401'],
      report: (finding) => void findings.push(finding),
    });
    const { port } = await serveHere(framework, routes, {
      lint: { everything: 'the test mounts it itself' },
      express: (app) => void app.use(own),
      koa: (app) => void app.use(own as never),
    });
    expect((await request(port, 'GET', '/bare/1')).status).toBe(401);
    expect(findings).toEqual([]);
  });

  it('prints one line by default', async () => {
    const printed = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { port } = await serveHere(framework, routes, {
      lint: { everything: 'the test mounts it itself' },
      express: (app) => void app.use(lint()),
      koa: (app) => void app.use(lint() as never),
    });
    await request(port, 'GET', '/bare/1');
    await request(port, 'GET', '/bare/1');
    expect(printed.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^GET \/bare\/:id answered 401: WWW-Authenticate is missing \(www-authenticate-on-401, RFC 9110 §15\.5\.2\), .*lint\.test\.ts:\d+$/,
        ),
      ],
    ]);
    printed.mockRestore();
  });

  it('survives a report that throws, and a client that leaves', async () => {
    const broken = lint({
      report() {
        throw new Error('broken');
      },
    });
    let began = (): void => {};
    const hasBegun = new Promise<void>((resolve) => {
      began = resolve;
    });
    const slow: Routes = {
      ...routes,
      'GET /slow': raw((response) => {
        response.write('a');
        began();
      }),
    };
    const { port } = await serveHere(framework, slow, {
      lint: { everything: 'the test mounts it itself' },
      express: (app) => void app.use(broken),
      koa: (app) => void app.use(broken as never),
    });
    expect((await request(port, 'GET', '/bare/1')).status).toBe(401);
    const sent = ask({ port, host: '127.0.0.1', path: '/slow' });
    sent.on('error', () => {});
    sent.end();
    await hasBegun;
    sent.destroy();
    expect((await request(port, 'GET', '/bare/1')).status).toBe(401);
  });
});

describe.each(['express4', 'express5'] as const)('%s and compression', (framework) => {
  it.each(['outside', 'inside'])('%s of lint', async (where) => {
    const findings: Finding[] = [];
    const { port } = await serveHere(
      framework,
      {
        'GET /': ({ express }) => void express?.res.type('text').send(LONG),
        'GET /wrong': ({ express }) => void express?.res.type('text').set('Age', 'old').send(LONG),
      },
      {
        lint: { everything: 'the test mounts it itself' },
        express(app) {
          const both = [
            compression(),
            lint({ mode: 'throw', report: (finding) => void findings.push(finding) }),
          ];
          for (const one of where === 'outside' ? both : both.reverse()) app.use(one as never);
        },
      },
    );
    const response = await request(port, 'GET', '/', { 'accept-encoding': 'gzip' });
    expect([response.status, response.fields['content-encoding'], response.complete]).toEqual([
      200,
      ['gzip'],
      true,
    ]);
    expect(findings).toEqual([]);
    expect((await request(port, 'GET', '/wrong', { 'accept-encoding': 'gzip' })).status).toBe(500);
    expect(rulesOf(findings)).toEqual(['age-syntax']);
  });
});

describe.each(['koa2', 'koa3'] as const)('%s over HTTP/2', (framework) => {
  const served: Routes = {
    'GET /fine': () => ({ a: 1 }),
    'GET /none': () => null,
    'GET /bare': ({ koa }) => {
      if (koa === undefined) return;
      koa.status = 401;
      koa.body = 'log in';
    },
    'GET /bare-none': ({ koa }) => {
      if (koa === undefined) return;
      koa.status = 405;
      koa.body = '';
    },
  };

  it.each(['warn', 'throw'] as const)('in mode %s', async (mode) => {
    const findings: Finding[] = [];
    const server = await serveHttp2(framework, served, mount(findings, mode, true));
    try {
      const status = async (path: string): Promise<number> =>
        (await requestHttp2(server.port, 'GET', path)).status;
      expect([await status('/fine'), await status('/none')]).toEqual([200, 204]);
      const wanted = mode === 'warn' ? [401, 405] : [500, 500];
      expect([await status('/bare'), await status('/bare-none')]).toEqual(wanted);
      // The router has GET for that path, so it is no 405 either.
      expect(rulesOf(findings)).toEqual(['www-authenticate-on-401', 'allow-on-405', '405-for-routed-method']);
    } finally {
      await server.close();
    }
  });
});

describe('a wrong argument', () => {
  it.each([
    [{ mode: 'error' }, "mode: expected 'warn' or 'throw', got \"error\""],
    [{ report: 'console' }, 'report: expected a function, got "console"'],
    [{ ignore: ['no-such-rule'] }, 'ignore: expected the id of a rule, got "no-such-rule"'],
    [{ ignore: 'etag-syntax' }, 'ignore: expected a list of rule ids, got "etag-syntax"'],
    [null, 'options: expected an object, got null'],
  ])('%j', (options, message) => {
    expect(() => lint(options as never)).toThrow(new TypeError(message));
  });
});

it('works without a framework', async () => {
  const findings: Finding[] = [];
  const judge = lint({ report: (finding) => void findings.push(finding) });
  const server = createServer((req, res) => judge(req, res, () => void res.writeHead(405).end()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sent = ask({
    port: (server.address() as AddressInfo).port,
    host: '127.0.0.1',
    method: 'PUT',
    agent: false,
  });
  sent.end();
  const [response] = await once(sent, 'response');
  response.resume();
  expect(findings.map(({ rule, method, route }) => [rule, method, route])).toEqual([
    ['allow-on-405', 'PUT', undefined],
  ]);
  server.closeAllConnections();
  server.close();
});
