import koaCors from '@koa/cors';
import { MemoryIdempotencyStore } from '@statuskit/core/idempotency';
import cors from 'cors';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { problemOf } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { serveKeyed } from './here.ts';

describe.each(FRAMEWORKS)('%s: whose key it is', (framework) => {
  const serveHosts = (trusts: boolean) =>
    serveKeyed(
      framework,
      ({ request: { headers } }) => `for ${headers['x-forwarded-host'] ?? headers.host}`,
      { scope: () => 1 },
      {
        express: (app) => void app.set('trust proxy', trusts ? 1 : false),
        koa: (app) => {
          app.proxy = trusts;
        },
      },
    );

  it('a key of one host is another one on another host', async () => {
    const server = await serveHosts(false);
    const post = (host: string) => server.post('"k"', undefined, { host });
    expect((await post('a.example')).body).toBe('for a.example');
    expect((await post('b.example')).body).toBe('for b.example');
    expect((await post('a.example:8443')).body).toBe('for a.example:8443');
    for (const host of ['a.example', 'A.EXAMPLE', 'A.example']) {
      const again = await post(host);
      expect([again.body, again.fields['idempotent-replayed']]).toEqual(['for a.example', ['true']]);
    }
    expect(server.runs()).toBe(3);
  });

  it.each([
    [true, 2],
    [false, 1],
  ])('X-Forwarded-Host counts behind a trusted proxy only: %j', async (trusts, runs) => {
    const server = await serveHosts(trusts);
    const host = 'proxy.example';
    for (const forwarded of ['a.example', 'b.example', 'A.example, proxy.example'])
      await server.post('"k"', undefined, { host, 'x-forwarded-host': forwarded });
    expect(server.runs()).toBe(runs);
  });

  it('the callers 1 and "1" are two', async () => {
    const server = await serveKeyed(framework, (_exchange, count) => `run ${count}`, {
      scope: ({ headers }) => (headers['x-guest'] === undefined ? 1 : String(headers['x-guest'])),
    });
    expect((await server.post('"k"')).body).toBe('run 1');
    expect((await server.post('"k"', undefined, { 'x-guest': '1' })).body).toBe('run 2');
    expect((await server.post('"k"')).body).toBe('run 1');
  });
});

describe.each(FRAMEWORKS)('%s: fields of a replay', (framework) => {
  it.each([
    ['Cache-Control', 'public, max-age=60'],
    ['Content-Security-Policy', "default-src 'self'"],
    ['X-Powered-By', 'x'],
    ['ETag', '"outside"'],
  ])('%s, which the handler removed, is not in it', async (name, value) => {
    const server = await serveKeyed(
      framework,
      ({ response, koa }) => {
        response.removeHeader(name);
        // Express adds a tag of its own to what it sends.
        if (koa === undefined) return void response.end('card 4242');
        koa.body = 'card 4242';
        return undefined;
      },
      {},
      {
        express: (app) =>
          void app.use((_req, res, next) => {
            res.set(name, value);
            next();
          }),
        koa: (app) =>
          void app.use((ctx, next) => {
            ctx.set(name, value);
            return next();
          }),
      },
    );
    for (let turn = 0; turn < 2; turn++) {
      const { fields, body } = await server.post('"k"');
      expect([fields[name.toLowerCase()], body]).toEqual([undefined, 'card 4242']);
    }
    expect(server.runs()).toBe(1);
  });

  it('CORS fields set inside are for the origin that they name', async () => {
    const [a, b] = ['https://a.example', 'https://b.example'];
    const server = await serveKeyed(
      framework,
      () => ({ n: 1 }),
      {},
      {
        insideExpress: (app) => void app.use(cors({ origin: [a, b], credentials: true })),
        insideKoa: (app) =>
          void app.use(
            koaCors({ origin: (ctx: { get(name: string): string }) => ctx.get('Origin'), credentials: true }),
          ),
      },
    );
    const allowed = async (origin?: string) =>
      (await server.post('"k"', undefined, origin === undefined ? {} : { origin })).fields[
        'access-control-allow-origin'
      ];
    expect(await allowed(a)).toEqual([a]);
    expect(await allowed(b)).toBeUndefined();
    expect(await allowed()).toBeUndefined();
    expect(await allowed(a)).toEqual([a]);
    expect(server.runs()).toBe(1);
  });
});

