import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import compression from 'compression';
import koaCompress from 'koa-compress';
import { describe, expect, it } from 'vitest';
import { type Exchange, FRAMEWORKS, type Framework } from '../../setup/frameworks.ts';
import type { RawResponse } from '../../setup/raw.ts';
import { type KeyedServerOptions, serveKeyed } from './here.ts';

const BODY = `${'x'.repeat(5000)}done`;
const PARTS = [BODY.slice(0, 2000), BODY.slice(2000)];

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  identity: (bytes) => bytes,
};

type Writer = (exchange: Exchange) => unknown;

/** Answers on the response of Node, which Koa must be told to leave alone. */
const bare =
  (write: (response: Exchange['response']) => void): Writer =>
  ({ response, koa }) => {
    if (koa !== undefined) koa.respond = false;
    response.statusCode = 200; // Koa begins with 404
    write(response);
  };

const WRITERS: readonly (readonly [name: string, write: Writer])[] = [
  [
    'a value',
    ({ set }) => {
      set('Content-Type', 'text/plain');
      return BODY;
    },
  ],
  [
    'write and end',
    bare((response) => {
      response.setHeader('Content-Type', 'text/plain');
      response.write(PARTS[0]);
      response.end(PARTS[1]);
    }),
  ],
  [
    'writeHead, write and end',
    bare((response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain', 'X-Own': '1' });
      response.write(Buffer.from(PARTS[0] ?? ''));
      response.end(PARTS[1]);
    }),
  ],
  [
    'writeHead and end',
    bare((response) => {
      response.writeHead(200, ['Content-Type', 'text/plain']).end(BODY);
    }),
  ],
  [
    'flushHeaders, then write',
    bare((response) => {
      response.setHeader('Content-Type', 'text/plain');
      response.flushHeaders();
      response.write(PARTS[0]);
      response.end(PARTS[1]);
    }),
  ],
  [
    'a stream',
    ({ response, koa, set }) => {
      set('Content-Type', 'text/plain');
      if (koa !== undefined) koa.body = Readable.from(PARTS);
      else Readable.from(PARTS).pipe(response);
    },
  ],
  [
    'a stream of known length',
    ({ response, koa, set }) => {
      set('Content-Type', 'text/plain');
      set('Content-Length', String(BODY.length));
      if (koa === undefined) return void Readable.from(PARTS).pipe(response);
      koa.body = Readable.from(PARTS);
      koa.length = BODY.length;
    },
  ],
];

const OF_THE_WEB: readonly (readonly [name: string, body: () => unknown])[] = [
  ['a web stream', () => new Blob(PARTS).stream()],
  ['a Blob', () => new Blob(PARTS)],
  ['a Response', () => new Response(BODY)],
  ['a Response without a body', () => new Response(null)],
];

const MOUNTS: Readonly<Record<string, KeyedServerOptions>> = {
  'no compression': {},
  'compression outside': {
    express: (app) => void app.use(compression({ threshold: 0 })),
    koa: (app) => void app.use(koaCompress({ threshold: 0, br: {} } as never)),
  },
  'compression inside': {
    insideExpress: (app) => void app.use(compression({ threshold: 0 })),
    insideKoa: (app) => void app.use(koaCompress({ threshold: 0 })),
  },
};

/** The content as a client reads it that accepts no coding but `coding`. */
function read({ fields, body }: RawResponse, coding: string): string {
  const [used = 'identity'] = fields['content-encoding'] ?? [];
  expect([coding, 'identity']).toContain(used);
  return String(DECODERS[used]?.(Buffer.from(body, 'latin1')));
}

const CASES = FRAMEWORKS.flatMap((framework) => Object.keys(MOUNTS).map((mount) => ({ framework, mount })));
const CODINGS = ['gzip', 'identity', 'br', 'gzip', 'deflate'];

async function readAll(framework: Framework, mount: string, write: Writer, first: number): Promise<void> {
  const server = await serveKeyed(framework, write, {}, MOUNTS[mount]);
  for (let turn = 0; turn < CODINGS.length; turn++) {
    const coding = CODINGS[(first + turn) % CODINGS.length] ?? '';
    const response = await server.post('"k"', undefined, { 'accept-encoding': coding });
    expect([response.status, read(response, coding)], `${turn} ${coding}`).toEqual([200, BODY]);
    expect(response.fields['idempotent-replayed'], `${turn}`).toEqual(turn === 0 ? undefined : ['true']);
  }
  expect(server.runs()).toBe(1);
}

describe.each(CASES)('$framework, $mount', ({ framework, mount }) => {
  it.each(WRITERS)('%s is read by each client in a coding that it accepts', async (_name, write) => {
    await readAll(framework, mount, write, 0);
    await readAll(framework, mount, write, 1);
  });
});

describe.each(Object.keys(MOUNTS))('koa3, %s', (mount) => {
  it.each(OF_THE_WEB)('%s comes again', async (_name, body) => {
    const server = await serveKeyed(
      'koa3',
      ({ koa }) => {
        if (koa === undefined) return;
        koa.type = 'text/plain';
        koa.body = body();
      },
      {},
      MOUNTS[mount],
    );
    const plain = { 'accept-encoding': 'identity' };
    const first = await server.post('"k"', undefined, plain);
    const again = await server.post('"k"', undefined, plain);
    expect(first.status).toBe(200);
    expect([again.status, again.body, server.runs()]).toEqual([200, first.body, 1]);
    expect(again.fields['idempotent-replayed']).toEqual(['true']);
  });
});

describe.each(['koa2', 'koa3'] as const)('%s: values as Koa sends them', (framework) => {
  class Row {
    id = 7;
  }
  it.each([
    ['an instance of a class', () => new Row()],
    ['a number', () => 7],
    ['false', () => false],
    ['a list', () => [1, { a: 2 }]],
    ['bytes that are no Buffer', () => Uint8Array.from([1, 2])],
    ['an empty text', () => ''],
  ])('%s', async (_name, body) => {
    const server = await serveKeyed(framework, ({ koa }) => {
      if (koa !== undefined) koa.body = body();
    });
    const [first, again] = [await server.post('"k"'), await server.post('"k"')];
    expect([again.status, again.body, server.runs()]).toEqual([first.status, first.body, 1]);
    expect(again.fields['content-type']).toEqual(first.fields['content-type']);
  });
});

/** Calls `listener` before the head is written, as the package on-headers does. */
function onHeaders(response: ServerResponse, listener: () => void): void {
  const writeHead = response.writeHead as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    listener();
    return writeHead.apply(response, args);
  };
}

describe.each(FRAMEWORKS)('%s: what middleware outside does after the handler', (framework) => {
  it.each([
    ['a value', () => ({ id: 7 })],
    ['nothing', () => null],
    [
      'a stream',
      ({ koa, response }: Exchange) => {
        if (koa !== undefined) koa.body = Readable.from(['one']);
        else Readable.from(['one']).pipe(response);
      },
    ],
  ])('%s: is not stored, and is done again', async (_name, run) => {
    let count = 0;
    const server = await serveKeyed(
      framework,
      run,
      {},
      {
        express: (app) =>
          void app.use((_req, res, next) => {
            onHeaders(res, () => void res.setHeader('X-Count', String(++count)));
            next();
          }),
        koa: (app) =>
          void app.use(async (ctx, next) => {
            await next();
            ctx.set('X-Count', String(++count));
          }),
      },
    );
    for (const wanted of ['1', '2', '3'])
      expect((await server.post('"k"')).fields['x-count']).toEqual([wanted]);
  });
});
