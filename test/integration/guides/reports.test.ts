import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { BadGateway, NotFound, type Report, ServiceUnavailable } from '@statuskit/core';
import type { Express } from 'express';
import type Koa from 'koa';
import pino from 'pino';
import { type Options, pinoHttp } from 'pino-http';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework } from '../../setup/frameworks.ts';
import { readGuide, run } from '../../setup/guide.ts';
import { listenHere, problemOf, serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

const guide = readGuide('reports');
const [PINO, PINO_EXPRESS, PINO_KOA, TELEMETRY] = guide.blocks.map(({ code }) => code);

/** What axios throws: its request is on it, with the credentials. */
const upstream = (): Error =>
  Object.assign(new Error('connect refused', { cause: new Error('no route') }), {
    name: 'AxiosError',
    status: 401,
    config: { headers: { authorization: 'Bearer hunter2' } },
    response: { status: 401, headers: { 'set-cookie': 'hunter2' } },
  });

interface Failure {
  readonly what: string;
  readonly thrown: () => unknown;
  readonly status: number;
  readonly level: 'info' | 'warn' | 'error';
  /** What OpenTelemetry calls it; undefined where it is no error of the server. */
  readonly type?: string;
}

const FAILURES: readonly Failure[] = [
  { what: 'a 404', thrown: () => new NotFound('No such note'), status: 404, level: 'info' },
  {
    what: 'a 503',
    thrown: () => new ServiceUnavailable('unknown'),
    status: 503,
    level: 'warn',
    type: 'ServiceUnavailable',
  },
  {
    what: 'a 502',
    thrown: () => new BadGateway({ log: 'weather refused', cause: upstream() }),
    status: 502,
    level: 'error',
    type: 'BadGateway',
  },
  {
    what: 'a TypeError',
    thrown: () => new TypeError('x is undefined'),
    status: 500,
    level: 'error',
    type: 'TypeError',
  },
  { what: 'an error of a client', thrown: upstream, status: 500, level: 'error', type: 'AxiosError' },
  { what: 'a text', thrown: () => 'hunter3', status: 500, level: 'error', type: 'InternalServerError' },
];

type Line = Record<string, unknown> & { err?: { type: string; message?: string; stack: string } };

/** A stream that pino writes to, and what was written. */
function memory(): { stream: PassThrough; text(): string; lines(): Line[] } {
  const stream = new PassThrough();
  const chunks: string[] = [];
  stream.on('data', (chunk) => chunks.push(String(chunk)));
  const text = (): string => chunks.join('');
  const lines = (): Line[] =>
    text()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  return { stream, text, lines };
}

describe.each(FRAMEWORKS)('the line for pino on %s', (framework) => {
  it.each(FAILURES)('$what is one record of level $level', async ({ what, thrown, status, level }) => {
    const { stream, text, lines } = memory();
    const modules = { ...modulesFor(framework), pino: { pino: () => pino({}, stream) } };
    const { report } = run(PINO ?? '', modules, ['report']) as { report: (report: Report) => void };
    const { port } = await serveHere(
      framework,
      { 'GET /notes/:id': () => Promise.reject(thrown()) },
      { errors: { report } },
    );
    const { instance } = problemOf(await request(port, 'GET', '/notes/7'));
    expect(lines()).toEqual([
      expect.objectContaining({
        level: pino.levels.values[level],
        sent: status,
        method: 'GET',
        route: '/notes/:id',
        err: expect.objectContaining({
          type: expect.any(String),
          stack: expect.stringMatching(what === 'a text' ? /^InternalServerError/ : /\n {4}at /),
        }),
      }),
    ]);
    expect(lines()[0]?.['instance']).toBe(instance);
    expect(instance === undefined).toBe(status < 500);
    expect(text()).not.toContain('hunter2');
  });

  it('the stacks of the causes are in the record', async () => {
    const { stream, lines } = memory();
    const modules = { ...modulesFor(framework), pino: { pino: () => pino({}, stream) } };
    const { report } = run(PINO ?? '', modules, ['report']) as { report: (report: Report) => void };
    const { port } = await serveHere(
      framework,
      {
        'GET /': () => {
          throw upstream();
        },
      },
      { errors: { report } },
    );
    await request(port, 'GET', '/');
    expect(lines()[0]?.err?.stack).toMatch(/connect refused[\s\S]*caused by: Error: no route/);
  });
});

function appWithPinoHttp(framework: Framework, stream: PassThrough, thrown: () => unknown): unknown {
  const isKoa = framework.startsWith('koa');
  const modules = {
    ...modulesFor(framework),
    'pino-http': { pinoHttp: (options: Options) => pinoHttp(options, stream) },
  };
  // In the place of the comment stands one route.
  const route = isKoa
    ? 'app.use((ctx, next) => { if (ctx.path === "/note") throw thrown(); return next(); });'
    : 'app.get("/note", (_req, _res, next) => next(thrown()));';
  const code = (isKoa ? PINO_KOA : PINO_EXPRESS)?.replace('// … the routes …', route) ?? '';
  const { app } = run(`import { thrown } from 'thrown';\n${code}`, { ...modules, thrown: { thrown } }, [
    'app',
  ]);
  return isKoa ? (app as Koa).callback() : (app as Express);
}

describe.each(FRAMEWORKS)('the line for pino-http on %s', (framework) => {
  it.each(FAILURES.filter(({ what }) => what !== 'a text'))(
    '$what is in the record of its request',
    async ({ thrown, status }) => {
      const { stream, text, lines } = memory();
      const { port } = await listenHere(appWithPinoHttp(framework, stream, thrown));
      const response = await request(port, 'GET', '/note');
      expect(response.status).toBe(status);
      expect(lines()).toHaveLength(1);
      const [line] = lines() as [Line & { req: { id: string } }];
      const error = thrown() as Error;
      expect(line.err?.type).toBe(error.constructor.name);
      expect(line.err?.stack).toContain(error.message);
      expect(text()).not.toContain('hunter2');
      // What the client was shown is the id of the request.
      if (status >= 500) expect(problemOf(response)['instance']).toBe(`urn:uuid:${line.req.id}`);
    },
  );

  it('a request that nobody answers is in its record as well', async () => {
    const { stream, lines } = memory();
    const { port } = await listenHere(appWithPinoHttp(framework, stream, () => undefined));
    expect((await request(port, 'GET', '/other')).status).toBe(404);
    expect(lines()).toEqual([
      expect.objectContaining({ err: expect.objectContaining({ type: 'NotFound' }) }),
    ]);
  });
});

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = provider.getTracer('test');
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
afterAll(() => context.disable());
beforeEach(() => exporter.reset());

/** A server with one span for each request, as the instrumentation of HTTP makes them; resolves with the ended span. */
async function traced(
  framework: Framework,
  run_: () => unknown,
): Promise<{ port: number; ended: Promise<ReadableSpan> }> {
  const { report } = run(TELEMETRY ?? '', modulesFor(framework), ['report']) as {
    report: (report: Report) => void;
  };
  let told: (span: ReadableSpan) => void = () => {};
  const ended = new Promise<ReadableSpan>((resolve) => {
    told = resolve;
  });
  const span = <T>(response: import('node:http').ServerResponse, next: () => T): T =>
    tracer.startActiveSpan('GET', { kind: SpanKind.SERVER }, (active) => {
      response.once('close', () => {
        active.setAttribute('http.response.status_code', response.statusCode);
        active.end();
        told(exporter.getFinishedSpans()[0] as ReadableSpan);
      });
      return next();
    });
  const { port } = await serveHere(
    framework,
    { 'GET /': run_ },
    {
      errors: { report },
      express: (app) => void app.use((_req, res, next) => span(res, () => next())),
      koaOutside: (app) => void app.use((ctx, next) => span(ctx.res, next)),
    },
  );
  return { port, ended };
}

describe.each(FRAMEWORKS)('the recipe for OpenTelemetry on %s', (framework) => {
  const ways: readonly (readonly [string, (thrown: unknown) => unknown])[] = [
    [
      'at once',
      (thrown) => {
        throw thrown;
      },
    ],
    [
      'after an await',
      async (thrown) => {
        await new Promise(setImmediate);
        throw thrown;
      },
    ],
  ];
  const cases = FAILURES.flatMap((failure) => ways.map(([when, way]) => ({ ...failure, when, way })));

  it.each(cases)('$what that is thrown $when', async ({ what, thrown, way, status, type }) => {
    const { port, ended } = await traced(framework, () => way(thrown()));
    await request(port, 'GET', '/');
    const { attributes, events, status: outcome } = await ended;
    expect(attributes['http.response.status_code']).toBe(status);
    expect(attributes['error.type']).toBe(type);
    expect(outcome.code).toBe(type === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR);
    // The conventions: no description where the status of the response says it.
    expect(outcome.message).toBeUndefined();
    expect(events.map(({ name }) => name)).toEqual(type === undefined ? [] : ['exception']);
    const traces = events.map((event) => event.attributes?.['exception.stacktrace']);
    // The 500 that is made of a foreign error has no frames of its own.
    if (type !== undefined && what !== 'a text') expect(traces[0]).toContain('reports.test.ts');
    expect(JSON.stringify([attributes, events])).not.toContain('hunter2');
  });

  it('a client that goes away is no error', async () => {
    const { port, ended } = await traced(framework, () => new Promise(() => {}));
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n', () => socket.destroy());
    const { attributes, status } = await ended;
    expect(attributes['error.type']).toBeUndefined();
    expect(status.code).toBe(SpanStatusCode.UNSET);
  });
});

it('the guide names the members of a report, all of them', () => {
  const members = guide.rowsUnder('Reports').map(([name]) => name?.replaceAll('`', ''));
  const report: Record<keyof Report, true> = {
    error: true,
    thrown: true,
    level: true,
    sent: true,
    instance: true,
    requestId: true,
    method: true,
    route: true,
    address: true,
  };
  expect(members.sort()).toEqual(Object.keys(report).sort());
});
