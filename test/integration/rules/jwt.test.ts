import { type Challenges, type Report, toHttpError } from '@statuskit/core';
import type { RequestHandler } from 'express';
import { expressjwt, UnauthorizedError } from 'express-jwt';
import { expressjwt as expressjwt7 } from 'express-jwt7';
import jwt from 'jsonwebtoken';
import type { Middleware } from 'koa';
import koaJwt from 'koa-jwt';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Framework } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

const SECRET = 'a secret of the tests';

beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));

interface Start {
  readonly challenge?: Challenges;
  readonly report?: (report: Report) => void;
  readonly debug?: boolean;
}

async function start(framework: Framework, guard: unknown, options: Start = {}): Promise<number> {
  const { challenge, report = () => {} } = options;
  const server = await serveHere(
    framework,
    { 'GET /': () => 'in' },
    {
      errors: { report, ...(challenge !== undefined && { challenge }) },
      express: (app) => void app.use(guard as RequestHandler),
      koa: (app) => void app.use(guard as Middleware),
    },
  );
  return server.port;
}

const fresh = jwt.sign({ sub: 'hunter2' }, SECRET);
const expired = jwt.sign({ sub: 'hunter2' }, SECRET, { expiresIn: -10 });
const foreign = jwt.sign({ sub: 'hunter2' }, 'another secret');

const CREATE = { 'express-jwt 8': expressjwt, 'express-jwt 7': expressjwt7 };

describe.each([
  ['express4', 'express-jwt 7'],
  ['express4', 'express-jwt 8'],
  ['express5', 'express-jwt 7'],
  ['express5', 'express-jwt 8'],
] as const)('on %s, %s', (framework, version) => {
  const guard = (): unknown =>
    CREATE[version]({
      secret: SECRET,
      algorithms: ['HS256'],
      isRevoked: (incoming: { readonly headers: object }) => 'x-revoked' in incoming.headers,
    });

  it('lets in whom it lets in', async () => {
    const port = await start(framework, guard());
    await expect(await request(port, 'GET', '/', { authorization: `Bearer ${fresh}` })).toHaveStatus(200);
  });

  // RFC 6750 §3.1: no error code where there are no credentials, or those of a scheme that is not supported.
  it.each<[what: string, fields: Record<string, string>, challenge: string]>([
    ['no credentials', {}, 'Bearer'],
    ['another scheme', { authorization: 'Basic aHVudGVyMjpodW50ZXIy' }, 'Bearer'],
    ['another scheme with parameters', { authorization: 'Digest username="hunter2", realm="x"' }, 'Bearer'],
    ['no token', { authorization: 'bearer' }, 'Bearer error="invalid_request"'],
    ['two tokens', { authorization: 'Bearer hunter2 hunter2' }, 'Bearer error="invalid_request"'],
    ['a token that is none', { authorization: 'Bearer hunter2' }, 'Bearer error="invalid_token"'],
    ['an expired token', { authorization: `Bearer ${expired}` }, 'Bearer error="invalid_token"'],
    ['a bad signature', { authorization: `Bearer ${foreign}` }, 'Bearer error="invalid_token"'],
    [
      'a revoked token',
      { authorization: `Bearer ${fresh}`, 'x-revoked': '1' },
      'Bearer error="invalid_token"',
    ],
  ])('%s: a 401 with the challenge that says so, and no more', async (_what, fields, challenge) => {
    const reports: Report[] = [];
    // The specific challenge wins over the configured one.
    const configured = { scheme: 'Basic', params: { realm: 'configured' } };
    const port = await start(framework, guard(), {
      challenge: configured,
      report: (report) => reports.push(report),
    });
    const response = await request(port, 'GET', '/', fields);
    await expect(response).toHaveStatus(401);
    expect(response.fields['www-authenticate']).toEqual([challenge]);
    expect(JSON.parse(response.body)).toEqual({ type: 'about:blank', title: 'Unauthorized', status: 401 });
    expect(reports).toEqual([
      expect.objectContaining({ sent: 401, level: 'info', thrown: expect.any(Error) }),
    ]);
  });

  it('what the verifier found is in the log', async () => {
    const reports: Report[] = [];
    const port = await start(framework, guard(), { report: (report) => reports.push(report) });
    const response = await request(port, 'GET', '/', { authorization: `Bearer ${expired}` });
    expect(response.body).not.toContain('expired');
    expect(reports[0]?.error.cause).toMatchObject({ message: 'jwt expired' });
  });

  it('a key that cannot be had is an opaque 500', async () => {
    const secret = (): never => {
      throw new Error('hunter2 is not reached');
    };
    const port = await start(framework, CREATE[version]({ secret, algorithms: ['HS256'] }));
    const response = await request(port, 'GET', '/', { authorization: `Bearer ${fresh}` });
    await expect(response).toHaveStatus(500);
    expect(response.body).not.toContain('hunter2');
  });
});

