/** One failure of one package, and what has to stand on the wire for it. */
export interface Case {
  /** Its place: `/<id>` but where `path` says otherwise. */
  readonly id: string;
  /** The package, and its cousin for Koa where that is another one. Undefined: there is none. */
  readonly express: string | undefined;
  readonly koa: string | undefined;
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly answer: Answer;
}

export interface Answer {
  readonly status: number;
  /** The fields that this status, or this failure, has beside those of every error. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The members beside type, title, status and instance. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** The mark of all that no client may read: what others, or the inside of the server, have said. */
export const SECRET = 'hunter2';

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'multipart/form-data; boundary=x' };
const file = (name: string): string =>
  `--x\r\ncontent-disposition: form-data; name="${name}"; filename="a.txt"\r\n\r\nhello world\r\n--x--\r\n`;

const bearer = (challenge: string): Answer => ({ status: 401, fields: { 'www-authenticate': challenge } });
const CONFIGURED = bearer('Bearer realm="api"');
const hidden: Answer = { status: 500 };
const taken: Answer = {
  status: 409,
  members: { detail: 'Something with the same unique value exists already.' },
};
const refused = (detail: string, rule: object = {}): Answer => ({
  status: 422,
  members: { errors: [{ detail, pointer: '#/iata', ...rule }] },
});
const ZOD = { code: 'too_big', limits: { maximum: 3, inclusive: true } };
const TOO_LONG = '{"iata":"FRANKFURT"}';

const both = (name: string, cousin: string = name): Pick<Case, 'express' | 'koa'> => ({
  express: name,
  koa: cousin,
});
const parser = both('body-parser', '@koa/bodyparser');
const upload = both('multer', '@koa/multer');

