// Koa over node:http2; Express does not support it.
import { constants } from 'node:http2';
import { Readable } from 'node:stream';
import { ContentTooLarge, NotFound, type Report, reasonPhrase } from '@statuskit/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Routes, type ServerOptions, serveHttp2 } from '../../../test/setup/frameworks.ts';
import { requestHttp2 } from '../../../test/setup/http2-client.ts';
import { ANY_405 } from '../../../test/setup/linted.ts';
import { SAMPLES, SECRET } from '../../../test/setup/samples.ts';

const MAJORS = ['koa2', 'koa3'] as const;
type Major = (typeof MAJORS)[number];

async function start(major: Major, routes: Routes, options?: ServerOptions): Promise<number> {
  const server = await serveHttp2(major, routes, options);
  onTestFinished(() => server.close());
  return server.port;
}

interface Reported {
  readonly options: ServerOptions;
  readonly reports: Report[];
  readonly emitted: unknown[];
}

function reporting(): Reported {
  const reports: Report[] = [];
  const emitted: unknown[] = [];
  return {
    options: {
      errors: { report: (report) => void reports.push(report) },
      koa: (app) => void app.on('error', (error) => void emitted.push(error)),
    },
    reports,
    emitted,
  };
}

describe.each(MAJORS)('%s over HTTP/2', (major) => {
  it('sends every error of ours, without Connection and Upgrade', async () => {
    const port = await start(
      major,
      Object.fromEntries(
        SAMPLES.map(({ make }, at) => [
          `GET /${at}`,
          () => {
            throw make();
          },
        ]),
      ),
      { lint: ANY_405 },
    );
    for (const [at, { status, about, fields, members }] of SAMPLES.entries()) {
      const { upgrade, ...wanted } = fields;
      const get = await requestHttp2(port, 'GET', `/${at}`);
      const { date, ...others } = get.fields;
      const { instance, ...problem } = JSON.parse(get.body) as Record<string, unknown>;
      expect([about, get.status, get.ended, get.code]).toEqual([about, status, true, 0]);
      expect(problem).toEqual({ type: 'about:blank', title: reasonPhrase(status), status, ...members });
      expect(typeof instance).toBe(status < 500 ? 'undefined' : 'string');
      expect(typeof date).toBe('string');
      expect(others).toEqual({
        // node:http2 joins the lines of a field that it does not know to come alone.
        ...Object.fromEntries(Object.entries(wanted).map(([name, lines]) => [name, lines.join(', ')])),
        'cache-control': 'no-store',
        'content-length': String(Buffer.byteLength(get.body)),
        'content-type': 'application/problem+json',
        vary: 'Accept',
        'x-content-type-options': 'nosniff',
      });
      expect(JSON.stringify(get)).not.toContain(SECRET);

      const head = await requestHttp2(port, 'HEAD', `/${at}`);
      expect([head.status, head.body, head.ended, head.code]).toEqual([status, '', true, 0]);
      expect({ ...head.fields, date }).toEqual({ ...others, date });
    }
  });

  it('sends no reason phrase and what no route answers', async () => {
    const port = await start(major, { 'GET /a': () => ({ id: 7 }), 'GET /none': () => null });
    const found = await requestHttp2(port, 'GET', '/a');
    expect([found.status, found.body]).toEqual([200, '{"id":7}']);
    expect(found.names.filter((name) => name.startsWith(':'))).toEqual([':status']);
    // Koa 2 by itself never answers this one.
    const head = await requestHttp2(port, 'HEAD', '/a');
    expect([head.status, head.fields['content-length'], head.body]).toEqual([200, '8', '']);
    const not = await requestHttp2(port, 'DELETE', '/a');
    expect([not.status, not.fields['allow']]).toEqual([405, 'GET, HEAD']);
    const options = await requestHttp2(port, 'OPTIONS', '/a');
    expect([options.status, options.fields['allow'], options.body]).toEqual([204, 'GET, HEAD', '']);
    expect((await requestHttp2(port, 'MKCOL', '/a')).status).toBe(501);
    const nothing = await requestHttp2(port, 'GET', '/none');
    expect([nothing.status, nothing.body, nothing.ended]).toEqual([204, '', true]);
  });
});

