import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NotFound, type Report } from '@statuskit/koa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Exchange, FRAMEWORKS, type ServerOptions, serveHttp2 } from '../../../test/setup/frameworks.ts';
import { serveHere } from '../../../test/setup/here.ts';
import { requestHttp2 } from '../../../test/setup/http2-client.ts';
import { request } from '../../../test/setup/raw.ts';

const VERSIONS = ['koa2', 'koa3'] as const;

async function over2(
  version: (typeof VERSIONS)[number],
  run: (exchange: Exchange) => unknown,
  options: ServerOptions = {},
): Promise<{ reports: Report[]; ask(): ReturnType<typeof requestHttp2> }> {
  const reports: Report[] = [];
  const server = await serveHttp2(
    version,
    { 'GET /': run },
    { errors: { report: (one) => void reports.push(one) }, ...options },
  );
  onTestFinished(() => server.close());
  return { reports, ask: () => requestHttp2(server.port, 'GET', '/') };
}

function failing(): Readable {
  return new Readable({
    read() {
      this.destroy(new Error('the disk is gone'));
    },
  });
}

describe.each(VERSIONS)('%s over HTTP/2: what our own side broke is no client that went away', (version) => {
  it.each<[string, (exchange: Exchange) => unknown]>([
    [
      'a pipeline into the response',
      async ({ koa, response }) => {
        if (koa !== undefined) koa.respond = false;
        await pipeline(failing(), response);
      },
    ],
    ['a response that is destroyed', ({ response }) => void response.destroy(new Error('mine'))],
    [
      'a throw behind a response that is destroyed',
      ({ response }) => {
        response.destroy(new Error('mine'));
        throw new Error('and more');
      },
    ],
  ])('%s', async (_name, run) => {
    const { reports, ask } = await over2(version, run);
    await ask();
    expect(new Set(reports.map(({ level }) => level))).toEqual(new Set(['error']));
  });
});

const OF_CONNECTION = {
  'Keep-Alive': 'timeout=5',
  'Proxy-Connection': 'close',
  'Transfer-Encoding': 'chunked',
  Upgrade: 'h2c',
};

describe.each(VERSIONS)('%s over HTTP/2: fields of a connection, set by middleware', (version) => {
  it.each(Object.entries(OF_CONNECTION))('%s: %s does not break an error', async (name, value) => {
    for (const run of [
      () => {
        throw new NotFound();
      },
      () => ({ id: 7 }),
    ]) {
      const { ask, reports } = await over2(version, run, {
        koa: (app) =>
          void app.use(async (ctx, next) => {
            ctx.res.setHeader(name, value);
            await next();
          }),
      });
      const response = await ask();
      expect([404, 200]).toContain(response.status);
      expect(response.ended).toBe(true);
      expect(response.names).not.toContain(name.toLowerCase());
      expect(reports.map(({ sent }) => sent)).toEqual(response.status === 404 ? [404] : []);
    }
  });
});

describe.each(FRAMEWORKS)('%s: the last resort', (framework) => {
  it('goes out on a response that refuses one of the fields', async () => {
    const reports: Report[] = [];
    const { port } = await serveHere(
      framework,
      {
        'GET /': ({ response }) => {
          const { setHeader } = response;
          response.setHeader('x-before', 'set');
          response.setHeader = (name, value) => {
            if (name.toLowerCase() === 'vary') throw new Error('not this one');
            return setHeader.call(response, name, value);
          };
          throw new NotFound();
        },
      },
      { errors: { report: (one) => void reports.push(one) } },
    );
    const response = await request(port, 'GET', '/');
    await expect(response).toHaveStatus(500);
    expect(response.fields['x-before']).toBeUndefined();
    expect(reports).toHaveLength(2);
  });
});