export const CASES: readonly Case[] = [
  {
    id: 'json',
    ...parser,
    what: 'JSON that is cut short',
    fields: json,
    body: `{"password":"${SECRET}",`,
    answer: { status: 400, members: { detail: 'The content cannot be parsed.' } },
  },
  {
    id: 'large',
    ...parser,
    what: 'content over the limit',
    fields: json,
    body: JSON.stringify({ iata: 'x'.repeat(2000) }),
    answer: { status: 413, members: { limit: 1024 } },
  },
  {
    id: 'coding',
    ...parser,
    what: 'a coding that nobody knows',
    fields: { ...json, 'content-encoding': 'compress' },
    body: 'xxxx',
    answer: { status: 415, members: { detail: 'The content coding is not supported.' } },
  },
  {
    id: 'upload',
    ...upload,
    what: 'a file over the limit',
    fields: form,
    body: file('file'),
    answer: { status: 413, members: { detail: 'A file is too large.' } },
  },
  {
    id: 'upload-elsewhere',
    path: '/upload',
    ...upload,
    what: 'a file in a field that takes none',
    fields: form,
    body: file(SECRET),
    answer: {
      status: 400,
      members: { detail: 'A field has a file where it takes none, or more files than it takes.' },
    },
  },
  {
    id: 'celebrate',
    express: 'celebrate',
    koa: undefined,
    what: 'a value that is too long',
    fields: json,
    body: TOO_LONG,
    answer: refused('"iata" length must be 3 characters long', {
      code: 'string.length',
      limits: { limit: 3 },
    }),
  },
  {
    id: 'joi',
    ...both('joi'),
    what: 'a value that is too long',
    fields: json,
    body: TOO_LONG,
    answer: refused('"iata" length must be 3 characters long', {
      code: 'string.length',
      limits: { limit: 3 },
    }),
  },
  {
    id: 'express-validator',
    ...both('express-validator'),
    what: 'a value that is too long',
    fields: json,
    body: TOO_LONG,
    answer: refused('Invalid value'),
  },
  {
    id: 'zod',
    ...both('zod'),
    what: 'a value that is too long',
    fields: json,
    body: TOO_LONG,
    answer: refused('Too big: expected string to have <=3 characters', ZOD),
  },
  {
    id: 'valibot',
    ...both('valibot'),
    what: 'a value that is too long',
    fields: json,
    body: TOO_LONG,
    answer: refused('Invalid length: Expected 3 but received 9', {
      code: 'length',
      limits: { requirement: 3 },
    }),
  },
  {
    id: 'arktype',
    ...both('arktype'),
    what: 'a value that is too long',
    fields: json,
    body: TOO_LONG,
    answer: refused('iata must be exactly length 3 (was 9)', { code: 'exactLength', limits: { rule: 3 } }),
  },
  {
    id: 'passport',
    ...both('passport', 'koa-passport'),
    what: 'no credentials',
    answer: bearer('Bearer realm="members"'),
  },
  {
    id: 'jwt',
    express: 'express-jwt',
    koa: undefined,
    what: 'no credentials',
    answer: bearer('Bearer'),
  },
  {
    id: 'koa-jwt',
    path: '/jwt',
    express: undefined,
    koa: 'koa-jwt',
    what: 'no credentials',
    answer: { ...CONFIGURED, members: { detail: 'Authentication Error' } },
  },
  {
    id: 'csrf',
    express: 'csrf-csrf',
    koa: undefined,
    what: 'no token',
    fields: json,
    body: '{}',
    answer: { status: 403, members: { detail: 'invalid csrf token' } },
  },
  {
    id: 'koa-csrf',
    path: '/csrf',
    express: undefined,
    koa: 'koa-csrf',
    what: 'no token',
    fields: json,
    body: '{}',
    answer: { status: 403, members: { detail: 'Invalid CSRF token' } },
  },
  {
    id: 'http-errors-404',
    ...both('http-errors'),
    what: '`createError(404, text)`',
    answer: { status: 404, members: { detail: 'No such airport' } },
  },
  { id: 'http-errors-401', ...both('http-errors'), what: '`createError(401)`', answer: CONFIGURED },
  {
    id: 'http-errors-405',
    ...both('http-errors'),
    what: '`createError(405)`',
    answer: { status: 405, fields: { allow: 'POST' } },
  },
  {
    id: 'http-errors-429',
    ...both('http-errors'),
    what: '`createError(429, { headers })`',
    answer: { status: 429, fields: { 'retry-after': '30' } },
  },
  {
    id: 'http-errors-upstream',
    ...both('http-errors'),
    what: '`createError(502, error)` of axios',
    answer: { status: 502 },
  },
  {
    id: 'http-errors-exposed',
    ...both('http-errors'),
    what: '`createError(503, text, { expose: true })`',
    answer: { status: 503 },
  },
  {
    id: 'boom-401',
    ...both('@hapi/boom'),
    what: '`unauthorized(text)`',
    answer: { ...CONFIGURED, members: { detail: 'Log in first' } },
  },
  {
    id: 'boom-404',
    ...both('@hapi/boom'),
    what: '`notFound(text)`',
    answer: { status: 404, members: { detail: 'No such airport' } },
  },
  { id: 'boom-502', ...both('@hapi/boom'), what: '`badGateway(text)`', answer: { status: 502 } },
  { id: 'postgres', ...both('pg'), what: 'a unique violation', answer: taken },
  { id: 'prisma', ...both('Prisma'), what: 'a unique violation', answer: taken },
  { id: 'mongo', ...both('mongodb'), what: 'a duplicate key', answer: taken },
  { id: 'fetch', ...both('fetch'), what: 'a connection refused', answer: { status: 502 } },
  { id: 'undici', ...both('undici'), what: 'a connection refused', answer: { status: 502 } },
  { id: 'axios', ...both('axios'), what: 'a 401 of another server', answer: { status: 502 } },
  { id: 'axios-late', ...both('axios'), what: 'a timeout', answer: { status: 504 } },
  { id: 'got', ...both('got'), what: 'a 401 of another server', answer: { status: 502 } },
  { id: 'aws', ...both('AWS SDK'), what: 'access denied', answer: { status: 502 } },
  {
    id: 'status',
    ...both('any client'),
    what: 'an error with `status` 401 and fields',
    answer: hidden,
  },
  { id: 'enoent', ...both('node:fs'), what: 'a file of the server is missing', answer: hidden },
  {
    id: 'decode',
    express: 'router',
    koa: undefined,
    what: 'a path that cannot be decoded',
    method: 'GET',
    path: '/airports/%E0%A4%A',
    answer: { status: 400, members: { detail: 'The path cannot be decoded.' } },
  },
  {
    id: 'method',
    ...both('router', '@koa/router'),
    what: 'a method that the resource lacks',
    method: 'DELETE',
    path: '/airports/FRA',
    answer: { status: 405, fields: { allow: 'GET, HEAD' } },
  },
  {
    id: 'unmatched',
    ...both('router', '@koa/router'),
    what: 'a path that no route has',
    method: 'GET',
    path: '/nowhere',
    answer: { status: 404 },
  },
];
