import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HttpError, isHttpError, NotFound, type RequestView, render, toHttpError } from '../../src/index.ts';

// A foreign 401 or 426 warns once for each process.
beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

const LEGAL_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const LEGAL_VALUE = /^[\t\x20-\x7e]*$/;
const FRAMING = ['transfer-encoding', 'trailer', 'keep-alive', 'te', 'proxy-connection', 'content-encoding'];

/** What must hold of each response to an error, whatever was thrown. */
function expectLegal(error: HttpError, request: RequestView = { method: 'GET', headers: {} }): void {
  const { status, headers, body, drop } = render(error, request);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThanOrEqual(599);
  expect(Number.isInteger(status)).toBe(true);
  for (const [name, value] of Object.entries(headers)) {
    expect(name).toMatch(LEGAL_NAME);
    expect(FRAMING).not.toContain(name);
    expect(typeof value === 'string' || Array.isArray(value)).toBe(true);
    for (const line of [value].flat()) expect(line).toMatch(LEGAL_VALUE);
  }
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['cache-control']).toEqual(expect.any(String));
  expect(drop).toContain('content-encoding');
  if (request.method === 'HEAD') expect(body).toBeUndefined();
  else expect(headers['content-length']).toBe(String(Buffer.byteLength(body as string)));
  if (headers['content-type'] === 'application/problem+json' && typeof body === 'string') {
    expect(JSON.parse(body)).toMatchObject({ status });
  }
}

/** Anything at all, and what lives on errors. */
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true }),
  fc.constantFrom(Symbol('x'), () => 1, Number.NaN, 'a\r\nb: c', 'é', '\0', '\ud800', 404, '404', -1),
);

const fieldName = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'Vary',
    'vary',
    'Transfer-Encoding',
    'content-length',
    'Connection',
    'upgrade',
    '__proto__',
    'constructor',
    'X-A',
    'cache-control',
    'www-authenticate',
    ':status',
  ),
);
const headers = fc.oneof(fc.dictionary(fieldName, fc.oneof(anything, fc.array(anything))), anything);

const mutation = fc.record(
  {
    status: anything,
    statusCode: anything,
    expose: anything,
    headers,
    title: anything,
    type: anything,
    detail: anything,
    instance: fc.oneof(fc.string(), anything),
    message: anything,
    extensions: anything,
    cause: anything,
    toJSON: fc.oneof(
      anything,
      anything.map((value) => () => value),
      fc.constant(() => {
        throw new Error('broken');
      }),
    ),
  },
  { requiredKeys: [] },
);

const request = fc.record(
  {
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'OPTIONS'),
    httpVersionMajor: fc.constantFrom(1, 2),
    complete: fc.boolean(),
    headers: fc.record(
      {
        accept: fc.oneof(
          fc.string(),
          fc.constantFrom(
            '*/*',
            'text/html',
            'text/plain',
            'application/xml',
            'image/png',
            'text/html;q=0',
            ',',
            ';',
          ),
        ),
        'content-length': fc.oneof(fc.string(), fc.nat().map(String)),
        'transfer-encoding': fc.constant('chunked'),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

class Any extends HttpError {}

describe('render', () => {
  it('gives a legal response for errors that anybody has changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), mutation, request, (status, members, view) => {
        const error = new Any(status as 400, { detail: 'x' });
        for (const [name, value] of Object.entries(members)) {
          Object.defineProperty(error, name, { value, writable: true, configurable: true });
        }
        expectLegal(error, view as RequestView);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives a legal response for anything that claims to be an error of ours', () => {
    fc.assert(fc.property(anything, (value) => expectLegal(value as HttpError)));
  });

  it('gives a legal response where each member throws', () => {
    for (const name of ['status', 'headers', 'toJSON', 'instance', 'title', 'detail', 'extensions']) {
      const error = new NotFound('x');
      Object.defineProperty(error, name, {
        get() {
          throw new Error('trap');
        },
      });
      expectLegal(error);
    }
  });

  it('never throws for hooks that do, nor for a listener that does', () => {
    const broken = (): never => {
      throw new Error('broken');
    };
    const options = { body: broken, cache: broken, onHookError: broken };
    expect(render(new NotFound('x'), { method: 'GET' }, options)).toMatchObject({ status: 404 });
    const error = new NotFound('x');
    Object.defineProperty(error, 'status', { get: broken });
    expect(render(error, { method: 'GET' }, options)).toMatchObject({ status: 500 });
  });
});

describe('toHttpError', () => {
  it('never throws for any value, and what it gives can be rendered', () => {
    fc.assert(
      fc.property(
        fc.oneof(anything, mutation),
        fc.constantFrom(undefined, 'trust-status' as const),
        (value, compat) => {
          const error = toHttpError(value, { compat });
          expect(isHttpError(error)).toBe(true);
          expectLegal(error);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('never throws for Errors with any members, and shows nothing of them unless a rule knows the producer', () => {
    fc.assert(
      fc.property(mutation, fc.constantFrom(undefined, 'trust-status' as const), (members, compat) => {
        const value = new Error('secret');
        for (const [name, member] of Object.entries(members)) {
          Object.defineProperty(value, name, { value: member, writable: true, configurable: true });
        }
        const error = toHttpError(value, { compat });
        expectLegal(error);
        if (error.status === 500) expect(render(error, {}).body).not.toContain('secret');
      }),
      { numRuns: 500 },
    );
  });

  it('never throws for proxies whose traps throw', () => {
    const traps = Object.getOwnPropertyNames(Reflect).filter((name) => name !== 'constructor');
    const throwing = (): never => {
      throw new Error('trap');
    };
    const all = Object.fromEntries(traps.map((name) => [name, throwing]));
    const targets = [{}, [], new Error('x'), new NotFound(), () => 1, class {}];
    for (const target of targets) {
      for (const handler of [all, ...traps.map((name) => ({ [name]: throwing }))]) {
        for (const compat of [undefined, 'trust-status'] as const) {
          const error = toHttpError(new Proxy(target, handler), { compat });
          expect(render(error, { method: 'GET' }).status).toBeGreaterThanOrEqual(400);
        }
      }
      const { proxy, revoke } = Proxy.revocable(target, {});
      revoke();
      expect(toHttpError(proxy).status).toBe(500);
    }
  });

  it('never throws for members that are proxies whose traps throw', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const name of [
      'headers',
      'message',
      'name',
      'code',
      'output',
      'config',
      'cause',
      'status',
      'type',
    ]) {
      const value = Object.assign(new Error('x'), { isBoom: true, expose: true, [name]: proxy });
      for (const compat of [undefined, 'trust-status'] as const) {
        expect(toHttpError(value, { compat }).status).toBe(500);
      }
    }
  });
});
