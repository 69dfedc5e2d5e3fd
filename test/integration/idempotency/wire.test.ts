import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { Conflict, NotFound, ServiceUnavailable, Unauthorized, UnprocessableContent } from '@statuskit/core';
import { type IdempotencyStore, MemoryIdempotencyStore } from '@statuskit/core/idempotency';
import { describe, expect, it } from 'vitest';
import { type Exchange, FRAMEWORKS, type Framework } from '../../setup/frameworks.ts';
import { comparable, problemOf } from '../../setup/here.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import { serveKeyed } from './here.ts';

/** The same store behind a turn of the event loop, as a remote one is. */
function remote(): IdempotencyStore {
  const memory = new MemoryIdempotencyStore();
  const later = <T>(value: () => T): Promise<T> =>
    new Promise((resolve) => setImmediate(() => resolve(value())));
  return {
    begin: (...args) => later(() => memory.begin(...args)),
    complete: (...args) => later(() => memory.complete(...args)),
    release: (...args) => later(() => memory.release(...args)),
  };
}

const STORES = [
  ['at once', () => new MemoryIdempotencyStore()],
  ['by promise', remote],
] as const;

const CASES = FRAMEWORKS.flatMap((framework) =>
  STORES.map(([answers, store]) => ({ framework, answers, store })),
);

/** A replay beside its original: equal but for the marker, the moment and the length that a stream has not. */
function expectReplay(first: RawResponse, again: RawResponse): void {
  expect(again.fields['idempotent-replayed']).toEqual(['true']);
  const { 'idempotent-replayed': marker, ...fields } = again.fields;
  const { 'transfer-encoding': chunked, ...original } = first.fields;
  const wanted =
    chunked === undefined ? original : { ...original, 'content-length': [String(first.body.length)] };
  expect(comparable({ ...again, fields })).toEqual(comparable({ ...first, fields: wanted }));
}

/** The ways in which a handler answers. */
const ANSWERS: readonly (readonly [name: string, run: (exchange: Exchange) => unknown])[] = [
  ['a value', () => ({ id: 7, name: 'zażółć' })],
  ['text', () => 'paid'],
  ['bytes', () => Uint8Array.from([0, 255, 13, 10])],
  ['nothing', () => null],
  [
    'a status and fields',
    ({ status, set }) => {
      status(201);
      set('Location', '/payments/7');
      set('ETag', '"v1"');
      set('Link', ['</a>; rel="a"', '</b>; rel="b"']);
      set('X-Order', '7');
      return { id: 7 };
    },
  ],
  [
    'the framework’s own way, text',
    ({ express, koa }) => {
      if (koa !== undefined) {
        koa.status = 202;
        koa.body = 'own';
      } else express?.res.status(202).send('own');
    },
  ],
  [
    'the framework’s own way, JSON',
    ({ express, koa }) => {
      if (koa !== undefined) koa.body = { own: true };
      else express?.res.json({ own: true });
    },
  ],
  [
    'the framework’s own way, bytes',
    ({ express, koa }) => {
      if (koa !== undefined) koa.body = Buffer.from([0, 255]);
      else express?.res.send(Buffer.from([0, 255]));
    },
  ],
  [
    'a redirect',
    ({ express, koa }) => {
      if (koa !== undefined) {
        koa.status = 303;
        koa.redirect('/payments/7');
      } else express?.res.redirect(303, '/payments/7');
    },
  ],
  [
    'the framework’s own way, no content',
    ({ express, koa }) => {
      if (koa !== undefined) koa.status = 204;
      else express?.res.status(204).end();
    },
  ],
  [
    'the response of Node, in parts',
    ({ response, koa }) => {
      if (koa !== undefined) koa.respond = false;
      response.writeHead(201, 'Made', { 'Content-Type': 'text/plain', 'X-Own': '1' });
      response.write('one,');
      response.write(Buffer.from('two,'));
      response.end('dGhyZWU=', 'base64');
    },
  ],
  [
    'the response of Node, fields as a list',
    ({ response, koa }) => {
      if (koa !== undefined) koa.respond = false;
      response.writeHead(200, ['X-Own', '1', 'Content-Length', '3']).end('own');
    },
  ],
  [
    'the response of Node, a field in several lines of a list',
    ({ response, koa }) => {
      if (koa !== undefined) koa.respond = false;
      response.setHeader('X-Own', '0');
      response.writeHead(200, ['x-own', '1', 'Content-Length', '3', 'X-Own', '2']).end('own');
    },
  ],
  ['a stream that is returned', () => Readable.from(['one,', 'two'])],
  [
    'a stream under a status without content',
    ({ status }) => {
      status(204);
      return Readable.from(['one,', 'two']);
    },
  ],
  ['a Response without content', () => new Response(null, { status: 204 })],
  [
    'a stream',
    ({ response, koa }) => {
      const stream = Readable.from(['one,', 'two']);
      if (koa !== undefined) {
        koa.type = 'text/plain';
        koa.body = stream;
      } else stream.pipe(response);
    },
  ],
];

