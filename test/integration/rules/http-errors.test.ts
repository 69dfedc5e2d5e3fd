import {
  type ErrorStatus,
  errorClassName,
  isHttpError,
  isRegisteredStatus,
  render,
  toHttpError,
} from '@statuskit/core';
import createError from 'http-errors';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

/** The statuses for which http-errors has a constructor. */
const STATUSES = Object.keys(createError)
  .map(Number)
  .filter((status) => status >= 400);

describe('http-errors', () => {
  it('has a constructor for all that we need to know', () => {
    expect(STATUSES.length).toBeGreaterThan(35);
  });

  it.each(STATUSES)('%i is ours, and has no detail where nobody gave one', (status) => {
    const thrown = createError(status);
    const error = toHttpError(thrown);
    expect(isHttpError(error)).toBe(true);
    expect(error.cause === thrown || (error.cause as Error).cause === thrown || status === 426).toBe(true);
    // 426 without a protocol cannot be sent, 418 and 509 are registered by nobody.
    expect(error.status).toBe(status === 426 ? 500 : status);
    if (isRegisteredStatus(status) && status !== 418 && status !== 426) {
      expect(error.name).toBe(errorClassName(status as ErrorStatus));
    }
    expect(error.detail).toBeUndefined();
    expect(error.toJSON().detail).toBeUndefined();
  });

  it.each(STATUSES)('%i shows a text that was given, if it is a 4xx', (status) => {
    const shown = render(toHttpError(createError(status, 'for the client')), { method: 'GET' });
    const body = String(shown.body);
    expect(body.includes('for the client')).toBe(status < 500 && status !== 426);
  });

  it('shows the text neither where expose is false nor for a 5xx with expose true', () => {
    for (const thrown of [
      createError(404, 'secret', { expose: false }),
      createError(502, 'secret', { expose: true }),
      createError(500, 'secret', { expose: true }),
      new createError.ServiceUnavailable('secret'),
    ]) {
      expect(render(toHttpError(thrown), { method: 'GET' }).body).not.toContain('secret');
      expect(toHttpError(thrown).status).toBe(thrown.status);
    }
  });

  it("around an upstream's error is a 500, whatever status it took from there", () => {
    const upstream = Object.assign(new Error('Request failed with status code 401'), {
      status: 401,
      config: { headers: { Authorization: 'secret' } },
      response: { headers: { 'set-cookie': 'a=b' } },
      headers: { 'www-authenticate': 'Upstream' },
    });
    const error = toHttpError(createError(502, upstream));
    expect(error).toMatchObject({ status: 500, headers: {} });
  });

  it('brings the fields that a known producer may, and no others', () => {
    const headers = { 'Retry-After': '5', Vary: 'Origin', 'Set-Cookie': 'a=b', 'Content-Length': '9' };
    expect(toHttpError(createError(429, { headers })).headers).toEqual({ 'retry-after': '5' });
  });

  it('is not changed, and may be frozen', () => {
    const thrown = Object.freeze(createError(401, 'x', { headers: Object.freeze({ vary: 'a' }) }));
    expect(toHttpError(thrown)).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Unspecified' },
    });
  });
});

describe.each(FRAMEWORKS)('%s', (framework) => {
  it('answers http-errors and, on Koa, ctx.throw', async () => {
    const server = await serveHere(
      framework,
      {
        'GET /conflict': () => {
          throw createError(409, 'Already taken.', { code: 1, secret: 'hunter2' });
        },
        'GET /gone': ({ koa }) => {
          if (koa !== undefined) koa.throw(410, 'Moved out.', { secret: 'hunter2' });
          throw createError(410, 'Moved out.');
        },
        'GET /bad-gateway': () => {
          throw createError(502, 'hunter2', { expose: true });
        },
        'GET /unauthorized': () => {
          throw createError(401);
        },
      },
      { errors: { challenge: { scheme: 'Bearer' }, report() {} } },
    );
    const conflict = await request(server.port, 'GET', '/conflict');
    expect([conflict.status, JSON.parse(conflict.body).detail]).toEqual([409, 'Already taken.']);
    const gone = await request(server.port, 'GET', '/gone');
    expect(JSON.parse(gone.body)).toEqual({
      type: 'about:blank',
      title: 'Gone',
      status: 410,
      detail: 'Moved out.',
    });
    const upstream = await request(server.port, 'GET', '/bad-gateway');
    expect(upstream.status).toBe(502);
    expect(upstream.body + conflict.body + gone.body).not.toContain('hunter2');
    const challenged = await request(server.port, 'GET', '/unauthorized');
    expect([challenged.status, challenged.fields['www-authenticate']]).toEqual([401, ['Bearer']]);
  });
});
