import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import type { Exchange, Framework, Routes, ServerOptions, TestServer } from './frameworks.ts';
import { serve, serveHttp2 } from './frameworks.ts';

export type Load = () => forExpress.MaybeLoaded | Promise<forExpress.MaybeLoaded>;

/** One guard in the form of each framework, and what a handler asks it. */
export interface BothGuards {
  readonly options: ServerOptions;
  passed(exchange: Exchange): forExpress.Passed<forExpress.MaybeLoaded>;
}

export function guards(load: Load, options: forExpress.GuardOptions = {}): BothGuards {
  const express = forExpress.conditional(load, options);
  const koa = forKoa.conditional(load, options);
  return {
    options: { express: (app) => void app.use(express), koa: (app) => void app.use(koa as never) },
    passed: ({ express: own, koa: context }) =>
      own === undefined ? koa.passed(context as object) : express.passed(own.req),
  };
}

/** A server whose routes are all behind one guard. */
export function serveGuarded(
  framework: Framework,
  routes: Routes,
  {
    load,
    guard,
    server = {},
  }: { load: Load; guard?: forExpress.GuardOptions | undefined; server?: ServerOptions },
): Promise<TestServer> {
  return serve(framework, routes, { ...server, ...withGuard(load, guard, server) });
}

export function serveGuardedHttp2(
  framework: 'koa2' | 'koa3',
  routes: Routes,
  { load, guard }: { load: Load; guard?: forExpress.GuardOptions | undefined },
): Promise<TestServer> {
  return serveHttp2(framework, routes, guards(load, guard).options);
}

function withGuard(
  load: Load,
  guard: forExpress.GuardOptions | undefined,
  server: ServerOptions,
): ServerOptions {
  const { options } = guards(load, guard);
  return {
    express: (app) => {
      server.express?.(app);
      options.express?.(app);
    },
    koa: (app) => {
      server.koa?.(app);
      options.koa?.(app);
    },
  };
}
