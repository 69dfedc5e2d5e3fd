import { createRequire } from 'node:module';
import { bodyParser } from '@koa/bodyparser';
import OAuth2Server from '@node-oauth/oauth2-server';
import { rules } from '@statuskit/core';
import cookieParser from 'cookie-parser';
import { doubleCsrf } from 'csrf-csrf';
import { csrfSync } from 'csrf-sync';
import csurf from 'csurf';
import type { Express, RequestHandler } from 'express';
import { expressjwt } from 'express-jwt';
import { expressjwt as expressjwt7 } from 'express-jwt7';
import jwt from 'jsonwebtoken';
import jwt8 from 'jsonwebtoken8';
import CSRF from 'koa-csrf';
import koaJwt from 'koa-jwt';
import koaPassport from 'koa-passport';
import OAuth2Server3 from 'oauth2-server3';
import { Passport } from 'passport';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import { Strategy as JwtStrategy } from 'passport-jwt';
import tinyCsrf from 'tiny-csrf';
import type { Exchange } from '../../setup/frameworks.ts';
import { type Answer, EXPRESS, KOA, type Row, SECRET } from './row.ts';

// Its types would add `auth` to the requests of every other file.
const { auth, requiredScopes } = createRequire(import.meta.url)('express-oauth2-jwt-bearer') as {
  auth(options: object): RequestHandler;
  requiredScopes(scopes: string): RequestHandler;
};

const KEY = 'a secret of the tests, of 32 chars';
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const claims = { iss: 'https://issuer.example/', aud: 'api', sub: SECRET, scope: 'read' };
const good = jwt.sign(claims, KEY, { expiresIn: 600 });
const expired = jwt.sign(claims, KEY, { expiresIn: -10 });

function refusal(challenge: string): Answer {
  return { status: 401, fields: { 'www-authenticate': challenge } };
}

const INVALID = refusal('Bearer error="invalid_token"');
const NONE = refusal('Bearer');

/** The hand-made authentication that many services have. */
function verifying({ verify }: { verify(token: string | undefined, key: string): unknown }) {
  return ({ request }: Exchange): unknown => verify(request.headers.authorization?.slice(7), KEY);
}

function jwtRows(
  folder: string,
  library: { verify(token: string | undefined, key: string): unknown },
): Row[] {
  const early = jwt.sign({ ...claims, nbf: 4_000_000_000 }, KEY);
  return (
    [
      ['JsonWebTokenError: garbage', bearer(SECRET), INVALID],
      ['JsonWebTokenError: no token', {}, NONE],
      ['TokenExpiredError', bearer(expired), INVALID],
      ['NotBeforeError', bearer(early), INVALID],
    ] as const
  ).map(([throws, fields, answer]) => ({
    name: 'jsonwebtoken',
    folder,
    throws,
    ask: { fields },
    run: verifying(library),
    answer,
  }));
}

const verifier = auth({
  issuer: claims.iss,
  audience: claims.aud,
  secret: KEY,
  tokenSigningAlg: 'HS256',
  dpop: { enabled: false },
});

function oauthRows(): Row[] {
  return (
    [
      ['UnauthorizedError: no token', {}, refusal('Bearer realm="api"')],
      [
        'InvalidTokenError: garbage',
        { fields: bearer('garbage') },
        refusal('Bearer realm="api", error="invalid_token", error_description="Invalid Compact JWS"'),
      ],
      [
        'InvalidRequestError: two tokens',
        { path: `/?access_token=${good}`, fields: bearer(good) },
        {
          status: 400,
          fields: {
            'www-authenticate':
              'Bearer realm="api", error="invalid_request", error_description="More than one method used for authentication"',
          },
        },
      ],
      [
        'InsufficientScopeError',
        { fields: bearer(good) },
        {
          status: 403,
          fields: {
            'www-authenticate':
              'Bearer realm="api", error="insufficient_scope", error_description="Insufficient Scope", scope="write"',
          },
        },
      ],
    ] as const
  ).map(([throws, ask, answer]) => ({
    name: 'express-oauth2-jwt-bearer',
    folder: 'express-oauth2-jwt-bearer',
    throws,
    on: EXPRESS,
    ask,
    express: (app) => void app.use(verifier, requiredScopes('write')),
    answer,
  }));
}

