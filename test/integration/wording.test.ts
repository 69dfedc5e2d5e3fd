import { connect } from 'node:net';
import {
  type BodyInput,
  InternalServerError,
  NotFound,
  type Report,
  ServiceUnavailable,
  TooManyRequests,
  UnprocessableContent,
} from '@statuskit/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS, type ServerOptions } from '../setup/frameworks.ts';
import { answerOf, problemOf, serveHere } from '../setup/here.ts';
import { request } from '../setup/raw.ts';

type Options = Exclude<ServerOptions['errors'], false | undefined>;

const PAGE = { contentType: 'text/html; charset=utf-8', body: '<p>Łangsam' } as const;
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function thrower(make: () => unknown): () => never {
  return () => {
    throw make();
  };
}

/** Options that note what is reported. */
function reporting(options: Options = {}): { errors: Options; reports: Report[] } {
  const reports: Report[] = [];
  return { errors: { report: (report) => void reports.push(report), ...options }, reports };
}

/** A promise, and what settles it. */
function later<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const utf8 = (body: string): string => Buffer.from(body, 'latin1').toString('utf8');

describe.each(FRAMEWORKS)('%s: the body hook', (framework) => {
  it('gets problem, error, request and what the client prefers', async () => {
    const seen: BodyInput<{ url: string }>[] = [];
    const { errors } = reporting({ body: (input) => void seen.push(input) });
    const thrown = new TooManyRequests({ seconds: 3 }, 'slow down');
    const { port } = await serveHere(framework, { 'GET /': thrower(() => thrown) }, { errors });
    const sent = problemOf(await request(port, 'GET', '/?a=1'));
    const [input] = seen;
    // A hook of the first form sends the input itself: the problem, and nothing of the request.
    expect(JSON.parse(JSON.stringify({ ...input }))).toEqual(sent);
    expect(input?.problem).toEqual(sent);
    expect(input?.problem).toMatchObject({ status: 429, detail: 'slow down', retryAfter: 3 });
    expect(input?.error).toBe(thrown);
    expect(input?.request.url).toBe('/?a=1');
    expect(input?.prefers).toBe('json');
  });

  it.each([
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['application/vnd.api+json', 'json'],
    [HTML.accept, 'html'],
    ['text/plain', 'text'],
    ['application/xml', 'xml'],
    ['image/png', 'json'],
  ])('Accept: %s is %s', async (accept, prefers) => {
    const { errors } = reporting({
      body: (input) => ({ contentType: 'text/plain', body: input.prefers }),
    });
    const response = await answerOf(
      framework,
      thrower(() => new NotFound()),
      { errors },
      { accept },
    );
    expect([response.body, response.fields['vary']]).toEqual([prefers, ['Accept']]);
  });

  it.each<[string, string | Uint8Array | object, string]>([
    ['text', 'Łangsam', 'Łangsam'],
    ['bytes', Buffer.from('Łangsam'), 'Łangsam'],
    ['a value', { error: 'Łangsam' }, '{"error":"Łangsam"}'],
    ['nothing', '', ''],
  ])('sends %s, now or by promise, and for HEAD the same fields', async (_what, body, sent) => {
    for (const promised of [false, true]) {
      const answer = { contentType: 'application/vnd.team', body };
      const { errors, reports } = reporting({ body: () => (promised ? Promise.resolve(answer) : answer) });
      const fail = thrower(() => new TooManyRequests({ seconds: 3 }));
      const { port } = await serveHere(framework, { 'GET /': fail, 'HEAD /': fail }, { errors });
      const [get, head] = [await request(port, 'GET', '/'), await request(port, 'HEAD', '/')];
      expect([get.line, utf8(get.body), get.complete]).toEqual([
        'HTTP/1.1 429 Too Many Requests',
        sent,
        true,
      ]);
      expect(get.fields).toMatchObject({
        'content-type': ['application/vnd.team'],
        'content-length': [String(Buffer.byteLength(sent))],
        'retry-after': ['3'],
        'cache-control': ['no-store'],
      });
      expect([head.rest, head.fields['content-length'], head.fields['content-type']]).toEqual([
        '',
        get.fields['content-length'],
        get.fields['content-type'],
      ]);
      expect(reports.map(({ sent, level }) => [sent, level])).toEqual([
        [429, 'info'],
        [429, 'info'],
      ]);
    }
  });

  it('a page keeps the policy of other middleware, or brings its own; the built-in page has the strict one', async () => {
    const policyOf = async (body: Options['body'], accept = HTML): Promise<unknown> => {
      const app = (set: (name: string, value: string) => void): void =>
        set('content-security-policy', "default-src 'self'");
      const options: ServerOptions = {
        errors: { report() {}, body },
        express: (express) =>
          void express.use((_req, res, next) => {
            app((name, value) => res.set(name, value));
            next();
          }),
        koa: (koa) =>
          void koa.use((ctx, next) => {
            app((name, value) => ctx.set(name, value));
            return next();
          }),
      };
      const response = await answerOf(
        framework,
        thrower(() => new NotFound()),
        options,
        accept,
      );
      return response.fields['content-security-policy'];
    };
    expect(await policyOf(() => PAGE)).toEqual(["default-src 'self'"]);
    const contentSecurityPolicy = "style-src 'self'";
    expect(await policyOf(async () => ({ ...PAGE, contentSecurityPolicy }))).toEqual(["style-src 'self'"]);
    expect(await policyOf(async () => undefined)).toEqual([expect.stringMatching(/^default-src 'none'/)]);
  });

  it('that never settles is left after 5 seconds, and reported', async () => {
    const called = later<void>();
    const { errors, reports } = reporting({
      body: () => {
        called.resolve();
        return new Promise(() => {});
      },
    });
    const { port } = await serveHere(framework, { 'GET /': thrower(() => new NotFound('gone')) }, { errors });
    const answer = request(port, 'GET', '/');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }); // not those of the client, which are running
    await called.promise;
    vi.advanceTimersByTime(4999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(reports).toEqual([]);
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    expect(problemOf(await answer)).toMatchObject({ status: 404, detail: 'gone' });
    expect(reports.map(({ thrown }) => String(thrown))).toEqual([
      'NotFound: gone',
      'Error: body: the hook took longer than 5 seconds',
    ]);
  });

  it('whose client leaves: nothing is sent, and the report says so', async () => {
    const called = later<void>();
    const { errors, reports } = reporting({
      body: () => {
        called.resolve();
        return new Promise(() => {});
      },
    });
    const { port } = await serveHere(framework, { 'GET /': thrower(() => new Error('broken')) }, { errors });
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await called.promise;
    socket.destroy();
    await vi.waitFor(() => expect(reports).toHaveLength(1));
    expect(reports[0]).toMatchObject({ sent: 'aborted', instance: undefined, level: 'error' });
  });

  it('a handler that answers meanwhile after all: its answer is not disturbed', async () => {
    const hook = later<typeof PAGE>();
    const { errors, reports } = reporting({ body: () => hook.promise });
    const { port } = await serveHere(
      framework,
      {
        'GET /': ({ response }) => {
          setImmediate(() => {
            response.end('late');
            hook.resolve(PAGE);
          });
          throw new NotFound();
        },
      },
      { errors, handle: false },
    );
    const response = await request(port, 'GET', '/');
    expect([utf8(response.body), response.complete]).toEqual(['late', true]);
    await vi.waitFor(() => expect(reports).toHaveLength(1));
    const [report] = reports;
    expect(report).toMatchObject({ sent: response.status, instance: undefined });
  });
});

