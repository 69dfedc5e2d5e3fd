import {
  Conflict,
  InternalServerError,
  NotFound,
  NotImplemented,
  type Report,
  TooManyRequests,
} from '@statuskit/core';
import createError from 'http-errors';
import { describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS, type ServerOptions } from '../setup/frameworks.ts';
import { answerOf, problemOf, serveHere } from '../setup/here.ts';
import { request } from '../setup/raw.ts';

type Options = Exclude<ServerOptions['errors'], false | undefined>;

const UUID = '6F2E1B5A-2D0C-4C0B-9B8E-0A7D5C3B1F00';

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

/** The path of the request of either framework. */
function pathOf(source: unknown): string {
  return (source as { path: string }).path;
}

describe.each(FRAMEWORKS)('%s: the body option', (framework) => {
  const own: Options = {
    body: ({ problem, request }) =>
      problem.status === 501
        ? undefined
        : {
            contentType: 'application/vnd.team+json',
            body: JSON.stringify({
              error: { message: problem.detail ?? problem.title, at: pathOf(request) },
            }),
          },
  };

  it('replaces the body; status and fields stay', async () => {
    const { errors } = reporting(own);
    const response = await answerOf(
      framework,
      thrower(() => new TooManyRequests({ seconds: 3 }, 'Łangsam')),
      { errors },
    );
    expect(response.line).toBe('HTTP/1.1 429 Too Many Requests');
    expect(problemOf(response)).toEqual({ error: { message: 'Łangsam', at: '/' } });
    expect(response.fields).toMatchObject({
      'content-type': ['application/vnd.team+json'],
      'content-length': [String(response.body.length)],
      'retry-after': ['3'],
      'cache-control': ['no-store'],
      'x-content-type-options': ['nosniff'],
    });
  });

  it('sees of a 500 what the client would see', async () => {
    const seen: unknown[] = [];
    const { errors } = reporting({
      body: ({ problem }) => {
        seen.push(problem);
        return undefined;
      },
    });
    const response = await answerOf(
      framework,
      thrower(() => new Error('pg-7 is down')),
      { errors },
    );
    expect(seen).toEqual([problemOf(response)]);
    expect(Object.keys(problemOf(response))).toEqual(['type', 'title', 'status', 'instance']);
  });

  it.each([
    ['JSON.stringify', (problem: object) => JSON.stringify(problem)],
    ['a copy', (problem: object) => ({ ...problem })],
    ['the argument itself', (problem: object) => problem],
  ])(
    'sends its argument by %s: the members of the problem, and nothing of the request',
    async (_how, bodyOf) => {
      const { errors } = reporting({
        body: (problem) => ({ contentType: 'application/json', body: bodyOf(problem) }),
      });
      const response = await answerOf(
        framework,
        thrower(
          () =>
            new NotFound({
              detail: 'gone',
              log: 'hunter2',
              extensions: { error: 'E1', request: 'R1', n: 1 },
            }),
        ),
        { errors },
        { cookie: 'secret=1', 'x-internal': 'proxy' },
      );
      expect(JSON.parse(response.body)).toEqual({
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: 'gone',
        n: 1,
      });
      expect(response.body).not.toMatch(/secret|internal|hunter2/);
    },
  );

  it('cannot change the status, also by writing to what it is given', async () => {
    const { errors } = reporting({
      body: ({ problem }) => {
        problem.status = 200;
        return { contentType: 'text/plain', body: 'fine' };
      },
    });
    const response = await answerOf(
      framework,
      thrower(() => new NotFound()),
      { errors },
    );
    expect([response.status, response.body]).toEqual([404, 'fine']);
  });

  it('leaves the usual body where it gives none, and none for HEAD', async () => {
    const { errors } = reporting(own);
    const usual = await answerOf(
      framework,
      thrower(() => new NotImplemented()),
      { errors },
    );
    expect(usual.fields['content-type']).toEqual(['application/problem+json']);
    const { port } = await serveHere(framework, { 'GET /': thrower(() => new NotFound()) }, { errors });
    const [get, head] = [await request(port, 'GET', '/'), await request(port, 'HEAD', '/')];
    expect(head.rest).toBe('');
    expect(head.fields['content-length']).toEqual(get.fields['content-length']);
    expect(head.fields['content-type']).toEqual(['application/vnd.team+json']);
  });
});

