// What `serve` and `protect` take and return, and what callbacks are called with, for Express 4 and 5, Koa 2 and 3.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import {
  type Application,
  type DrainResult,
  type HealthHandler,
  type Listener,
  liveness,
  type Protected,
  type ProtectOptions,
  protect,
  type Report,
  readiness,
  type ServedServer,
  type ServeOptions,
  type ServerState,
  serve,
} from '@statuskit/node';
import express from 'express';
import express4 from 'express4';
import Koa from 'koa';
import Koa2 from 'koa2';

// Any application, and any listener.
const applications: readonly Application[] = [express(), express4(), new Koa(), new Koa2()];
const listener: Listener = (request, response) => response.end(request.url);
const typed = (request: IncomingMessage, response: ServerResponse): void => void response.end(request.url);
const served: Promise<ServedServer> = serve(express());
const all: readonly Promise<ServedServer>[] = [
  served,
  serve(express4(), { port: 3000, host: '127.0.0.1' }),
  serve(new Koa()),
  serve(new Koa2(), { http2: true, tls: { key: 'k', cert: 'c' } }),
  serve(new Koa<{ readonly user: string }>()),
  serve(new Koa().callback()),
  serve(listener),
  serve(typed),
  serve((_request: IncomingMessage, response: ServerResponse) => response.writeHead(204).end()),
];
// @ts-expect-error a server is not an application
serve(createServer());
// @ts-expect-error a path is not one either
serve('/');
// @ts-expect-error something is served
serve();

// Options, whose callbacks need no annotation.
const options: ServeOptions = {
  port: 0,
  drain: { delay: 0.5, deadline: 25, signals: ['SIGTERM', 'SIGINT'] },
  timeouts: { headers: 60, request: 0, keepAlive: undefined },
  health: {
    live: '/livez',
    ready: '/readyz',
    timeout: 1,
    checks: {
      database: () => true,
      search: async (signal) => fetch('http://search.internal/', { signal }),
    },
  },
  shed: {
    priority: (request) => (request.url === '/checkout' ? 2 : 1),
    health: ({ method }) => method === 'GET',
  },
  report: ({ error, level, address, sent }) => {
    const known: readonly [number, string, string | undefined, number | 'aborted'] = [
      error.status,
      level,
      address,
      sent,
    ];
    void known;
  },
};
serve(listener, options);
serve(listener, { shed: true, report: (report: Report) => void report.error.title });
// @ts-expect-error a misspelt option
serve(listener, { timeout: 5 });
// @ts-expect-error seconds are a number
serve(listener, { timeouts: { headers: '60' } });
// @ts-expect-error no such signal
serve(listener, { drain: { signals: ['SIGTERMINATE'] } });
// @ts-expect-error a check is a function
serve(listener, { health: { checks: { database: true } } });
// @ts-expect-error a priority is a number
serve(listener, { shed: { priority: ({ url }) => url } });
// @ts-expect-error the port belongs to `listen` here
protect(createServer(), { port: 3000 });

// The server is Node's own, of the class that it had.
async function use(server: ServedServer): Promise<void> {
  const state: ServerState = server.state;
  const chained: ServedServer = server.onDrain(async ({ signal, closed }) => {
    const name: NodeJS.Signals | undefined = signal;
    const { cut }: DrainResult = await closed;
    return [name, cut, state];
  });
  const { cut } = await chained.drain();
  const count: number = cut;
  server.on('upgrade', (request) => request.url);
  server.close((error) => error?.message);
  server.setTimeout(count);
  // @ts-expect-error it is read only
  server.state = 'closed';
  // @ts-expect-error a listener is called with one object
  server.onDrain((_draining, _signal) => {});
}
const plain: Server & Protected = protect(createServer(listener));
const secure: HttpsServer & Protected = protect(createHttpsServer(listener), { drain: { delay: 0 } });
plain.listen(0).onDrain(() => {});
secure.setSecureContext({});
// @ts-expect-error a server of HTTP/2 is made by `serve`
protect(createHttp2Server());
// @ts-expect-error an application is not a server
protect(express());
const protectOptions: ProtectOptions = { health: { ready: '/readyz' }, drain: undefined };

// Handlers of health checks, on a route of each framework.
const ready: HealthHandler = readiness({ checks: { disk: async () => {} }, timeout: 0.5, report() {} });
express().get('/ready', ready).get('/live', liveness());
express4().get('/ready', ready).get('/live', liveness());
for (const app of [new Koa(), new Koa2() as unknown as Koa]) {
  app.use((ctx) => {
    ctx.respond = false;
    ready(ctx.req, ctx.res);
  });
}
// @ts-expect-error a path belongs to the router
readiness({ ready: '/readyz' });
// @ts-expect-error a context is not a request
new Koa().use(liveness());

void [applications, all, use, protectOptions];