describe.each(CASES)('$framework, a store that answers $answers', ({ framework, store }) => {
  it.each(ANSWERS)('%s is answered again, and the handler does not run', async (_name, run) => {
    const server = await serveKeyed(framework, run, { store: store() });
    const first = await server.post('"k"');
    expect(first.fields['idempotent-replayed']).toBeUndefined();
    expect(first.status).toBeLessThan(400);
    // Made the way in which the framework makes it: a reason phrase of one's own is not kept.
    const again = await server.post('"k"');
    expectReplay({ ...first, line: first.line.replace('Made', 'Created') }, again);
    expect(server.runs()).toBe(1);
  });

  it('50 equal requests at once run the handler exactly once', async () => {
    let finish = (): void => {};
    const wait = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const server = await serveKeyed(
      framework,
      async () => {
        await wait;
        return { id: 7 };
      },
      { store: store(), onEvent: ({ kind }) => void (kind === 'running' && ++refused === 49 && finish()) },
    );
    let refused = 0;
    const responses = await Promise.all(Array.from({ length: 50 }, () => server.post('"k"')));
    expect(server.runs()).toBe(1);
    expect(responses.map(({ status }) => status).sort()).toEqual([200, ...Array(49).fill(409)]);
    const late = await Promise.all(Array.from({ length: 50 }, () => server.post('"k"')));
    expect(server.runs()).toBe(1);
    expect(new Set(late.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 {"id":7}']));
  });

  it('what fails for good is answered again; what may pass, and what failed here, runs again', async () => {
    const thrown: readonly (readonly [error: () => Error, again: boolean])[] = [
      [() => new NotFound('no such account'), true],
      [() => new UnprocessableContent({ errors: [{ detail: 'too much', pointer: '#/amount' }] }), true],
      [() => new Conflict({ balance: 3 }, { etag: '"v2"' }), false],
      [() => new Unauthorized({ scheme: 'Bearer', params: { realm: 'api' } }), false],
      [() => new ServiceUnavailable({ seconds: 5 }), false],
      [() => new Error('pg-7 is down'), false],
    ];
    for (const [error, again] of thrown) {
      for (const run of [() => Promise.reject(error()), () => error()]) {
        const server = await serveKeyed(framework, run, { store: store() });
        const first = await server.post('"k"');
        const second = await server.post('"k"');
        expect(server.runs(), `${first.status}`).toBe(again ? 1 : 2);
        if (again) expectReplay(first, second);
        else expect(second.line).toBe(first.line);
        if (!(error() instanceof Error && 'status' in error())) break; // a returned Error is a value
      }
    }
  });

  it('the same error is thrown when the framework’s own handler answers', async () => {
    const server = await serveKeyed(
      framework,
      () => {
        throw new NotFound('no such account');
      },
      { store: store() },
      { errors: false },
    );
    const first = await server.post('"k"');
    const again = await server.post('"k"');
    expect([first.status, again.status, again.body, server.runs()]).toEqual([404, 404, first.body, 1]);
  });
});

describe.each(FRAMEWORKS)('%s', (framework) => {
  it('without a key, with a bad one, and with one that is used otherwise', async () => {
    const server = await serveKeyed(framework, () => ({ id: 7 }));
    const missing = await server.post(undefined);
    expect([missing.line, problemOf(missing)]).toEqual([
      'HTTP/1.1 400 Bad Request',
      {
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        detail: 'Idempotency-Key is required',
        errors: [{ detail: 'is required', header: 'Idempotency-Key' }],
      },
    ]);
    const { bytes } = await twoLines(server.port);
    expect(bytes).toMatch(/^HTTP\/1\.1 400 /);
    await server.post('"k"');
    const reused = await server.post('"k"', { amount: 8 });
    expect([reused.line, problemOf(reused)['errors']]).toEqual([
      'HTTP/1.1 422 Unprocessable Content',
      [{ detail: 'was used for another request', header: 'Idempotency-Key' }],
    ]);
    const elsewhere = await request(server.port, 'POST', '/other', { 'idempotency-key': '"k"' });
    expect(elsewhere.status).toBe(422);
    expect(server.runs()).toBe(1);
  });

  it('two callers may have one key, and neither sees the other’s answer', async () => {
    const server = await serveKeyed(framework, ({ request: { headers } }) => `for ${headers['x-user']}`);
    for (let turn = 0; turn < 2; turn++) {
      for (const user of ['ada', 'bob']) {
        expect((await server.post('"k"', { amount: user }, { 'x-user': user })).body).toBe(`for ${user}`);
      }
    }
    expect(server.runs()).toBe(2);
  });

  it('other methods pass, and so does a request without a key where none is required', async () => {
    const server = await serveKeyed(framework, () => 'ran', { required: false });
    expect((await request(server.port, 'GET', '/', { 'idempotency-key': '"k"' })).body).toBe('read');
    expect((await server.post(undefined)).body).toBe('ran');
    expect((await server.post(undefined)).body).toBe('ran');
    expect(server.runs()).toBe(2);
  });

  it('fields of middleware outside come anew, those of the handler as they were; a cookie is not kept', async () => {
    let count = 0;
    const server = await serveKeyed(
      framework,
      ({ set }) => {
        set('Set-Cookie', 'sid=1');
        set('X-Order', '7');
        return 'paid';
      },
      {},
      {
        express: (app) =>
          void app.use((_req, res, next) => {
            res.set({ 'X-Request-Id': String(++count), Link: '</outside>; rel="x"', Vary: 'Origin' });
            next();
          }),
        koa: (app) =>
          void app.use((ctx, next) => {
            ctx.set({ 'X-Request-Id': String(++count), Link: '</outside>; rel="x"', Vary: 'Origin' });
            return next();
          }),
      },
    );
    const first = await server.post('"k"');
    const again = await server.post('"k"');
    expect([first.fields['set-cookie'], again.fields['set-cookie']]).toEqual([['sid=1'], undefined]);
    expect([first.fields['x-request-id'], again.fields['x-request-id']]).toEqual([['1'], ['2']]);
    expect(again.fields['link']).toEqual(['</outside>; rel="x"']);
    expect([again.fields['x-order'], again.fields['vary']]).toEqual([['7'], ['Origin']]);
  });

  it('a body too large to be kept goes out whole; the same request is a 409 that does not run', async () => {
    for (const run of [
      ({ set }: Exchange) => {
        set('Location', '/exports/7');
        return 'x'.repeat(1000);
      },
      ({ response, koa, set }: Exchange) => {
        set('Location', '/exports/7');
        const stream = Readable.from(Array(10).fill('x'.repeat(100)));
        if (koa !== undefined) koa.body = stream;
        else stream.pipe(response);
      },
    ]) {
      const server = await serveKeyed(framework, run, { maxBodyBytes: 999 });
      expect((await server.post('"k"')).body).toBe('x'.repeat(1000));
      const again = await server.post('"k"');
      expect([again.status, problemOf(again)['original']]).toEqual([
        409,
        { status: 200, location: '/exports/7' },
      ]);
      expect(server.runs()).toBe(1);
    }
  });

  it('content that no parser read is a 415, and a key that came to nothing is free', async () => {
    const { emitWarning } = process;
    process.emitWarning = () => {};
    try {
      const server = await serveKeyed(framework, () => 'ran');
      const unread = await server.post('"k"', '<a/>', { 'content-type': 'application/xml' });
      expect([unread.line, server.runs()]).toEqual(['HTTP/1.1 415 Unsupported Media Type', 0]);
      expect((await server.post('"k"')).body).toBe('ran');
    } finally {
      process.emitWarning = emitWarning;
    }
  });

  it('a mistake in the options that shows with a request is a 500 that says nothing', async () => {
    const reports: unknown[] = [];
    const server = await serveKeyed(
      framework,
      () => 'ran',
      { scope: () => '' },
      { errors: { report: ({ thrown }) => void reports.push(thrown) } },
    );
    expect((await server.post('"k"')).status).toBe(500);
    expect(reports).toEqual([expect.any(TypeError)]);
  });

  it('a store that does not answer: 503 with Retry-After, or the handler runs unprotected', async () => {
    const store: IdempotencyStore = {
      begin: () => Promise.reject(new Error('redis is down')),
      complete: () => Promise.reject(new Error('redis is down')),
      release: () => Promise.reject(new Error('redis is down')),
    };
    const refusing = await serveKeyed(framework, () => 'ran', { store });
    const refused = await refusing.post('"k"');
    expect([refused.line, refused.fields['retry-after'], refusing.runs()]).toEqual([
      'HTTP/1.1 503 Service Unavailable',
      ['1'],
      0,
    ]);
    const running = await serveKeyed(framework, () => 'ran', { store, onStoreError: 'run' });
    expect((await running.post('"k"')).body).toBe('ran');
    // Lost on the way: the answer goes out, and the loss is told.
    const begin = new MemoryIdempotencyStore().begin;
    const losing = await serveKeyed(framework, () => 'ran', { store: { ...store, begin } });
    expect((await losing.post('"k"')).body).toBe('ran');
    expect(losing.events.map(({ kind }) => kind)).toEqual(['started', 'store-failed']);
  });

  it('what is thrown after the answer changes nothing, also while the store keeps it', async () => {
    for (const store of [new MemoryIdempotencyStore(), remote()]) {
      const server = await serveKeyed(
        framework,
        ({ express, koa, response }) => {
          if (koa === undefined) express?.res.status(201).json({ id: 7 });
          else {
            koa.respond = false;
            response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":7}');
          }
          throw new Error('too late');
        },
        { store },
      );
      const first = await server.post('"k"');
      const again = await server.post('"k"');
      expect([first.status, first.body, again.status, again.body, server.runs()]).toEqual([
        201,
        '{"id":7}',
        201,
        '{"id":7}',
        1,
      ]);
    }
  });
});

/** Sends a request and goes away once the handler runs; then lets the handler go on. */
async function abandon(
  framework: Framework,
  finish: (exchange: Exchange) => unknown,
): Promise<{ events: string[]; again: RawResponse; runs: number }> {
  let leave = (): void => {};
  const server = await serveKeyed(framework, async (exchange, count) => {
    if (count > 1) return 'second';
    const gone = once(exchange.response, 'close');
    leave();
    await gone;
    return finish(exchange);
  });
  const socket = connect(server.port, '127.0.0.1');
  leave = () => socket.destroy();
  const body = '{"amount":7}';
  socket.write(
    `POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nidempotency-key: "k"\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await once(socket, 'close');
  for (let turn = 0; turn < 1000 && server.events.length < 2; turn++) await new Promise(setImmediate);
  const again = await server.post('"k"');
  return { events: server.events.map(({ kind }) => kind), again, runs: server.runs() };
}

describe.each(FRAMEWORKS)('%s: a client that goes away', (framework) => {
  it('gets the answer when it comes back, where the handler went on to the end', async () => {
    for (const finish of [
      () => ({ id: 7 }),
      ({ express, koa }: Exchange) => {
        if (koa !== undefined) koa.body = { id: 7 };
        else express?.res.json({ id: 7 });
      },
    ]) {
      const { events, again, runs } = await abandon(framework, finish);
      expect(events).toEqual(['started', 'completed', 'replayed']);
      expect([again.body, runs]).toEqual(['{"id":7}', 1]);
    }
  });

  it('may begin anew, where the handler gave up', async () => {
    const { events, again, runs } = await abandon(framework, () => {
      throw new DOMException('This operation was aborted', 'AbortError');
    });
    expect(events).toEqual(['started', 'released', 'started', 'completed']);
    expect([again.body, runs]).toEqual(['second', 2]);
  });
});

async function twoLines(port: number): Promise<{ bytes: string }> {
  const { talk } = await import('../../setup/raw.ts');
  return talk(
    port,
    'POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nidempotency-key: "a"\r\nidempotency-key: "b"\r\n\r\n',
  );
}
