import { connect } from 'node:net';
import { PassThrough, pipeline, Readable } from 'node:stream';
import { NotFound, type Report } from '@statuskit/core';
import compression from 'compression';
import compress from 'koa-compress';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type Exchange,
  FRAMEWORKS,
  type Framework,
  type ServerOptions,
  serveHttp2,
} from '../setup/frameworks.ts';
import { serveHere } from '../setup/here.ts';
import { requestHttp2 } from '../setup/http2-client.ts';
import { request } from '../setup/raw.ts';

// A body that is a stream, on the way to a client: what fails is answered while nothing has been sent, and cut off later; it is
// reported once; and whatever the stream holds open is closed.

const FIRST = Buffer.from(Array.from({ length: 65_536 }, (_, at) => (at * 7919) % 251));

/** What a stream does: some chunks, and then it fails, closes without an error, ends, or waits forever. */
interface Plot {
  readonly chunks: number;
  readonly failure?: unknown;
  readonly closes?: boolean;
  readonly waits?: boolean;
}

const made: Readable[] = [];

function source({ chunks, failure, closes = false, waits = false }: Plot): Readable {
  let left = chunks;
  const stream = new Readable({
    read() {
      if (left-- > 0) this.push(FIRST);
      else if (failure !== undefined) this.destroy(failure as Error);
      else if (closes) this.destroy();
      else if (!waits) this.push(null);
    },
  });
  made.push(stream);
  return stream;
}

function webStream({ chunks, failure, waits = false }: Plot): ReadableStream<Uint8Array> {
  let left = chunks;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new Uint8Array(FIRST));
      else if (failure !== undefined) controller.error(failure);
      else if (!waits) controller.close();
      return waits && left < 0 ? new Promise(() => {}) : undefined;
    },
  });
}

class PlottedBlob extends Blob {
  readonly plot: Plot;

  constructor(plot: Plot) {
    super(Array.from({ length: plot.chunks }, () => FIRST));
    this.plot = plot;
  }

  override stream(): ReturnType<Blob['stream']> {
    return webStream(this.plot) as ReturnType<Blob['stream']>;
  }
}

type Make = (plot: Plot) => unknown;

const SOURCES: Readonly<Record<string, Make>> = {
  'a stream': source,
  'a pipeline': (plot) => pipeline(source(plot), new PassThrough(), () => {}),
  'a web stream': webStream,
  'a Response': (plot) => new Response(webStream(plot)),
  'a Blob': (plot) => new PlottedBlob(plot),
};

/** How a body reaches the framework: returned from `handle`, or in Koa's own way. */
type Way = (make: Make) => (plot: Plot) => (exchange: Exchange) => unknown;

const returned: Way = (make) => (plot) => () => make(plot);
const assigned: Way =
  (make) =>
  (plot) =>
  ({ koa }) => {
    if (koa !== undefined) koa.body = make(plot) as typeof koa.body;
  };

interface Row {
  readonly name: string;
  readonly frameworks: readonly Framework[];
  readonly run: (plot: Plot) => (exchange: Exchange) => unknown;
  readonly compressed?: boolean;
}

const KOA: readonly Framework[] = ['koa2', 'koa3'];

const ROWS: readonly Row[] = [
  ...Object.entries(SOURCES).flatMap(([name, make]): Row[] => [
    { name: `${name}, returned`, frameworks: FRAMEWORKS, run: returned(make) },
    { name: `${name}, returned, compressed`, frameworks: FRAMEWORKS, run: returned(make), compressed: true },
    // Koa 2 knows no streams of the web.
    {
      name: `${name} as ctx.body`,
      frameworks: name === 'a stream' || name === 'a pipeline' ? KOA : ['koa3'],
      run: assigned(make),
    },
  ]),
  { name: 'a stream as ctx.body, compressed', frameworks: KOA, run: assigned(source), compressed: true },
  {
    name: 'a stream that is piped into ctx.body',
    frameworks: KOA,
    run: (plot) => (exchange) => {
      const body = new PassThrough();
      if (exchange.koa !== undefined) exchange.koa.body = body;
      source(plot).pipe(body);
    },
  },
];

