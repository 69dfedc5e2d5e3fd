import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Boom, unauthorized } from '@hapi/boom';
import * as nest from '@nestjs/common';
import { rules } from '@statuskit/core';
import axios from 'axios';
import axios0 from 'axios0';
import * as boom9 from 'boom9';
import timeout from 'connect-timeout';
import type { Request, RequestHandler } from 'express';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { rateLimit as rateLimit7 } from 'express-rate-limit7';
import express4 from 'express4';
import got from 'got';
import createError from 'http-errors';
import createError1 from 'http-errors1';
import { createProxyMiddleware } from 'http-proxy-middleware';
import serveStatic from 'koa-static';
import ky from 'ky';
import * as nest10 from 'nest10';
import { ofetch } from 'ofetch';
import OpenAI from 'openai';
import { RateLimiterMemory, RateLimiterUnion } from 'rate-limiter-flexible';
import Stripe from 'stripe';
import { request as undici } from 'undici';
import { request as undici6 } from 'undici6';
import type { Exchange } from '../../setup/frameworks.ts';
import { type Answer, EXPRESS, KOA, type Row, SECRET } from './row.ts';

function thrower(name: string, folder: string, throws: string, make: () => unknown, answer: Answer): Row {
  return {
    name,
    folder,
    throws,
    ask: {},
    run: () => {
      throw make();
    },
    answer,
  };
}

const shown = (status: number, detail: string): Answer => ({ status, members: { detail } });

function nestRows(folder: string, library: typeof nest): Row[] {
  const { BadRequestException, NotFoundException, ServiceUnavailableException, UnauthorizedException } =
    library;
  const row = (throws: string, make: () => unknown, answer: Answer): Row =>
    thrower('@nestjs/common', folder, throws, make, answer);
  return [
    row('`new NotFoundException()`', () => new NotFoundException(), { status: 404 }),
    row(
      "`new NotFoundException('No such note')`",
      () => new NotFoundException('No such note'),
      shown(404, 'No such note'),
    ),
    row(
      '`new BadRequestException([…])`',
      () => new BadRequestException(['name must be a string', 'age must be a number']),
      shown(400, 'name must be a string; age must be a number'),
    ),
    row('`new UnauthorizedException()`', () => new UnauthorizedException(), {
      status: 401,
      fields: { 'www-authenticate': 'Unspecified' },
    }),
    row('`new ServiceUnavailableException(text)`', () => new ServiceUnavailableException(SECRET), {
      status: 503,
    }),
  ];
}

const ONE_A_MINUTE = { points: 1, duration: 60 };
const limiter = (keyPrefix = 'x'): RateLimiterMemory => new RateLimiterMemory({ ...ONE_A_MINUTE, keyPrefix });

async function overLimit(consume: () => Promise<unknown>): Promise<never> {
  await consume();
  await consume();
  throw new Error('expected a refusal');
}

const WAIT: Answer = { status: 429, fields: { 'retry-after': '60' }, members: { retryAfter: 60 } };
const SLOW_DOWN: Answer = { ...WAIT, members: { detail: 'slow down', retryAfter: 60 } };

/** A limiter that has admitted one request before. */
function limited(limit: typeof rateLimit, handler: Parameters<typeof rateLimit>[0]): Pick<Row, 'express'> {
  return {
    express: (app) => {
      const guard = limit({
        windowMs: 60_000,
        limit: 0,
        keyGenerator: () => 'x',
        validate: false,
        ...handler,
      });
      app.use(guard as unknown as RequestHandler);
    },
  };
}

function limitedRows(folder: string, limit: typeof rateLimit): Row[] {
  const base = { name: 'express-rate-limit', folder, on: EXPRESS, ask: {} };
  return [
    {
      ...base,
      throws: '`handler`: `next(Object.assign(new Error(text), { status: 429 }))`',
      ...limited(limit, {
        handler: (_req, _res, next) => next(Object.assign(new Error('slow down'), { status: 429 })),
      }),
      answer: SLOW_DOWN,
    },
    {
      ...base,
      throws: '`handler`: `next(options)`',
      ...limited(limit, { message: 'slow down', handler: (_req, _res, next, options) => next(options) }),
      answer: SLOW_DOWN,
    },
  ];
}

