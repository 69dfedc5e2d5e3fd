import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { MemoryIdempotencyStore } from '@statuskit/core/idempotency';
import compression from 'compression';
import koaCompress from 'koa-compress';
import { describe, expect, it } from 'vitest';
import { type Exchange, FRAMEWORKS } from '../../setup/frameworks.ts';
import { type KeyedServer, type KeyedServerOptions, serveKeyed } from './here.ts';

/** Sends a request, and resolves with its connection once `count` bytes have come. */
async function begin(server: KeyedServer, count: number): Promise<ReturnType<typeof connect>> {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    'POST / HTTP/1.1\r\nhost: localhost\r\naccept-encoding: gzip\r\nidempotency-key: "k"\r\ncontent-length: 0\r\n\r\n',
  );
  let came = 0;
  while (came < count) came += ((await once(socket, 'data')) as [Buffer])[0].byteLength;
  return socket;
}

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 5000 && !holds(); turn++) await new Promise(setImmediate);
}

const COMPRESSED: KeyedServerOptions = {
  express: (app) => void app.use(compression({ threshold: 0 })),
  koa: (app) => void app.use(koaCompress({ threshold: 0 })),
};

/** A stream that says one thing and then waits for ever. */
function endless(): Readable {
  const rows = new Readable({ read() {} });
  rows.push('x'.repeat(100_000));
  return rows;
}

const ENDLESS: readonly (readonly [name: string, run: (exchange: Exchange) => void])[] = [
  [
    'a stream',
    ({ koa, response }) => {
      if (koa !== undefined) koa.body = endless();
      else endless().pipe(response);
    },
  ],
  [
    'writes on the response of Node',
    ({ koa, response }) => {
      if (koa !== undefined) koa.respond = false;
      response.write('x'.repeat(100_000));
    },
  ],
];

describe.each(FRAMEWORKS)('%s: a response that closes without an end', (framework) => {
  it.each(
    ENDLESS.flatMap(([name, run]) => [{}, COMPRESSED].map((server, at) => [name, at, run, server] as const)),
  )('%s (%i), when its client leaves: the key is free immediately', async (_name, _at, run, options) => {
    const store = new MemoryIdempotencyStore();
    const server = await serveKeyed(
      framework,
      (exchange, count) => (count > 1 ? 'again' : run(exchange)),
      { store },
      { ...options, parse: false },
    );
    const socket = await begin(server, 1);
    expect(store.size()).toBe(1);
    socket.destroy();
    await until(() => store.size() === 0);
    expect(server.events.map(({ kind }) => kind)).toEqual(['started', 'released']);
    expect((await server.post('"k"', '', { 'content-length': '0' })).body).toBe('again');
  });

  it('a source that fails midway: the key is free', async () => {
    const store = new MemoryIdempotencyStore();
    const rows = endless();
    const server = await serveKeyed(
      framework,
      ({ koa, response }) => {
        if (koa !== undefined) koa.body = rows;
        else rows.once('error', (error) => response.destroy(error)).pipe(response);
      },
      { store },
      { parse: false },
    );
    const socket = await begin(server, 1);
    rows.destroy(new Error('the database is gone'));
    await once(socket, 'close');
    await until(() => store.size() === 0);
    expect(server.events.map(({ kind }) => kind)).toEqual(['started', 'released']);
  });

  it('a handler that destroys the response without an answer keeps the key for one lease', async () => {
    const store = new MemoryIdempotencyStore();
    const server = await serveKeyed(
      framework,
      ({ koa, response }) => {
        if (koa !== undefined) koa.respond = false;
        response.destroy();
      },
      { store, leaseSeconds: 0.05 },
      { parse: false },
    );
    await once(await begin(server, 0), 'close');
    await until(() => server.events.length > 0);
    expect(server.events.map(({ kind }) => kind)).toEqual(['started']);
    while (store.size() > 0) await new Promise(setImmediate);
    expect(server.events.at(-1)).toMatchObject({ kind: 'released' });
  });
});

describe.each(['koa2', 'koa3'] as const)('%s: a stream that fails before its first byte', (framework) => {
  it.each(framework === 'koa2' ? [{}, COMPRESSED] : [{}])(
    'is answered with an error, and frees the key',
    async (options) => {
      const store = new MemoryIdempotencyStore();
      const server = await serveKeyed(
        framework,
        ({ koa }, count) => {
          if (koa === undefined || count > 1) return 'again';
          koa.body = new Readable({
            read() {
              this.destroy(new Error('no such object'));
            },
          });
          return undefined;
        },
        { store },
        options,
      );
      expect((await server.post('"k"')).status).toBe(500);
      expect(store.size()).toBe(0);
      expect((await server.post('"k"')).body).toBe('again');
    },
  );
});