function options(reports: Report[], compressed: boolean): ServerOptions {
  return {
    errors: { report: (one) => void reports.push(one) },
    express: (app) =>
      void (
        compressed &&
        app.use(compression({ threshold: 0, filter: (_req, res) => res.getHeader('content-type') === BYTES }))
      ),
    koa: (app) =>
      void (compressed && app.use(compress({ threshold: 0, filter: (type) => type === BYTES }) as never)),
  };
}

const BYTES = 'application/octet-stream';
const GZIP = { 'accept-encoding': 'gzip' };

async function serveRow(
  framework: Framework,
  row: Row,
  plot: Plot,
): Promise<{ port: number; reports: Report[] }> {
  const reports: Report[] = [];
  const routes = { 'GET /': row.run(plot), 'HEAD /': row.run(plot), 'GET /other': () => 'other' };
  made.length = 0;
  const { port } = await serveHere(framework, routes, options(reports, row.compressed === true));
  return { port, reports };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  describe.each(ROWS.filter(({ frameworks }) => frameworks.includes(framework)))('$name', (row) => {
    const fields: Record<string, string> = row.compressed === true ? GZIP : {};

    it('that works is sent whole', async () => {
      const { port, reports } = await serveRow(framework, row, { chunks: 2 });
      const response = await request(port, 'GET', '/', fields);
      expect([response.status, response.complete]).toEqual([200, true]);
      if (row.compressed !== true) expect(response.body.length).toBe(2 * FIRST.length);
      expect(response.fields['content-encoding']).toEqual(row.compressed === true ? ['gzip'] : undefined);
      expect(reports).toEqual([]);
    });

    it.each([
      ['an Error', new Error('the disk is gone'), 500],
      ['an error of ours', new NotFound(), 404],
    ])('that fails with %s before its first byte is answered', async (_name, failure, status) => {
      const { port, reports } = await serveRow(framework, row, { chunks: 0, failure });
      const response = await request(port, 'GET', '/', fields);
      expect([response.status, response.complete]).toEqual([status, true]);
      expect(response.fields['content-encoding']).toBeUndefined();
      expect(response.fields['content-type']).toEqual(['application/problem+json']);
      expect(reports.map(({ sent, thrown }) => [sent, thrown])).toEqual([[status, failure]]);
      await expect(await request(port, 'GET', '/other')).toHaveStatus(200);
      expect(made.every(({ destroyed }) => destroyed)).toBe(true);
    });

    it('that fails later is cut off', async () => {
      const failure = new Error('the disk is gone');
      const { port, reports } = await serveRow(framework, row, { chunks: 4, failure });
      const response = await request(port, 'GET', '/', fields);
      expect([response.status, response.complete]).toEqual([200, false]);
      expect(reports.map(({ sent, level, thrown }) => [sent, level, thrown])).toEqual([
        [200, 'error', failure],
      ]);
      await expect(await request(port, 'GET', '/other')).toHaveStatus(200);
      expect(made.every(({ destroyed }) => destroyed)).toBe(true);
    });

    it.each(['closes', 'resets'] as const)('is closed when the client %s the connection', async (how) => {
      const { port, reports } = await serveRow(framework, row, { chunks: 1, waits: true });
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`GET / HTTP/1.1\r\nhost: localhost\r\n${lines.join('')}\r\n`);
      await new Promise((resolve) => socket.once('data', resolve));
      if (how === 'resets') socket.resetAndDestroy();
      else socket.destroy();
      const closed = made.map((one) => one.destroyed || new Promise((resolve) => one.once('close', resolve)));
      await Promise.all(closed);
      await turns();
      // Koa 2 hears of no error if the connection is only closed.
      expect(reports.length).toBeLessThanOrEqual(1);
      for (const report of reports) expect(report).toMatchObject({ sent: 'aborted', level: 'info' });
      await expect(await request(port, 'GET', '/other')).toHaveStatus(200);
    });

    it('is closed after a HEAD, which reads nothing of it', async () => {
      const { port, reports } = await serveRow(framework, row, { chunks: 0, waits: true });
      await expect(await request(port, 'HEAD', '/', fields)).toHaveStatus(200);
      await Promise.all(
        made.map((one) => one.destroyed || new Promise((resolve) => one.once('close', resolve))),
      );
      await turns();
      expect(reports).toEqual([]);
    });
  });
});

