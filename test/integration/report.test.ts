import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { connect } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { Conflict, NotFound, type Report, ServiceUnavailable } from '@statuskit/core';
import createError from 'http-errors';
import { describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS, type Framework } from '../setup/frameworks.ts';
import { answerOf, problemOf, serveHere } from '../setup/here.ts';
import { request, talk } from '../setup/raw.ts';

const KOA = ['koa2', 'koa3'] as const;
const EXPRESS = ['express4', 'express5'] as const;

function thrower(make: () => unknown): () => never {
  return () => {
    throw make();
  };
}

// Promise.withResolvers, which Node 20 lacks.
function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((given) => {
    resolve = given;
  });
  return { promise, resolve };
}

/** What axios throws for an answer of another server: its request is on it, with the credentials. */
function upstreamError(): Error {
  const cause = Object.assign(new Error('connect ECONNREFUSED pg-7'), {
    code: 'ECONNREFUSED',
    password: 'h1dden',
  });
  return Object.assign(new Error('Request failed with status code 404', { cause }), {
    name: 'AxiosError',
    status: 404,
    config: { headers: { Authorization: 'Bearer h1dden' } },
    response: { status: 404, headers: { 'set-cookie': 'h1dden' } },
  });
}

const FAILURES: readonly (readonly [string, () => unknown, number, Report['level']])[] = [
  ['a 4xx', () => new NotFound('x'), 404, 'info'],
  ['a 4xx of somebody else', () => createError(409, 'x'), 409, 'info'],
  ['a 503', () => new ServiceUnavailable('unknown'), 503, 'warn'],
  ['a 500', () => new Error('x'), 500, 'error'],
  ['the error of an upstream', upstreamError, 500, 'error'],
  ['a text', () => 'not an error', 500, 'error'],
  ['undefined', () => undefined, 500, 'error'],
];

describe.each(FRAMEWORKS)('%s: report', (framework) => {
  it.each(FAILURES)(
    'is called once for %s, after the status is known',
    async (_what, make, status, level) => {
      const reports: Report[] = [];
      const statuses: number[] = [];
      let answering: { statusCode: number } | undefined;
      const thrown = make();
      const { port } = await serveHere(
        framework,
        {
          'GET /airports/:code': ({ response }) => {
            answering = response;
            throw thrown;
          },
        },
        {
          errors: {
            requestId: () => 'r-7',
            report: (report) => {
              reports.push(report);
              statuses.push(answering?.statusCode ?? 0);
            },
          },
        },
      );
      const response = await request(port, 'GET', '/airports/FRA?key=1');

      expect(reports).toHaveLength(1);
      const [report] = reports;
      expect(report).toMatchObject({
        level,
        sent: status,
        requestId: 'r-7',
        method: 'GET',
        route: '/airports/:code',
      });
      expect(report?.error.status).toBe(status);
      expect(statuses).toEqual([status]);
      expect(report?.instance).toBe(problemOf(response)['instance']);
      // Express takes a throw of undefined for no error, which `handle` prevents.
      if (thrown !== undefined && typeof thrown === 'object') expect(report?.thrown).toBe(thrown);
    },
  );

  it('is called in the async context of the request, before the client has its answer', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const { port } = await serveHere(
      framework,
      {
        'GET /': async () => {
          await new Promise(setImmediate);
          throw new Error('x');
        },
      },
      {
        errors: { report: () => void seen.push(storage.getStore()) },
        express: (app) => void app.use((req, _res, next) => storage.run(String(req.headers['x-name']), next)),
        koaOutside: (app) => void app.use((ctx, next) => storage.run(ctx.get('x-name'), next)),
      },
    );
    await Promise.all(['a', 'b', 'c'].map((name) => request(port, 'GET', '/', { 'x-name': name })));
    expect(seen.sort()).toEqual(['a', 'b', 'c']);
  });

  it('hears of a client that went away, to which nothing is written', async () => {
    const heard = deferred<Report>();
    let written = 0;
    const { port } = await serveHere(
      framework,
      {
        'GET /': async ({ response }) => {
          response.write = response.end = (() => {
            written++;
            return response;
          }) as never;
          started.resolve();
          await once(response, 'close');
          throw new DOMException('This operation was aborted', 'AbortError');
        },
      },
      { errors: { report: heard.resolve } },
    );
    const started = deferred<void>();
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await started.promise;
    socket.destroy();
    const report = await heard.promise;
    expect([report.sent, report.level, report.error.status]).toEqual(['aborted', 'info', 499]);
    expect(written).toBe(0);
  });

  it('hears of an error after the head is out, and the connection is ended', async () => {
    const reports: Report[] = [];
    const { port } = await serveHere(
      framework,
      {
        'GET /': async ({ response, koa }) => {
          if (koa !== undefined) koa.respond = false;
          response.writeHead(200, { 'content-type': 'text/plain' });
          await new Promise((resolve) => response.write('first', resolve));
          throw new Conflict('too late');
        },
      },
      { errors: { report: (report) => void reports.push(report) } },
    );
    const { bytes, error } = await talk(port, 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    expect(error).not.toBe('TIMEOUT');
    expect(bytes).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(bytes).toContain('first');
    expect(bytes).not.toContain('\r\n0\r\n\r\n'); // else the client takes it for complete
    expect(reports.map(({ sent, error }) => [sent, error.status])).toEqual([[200, 409]]);
  });
});