function authenticate(passport: Authenticator<unknown>, strategy: unknown): unknown {
  passport.use('it', strategy as PassportStrategy);
  return passport.authenticate('it', { session: false, failWithError: true });
}

const jwtStrategy = (): unknown =>
  new JwtStrategy(
    {
      secretOrKey: KEY,
      jwtFromRequest: (request: { headers: Record<string, string> }) =>
        request.headers['authorization']?.slice(7) ?? null,
    },
    (_claims: unknown, done: (error: null, user: object) => void) => done(null, {}),
  );

const bearerStrategy = (): unknown =>
  new BearerStrategy({ realm: 'api' }, (_token, done) => done(null, false));

function passportRow(
  name: string,
  folder: string,
  throws: string,
  strategy: () => unknown,
  fields: Record<string, string>,
  answer: Answer,
): Row {
  return {
    name,
    folder,
    throws,
    ask: { fields },
    express: (app) => void app.use(authenticate(new Passport(), strategy()) as RequestHandler),
    koa: (app) => {
      const passport = new koaPassport.KoaPassport();
      app.use(passport.initialize());
      app.use(authenticate(passport, strategy()) as never);
    },
    answer,
  };
}

const CONFIGURED: Row['option'] = {
  text: "`challenge: { scheme: 'Bearer' }`",
  errors: { challenge: { scheme: 'Bearer' } },
  answer: refusal('Bearer'),
};

interface OAuthLibrary {
  new (
    options: object,
  ): {
    authenticate(request: unknown, response: unknown, options?: object): Promise<unknown>;
    token(request: unknown, response: unknown): Promise<unknown>;
  };
  readonly Request: new (options: object) => unknown;
  readonly Response: new (options: object) => unknown;
}

const MODEL = {
  getAccessToken: async (token: string) =>
    token === 'known'
      ? { user: {}, accessToken: token, accessTokenExpiresAt: new Date(2e14), scope: [] }
      : false,
  verifyScope: async () => false,
  getClient: async (id: string) => (id === 'known' ? { grants: ['password'] } : false),
  getUser: async () => false,
  saveToken: async () => false,
};

function oauthServer(Library: OAuthLibrary, method: 'authenticate' | 'token') {
  return ({ request }: Exchange): unknown => {
    const server = new Library({ model: MODEL, ...(method === 'authenticate' && { scope: ['write'] }) });
    const query = Object.fromEntries(new URLSearchParams(request.url?.split('?')[1]));
    const { headers, method: verb } = request;
    const incoming = new Library.Request({ headers, method: verb, query: {}, body: query });
    return server[method](
      incoming,
      new Library.Response({}),
      method === 'authenticate' ? { scope: ['write'] } : {},
    );
  };
}

const TOKEN = {
  method: 'POST',
  fields: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'a=1',
};
const BASIC = { ...TOKEN.fields, authorization: 'Basic eDp5' };

function oauthServerRows(name: string, folder: string, Library: OAuthLibrary): Row[] {
  return (
    [
      [
        'UnauthorizedRequestError',
        {},
        'authenticate',
        {
          ...refusal('Bearer realm="Service"'),
          members: { detail: 'Unauthorized request: no authentication given', error: 'unauthorized_request' },
        },
      ],
      [
        'InvalidTokenError',
        { fields: bearer(SECRET) },
        'authenticate',
        {
          ...refusal('Bearer realm="Service", error="invalid_token"'),
          members: { detail: 'Invalid token: access token is invalid', error: 'invalid_token' },
        },
      ],
      [
        'InvalidGrantError',
        { ...TOKEN, path: '/?grant_type=password&client_id=known&client_secret=x&username=x&password=x' },
        'token',
        {
          status: 400,
          members: { detail: 'Invalid grant: user credentials are invalid', error: 'invalid_grant' },
        },
      ],
      [
        'InvalidClientError',
        { ...TOKEN, fields: BASIC, path: '/?grant_type=password' },
        'token',
        { ...refusal('Basic realm="Service"'), members: { error: 'invalid_client' } },
      ],
    ] as const
  ).map(([throws, ask, method, answer]) => ({
    name,
    folder,
    throws,
    ask,
    run: oauthServer(Library, method),
    answer,
  }));
}