/** Streams of Node that fail in another way than by one error while they are read. */
const OTHERWISE: Readonly<Record<string, () => Readable | Promise<Readable>>> = {
  'has failed before it became the body': async () => {
    const stream = source({ chunks: 0, waits: true });
    stream.on('error', () => {}).destroy(new Error('the disk is gone'));
    await turns();
    return stream;
  },
  'was closed before it became the body': async () => {
    const stream = source({ chunks: 0, waits: true }).destroy();
    await turns();
    return stream;
  },
  'emits two errors, as streams of old do': () =>
    new Readable({
      autoDestroy: false,
      read() {
        this.emit('error', new Error('the disk is gone'));
        this.emit('error', new Error('the disk is still gone'));
      },
    }),
};

const WAYS: readonly Row[] = ROWS.filter(
  ({ name }) => name.startsWith('a stream') && !name.includes('piped'),
);

describe.each(FRAMEWORKS)('%s: a stream of Node', (framework) => {
  describe.each(WAYS.filter(({ frameworks }) => frameworks.includes(framework)))('$name', (row) => {
    const fields: Record<string, string> = row.compressed === true ? GZIP : {};

    it.each([
      [0, 500, true],
      [4, 200, false],
    ])('that is closed without an error after %d chunks', async (chunks, status, complete) => {
      const { port, reports } = await serveRow(framework, row, { chunks, closes: true });
      const response = await request(port, 'GET', '/', fields);
      expect([response.status, response.complete]).toEqual([status, complete]);
      expect(reports.map(({ sent, level }) => [sent, level])).toEqual([[status, 'error']]);
    });

    it.each(Object.entries(OTHERWISE))('that %s', async (_name, make) => {
      const reports: Report[] = [];
      const isReturned = row.name.includes('returned');
      const run = async ({ koa }: Exchange): Promise<unknown> => {
        const stream = await make();
        if (isReturned || koa === undefined) return stream;
        koa.body = stream;
        return undefined;
      };
      const { port } = await serveHere(
        framework,
        { 'GET /': run, 'GET /other': () => 'other' },
        options(reports, row.compressed === true),
      );
      const response = await request(port, 'GET', '/', fields);
      expect([response.status, response.complete]).toEqual([500, true]);
      expect(reports.map(({ sent, level }) => [sent, level])).toEqual([[500, 'error']]);
      await expect(await request(port, 'GET', '/other')).toHaveStatus(200);
    });
  });

  it.each<[string, (exchange: Exchange) => unknown]>([
    ['a Response without content', () => new Response(null, { status: 204 })],
    [
      'a Response that must not be sent again',
      () => new Response(null, { status: 304, headers: { etag: '"v1"' } }),
    ],
    [
      'a stream under a status without content',
      ({ status }) => {
        status(204);
        return source({ chunks: 1 });
      },
    ],
    [
      'a stream of texts under a status without content',
      ({ status }) => {
        status(204);
        return Readable.from(['text']);
      },
    ],
  ])('%s does not count as a failure', async (_name, run) => {
    const reports: Report[] = [];
    const { port } = await serveHere(framework, { 'GET /': run }, options(reports, false));
    const response = await request(port, 'GET', '/', { 'if-none-match': '"v1"' });
    expect([response.status < 400, response.body]).toEqual([true, '']);
    await turns();
    expect(reports).toEqual([]);
  });
});

describe.each(['koa2', 'koa3'] as const)('%s over HTTP/2', (framework) => {
  describe.each(ROWS.filter(({ frameworks }) => frameworks.includes(framework)))('$name', (row) => {
    const fields: Record<string, string> = row.compressed === true ? GZIP : {};

    it.each([0, 4])('that fails after %d chunks', async (chunks) => {
      const failure = new Error('the disk is gone');
      const reports: Report[] = [];
      const server = await serveHttp2(
        framework,
        { 'GET /': row.run({ chunks, failure }) },
        options(reports, row.compressed === true),
      );
      onTestFinished(() => server.close());
      const response = await requestHttp2(server.port, 'GET', '/', { fields });
      expect([response.status, response.ended]).toEqual(chunks === 0 ? [500, true] : [200, false]);
      const sent = chunks === 0 ? 500 : 200;
      expect(reports.map((one) => [one.sent, one.level, one.thrown])).toEqual([[sent, 'error', failure]]);
    });
  });
});
