import type { ServerResponse } from 'node:http';
import { render, rules, toHttpError } from '@statuskit/core';
import axios0 from 'axios0';
import * as Boom9 from 'boom9';
import createError1 from 'http-errors1';
import { request as undici6 } from 'undici6';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedOrigin } from '../../setup/closed-origin.ts';
import { listen, type TestServer } from '../../setup/frameworks.ts';

// Of each producer whose other tests have its current major alone: what those tests show holds for the one before.

let upstream: TestServer;
let origin = '';
let closed = '';
beforeAll(async () => {
  upstream = await listen((_request: unknown, response: ServerResponse) => {
    response
      .writeHead(401, { 'set-cookie': 'session=hunter2', 'www-authenticate': 'Bearer realm="hunter2"' })
      .end();
  });
  origin = `http://127.0.0.1:${upstream.port}`;
  closed = await closedOrigin();
});
afterAll(() => upstream.close());

async function failure(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

const options = { challenge: { scheme: 'Bearer' }, rules: [rules.upstream] };
const raise = (thrown: unknown): never => {
  throw thrown;
};
const wrapped = (): Error => Object.assign(new Error('open /srv/hunter2'), { code: 'ENOENT' });

describe('the major before', () => {
  it.each<[what: string, call: () => unknown, status: number, detail?: string | undefined, headers?: object]>(
    [
      [
        'http-errors 1, a 404 with a text',
        () => raise(createError1(404, 'No such note')),
        404,
        'No such note',
      ],
      ['http-errors 1, a class', () => raise(new createError1.Conflict('Changed')), 409, 'Changed'],
      ['http-errors 1, no text', () => raise(createError1(404)), 404],
      [
        'http-errors 1, a 401 without a challenge',
        () => raise(createError1(401)),
        401,
        undefined,
        { 'www-authenticate': 'Bearer' },
      ],
      [
        'http-errors 1, fields',
        () => raise(createError1(429, { headers: { 'Retry-After': '30', 'Set-Cookie': 'hunter2' } })),
        429,
        undefined,
        { 'retry-after': '30' },
      ],
      [
        'http-errors 1, a 5xx that is exposed',
        () => raise(createError1(503, 'hunter2', { expose: true })),
        503,
      ],
      [
        'Boom 9, a text',
        () => raise(Boom9.notFound('No such note', { secret: 'hunter2' })),
        404,
        'No such note',
      ],
      ['Boom 9, a 502', () => raise(Boom9.badGateway('hunter2')), 502],
      ['Boom 9, around an error of the system', () => raise(Boom9.notFound(wrapped() as never)), 404],
      [
        'Boom 9, its challenge',
        () => raise(Boom9.unauthorized(null, 'Basic', { realm: 'api' })),
        401,
        undefined,
        { 'www-authenticate': 'Basic realm="api"' },
      ],
      ['axios 0, a 401 of another server', () => axios0.default.get(origin, { proxy: false }), 502],
      ['axios 0, a connection refused', () => axios0.default.get(closed, { proxy: false }), 502],
      [
        'axios 0, a signal that is late',
        () => axios0.default.get(origin, { signal: late(), proxy: false }),
        504,
      ],
      ['undici 6, a connection refused', () => undici6(closed), 502],
      ['undici 6, a signal that is late', () => undici6(origin, { signal: late() }), 504],
    ],
  )('%s', async (_what, call, status, detail, headers = {}) => {
    const error = toHttpError(await failure(call), options);
    expect(error.status).toBe(status);
    expect(error.headers).toEqual(headers);
    const document = JSON.parse(String(render(error, { method: 'GET' }).body)) as { detail?: string };
    expect(document.detail).toBe(detail);
    expect(JSON.stringify([document, error.headers])).not.toContain('hunter2');
  });
});

function late(): AbortSignal {
  return AbortSignal.timeout(0);
}