describe.each(['koa2', 'koa3'] as const)('%s: a body by promise', (framework) => {
  it('and another failure of the request: it waits, and is reported beside the first', async () => {
    const hook = later<typeof PAGE>();
    const called = later<void>();
    const { errors, reports } = reporting({
      body: () => {
        called.resolve();
        return hook.promise;
      },
    });
    const second = new Error('second');
    const fail = thrower(() => new NotFound());
    const { port } = await serveHere(
      framework,
      {
        'GET /': ({ koa }) => {
          void called.promise.then(() => {
            koa?.onerror(second);
            setImmediate(() => hook.resolve(PAGE));
          });
          fail();
        },
      },
      { errors },
    );
    const response = await request(port, 'GET', '/');
    expect([response.status, utf8(response.body), response.complete]).toEqual([404, PAGE.body, true]);
    await vi.waitFor(() => expect(reports).toHaveLength(2));
    expect(reports.map(({ thrown, sent }) => [String(thrown), sent])).toEqual([
      ['NotFound: Not Found', 404],
      ['Error: second', 404],
    ]);
  });

  it('is seen by middleware outside of errorHandler', async () => {
    const seen: unknown[] = [];
    const response = await answerOf(
      framework,
      thrower(() => new NotFound()),
      {
        errors: { report() {}, body: async () => PAGE },
        koaOutside: (app) =>
          void app.use(async (ctx, next) => {
            await next();
            seen.push(ctx.status, ctx.body);
            ctx.set('x-response-time', '1ms');
          }),
      },
    );
    expect([...seen, response.fields['x-response-time']]).toEqual([404, PAGE.body, ['1ms']]);
  });
});

