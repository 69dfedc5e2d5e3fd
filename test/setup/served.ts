import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { type Application, type Report, type ServedServer, type ServeOptions, serve } from '@statuskit/node';
import { onTestFinished } from 'vitest';
import { CREATE_EXPRESS, KOA } from './frameworks.ts';
import { type LintExceptions, lintFor, lintListener } from './linted.ts';

/** What an application of a test is made with. */
export type Made = 'http' | 'express4' | 'express5' | 'koa2' | 'koa3';

export const MADE: readonly Made[] = ['http', 'express4', 'express5', 'koa2', 'koa3'];

type Run = (request: IncomingMessage, response: ServerResponse) => void;

/** An application that leaves each path to a listener, in the way of its framework. */
export function applicationOf(
  made: Made,
  routes: Readonly<Record<string, Run>>,
  lint?: LintExceptions,
): Application {
  const judge = lintFor(lint);
  const run: RequestListener = (request, response) => {
    // A target in absolute-form names the same path.
    const path = new URL(request.url ?? '', 'http://any.example').pathname;
    const route = routes[path];
    if (route !== undefined) route(request, response);
    else response.writeHead(404).end();
  };
  if (made === 'http') return lintListener(run, lint) as Application;
  if (made === 'koa2' || made === 'koa3') {
    const app = new KOA[made]();
    app.silent = true;
    if (judge !== undefined) app.use(judge);
    app.use(forKoa.errorHandler({ report() {} }));
    app.use((ctx) => {
      ctx.respond = false;
      ctx.status = 200;
      run(ctx.req, ctx.res);
    });
    return app as unknown as Application;
  }
  const app = CREATE_EXPRESS[made]();
  app.disable('x-powered-by');
  if (judge !== undefined) app.use(judge);
  for (const [path, route] of Object.entries(routes)) {
    app.all(path, (req: unknown, res: unknown) => route(req as IncomingMessage, res as ServerResponse));
  }
  app.use(forExpress.errorHandler({ report() {} }));
  return app as unknown as Application;
}

export interface Served {
  readonly server: ServedServer;
  readonly port: number;
  readonly reports: readonly Report[];
}

/** Serves an application on a free port of the loopback interface until the test has ended; signals are left alone. */
export async function serveUntilEnd(
  app: Application,
  options: ServeOptions = {},
  onEnd: typeof onTestFinished = onTestFinished, // a concurrent test passes its own
): Promise<Served> {
  const reports: Report[] = [];
  const server = await serve(app, {
    host: '127.0.0.1',
    report: (report) => void reports.push(report),
    ...options,
    drain: { signals: [], ...options.drain },
  });
  onEnd(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections?.(); // a server of HTTP/2 has none
      }),
  );
  return { server, port: (server.address() as AddressInfo).port, reports };
}