describe.each(['koa2', 'koa3'] as const)('koa-jwt on %s', (framework) => {
  const guard = (debug = false): unknown => koaJwt({ secret: SECRET, debug });
  const challenge = { scheme: 'Bearer', params: { realm: 'api' } };

  it('lets in whom it lets in', async () => {
    const port = await start(framework, guard());
    await expect(await request(port, 'GET', '/', { authorization: `Bearer ${fresh}` })).toHaveStatus(200);
  });

  it.each<[what: string, fields: Record<string, string>]>([
    ['no credentials', {}],
    ['another scheme', { authorization: 'Basic aHVudGVyMjpodW50ZXIy' }],
    ['a token that is none', { authorization: 'Bearer hunter2' }],
    ['an expired token', { authorization: `Bearer ${expired}` }],
    ['a bad signature', { authorization: `Bearer ${foreign}` }],
  ])('%s: a 401 with the configured challenge', async (_what, fields) => {
    const port = await start(framework, guard(), { challenge });
    const response = await request(port, 'GET', '/', fields);
    await expect(response).toHaveStatus(401);
    expect(response.fields['www-authenticate']).toEqual(['Bearer realm="api"']);
    expect(response.body).not.toMatch(/hunter2|expired|signature/);
  });

  it('a 401 with the placeholder where none is configured', async () => {
    const response = await request(await start(framework, guard()), 'GET', '/');
    await expect(response).toHaveStatus(401);
    expect(response.fields['www-authenticate']).toEqual(['Unspecified']);
  });

  it('says what the verifier found only where its user asked for it', async () => {
    const port = await start(framework, guard(true), { challenge });
    const response = await request(port, 'GET', '/', { authorization: `Bearer ${expired}` });
    expect(JSON.parse(response.body)).toMatchObject({ status: 401, detail: 'jwt expired' });
  });
});

describe('errors like those of express-jwt', () => {
  const like = (members: object): Error =>
    Object.assign(new Error('hunter2'), { name: 'UnauthorizedError', status: 401 }, members);

  it.each([
    ['a code that nobody knows', like({ code: 'hunter2', inner: new Error() })],
    ['another status', like({ code: 'invalid_token', inner: new Error(), status: 403 })],
    ['a class of the same name', like({ code: 'invalid_token' })],
    ['one without a code', like({})],
    ['parsed JSON', { name: 'UnauthorizedError', status: 401, code: 'invalid_token', inner: {} }],
  ])('%s is a 500', (_what, thrown) => {
    expect(toHttpError(thrown)).toMatchObject({ status: 500, headers: {} });
  });

  it('a frozen one is understood, and stays as it is', () => {
    const thrown = Object.freeze(new UnauthorizedError('invalid_token', new Error('hunter2')));
    expect(toHttpError(thrown)).toMatchObject({
      status: 401,
      message: 'Unauthorized',
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      cause: thrown,
    });
  });

  it('without a request, credentials in no format are an invalid request', () => {
    const thrown = new UnauthorizedError('credentials_bad_format', { message: 'hunter2' });
    expect(toHttpError(thrown).headers).toEqual({ 'www-authenticate': 'Bearer error="invalid_request"' });
  });
});