describe.each(FRAMEWORKS)('%s: the cache option', (framework) => {
  async function cacheControl(make: () => unknown, cache: Options['cache']): Promise<string | undefined> {
    const { fields } = await answerOf(framework, thrower(make), { errors: reporting({ cache }).errors });
    expect(fields['cache-control']).toHaveLength(1);
    return fields['cache-control']?.[0];
  }

  it('allows a 404 to be stored, by status or by a function', async () => {
    expect(await cacheControl(() => new NotFound(), { 404: 'public, max-age=60' })).toBe(
      'public, max-age=60',
    );
    expect(
      await cacheControl(
        () => new NotFound(),
        ({ status }) => `max-age=${status}`,
      ),
    ).toBe('max-age=404');
    expect(
      await cacheControl(
        () => new NotFound(),
        () => undefined,
      ),
    ).toBe('no-store');
    expect(await cacheControl(() => new Conflict('x'), { 404: 'max-age=60' })).toBe('no-store');
  });

  it('allows no 429 and no other status that must not be stored', async () => {
    expect(await cacheControl(() => new TooManyRequests('unknown'), { 429: 'max-age=60' })).toBe('no-store');
    expect(
      await cacheControl(
        () => new TooManyRequests('unknown'),
        () => 'max-age=60',
      ),
    ).toBe('no-store');
    const asked = (): unknown =>
      new TooManyRequests('unknown', { headers: { 'Cache-Control': 'max-age=60' } });
    expect(await cacheControl(asked, undefined)).toBe('no-store');
  });

  it('an error may ask for itself', async () => {
    const gone = (): unknown => new NotFound({ headers: { 'Cache-Control': 'max-age=5' } });
    expect(await cacheControl(gone, undefined)).toBe('max-age=5');
  });
});

