import { type Report, toHttpError } from '@statuskit/core';
import type { RequestHandler } from 'express';
import koaPassport from 'koa-passport';
import { Passport } from 'passport';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS, type Framework } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));

const bearer = (): PassportStrategy =>
  new BearerStrategy({ realm: 'api', scope: 'read' }, (token, done) => {
    if (token === 'broken') done(new Error('hunter2 is not reached'));
    else if (token === 'expired') done(null, false, 'The token has expired');
    else done(null, token === 'good' ? { id: 1 } : false);
  });

const failing = (challenge?: string | number, status?: number): PassportStrategy => ({
  authenticate() {
    this.fail(challenge, status);
  },
});

// What stands at each path: the strategies, and whether passport passes its failure on.
const CHAINS: Readonly<Record<string, readonly string[]>> = {
  '/bearer': ['bearer'],
  '/several': ['bearer', 'basic'],
  '/silent': ['silent'],
  '/forbidden': ['forbidden'],
  '/first-forbidden': ['forbidden', 'basic'],
  '/many': ['many'],
  '/unavailable': ['unavailable'],
  '/unwritable': ['unwritable'],
  '/unknown': ['hunter2'],
};

function authenticators<Middleware>(passport: Authenticator<Middleware>, failWithError: boolean) {
  passport.use('bearer', bearer());
  passport.use('basic', failing('Basic realm="api"'));
  passport.use('silent', failing());
  passport.use('forbidden', failing('Bearer error="insufficient_scope"', 403));
  passport.use('many', failing(429));
  passport.use('unavailable', failing(503));
  passport.use('unwritable', failing('Basic realm="caf\u00e9"'));
  return Object.entries(CHAINS).map(
    ([path, chain]) =>
      [path, passport.authenticate(chain, { session: false, failWithError }) as Middleware] as const,
  );
}

async function start(
  framework: Framework,
  {
    failWithError = true,
    challenge,
    report = () => {},
  }: {
    failWithError?: boolean;
    challenge?: { scheme: string };
    report?: (report: Report) => void;
  } = {},
): Promise<number> {
  const server = await serveHere(
    framework,
    Object.fromEntries(Object.keys(CHAINS).map((path) => [`GET ${path}`, () => 'in'])),
    {
      errors: { report, ...(challenge !== undefined && { challenge }) },
      express: (app) => {
        for (const [path, guard] of authenticators<RequestHandler>(new Passport(), failWithError))
          app.use(path, guard);
      },
      koa: (app) => {
        const passport = new koaPassport.KoaPassport();
        app.use(passport.initialize());
        const guards = new Map(authenticators(passport, failWithError));
        app.use((ctx, next) => guards.get(ctx.path)?.(ctx, next) ?? next());
      },
    },
  );
  return server.port;
}

const token = (value: string): Record<string, string> => ({ authorization: `Bearer ${value}` });