// A port on which nothing listens, and which no program has by chance: the service of that number ended long ago.
const CLOSED = 'http://127.0.0.1:1';

const WITH_UPSTREAM = {
  text: '`rules: [rules.upstream]`',
  errors: { rules: [rules.upstream] },
  answer: { status: 502 },
};

function client(name: string, folder: string, throws: string, run: () => unknown): Row {
  return {
    name,
    folder,
    throws,
    ask: {},
    run,
    answer: { status: 500 },
    option: WITH_UPSTREAM,
  };
}

/** A proxy whose failures are passed on, and which waits for an answer as the guide says. */
function proxyTo(target: (req: Request) => string): NonNullable<Row['express']> {
  return (app) => {
    app.use((req, res, next) => {
      const proxy = createProxyMiddleware({
        target: target(req),
        on: {
          proxyReq: (outgoing) =>
            outgoing.setTimeout(20, () => outgoing.destroy(new DOMException('late', 'TimeoutError'))),
          error: next as never,
        },
      });
      void proxy(req, res, next);
    });
  };
}

const REFUSED = 'a refused connection';
const sqs = (): SQSClient =>
  new SQSClient({
    endpoint: CLOSED,
    region: 'x',
    credentials: { accessKeyId: 'x', secretAccessKey: SECRET },
    maxAttempts: 1,
  });