describe.each(FRAMEWORKS)('%s: what a client can do to others', (framework) => {
  it('a flood of requests that hang is refused, and another caller runs', async () => {
    const store = new MemoryIdempotencyStore({ capacity: 20 });
    const server = await serveKeyed(
      framework,
      ({ request: { headers }, koa }) => {
        if (headers['x-user'] === 'ann') return 'ran';
        if (koa !== undefined) koa.respond = false;
        return undefined;
      },
      { store },
    );
    const mallory = { 'x-user': 'mallory' };
    const flood = Array.from({ length: 30 }, (_, at) => server.post(`"m${at}"`, undefined, mallory));
    for (const one of flood) one.catch(() => {}); // their connections end with the server
    const refused = await Promise.race(flood);
    expect([refused.line, refused.fields['retry-after']]).toEqual(['HTTP/1.1 429 Too Many Requests', ['1']]);
    const ann = await server.post('"a"', undefined, { 'x-user': 'ann' });
    expect([ann.status, ann.body]).toEqual([200, 'ran']);
    expect(server.events.filter(({ kind }) => kind === 'started')).toHaveLength(3);
  });

  it.each(['multipart/form-data; boundary=x', 'multipart/mixed', 'MULTIPART/form-data'])(
    '%s without content runs',
    async (type) => {
      const server = await serveKeyed(framework, () => 'ran');
      const fields = { 'content-type': type, 'content-length': '0', 'idempotency-key': 'k' };
      expect((await request(server.port, 'POST', '/', fields)).body).toBe('ran');
    },
  );

  it.each(['multipart/form-data; boundary=x', 'application/x-unknown', 'x'])(
    '%s with content that nobody parses is a 415',
    async (type) => {
      const { emitWarning } = process;
      process.emitWarning = () => {};
      try {
        const server = await serveKeyed(framework, () => 'ran');
        expect((await server.post('"k"', '--x--', { 'content-type': type })).status).toBe(415);
      } finally {
        process.emitWarning = emitWarning;
      }
    },
  );
});

describe.each(FRAMEWORKS)('%s: a handler', (framework) => {
  it('that takes longer than its lease runs once', async () => {
    let finish = (): void => {};
    const wait = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const store = new MemoryIdempotencyStore({ now: () => ++clock * 1e6 });
    let clock = 0;
    const server = await serveKeyed(framework, async () => wait.then(() => 'paid'), {
      store,
      leaseSeconds: 0.001,
    });
    const first = server.post('"k"');
    while (server.runs() === 0) await new Promise(setImmediate);
    for (let turn = 0; turn < 3; turn++) {
      const during = await server.post('"k"');
      expect([during.status, problemOf(during)['type']]).toEqual([
        409,
        expect.stringMatching(/idempotency-key-in-use$/),
      ]);
    }
    finish();
    expect([(await first).body, server.runs()]).toEqual(['paid', 1]);
  });

  it('of another key does not run while the clock of the store fails, and is a 503', async () => {
    let nowMs = 1000;
    let finish = (): void => {};
    const wait = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const store = new MemoryIdempotencyStore({ now: () => nowMs });
    const server = await serveKeyed(framework, async () => wait.then(() => 'paid'), { store });
    const first = server.post('"k"');
    while (server.runs() === 0) await new Promise(setImmediate);
    nowMs = Number.NaN;
    expect((await server.post('"other"')).status).toBe(503);
    nowMs = 1000;
    expect((await server.post('"k"')).status).toBe(409);
    finish();
    expect([(await first).body, server.runs()]).toEqual(['paid', 1]);
  });

  it.each([2, 3])('behind `idempotent` mounted %i times runs once, and is answered again', async (times) => {
    const store = new MemoryIdempotencyStore();
    const server = await serveKeyed(framework, (_exchange, count) => `run ${count}`, { store }, { times });
    for (let turn = 0; turn < 3; turn++) {
      const { status, body, fields } = await server.post('"k"');
      expect([status, body]).toEqual([200, 'run 1']);
      expect(fields['idempotent-replayed']).toEqual(turn === 0 ? undefined : ['true']);
    }
    expect(server.events.map(({ kind }) => kind)).toEqual(['started', 'completed', 'replayed', 'replayed']);
  });
});

describe.each(['express4', 'koa2', 'koa3'] as const)('%s: a status that is a text of digits', (framework) => {
  it.each([
    ['410', true],
    ['201', true],
    ['409', false],
    ['503', false],
  ])('%j is sent as it is, and stored if it is a result: %j', async (status, isStored) => {
    const server = await serveKeyed(framework, ({ response, koa }) => {
      if (koa !== undefined) koa.respond = false;
      response.statusCode = status as unknown as number;
      response.end('x');
    });
    const [first, again] = [await server.post('"k"'), await server.post('"k"')];
    expect([first.status, again.status]).toEqual([Number(status), Number(status)]);
    expect(server.runs()).toBe(isStored ? 1 : 2);
  });
});
