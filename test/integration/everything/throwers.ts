import { readFile } from 'node:fs/promises';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import Boom from '@hapi/boom';
import { PrismaClientKnownRequestError } from '@prisma/client-runtime-utils';
import { type } from 'arktype';
import axios from 'axios';
import got from 'got';
import createError from 'http-errors';
import Joi from 'joi';
import { MongoServerError } from 'mongodb';
import { DatabaseError } from 'pg-protocol';
import { request as undici } from 'undici';
import * as v from 'valibot';
import { z } from 'zod';
import { SECRET } from './cases.ts';
import type { Upstream } from './upstream.ts';

/** A handler that fails as its package makes it fail, whatever the framework. */
export type Thrower = (body: unknown) => unknown;

function raise(error: unknown): never {
  throw error;
}

// It prints a warning on Node 20.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const credentials = { accessKeyId: 'id', secretAccessKey: SECRET };

/** What stands at `/<id>`, for the packages that know nothing of the framework. */
export function throwersFor({ origin, closed }: Upstream): Readonly<Record<string, Thrower>> {
  const byAxios = (path = '/', config: object = {}): Promise<unknown> =>
    axios.get(origin + path, { proxy: false, headers: { authorization: `Bearer ${SECRET}` }, ...config });
  return {
    joi: (body) => Joi.attempt(body, Joi.object({ iata: Joi.string().length(3) })),
    zod: (body) => z.object({ iata: z.string().max(3) }).parse(body),
    valibot: (body) => v.parse(v.object({ iata: v.pipe(v.string(), v.length(3)) }), body),
    arktype: (body) => type({ iata: 'string == 3' }).assert(body),
    'http-errors-404': () => raise(createError(404, 'No such airport')),
    'http-errors-401': () => raise(createError(401)),
    'http-errors-405': () => raise(createError(405)),
    'http-errors-429': () => raise(createError(429, { headers: { 'Retry-After': '30' } })),
    'http-errors-upstream': () => byAxios().catch((error: Error) => raise(createError(502, error))),
    'http-errors-exposed': () => raise(createError(503, `${SECRET} is down`, { expose: true })),
    'boom-401': () => raise(Boom.unauthorized('Log in first')),
    'boom-404': () => raise(Boom.notFound('No such airport')),
    'boom-502': () => raise(Boom.badGateway(`${SECRET} is down`)),
    postgres: () =>
      raise(
        Object.assign(new DatabaseError(`violates "${SECRET}_key"`, 99, 'error'), {
          severity: 'ERROR',
          code: '23505',
          detail: `Key (${SECRET}) exists`,
        }),
      ),
    prisma: () =>
      raise(
        new PrismaClientKnownRequestError(SECRET, { code: 'P2002', clientVersion: '7', meta: { SECRET } }),
      ),
    mongo: () => raise(new MongoServerError({ code: 11000, errmsg: `dup key: ${SECRET}` })),
    fetch: () => fetch(closed, { headers: { authorization: SECRET } }),
    undici: () => undici(closed, { headers: { authorization: SECRET } }),
    axios: () => byAxios(),
    'axios-late': () => byAxios('/never', { timeout: 5 }),
    got: () => got(origin, { headers: { authorization: SECRET }, retry: { limit: 0 } }),
    aws: () =>
      new SQSClient({ region: 'eu-central-1', endpoint: origin, credentials, maxAttempts: 1 }).send(
        new ListQueuesCommand({}),
      ),
    status: () =>
      raise(
        Object.assign(new Error(SECRET), { status: 401, expose: true, headers: { 'set-cookie': SECRET } }),
      ),
    enoent: () => readFile(`/nowhere/${SECRET}.html`),
  };
}
