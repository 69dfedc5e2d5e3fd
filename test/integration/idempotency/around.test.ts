import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { bodyParser } from '@koa/bodyparser';
import { NotFound } from '@statuskit/core';
import { type IdempotencyStore, MemoryIdempotencyStore } from '@statuskit/core/idempotency';
import * as forKoa from '@statuskit/koa';
import compression from 'compression';
import koaCompress from 'koa-compress';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FRAMEWORKS, serveHttp2 } from '../../setup/frameworks.ts';
import { requestHttp2 } from '../../setup/http2-client.ts';
import { serveKeyed } from './here.ts';

const LONG = 'x'.repeat(5000);

function remote(): IdempotencyStore {
  const memory = new MemoryIdempotencyStore();
  return {
    begin: async (...args) => memory.begin(...args),
    complete: async (...args) => memory.complete(...args),
    release: async (...args) => memory.release(...args),
  };
}

describe.each(FRAMEWORKS)('%s: compression outside', (framework) => {
  it.each([
    ['at once', () => new MemoryIdempotencyStore()],
    ['by promise', remote],
  ])(
    'a store that answers %s keeps what was said, and each request gets it as it accepts it',
    async (_name, store) => {
      const server = await serveKeyed(
        framework,
        ({ set }) => {
          set('Content-Type', 'text/plain');
          return LONG;
        },
        { store: store() },
        {
          express: (app) => void app.use(compression()),
          koa: (app) => void app.use(koaCompress({ br: false })),
        },
      );
      const codings = ['gzip', 'gzip', 'identity', 'gzip'];
      for (const [at, coding] of codings.entries()) {
        const response = await server.post('"k"', undefined, { 'accept-encoding': coding });
        expect([response.status, response.fields['content-encoding']]).toEqual([
          200,
          coding === 'gzip' ? ['gzip'] : undefined,
        ]);
        const bytes = Buffer.from(response.body, 'latin1');
        expect(String(coding === 'gzip' ? gunzipSync(bytes) : bytes)).toBe(LONG);
        expect(response.fields['idempotent-replayed']).toEqual(at === 0 ? undefined : ['true']);
        expect(response.fields['vary']?.join()).toMatch(/accept-encoding/i);
      }
      expect(server.runs()).toBe(1);
    },
  );
});

describe.each(['koa2', 'koa3'] as const)('%s over HTTP/2', (framework) => {
  it.each([
    ['at once', () => new MemoryIdempotencyStore()],
    ['by promise', remote],
  ])('a store that answers %s: values, streams and errors come again', async (_name, store) => {
    let runs = 0;
    const server = await serveHttp2(
      framework,
      {
        'POST /value': () => ({ run: ++runs }),
        'POST /stream': ({ koa }) => {
          runs++;
          if (koa !== undefined) koa.body = Readable.from(['one,', 'two']);
        },
        'POST /error': () => {
          runs++;
          throw new NotFound('no such account');
        },
      },
      {
        koa: (app) =>
          void app
            .use(bodyParser())
            .use(forKoa.idempotent({ scope: 'shared', store: store(), onEvent() {} })),
      },
    );
    onTestFinished(() => server.close());
    for (const path of ['/value', '/stream', '/error']) {
      const post = () =>
        requestHttp2(server.port, 'POST', path, {
          fields: { 'content-type': 'application/json', 'idempotency-key': `"${path}"` },
          body: '{"amount":7}',
        });
      const [first, again] = [await post(), await post()];
      expect([again.status, again.body, again.ended]).toEqual([first.status, first.body, true]);
      expect(again.fields['idempotent-replayed']).toBe('true');
    }
    expect(runs).toBe(3);
  });
});