describe.each(FRAMEWORKS)('passport with failWithError on %s', (framework) => {
  it('lets in whom its strategy lets in', async () => {
    const port = await start(framework);
    await expect(await request(port, 'GET', '/bearer', token('good'))).toHaveStatus(200);
  });

  it.each<
    [what: string, path: string, fields: Record<string, string>, status: number, challenges?: string[]]
  >([
    ['no credentials', '/bearer', {}, 401, ['Bearer realm="api", scope="read"']],
    [
      'a token that is refused',
      '/bearer',
      token('bad'),
      401,
      ['Bearer realm="api", scope="read", error="invalid_token"'],
    ],
    [
      'a token that is refused with a reason',
      '/bearer',
      token('expired'),
      401,
      ['Bearer realm="api", scope="read", error="invalid_token", error_description="The token has expired"'],
    ],
    ['several strategies', '/several', {}, 401, ['Bearer realm="api", scope="read"', 'Basic realm="api"']],
    ['credentials that are malformed', '/bearer', { authorization: 'Bearer' }, 400],
    ['a strategy that forbids', '/forbidden', {}, 403],
    ['a strategy that forbids before one that asks', '/first-forbidden', {}, 403],
    ['a strategy that counts', '/many', {}, 429],
  ])('%s', async (_what, path, fields, status, challenges) => {
    const reports: Report[] = [];
    const challenge = { scheme: 'Negotiate' };
    const port = await start(framework, { challenge, report: (report) => reports.push(report) });
    const response = await request(port, 'GET', path, fields);
    await expect(response).toHaveStatus(status);
    // The challenge of the strategy wins over the configured one.
    expect(response.fields['www-authenticate']).toEqual(challenges);
    expect(response.fields['content-type']).toEqual(['application/problem+json']);
    expect(JSON.parse(response.body)).toEqual({ type: 'about:blank', title: expect.any(String), status });
    expect(reports).toEqual([expect.objectContaining({ sent: status, level: 'info' })]);
  });

  it('a strategy without a challenge is given the configured one, else the placeholder', async () => {
    const port = await start(framework, { challenge: { scheme: 'Negotiate' } });
    const configured = await request(port, 'GET', '/silent');
    await expect(configured).toHaveStatus(401);
    expect(configured.fields['www-authenticate']).toEqual(['Negotiate']);
    const bare = await request(await start(framework), 'GET', '/silent');
    await expect(bare).toHaveStatus(401);
    expect(bare.fields['www-authenticate']).toEqual(['Unspecified']);
  });

  it('a challenge beyond ASCII does not lose the 401', async () => {
    const port = await start(framework, { challenge: { scheme: 'Negotiate' } });
    const response = await request(port, 'GET', '/unwritable');
    await expect(response).toHaveStatus(401);
    expect(response.fields['www-authenticate']).toHaveLength(1);
  });

  it.each([
    ['a strategy that fails itself', '/bearer', token('broken')],
    ['a strategy that nobody knows', '/unknown', {}],
    ['a strategy that says 503', '/unavailable', {}],
  ] as const)('%s is an opaque 500', async (_what, path, fields) => {
    const response = await request(await start(framework), 'GET', path, fields);
    await expect(response).toHaveStatus(500);
    expect(response.fields['www-authenticate']).toBeUndefined();
    expect(response.body).not.toContain('hunter2');
  });
});

describe.each(FRAMEWORKS)('passport without failWithError on %s', (framework) => {
  it('answers by itself, and only its own errors come through', async () => {
    const reports: Report[] = [];
    const port = await start(framework, { failWithError: false, report: (report) => reports.push(report) });
    const own = await request(port, 'GET', '/bearer');
    await expect(own).toHaveStatus(401);
    expect(own.fields['www-authenticate']).toEqual(['Bearer realm="api", scope="read"']);
    expect(own.body).toBe('Unauthorized');
    expect(reports).toEqual([]);
    await expect(await request(port, 'GET', '/bearer', token('broken'))).toHaveStatus(500);
    expect(reports).toHaveLength(1);
  });
});

describe('a callback of koa-passport', () => {
  it.each(['koa2', 'koa3'] as const)('that throws is heard on %s', async (framework) => {
    const server = await serveHere(
      framework,
      {},
      {
        koa: (app) => {
          const passport = new koaPassport.KoaPassport();
          passport.use('silent', failing());
          const options = { session: false } as const;
          app.use(
            passport.authenticate('silent', options, () => {
              throw new TypeError('hunter2');
            }),
          );
        },
      },
    );
    const response = await request(server.port, 'GET', '/');
    await expect(response).toHaveStatus(500);
    expect(response.body).not.toContain('hunter2');
  });
});

describe('errors like those of passport', () => {
  // The SDKs of several services have a class of this name, with the status that the other server gave.
  class AuthenticationError extends Error {
    override readonly name: string = 'AuthenticationError';
    readonly status: number = 401;
    readonly headers = { 'www-authenticate': 'Bearer realm="theirs"', 'set-cookie': 'a=b' };
  }

  it.each([
    ['a class of the same name', new AuthenticationError('Unauthorized')],
    [
      'one that speaks of a response',
      Object.assign(new Error(), {
        name: 'AuthenticationError',
        message: 'Unauthorized',
        status: 401,
        response: {},
      }),
    ],
    ['parsed JSON', { name: 'AuthenticationError', message: 'Unauthorized', status: 401 }],
    ['a proxy that throws', hostile()],
  ])('%s is a 500 without fields', (_what, thrown) => {
    expect(toHttpError(thrown)).toMatchObject({ status: 500, headers: {} });
  });

  it('no failure is reported of a proxy that throws', () => {
    const onRuleError = vi.fn();
    toHttpError(hostile(), { onRuleError });
    expect(onRuleError).not.toHaveBeenCalled();
  });

  function hostile(): unknown {
    const refuse = (): never => {
      throw new Error('hunter2');
    };
    return new Proxy(new AuthenticationError(), {
      getOwnPropertyDescriptor: refuse,
      ownKeys: refuse,
      set: refuse,
      has: refuse,
    });
  }
});