describe.each(FRAMEWORKS)('%s: localize', (framework) => {
  const german: Options['localize'] = ({ status, detail }, source) => {
    const { headers } = source as { headers: Record<string, string> };
    if (headers['accept-language'] !== 'de') return undefined;
    return {
      title: `Fehler ${status}`,
      detail: detail === undefined ? 'Einzelheit' : `${detail}, aber deutsch`,
      language: 'de-CH',
    };
  };
  const inGerman = { 'accept-language': 'de' };

  it.each([
    ['in the same call', german],
    ['by promise', async (...given: Parameters<typeof german>) => german(...given)],
  ] as const)('%s: title, detail, Content-Language and Vary', async (_how, localize) => {
    const { errors } = reporting({ localize });
    const fail = thrower(() => new NotFound('Weg'));
    const { port } = await serveHere(framework, { 'GET /': fail }, { errors });
    const translated = await request(port, 'GET', '/', inGerman);
    expect(problemOf(translated)).toEqual({
      type: 'about:blank',
      title: 'Fehler 404',
      status: 404,
      detail: 'Weg, aber deutsch',
    });
    expect(translated.phrase).toBe('Not Found');
    expect(translated.fields).toMatchObject({
      'content-language': ['de-CH'],
      vary: ['Accept, Accept-Language'],
    });
    const usual = await request(port, 'GET', '/');
    expect(problemOf(usual)).toMatchObject({ title: 'Not Found', detail: 'Weg' });
    expect([usual.fields['content-language'], usual.fields['vary']]).toEqual([
      undefined,
      ['Accept, Accept-Language'],
    ]);
  });

  it.each([
    ['html', 'text/html', /<html lang="de-CH">.*<h1>Fehler 404<\/h1><p>Einzelheit<\/p>/s],
    ['text', 'text/plain', /^404 Fehler 404\nEinzelheit\n$/],
    ['xml', 'application/xml', /<title>Fehler 404<\/title>.*<detail>Einzelheit<\/detail>/s],
  ])('%s has the texts too', async (_form, accept, expected) => {
    const { errors } = reporting({ localize: german });
    const response = await answerOf(
      framework,
      thrower(() => new NotFound()),
      { errors },
      { accept, ...inGerman },
    );
    expect(response.body).toMatch(expected);
  });

  it('sees nothing of the inside of a 5xx, and adds no detail to a 500', async () => {
    const seen: unknown[] = [];
    const { errors } = reporting({
      localize: (problem, source) => {
        seen.push(Object.keys(problem));
        return german(problem, source as never);
      },
    });
    const inside = new InternalServerError({
      detail: 'hunter2',
      log: 'hunter2',
      extensions: { a: 'hunter2' },
    });
    const response = await answerOf(
      framework,
      thrower(() => inside),
      { errors },
      inGerman,
    );
    expect(problemOf(response)).toEqual({
      type: 'about:blank',
      title: 'Fehler 500',
      status: 500,
      instance: expect.any(String),
    });
    const busy = await answerOf(
      framework,
      thrower(() => new ServiceUnavailable({ seconds: 9 }, { log: 'hunter2' })),
      { errors },
      inGerman,
    );
    expect(problemOf(busy)).toMatchObject({ title: 'Fehler 503', detail: 'Einzelheit', retryAfter: 9 });
    expect(seen).toEqual([
      ['type', 'title', 'status', 'instance'],
      ['type', 'title', 'status', 'retryAfter', 'instance'],
    ]);
  });

  it('comes before body, and leaves what it does not name', async () => {
    const { errors } = reporting({
      localize: () => ({ title: 'Ungültig' }),
      body: async ({ problem: { title, detail, errors } }) => ({
        contentType: 'application/json',
        body: { title, detail, errors },
      }),
    });
    const faults = [{ detail: 'fehlt', pointer: '#/e mail' }] as const;
    const response = await answerOf(
      framework,
      thrower(() => new UnprocessableContent({ errors: faults })),
      { errors },
    );
    expect(problemOf(response)).toEqual({
      title: 'Ungültig',
      detail: '1 field is invalid: e mail (fehlt).',
      errors: faults,
    });
    expect(response.fields['content-language']).toBeUndefined();
  });
});

