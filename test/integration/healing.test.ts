// A 401, 405, 407, 416 or 426 of somebody else that lacks the field which its status demands.
import { Boom } from '@hapi/boom';
import createError from 'http-errors';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { type Exchange, FRAMEWORKS, type ServerOptions } from '../setup/frameworks.ts';
import { answerOf, problemOf, serveHere } from '../setup/here.ts';
import { ANY_405 } from '../setup/linted.ts';
import { request } from '../setup/raw.ts';

type Options = Exclude<ServerOptions['errors'], false | undefined>;

let warned: MockInstance<typeof process.emitWarning>;
beforeEach(() => {
  Reflect.deleteProperty(globalThis, Symbol.for('statuskit.warned/1'));
  warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, Symbol.for('statuskit.warned/1'));
});

function codes(): unknown[] {
  return warned.mock.calls.map(([, options]) => (options as { code?: string } | undefined)?.code);
}

const errors: Options = { report() {} };

/** Who throws it. `ctx.throw` is Koa's; Express has http-errors for the same. */
const PRODUCERS: readonly (readonly [name: string, fail: (exchange: Exchange, status: number) => never])[] = [
  [
    'http-errors',
    (_exchange, status) => {
      throw createError(status);
    },
  ],
  [
    'ctx.throw',
    ({ koa }, status) => {
      if (koa !== undefined) koa.throw(status, 'no');
      throw createError(status, 'no');
    },
  ],
  [
    'Boom',
    (_exchange, status) => {
      throw new Boom('no', { statusCode: status });
    },
  ],
];

const each = FRAMEWORKS.flatMap((framework) =>
  PRODUCERS.map(([producer, fail]) => ({ framework, producer, fail })),
);

