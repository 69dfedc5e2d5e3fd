import { bodyParser } from '@koa/bodyparser';
import { Router, type RouterContext } from '@koa/router';
import {
  autoEtag,
  byHeaderHash,
  byIp,
  conditional,
  conditionalWrite,
  type ErrorHandlerOptions,
  earlyHints,
  errorHandler,
  handle,
  idempotent,
  type Middleware,
  rateLimit,
  relocations,
  signalOf,
  unmatched,
} from '@statuskit/koa';
import type { LintMiddleware } from '@statuskit/testing';
import Koa from 'koa';
import { callerOf, hideAdmin, realm } from './access.ts';
import { relocated } from './history.ts';
import { keyField, planOf } from './plans.ts';
import type { RouteRequest } from './request.ts';
import type { Route } from './route.ts';
import { routes, type Services } from './routes.ts';

/** What the Koa server is told about failures, and what checks it. */
export type KoaOptions = Pick<ErrorHandlerOptions, 'report'> & {
  /** Checks each response; mounted first. */
  readonly lint?: LintMiddleware | undefined;
};

function requestOf(ctx: RouterContext): RouteRequest {
  const { method, originalUrl: url, params, query, headers, request } = ctx;
  return {
    method,
    url,
    params,
    query,
    headers,
    body: request.body,
    signal: () => signalOf(ctx),
    hint: (links) => void earlyHints(ctx, links),
    compareAndSwap: (swap) => conditionalWrite(ctx, swap),
  };
}

function middlewareOf({ load, guard, idempotent: isIdempotent }: Route): Middleware[] {
  const middleware: Middleware[] = [];
  if (isIdempotent) middleware.push(idempotent({ scope: (ctx) => callerOf(ctx.headers) }));
  if (load !== undefined) middleware.push(conditional<RouterContext>((ctx) => load(requestOf(ctx)), guard));
  return middleware;
}

/**
 * The register on Koa 3.
 *
 * @example
 * koaApp(services).listen(3000);
 */
export function koaApp(services: Services, { lint, ...options }: KoaOptions = {}): Koa {
  const app = new Koa();
  if (lint !== undefined) app.use(lint);
  const router = new Router({ methods: ['HEAD', 'OPTIONS', 'GET', 'QUERY', 'POST', 'PUT', 'DELETE'] });
  app.use(errorHandler({ ...options, challenge: { scheme: 'Bearer', params: { realm } } }));
  app.use(function hidden(ctx, next) {
    hideAdmin(ctx.path, ctx.headers);
    return next();
  });
  app.use(relocations(relocated));
  app.use(
    rateLimit({
      policies: (ctx) => planOf(ctx.headers),
      key: byHeaderHash(keyField, byIp()),
      store: services.limits,
    }),
  );
  app.use(
    bodyParser({
      jsonLimit: '10kb',
      formLimit: '10kb',
      enableTypes: ['json', 'form'],
      parsedMethods: ['POST', 'PUT', 'QUERY'],
    }),
  );
  app.use(autoEtag());

  for (const route of routes(services)) {
    router.register(
      route.path,
      [route.method],
      [...middlewareOf(route), handle<RouterContext>((ctx) => route.handler(requestOf(ctx)))],
    );
  }

  app.use(router.routes());
  app.use(unmatched());
  return app;
}