function isCsrf(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Did not get a valid CSRF token');
}

const CSRF_REFUSED: Answer = { status: 403, members: { detail: 'invalid csrf token' } };

function csrfRow(name: string, protection: () => unknown, rest: Partial<Row> = {}): Row {
  return {
    name,
    folder: name,
    throws: 'a 403 of http-errors',
    on: EXPRESS,
    ask: { method: 'POST' },
    express: (app: Express) => {
      app.use(cookieParser(KEY));
      app.use((req, _res, next) => {
        Object.assign(req, { session: {} });
        next();
      });
      app.use(protection() as RequestHandler);
    },
    answer: CSRF_REFUSED,
    ...rest,
  };
}

export const ACCESS: readonly Row[] = [
  ...jwtRows('jsonwebtoken', jwt),
  ...jwtRows('jsonwebtoken8', jwt8),
  ...oauthRows(),
  {
    name: 'express-jwt',
    folder: 'express-jwt',
    throws: 'UnauthorizedError: `invalid_token`',
    on: EXPRESS,
    ask: { fields: bearer(expired) },
    express: (app) => void app.use(expressjwt({ secret: KEY, algorithms: ['HS256'] }) as RequestHandler),
    answer: INVALID,
  },
  {
    name: 'express-jwt',
    folder: 'express-jwt7',
    throws: 'UnauthorizedError: `credentials_required`',
    on: EXPRESS,
    ask: {},
    express: (app) => void app.use(expressjwt7({ secret: KEY, algorithms: ['HS256'] }) as RequestHandler),
    answer: NONE,
  },
  {
    name: 'koa-jwt',
    folder: 'koa-jwt',
    throws: 'a 401 of http-errors',
    on: KOA,
    ask: {},
    koa: (app) => void app.use(koaJwt({ secret: KEY }) as never),
    answer: { ...refusal('Unspecified'), members: { detail: 'Authentication Error' } },
    option: { ...CONFIGURED, answer: { ...NONE, members: { detail: 'Authentication Error' } } },
  },
  passportRow(
    'passport-jwt',
    'passport-jwt',
    'a bad token, with `failWithError`',
    jwtStrategy,
    bearer(expired),
    INVALID,
  ),
  {
    ...passportRow(
      'passport-jwt',
      'passport-jwt',
      'no token, with `failWithError`',
      jwtStrategy,
      {},
      refusal('Unspecified'),
    ),
    option: CONFIGURED,
  },
  passportRow(
    'passport-http-bearer',
    'passport-http-bearer',
    'a bad token, with `failWithError`',
    bearerStrategy,
    bearer(SECRET),
    refusal('Bearer realm="api", error="invalid_token"'),
  ),
  ...oauthServerRows('@node-oauth/oauth2-server', '@node-oauth/oauth2-server', OAuth2Server as never),
  ...oauthServerRows('oauth2-server', 'oauth2-server3', OAuth2Server3),
  csrfRow('csurf', () => csurf({ cookie: true })),
  csrfRow(
    'csrf-csrf',
    () => doubleCsrf({ getSecret: () => KEY, getSessionIdentifier: () => '' }).doubleCsrfProtection,
  ),
  csrfRow('csrf-sync', () => csrfSync().csrfSynchronisedProtection),
  csrfRow('tiny-csrf', () => tinyCsrf(KEY.slice(0, 32)), {
    throws: 'an Error without any mark',
    answer: { status: 500 },
    option: {
      text: '`rules: [rules.from(isCsrf, { status: 403, detail: false })]`',
      errors: { rules: [rules.from(isCsrf, { status: 403, detail: false })] },
      answer: { status: 403 },
    },
  }),
  {
    name: 'koa-csrf',
    folder: 'koa-csrf',
    throws: 'a 403 of `ctx.throw`',
    on: KOA,
    ask: { method: 'POST', fields: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1' },
    koa: (app) => {
      app.use((ctx, next) => {
        Object.assign(ctx, { session: {} });
        return next();
      });
      app.use(bodyParser());
      app.use(CSRF());
    },
    answer: { status: 403, members: { detail: 'Invalid CSRF token' } },
  },
];