describe.each(each)('$framework, $producer', ({ framework, fail }) => {
  it.each([
    [401, 'WWW-Authenticate'],
    [407, 'Proxy-Authenticate'],
  ])('%i: the configured challenge as %s', async (status, name) => {
    const challenge = [{ scheme: 'Bearer', params: { realm: 'api' } }, { scheme: 'Negotiate' }] as const;
    const response = await answerOf(framework, (exchange) => fail(exchange, status), {
      errors: { ...errors, challenge },
    });
    await expect(response).toHaveStatus(status);
    expect(response.fields[name.toLowerCase()]).toEqual(['Bearer realm="api"', 'Negotiate']);
    expect(problemOf(response)).toMatchObject({ type: 'about:blank', status });
    expect(codes()).toEqual([]);
  });

  it.each([
    [401, 'WWW-Authenticate'],
    [407, 'Proxy-Authenticate'],
  ])('%i: a %s that is already on the response counts more', async (status, name) => {
    const challenge = { scheme: 'Bearer' };
    for (const there of [['Digest realm="a", nonce="b"'], ['Negotiate', 'Basic realm="b"']]) {
      const response = await answerOf(
        framework,
        (exchange) => {
          exchange.set(name, there);
          return fail(exchange, status);
        },
        { errors: { ...errors, challenge } },
      );
      expect(response.fields[name.toLowerCase()]).toEqual(there);
    }
    expect(codes()).toEqual([]);
  });

  it.each([
    [401, 'WWW-Authenticate'],
    [407, 'Proxy-Authenticate'],
  ])('%i: with no challenge anywhere a placeholder as %s, and one warning', async (status, name) => {
    const { port } = await serveHere(
      framework,
      { 'GET /': (exchange) => fail(exchange, status) },
      { errors },
    );
    for (const _again of [1, 2, 3]) {
      const response = await request(port, 'GET', '/');
      await expect(response).toHaveStatus(status);
      expect(response.fields[name.toLowerCase()]).toEqual(['Unspecified']);
    }
    expect(codes()).toEqual(['STATUSKIT_NO_CHALLENGE']);
    expect(String(warned.mock.calls[0]?.[0])).toContain(`A ${status} without a challenge`);
  });

  it('405: the methods of the router, in the order of all', async () => {
    const { port } = await serveHere(
      framework,
      {
        'DELETE /notes/:id': () => null,
        'GET /notes/:id': (exchange) => fail(exchange, 405),
        'PUT /notes/:id': () => null,
        'POST /notes': () => null,
      },
      { errors, lint: ANY_405 },
    );
    const response = await request(port, 'GET', '/notes/7');
    expect([response.status, response.fields['allow']]).toEqual([405, ['GET, HEAD, PUT, DELETE']]);
    expect(codes()).toEqual([]);
  });

  it('405: an Allow that is already on the response counts more', async () => {
    const response = await answerOf(
      framework,
      (exchange) => {
        exchange.set('Allow', 'PURGE');
        return fail(exchange, 405);
      },
      { errors, lint: ANY_405 },
    );
    expect([response.status, response.fields['allow']]).toEqual([405, ['PURGE']]);
  });

  it('416: the length that the handler had said', async () => {
    const run = (name: string, value: string) => (exchange: Exchange) => {
      exchange.set(name, value);
      return fail(exchange, 416);
    };
    for (const [name, value] of [
      ['Content-Length', '1234'],
      ['Content-Range', 'bytes */1234'],
    ] as const) {
      const response = await answerOf(framework, run(name, value), { errors });
      expect([response.status, response.fields['content-range']]).toEqual([416, ['bytes */1234']]);
      expect(response.complete).toBe(true);
    }
    // A part that was about to be sent says nothing of the kind, and the field is no MUST.
    const part = await answerOf(framework, run('Content-Range', 'bytes 0-4/9'), { errors });
    expect([part.status, part.fields['content-range']]).toEqual([416, undefined]);
    expect(codes()).toEqual([]);
  });

  it('426: the protocols that are already on the response', async () => {
    const response = await answerOf(
      framework,
      (exchange) => {
        exchange.set('Upgrade', 'websocket');
        return fail(exchange, 426);
      },
      { errors },
    );
    expect([response.status, response.fields['upgrade']]).toEqual([426, ['websocket']]);
    expect(response.fields['connection']?.join().toLowerCase()).toContain('upgrade');
    expect(codes()).toEqual([]);
  });

  it('426: without any protocol a 500, and one warning', async () => {
    const { port } = await serveHere(framework, { 'GET /': (exchange) => fail(exchange, 426) }, { errors });
    for (const _again of [1, 2]) {
      const response = await request(port, 'GET', '/');
      expect([response.status, response.fields['upgrade']]).toEqual([500, undefined]);
      expect(response.fields['connection']).toEqual(['close']);
    }
    expect(codes()).toEqual(['STATUSKIT_NO_UPGRADE']);
  });
});

describe.each(FRAMEWORKS)('%s: what needs no healing', (framework) => {
  it.each([
    [
      'www-authenticate',
      () => createError(401, { headers: { 'WWW-Authenticate': 'Negotiate' } }),
      'Negotiate',
    ],
    ['www-authenticate', () => Boom401(), 'Basic realm="b"'],
    ['allow', () => createError(405, { headers: { allow: 'PURGE' } }), 'PURGE'],
    ['content-range', () => createError(416, { headers: { 'Content-Range': 'bytes */9' } }), 'bytes */9'],
    ['upgrade', () => createError(426, { headers: { Upgrade: 'h2c' } }), 'h2c'],
  ])('%s that the error brings', async (name, make, value) => {
    const response = await answerOf(
      framework,
      () => {
        throw make();
      },
      { errors: { ...errors, challenge: { scheme: 'Bearer' } }, lint: ANY_405 },
    );
    expect(response.fields[name]).toEqual([value]);
    expect(codes()).toEqual([]);
  });

  it("an upstream's 401 is a 500 with neither challenge nor warning", async () => {
    const response = await answerOf(
      framework,
      () => {
        throw Object.assign(createError(401), { response: { status: 401 }, config: {} });
      },
      { errors: { ...errors, challenge: { scheme: 'Bearer' } } },
    );
    expect([response.status, response.fields['www-authenticate']]).toEqual([500, undefined]);
    expect(codes()).toEqual([]);
  });
});

function Boom401(): Boom {
  const error = new Boom('no', { statusCode: 401 });
  error.output.headers['WWW-Authenticate'] = 'Basic realm="b"';
  return error;
}