function unsilence(app: { silent: boolean }): void {
  app.silent = false;
}

describe('without report', () => {
  it.each(EXPRESS)('%s prints one record for a 5xx: stack and causes, no own members', async (framework) => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const response = await answerOf(framework, thrower(upstreamError), { errors: {} });
    expect(printed).toHaveBeenCalledTimes(1);
    const text = String(printed.mock.calls[0]);
    expect(printed.mock.calls[0]).toHaveLength(1);
    expect(text).toContain('500 Internal Server Error, GET /, ');
    expect(text).toContain(String(problemOf(response)['instance']));
    expect(text).toMatch(/Request failed with status code 404\n +at /);
    expect(text).toMatch(/\n {2}caused by: Error: connect ECONNREFUSED pg-7\n +at /);
    expect(text).not.toContain('h1dden');
  });

  it.each(EXPRESS)('%s warns of a 503', async (framework) => {
    const printed = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await answerOf(
      framework,
      thrower(() => new ServiceUnavailable('unknown', 'pool empty')),
      { errors: {} },
    );
    expect(printed).toHaveBeenCalledTimes(1);
    expect(String(printed.mock.calls[0])).toContain('pool empty');
  });

  it.each(FRAMEWORKS)('%s prints nothing for a 4xx', async (framework) => {
    const loud = { errors: {}, koa: unsilence };
    for (const make of [() => new NotFound(), () => createError(409, 'x'), () => new Conflict({ a: 1 })]) {
      const response = await answerOf(framework, thrower(make), loud);
      expect(response.status).toBeLessThan(500);
    }
  });

  it.each(KOA)(
    '%s prints one record for a 5xx, also where its own printer would say nothing',
    async (framework) => {
      const loud = { errors: {}, koa: unsilence };
      for (const make of [
        () => new Error('pg-7 is down'),
        upstreamError,
        () => Object.assign(new Error('exposed'), { expose: true }),
        () => 'a text',
        () => null,
      ]) {
        const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
        printed.mockClear();
        expect((await answerOf(framework, thrower(make), loud)).status).toBe(500);
        expect(printed).toHaveBeenCalledTimes(1);
        expect(String(printed.mock.calls[0])).not.toContain('h1dden');
      }
    },
  );
});

describe.each(FRAMEWORKS)('%s: a method that a client has made up', (framework) => {
  it.each(['PROPFIND', 'LOCK', 'PURGE', 'MKCOL', 'SEARCH', 'M-SEARCH'])(
    '%s is a 501 that is not reported as an error',
    async (method) => {
      const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
      const reports: Report[] = [];
      const routes = { 'GET /': () => 'ok' };
      for (const path of ['/', '/nowhere']) {
        const loud = await serveHere(framework, routes, { errors: {}, koa: unsilence });
        expect((await request(loud.port, method, path)).status).toBe(501);
        const heard = await serveHere(framework, routes, {
          errors: { report: (one) => void reports.push(one) },
        });
        await request(heard.port, method, path);
      }
      expect(reports.map(({ level, sent }) => [level, sent])).toEqual([
        ['info', 501],
        ['info', 501],
      ]);
      expect(printed).not.toHaveBeenCalled();
    },
  );
});

