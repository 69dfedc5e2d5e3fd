import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express from 'express';
import type Koa from 'koa';
import { CREATE_EXPRESS, type Framework, KOA, type TestServer } from './frameworks.ts';
import { listenHere } from './here.ts';

/** Middleware of ours in the form of each framework, with what a handler asks it. */
export interface Both<T> {
  readonly express: forExpress.Middleware & { of(source: object): T };
  readonly koa: forKoa.Middleware & { of(source: object): T };
}

export interface RouteOptions {
  /** Default: a parser of JSON. */
  readonly parser?: boolean;
  readonly report?: (report: forExpress.Report) => void;
}

/**
 * A server with one route behind a parser of JSON and behind middleware of ours. `run` is called with what that says about the
 * request, and with the request or the context.
 */
export function serveRoute<T>(
  framework: Framework,
  route: string,
  both: Both<T>,
  run: (of: T, source: object) => unknown,
  { parser = true, report = () => {} }: RouteOptions = {},
): Promise<TestServer> {
  const [method = '', path = ''] = route.split(' ');
  if (framework === 'koa2' || framework === 'koa3') {
    const app: Koa = new KOA[framework]();
    app.silent = true;
    app.use(forKoa.errorHandler({ report })).use(forKoa.unmatched());
    if (parser) app.use(bodyParser() as never);
    const router = new Router();
    const handler = forKoa.handle((ctx) => run(both.koa.of(ctx), ctx));
    router.register(path, [method], [both.koa, handler] as never);
    return listenHere(app.use(router.routes() as never).callback());
  }
  const app = CREATE_EXPRESS[framework]();
  if (parser) app.use(express.json());
  const handler = forExpress.handle((req) => run(both.express.of(req), req));
  app[method.toLowerCase() as 'get'](path, both.express, handler);
  app.use(forExpress.unmatched()).use(forExpress.errorHandler({ report }));
  return listenHere(app);
}