describe.each(FRAMEWORKS)('%s: the page of a 5xx', (framework) => {
  const bad = (): Error =>
    new Error('<script>alert(1)</script>', { cause: new Error('pg-7 \u001b[31mis down') });

  async function pageOf(environment: string | undefined, options: ServerOptions = {}): Promise<string> {
    vi.stubEnv('NODE_ENV', environment);
    const { errors } = reporting();
    const response = await answerOf(framework, thrower(bad), { errors, ...options }, HTML);
    await expect(response).toHaveStatus(500);
    expect(response.fields['content-security-policy']).toEqual([
      expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
      ),
    ]);
    return utf8(response.body);
  }

  it('shows stack and causes in development, escaped', async () => {
    const page = await pageOf('development');
    expect(page).toContain('Error: &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('wording.test.ts');
    expect(page).toContain('caused by: Error: pg-7 \ufffd[31mis down');
    expect(page).not.toContain('<script');
  });

  it.each(['production', 'test', 'staging', '', 'Development', undefined])(
    'shows neither in %j',
    async (environment) => {
      expect(await pageOf(environment)).not.toMatch(/alert|wording\.test|pg-7|<pre>/);
    },
  );

  it('shows neither if the application says that it is in production', async () => {
    const page = await pageOf('development', {
      express: (app) => void app.set('env', 'production'),
      koa: (app) => {
        app.env = 'production';
      },
    });
    expect(page).not.toMatch(/alert|wording\.test|pg-7|<pre>/);
  });

  it('shows them to no client that prefers something else, and of no 4xx', async () => {
    vi.stubEnv('NODE_ENV', 'development');
    const { errors } = reporting();
    for (const accept of ['*/*', 'text/plain', 'application/xml']) {
      const response = await answerOf(framework, thrower(bad), { errors }, { accept });
      expect(response.body).not.toMatch(/alert|pg-7/);
    }
    const made = (): unknown => new NotFound({ detail: 'x', cause: new Error('pg-7') });
    const response = await answerOf(framework, thrower(made), { errors }, HTML);
    expect(response.body).not.toMatch(/pg-7|<pre>/);
  });

  it('is bounded', async () => {
    vi.stubEnv('NODE_ENV', 'development');
    const long = (): Error => new Error('&'.repeat(1_000_000));
    const { errors } = reporting();
    const response = await answerOf(framework, thrower(long), { errors }, HTML);
    expect(response.body.length).toBeLessThan(200_000);
  });
});