// What a client can write into a log: other records, stack frames, sequences of a terminal, text that runs backwards.
const FORGED = [
  'x\r\n500 Internal Server Error, GET /forged',
  'x\n    at forged (app.js:1:1)',
  'x\r500 forged',
  'x\u2028500 forged\u2029\u0085\v\f',
  '\u001b[2J\u001b]0;forged\u0007\u009b31m\u0000\u007f\b',
  '\u202eforged\u202c\u2066x\u2069\u200fx\u200e\u061c',
].join(' ');
// biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be printed
const UNPRINTABLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

class Named extends Error {
  readonly status = 409;
}
Object.defineProperty(Named, 'name', { value: FORGED });

const FROM_A_CLIENT: readonly (readonly [where: string, make: (text: string) => unknown])[] = [
  ['a message', (text) => new Error(text)],
  ['a cause', (text) => new Error('x', { cause: new Error(text) })],
  ['a cause that is a text', (text) => new Error('x', { cause: text })],
  ['a text that is thrown', (text) => text],
  ['a name', (text) => Object.assign(new Error('x'), { name: text })],
  ['a stack', (text) => Object.assign(new Error('x'), { stack: text })],
  ['several errors', (text) => new AggregateError([new Error(text)], text)],
  ['the log of an error of ours', (text) => new ServiceUnavailable('unknown', text)],
  ['the name of a class that no rule knows', () => new Named('x')],
];

describe.each(FRAMEWORKS)('%s: no record of the default printer can be forged', (framework) => {
  it.each(FROM_A_CLIENT)('by %s', async (_where, make) => {
    const printed: string[] = [];
    for (const level of ['error', 'warn'] as const) {
      vi.spyOn(console, level).mockImplementation((...args) => void printed.push(args.join(' ')));
    }
    const { port } = await serveHere(
      framework,
      {
        'GET /:text': ({ express, koa }) => {
          throw make(String((express?.req ?? koa)?.params.text));
        },
      },
      { errors: { requestId: () => FORGED }, koa: unsilence },
    );
    await request(port, 'GET', `/${encodeURIComponent(FORGED)}`);
    expect(printed.length).toBeGreaterThan(0);
    for (const record of printed) {
      expect(record).not.toMatch(UNPRINTABLE);
      // Each line but the first is indented, so that none begins another record.
      expect(
        record
          .split('\n')
          .slice(1)
          .filter((line) => !line.startsWith('  ')),
      ).toEqual([]);
    }
  });
});

describe('what the framework is told', () => {
  it.each(EXPRESS)('%s: res.err is what was thrown', async (framework) => {
    const seen: unknown[] = [];
    const thrown = upstreamError();
    await answerOf(
      framework,
      ({ response }) => {
        response.once('finish', () => seen.push((response as { err?: unknown }).err));
        throw thrown;
      },
      { errors: { report() {} } },
    );
    expect(seen).toEqual([thrown]);
    expect(seen[0]).toBe(thrown);
  });

  interface Told {
    readonly emitted: unknown[][];
    readonly reports: Report[];
    readonly status: number;
  }

  async function tell(
    framework: Framework,
    make: () => unknown,
    own: boolean,
    listens: boolean,
  ): Promise<Told> {
    const emitted: unknown[][] = [];
    const reports: Report[] = [];
    const report = (one: Report): void => void reports.push(one);
    const { status } = await answerOf(framework, thrower(make), {
      errors: own ? { report } : {},
      koa: (app) => {
        if (listens) app.on('error', (...args: unknown[]) => emitted.push(args));
      },
    });
    return { emitted, reports, status };
  }

  it.each(KOA)(
    '%s: the error event exactly once, with what was thrown and the context',
    async (framework) => {
      for (const own of [true, false]) {
        for (const thrown of [new NotFound(), upstreamError(), createError(403, 'no')]) {
          const { emitted, reports, status } = await tell(framework, () => thrown, own, true);
          expect(emitted).toHaveLength(1);
          expect(emitted[0]?.[0]).toBe(thrown);
          expect(emitted[0]?.[1]).toMatchObject({ method: 'GET', path: '/', status });
          expect(reports).toHaveLength(own ? 1 : 0);
        }
      }
    },
  );

  it.each(KOA)('%s: the error event carries an Error where something else was thrown', async (framework) => {
    const { emitted } = await tell(framework, () => 'a text', true, true);
    expect(emitted).toHaveLength(1);
    expect(emitted[0]?.[0]).toBeInstanceOf(Error);
  });

  it.each(KOA)('%s: no error event for the own printer of Koa where report was given', async (framework) => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    let emitted = 0;
    const reports: Report[] = [];
    await answerOf(framework, thrower(upstreamError), {
      errors: { report: (one) => void reports.push(one) },
      koa: (app) => {
        app.silent = false;
        const { emit } = app;
        app.emit = function (this: typeof app, ...args: Parameters<typeof emit>) {
          if (args[0] === 'error') emitted++;
          return emit.apply(this, args);
        };
      },
    });
    expect([emitted, reports.length]).toEqual([0, 1]);
    expect(printed).not.toHaveBeenCalled();
  });
});