describe.each(MAJORS)('%s over HTTP/2: a refused upload', (major) => {
  const refuse: Routes = {
    'POST /': () => {
      throw new ContentTooLarge({ limit: 10 });
    },
  };

  it.each([
    ['of unknown length', {}],
    ['of a length that is not worth reading', { 'content-length': '10000000' }],
  ])('%s is answered, then reset with NO_ERROR', async (_what, fields) => {
    const { options, reports } = reporting();
    const port = await start(major, refuse, options);
    // The client never ends its side: only RST_STREAM closes the stream.
    const response = await requestHttp2(port, 'POST', '/', {
      fields,
      body: 'x'.repeat(1000),
      unfinished: true,
    });
    expect([response.status, response.ended, response.code]).toEqual([413, true, constants.NGHTTP2_NO_ERROR]);
    expect(JSON.parse(response.body)).toMatchObject({ status: 413, limit: 10 });
    expect(response.fields['connection']).toBeUndefined();
    expect(reports.map(({ sent }) => sent)).toEqual([413]);
  });

  it.each([
    ['that has come', { body: 'x'.repeat(1000) }],
    ['that is small', { body: 'x'.repeat(60_000), fields: { 'content-length': '60000' } }],
    ['that is larger than the window', { body: 'x'.repeat(300_000), untilEnd: true }],
  ])('%s does not keep the client from its answer', async (_what, given) => {
    const port = await start(major, refuse);
    const response = await requestHttp2(port, 'POST', '/', given);
    expect([response.status, response.ended, response.code]).toEqual([413, true, 0]);
  });
});

describe.each(MAJORS)('%s over HTTP/2: an error in the middle', (major) => {
  function failing(after: readonly string[]): Readable {
    return Readable.from(
      (async function* () {
        yield* after;
        throw new Error('the disk is gone');
      })(),
    );
  }

  it('of a response resets the stream with INTERNAL_ERROR', async () => {
    const { options, reports } = reporting();
    const port = await start(
      major,
      {
        'GET /': async ({ koa }) => {
          if (koa === undefined) return;
          koa.respond = false;
          koa.res.writeHead(200);
          await new Promise((resolve) => koa.res.write('first', resolve));
          throw new NotFound('too late');
        },
      },
      options,
    );
    const response = await requestHttp2(port, 'GET', '/');
    expect([response.status, response.ended, response.code]).toEqual([
      200,
      false,
      constants.NGHTTP2_INTERNAL_ERROR,
    ]);
    expect(reports.map(({ sent, error }) => [sent, error.status])).toEqual([[200, 404]]);
  });

  it('of a body stream resets the stream with INTERNAL_ERROR', async () => {
    const { options, reports, emitted } = reporting();
    const port = await start(
      major,
      {
        'GET /': ({ koa }) => {
          if (koa !== undefined) koa.body = failing(['first', 'second']);
        },
      },
      options,
    );
    const response = await requestHttp2(port, 'GET', '/');
    expect([response.status, response.ended, response.code]).toEqual([
      200,
      false,
      constants.NGHTTP2_INTERNAL_ERROR,
    ]);
    expect(reports.map(({ sent }) => sent)).toEqual([200]);
    expect(emitted).toHaveLength(1);
  });

  it('of a body stream that has not begun is answered', async () => {
    const { options, reports, emitted } = reporting();
    const port = await start(
      major,
      {
        'GET /': ({ koa }) => {
          if (koa !== undefined) koa.body = failing([]);
        },
      },
      options,
    );
    const response = await requestHttp2(port, 'GET', '/');
    expect([response.status, response.ended, response.code]).toEqual([500, true, 0]);
    expect(JSON.parse(response.body)).toMatchObject({ status: 500, instance: reports[0]?.instance });
    expect(reports.map(({ sent }) => sent)).toEqual([500]);
    expect(emitted).toHaveLength(1);
  });
});