describe.each(FRAMEWORKS)('%s: the id of a request', (framework) => {
  async function ask(
    options: Options,
    make: () => unknown,
    also: ServerOptions = {},
  ): Promise<[string, Report]> {
    const { errors, reports } = reporting(options);
    const fields = { 'x-request-id': UUID };
    const response = await answerOf(framework, thrower(make), { errors, ...also }, fields);
    const [report] = reports;
    if (report === undefined || reports.length > 1) throw new Error(`${reports.length} reports`);
    expect(report.instance).toBe(problemOf(response)['instance']);
    return [String(report.instance), report];
  }

  it('of the client is not believed', async () => {
    const [instance, report] = await ask({}, () => new Error('x'));
    expect(instance).toMatch(/^urn:uuid:/);
    expect(instance.toLowerCase()).not.toContain(UUID.toLowerCase());
    expect(report.requestId).toBeUndefined();
  });

  it('is the instance of a 5xx if it is a UUID', async () => {
    const [instance, report] = await ask({ requestId: () => UUID }, () => new InternalServerError());
    expect(instance).toBe(`urn:uuid:${UUID.toLowerCase()}`);
    expect(report.requestId).toBe(UUID);
  });

  it('stands beside a fresh instance if it is none', async () => {
    const [instance, report] = await ask({ requestId: () => 'r-7' }, () => new InternalServerError());
    expect(instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(report.requestId).toBe('r-7');
  });

  it('is no instance of a 4xx', async () => {
    const [instance] = await ask({ requestId: () => UUID }, () => new NotFound());
    expect(instance).toBe('undefined');
  });

  it('is taken from where middleware put it', async () => {
    const [instance, report] = await ask({}, () => new Error('x'), {
      express: (app) =>
        void app.use((req, _res, next) => {
          Object.assign(req, { id: UUID });
          next();
        }),
      koa: (app) =>
        void app.use((ctx, next) => {
          ctx.state['id'] = UUID;
          return next();
        }),
    });
    expect(instance).toBe(`urn:uuid:${UUID.toLowerCase()}`);
    expect(report.requestId).toBe(UUID);
  });

  it('of the client is believed if the option says so', async () => {
    const headerOf = (source: unknown): string =>
      (source as { headers: Record<string, string> }).headers['x-request-id'] ?? '';
    const [instance] = await ask({ requestId: headerOf }, () => new Error('x'));
    expect(instance).toBe(`urn:uuid:${UUID.toLowerCase()}`);
  });
});

const HOOK_FAILURE = new Error('the hook is broken');
function broken(): never {
  throw HOOK_FAILURE;
}
async function rejecting(): Promise<never> {
  throw HOOK_FAILURE;
}

const BROKEN_HOOKS: readonly (readonly [string, Options])[] = [
  ['body throws', { body: broken }],
  ['body rejects', { body: rejecting as never }],
  ['body gives something else', { body: (() => 'a text') as never }],
  ['body gives null', { body: (() => null) as never }],
  ['body gives a type that no field can hold', { body: () => ({ contentType: 'a\r\nb: c', body: 'x' }) }],
  ['body resolves to something else', { body: (async () => 'a text') as never }],
  [
    'body returns a promise as its content',
    { body: (() => ({ contentType: 'a/b', body: rejecting() })) as never },
  ],
  ['localize throws', { localize: broken }],
  ['localize rejects', { localize: rejecting }],
  ['localize returns something else', { localize: (() => 'Nicht gefunden') as never }],
  ['localize returns a title that is not text', { localize: (() => ({ title: 7 })) as never }],
  ['localize returns an invalid language', { localize: () => ({ title: 'x', language: 'de\r\nA: b' }) }],
  ['cache throws', { cache: broken }],
  ['cache rejects', { cache: rejecting as never }],
  ['requestId throws', { requestId: broken }],
  ['requestId rejects', { requestId: rejecting as never }],
  ['a rule throws', { rules: [broken] }],
  ['a rule rejects', { rules: [rejecting as never] }],
  ['a rule gives something else', { rules: [(() => ({ status: 200 })) as never] }],
];

describe.each(FRAMEWORKS)('%s: a hook that fails', (framework) => {
  it.each(BROKEN_HOOKS)('%s: it is skipped, and both failures are reported', async (_name, options) => {
    const { errors, reports } = reporting(options);
    const thrown = createNotFound();
    const response = await answerOf(
      framework,
      thrower(() => thrown),
      { errors },
    );

    expect(response.line).toBe('HTTP/1.1 404 Not Found');
    expect(problemOf(response)).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'no such note',
    });
    expect(response.fields['content-type']).toEqual(['application/problem+json']);
    expect(response.fields['cache-control']).toEqual(['no-store']);
    const [first, second, ...others] = reports;
    expect(others).toEqual([]);
    expect([first?.thrown, first?.level, first?.sent]).toEqual([thrown, 'info', 404]);
    expect([second?.error.status, second?.level, second?.sent]).toEqual([500, 'error', 404]);
    expect(second?.thrown).toBeInstanceOf(Error);
  });

  it.each([
    ['throws', broken],
    ['rejects', rejecting],
  ])('report %s: the answer goes out, and both are printed', async (_name, report) => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const response = await answerOf(
      framework,
      thrower(() => new Error('pg-7 is down')),
      { errors: { report } },
    );
    expect(response.status).toBe(500);
    expect(response.complete).toBe(true);
    await vi.waitFor(() => expect(printed).toHaveBeenCalledTimes(2));
    expect(String(printed.mock.calls[0])).toContain('pg-7 is down');
    expect(String(printed.mock.calls[1])).toContain('the hook is broken');
  });

  it('a toJSON that throws leaves the plain document, and both are reported', async () => {
    class Strange extends NotFound {
      override toJSON(): never {
        throw HOOK_FAILURE;
      }
    }
    const { errors, reports } = reporting();
    const response = await answerOf(
      framework,
      thrower(() => new Strange('x')),
      { errors },
    );
    expect(problemOf(response)).toEqual({ type: 'about:blank', title: 'Not Found', status: 404 });
    expect(reports.map(({ thrown }) => (thrown as Error).message)).toEqual(['x', 'the hook is broken']);
  });
});

// By http-errors' marks, so that rules are asked about it.
function createNotFound(): Error {
  return createError(404, 'no such note');
}