describe.each(KOA)('%s: a body stream that fails', (framework) => {
  function failing(after: readonly string[]): Readable {
    return Readable.from(
      (async function* () {
        yield* after;
        throw new Error('the disk is gone');
      })(),
    );
  }

  it('before its first byte is answered, reported and emitted once', async () => {
    const reports: Report[] = [];
    const emitted: unknown[] = [];
    const response = await answerOf(
      framework,
      ({ koa }) => {
        if (koa === undefined) return;
        koa.set({ 'Content-Type': 'text/csv', ETag: '"v1"', Vary: 'Origin' });
        koa.body = failing([]);
      },
      {
        errors: { report: (one) => void reports.push(one) },
        koa: (app) => void app.on('error', (error) => void emitted.push(error)),
      },
    );
    expect(response.line).toBe('HTTP/1.1 500 Internal Server Error');
    expect(problemOf(response)).toMatchObject({ status: 500, instance: reports[0]?.instance });
    expect(response.fields).toMatchObject({ vary: ['Origin, Accept'], 'cache-control': ['no-store'] });
    expect(response.fields['etag']).toBeUndefined();
    expect(reports.map(({ sent }) => sent)).toEqual([500]);
    expect(emitted).toEqual([reports[0]?.thrown]);
  });

  it('in front of the body is answered by ctx.onerror, also where that is handed over unbound', async () => {
    const reports: Report[] = [];
    const response = await answerOf(
      framework,
      ({ koa }) => {
        if (koa !== undefined) koa.body = failing([]).on('error', koa.onerror).pipe(new PassThrough());
      },
      { errors: { report: (one) => void reports.push(one) } },
    );
    expect(response.line).toBe('HTTP/1.1 500 Internal Server Error');
    expect(response.body).not.toContain('the disk is gone');
    expect(reports.map(({ sent }) => sent)).toEqual([500]);
  });

  it('later ends the connection, and is reported and emitted once', async () => {
    const reports: Report[] = [];
    const emitted: unknown[] = [];
    const { port } = await serveHere(
      framework,
      {
        'GET /': ({ koa }) => {
          if (koa !== undefined) koa.body = failing(['first', 'second']);
        },
      },
      {
        errors: { report: (one) => void reports.push(one) },
        koa: (app) => void app.on('error', (error) => void emitted.push(error)),
      },
    );
    const { bytes, error } = await talk(port, 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    expect(error).not.toBe('TIMEOUT');
    expect(bytes).toContain('first');
    expect(bytes).not.toContain('\r\n0\r\n\r\n');
    expect(reports.map(({ sent }) => sent)).toEqual([200]);
    expect(emitted).toHaveLength(1);
  });

  it('because the client went away is reported once', async () => {
    const reports: Report[] = [];
    const closed = deferred<void>();
    const { port } = await serveHere(
      framework,
      {
        'GET /': ({ koa }) => {
          if (koa === undefined) return;
          koa.res.once('close', () => setImmediate(closed.resolve));
          let first = true;
          // More never comes.
          koa.body = new Readable({
            read() {
              if (first) this.push('first');
              first = false;
            },
          });
        },
      },
      { errors: { report: (one) => void reports.push(one) } },
    );
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
    await closed.promise;
    // Koa 2 tells nobody of it.
    expect(reports.map(({ sent, level }) => [sent, level])).toEqual(
      framework === 'koa2' ? [] : [['aborted', 'info']],
    );
  });
});
