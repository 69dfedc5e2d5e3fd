import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import Router from '@koa/router';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express, { type Express, type Request, type Response } from 'express';
import express4 from 'express4';
import Koa, { type Context } from 'koa';
import Koa2 from 'koa2';
import { type LintExceptions, lintFor, lintListener } from './linted.ts';

export type Framework = 'express4' | 'express5' | 'koa2' | 'koa3';

export const FRAMEWORKS: readonly Framework[] = ['express4', 'express5', 'koa2', 'koa3'];

/** What a handler of a test sees, whatever the framework. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Sets a field the way in which users of the framework do. */
  set(name: string, value: string | string[]): void;
  status(code: number): void;
  /** The framework's own. */
  readonly express?: { readonly req: Request; readonly res: Response };
  readonly koa?: Context;
}

/** `'GET /path'` to what happens there. A handler throws, rejects, or returns what `handle` understands. */
export type Routes = Readonly<Record<string, (exchange: Exchange) => unknown>>;

export interface ServerOptions {
  /** Rules of `lint` that the test breaks on purpose, each with the reason. Default: none. */
  readonly lint?: LintExceptions | undefined;
  /** For `errorHandler`; false leaves it out, so that the framework's own handler answers. */
  readonly errors?: forExpress.ErrorHandlerOptions<never> | false;
  /** Whether `unmatched` is mounted. Default: true. */
  readonly unmatched?: boolean;
  /** Whether handlers are wrapped in `handle`. Default: true. */
  readonly handle?: boolean;
  /** Middleware before the routes, in the terms of each framework. */
  readonly express?: (app: Express) => void;
  readonly koa?: (app: Koa) => void;
  /** Middleware of Koa that stands outside `errorHandler`. */
  readonly koaOutside?: (app: Koa) => void;
}

export interface TestServer {
  readonly port: number;
  close(): Promise<void>;
}

function split(route: string): { method: string; path: string } {
  const [method = '', path = ''] = route.split(' ');
  return { method: method.toLowerCase(), path };
}

// Express 4 and Koa 2 have the types of their successors, but for what no test uses.
export const CREATE_EXPRESS: Readonly<Record<'express4' | 'express5', typeof express>> = {
  express4: express4 as unknown as typeof express,
  express5: express,
};
export const KOA: Readonly<Record<'koa2' | 'koa3', typeof Koa>> = {
  koa2: Koa2 as unknown as typeof Koa,
  koa3: Koa,
};

function expressApp(version: keyof typeof CREATE_EXPRESS, routes: Routes, options: ServerOptions): Express {
  const app = CREATE_EXPRESS[version]();
  app.disable('x-powered-by');
  const judge = lintFor(options.lint);
  if (judge !== undefined) app.use(judge);
  options.express?.(app);
  for (const [route, run] of Object.entries(routes)) {
    const { method, path } = split(route);
    const handler = (req: Request, res: Response): unknown =>
      run({
        request: req,
        response: res,
        set: (name, value) => void res.set(name, value),
        status: (code) => void res.status(code),
        express: { req, res },
      });
    const wrapped = options.handle === false ? handler : forExpress.handle(handler);
    (app as unknown as Record<string, (path: string, handler: unknown) => void>)[method]?.(path, wrapped);
  }
  if (options.unmatched !== false) app.use(forExpress.unmatched());
  if (options.errors !== false) app.use(forExpress.errorHandler(options.errors ?? { report() {} }));
  return app;
}

function koaApp(version: keyof typeof KOA, routes: Routes, options: ServerOptions): Koa {
  const app = new KOA[version]();
  app.silent = true;
  const judge = lintFor(options.lint);
  if (judge !== undefined) app.use(judge);
  options.koaOutside?.(app);
  if (options.errors !== false) app.use(forKoa.errorHandler(options.errors ?? { report() {} }));
  options.koa?.(app);
  const router = new Router({
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'PURGE'],
  });
  for (const [route, run] of Object.entries(routes)) {
    const { method, path } = split(route);
    const handler = (ctx: Context): unknown =>
      run({
        request: ctx.req,
        response: ctx.res,
        set: (name, value) => ctx.set(name, value),
        status: (code) => {
          ctx.status = code;
        },
        koa: ctx,
      });
    router.register(path, [method], (options.handle === false ? handler : forKoa.handle(handler)) as never);
  }
  app.use(router.routes());
  if (options.unmatched !== false) app.use(forKoa.unmatched());
  return app;
}

const LINTED: LintExceptions = { everything: 'the application has lint already, if it wants it' };

/** A server of one framework with these routes, on a free port of the loopback interface. */
export async function serve(
  framework: Framework,
  routes: Routes,
  options: ServerOptions = {},
): Promise<TestServer> {
  return listen(listenerOf(framework, routes, options), LINTED);
}

/** The same without a server. */
export function listenerOf(
  framework: Framework,
  routes: Routes,
  options: ServerOptions = {},
): RequestListener {
  return framework === 'express4' || framework === 'express5'
    ? expressApp(framework, routes, options)
    : koaApp(framework, routes, options).callback();
}

/** The same for Koa over HTTP/2 without TLS. */
export async function serveHttp2(
  framework: 'koa2' | 'koa3',
  routes: Routes,
  options: ServerOptions = {},
): Promise<TestServer> {
  const server = createHttp2Server(koaApp(framework, routes, options).callback() as never);
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  await listening(server);
  return {
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
      }),
  };
}

/** A server for an application that a test has put together itself. */
export async function listen(listener: unknown, exceptions?: LintExceptions): Promise<TestServer> {
  const server = createServer(lintListener(listener as RequestListener, exceptions));
  await listening(server);
  return {
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