export const OTHERS: readonly Row[] = [
  thrower(
    'http-errors',
    'http-errors',
    '`createError(404, text)`',
    () => createError(404, 'No such note'),
    shown(404, 'No such note'),
  ),
  thrower(
    'http-errors',
    'http-errors1',
    '`createError(429, { headers })`',
    () => createError1(429, { headers: { 'Retry-After': '30' } }),
    {
      status: 429,
      fields: { 'retry-after': '30' },
    },
  ),
  thrower(
    '@hapi/boom',
    '@hapi/boom',
    '`unauthorized(null, scheme)`',
    () => unauthorized(null as never, 'Basic', { realm: 'api' }),
    {
      status: 401,
      fields: { 'www-authenticate': 'Basic realm="api"' },
    },
  ),
  thrower('@hapi/boom', '@hapi/boom', 'a 500', () => new Boom(SECRET), { status: 500 }),
  thrower(
    '@hapi/boom',
    'boom9',
    '`notFound(text)`',
    () => boom9.notFound('No such note'),
    shown(404, 'No such note'),
  ),
  ...nestRows('@nestjs/common', nest),
  ...nestRows('nest10', nest10 as never),
  {
    name: 'router of express 5',
    folder: 'express',
    throws: 'URIError: a path that cannot be decoded',
    on: EXPRESS,
    ask: { path: '/x/%FF' },
    express: (app) => void app.get('/x/:id', (_req, res) => void res.end()),
    answer: shown(400, 'The path cannot be decoded.'),
  },
  {
    name: 'serve-static of express 5',
    folder: 'express',
    throws: 'a 404 of http-errors, with `fallthrough: false`',
    on: EXPRESS,
    ask: { path: '/none.txt' },
    express: (app) => void app.use(express.static(import.meta.dirname, { fallthrough: false })),
    answer: { status: 404 },
  },
  {
    name: 'send of express 4',
    folder: 'express4',
    throws: '`res.sendFile` of a file that does not exist',
    on: EXPRESS,
    ask: { path: '/none.txt' },
    express: (app) =>
      void app.use(express4.static(import.meta.dirname, { fallthrough: false }) as unknown as RequestHandler),
    answer: { status: 404 },
  },
  {
    name: 'koa-static',
    folder: 'koa-static',
    throws: 'a path that cannot be decoded',
    on: KOA,
    ask: { path: '/%FF' },
    koa: (app) => void app.use(serveStatic(import.meta.dirname)),
    answer: { status: 400, members: { detail: 'failed to decode' } },
  },
  {
    name: 'koa',
    folder: 'koa',
    throws: '`ctx.throw(403, text)`',
    on: KOA,
    ask: {},
    run: ({ koa }: Exchange) => koa?.throw(403, 'Editors only'),
    answer: shown(403, 'Editors only'),
  },
  {
    name: 'koa',
    folder: 'koa2',
    throws: '`ctx.assert(false, 404, text)`',
    on: KOA,
    ask: {},
    run: ({ koa }: Exchange) => koa?.assert(false, 404, 'No such note'),
    answer: shown(404, 'No such note'),
  },
  {
    name: 'connect-timeout',
    folder: 'connect-timeout',
    throws: 'a 503 of http-errors',
    on: EXPRESS,
    ask: {},
    express: (app) => {
      app.use(timeout(1));
      app.use(() => {}); // a handler that takes too long
    },
    answer: { status: 503 },
  },
  {
    name: 'rate-limiter-flexible',
    folder: 'rate-limiter-flexible',
    throws: 'RateLimiterRes, which is no Error',
    ask: {},
    run: () => {
      const one = limiter();
      return overLimit(() => one.consume('key'));
    },
    answer: WAIT,
  },
  {
    name: 'rate-limiter-flexible',
    folder: 'rate-limiter-flexible',
    throws: 'the results of a RateLimiterUnion',
    ask: {},
    run: () => {
      const both = new RateLimiterUnion(limiter('a'), limiter('b'));
      return overLimit(() => both.consume('key'));
    },
    answer: WAIT,
  },
  ...limitedRows('express-rate-limit', rateLimit),
  ...limitedRows('express-rate-limit7', rateLimit7 as never),
  {
    ...client(
      'http-proxy-middleware',
      'http-proxy-middleware',
      'to `on.error`: a refused connection',
      () => {},
    ),
    on: EXPRESS,
    express: proxyTo(() => CLOSED),
  },
  {
    ...client(
      'http-proxy-middleware',
      'http-proxy-middleware',
      'to `on.error`: a late answer, as below',
      () => {},
    ),
    on: EXPRESS,
    express: (app) => {
      app.use('/late', () => {}); // never answers
      proxyTo((req) => `http://127.0.0.1:${req.socket.localPort}/late`)(app);
    },
    option: { ...WITH_UPSTREAM, answer: { status: 504 } },
  },
  client('axios', 'axios', REFUSED, () => axios.get(CLOSED, { proxy: false })),
  client('axios', 'axios0', REFUSED, () => axios0.default.get(CLOSED, { proxy: false })),
  client('got', 'got', REFUSED, () => got(CLOSED, { retry: { limit: 0 } })),
  client('ky', 'ky', REFUSED, () => ky(CLOSED, { retry: 0 })),
  client('ofetch', 'ofetch', REFUSED, () => ofetch(CLOSED, { retry: 0 })),
  client('undici', 'undici6', REFUSED, () => undici6(CLOSED)),
  client('undici', 'undici', REFUSED, () => undici(CLOSED)),
  client('openai', 'openai', 'APIConnectionError', () =>
    new OpenAI({ apiKey: SECRET, baseURL: CLOSED, maxRetries: 0 }).models.list(),
  ),
  client('stripe', 'stripe', 'StripeConnectionError', () =>
    new Stripe(`sk_test_${SECRET}`, {
      host: '127.0.0.1',
      port: 1,
      protocol: 'http',
      maxNetworkRetries: 0,
    }).balance.retrieve(),
  ),
  client('@aws-sdk/client-sqs', '@aws-sdk/client-sqs', REFUSED, () => sqs().send(new ListQueuesCommand({}))),
];
