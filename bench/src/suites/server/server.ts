// A child process: one server, as it is, protected, or shedding each request.
import type { RequestListener, Server, ServerResponse } from 'node:http';
import { protect } from '@statuskit/node';
import { serve } from '../../serve.ts';
import { frameworks } from '../../untyped.ts';
import type { Framework, Way } from './contenders.ts';

const [framework, way] = process.argv.slice(2) as [Framework, Way];
const NOTE = { id: 7, title: 'Milk' };
const report = (): void => {};
// Never sheds what is measured, whatever else the machine does; always sheds.
const NEVER = { lagMs: 60_000 };
const ALWAYS = { priority: () => 0 };

/** What a 503 costs that says the least. */
function refuseByHand(_request: unknown, response: ServerResponse): void {
  const body = '{"title":"Service Unavailable","status":503}';
  response.writeHead(503, {
    'Content-Type': 'application/problem+json',
    'Content-Length': body.length,
    'Retry-After': '2',
  });
  response.end(body);
}

interface App extends RequestListener {
  disable(setting: string): void;
  get(path: string, handler: unknown): void;
  use(middleware: unknown): void;
}

interface KoaApp {
  use(middleware: unknown): void;
  callback(): RequestListener;
}

async function expressListener(): Promise<RequestListener> {
  const app = (frameworks['express5'] as () => App)();
  app.disable('x-powered-by');
  app.disable('etag');
  const { errorHandler, shed } = await import('@statuskit/express');
  if (way === 'shed') app.use(shed(ALWAYS));
  if (way === 'by hand') app.use(refuseByHand);
  app.get('/', (_request: unknown, response: { json(body: unknown): void }) => response.json(NOTE));
  if (way === 'shed') app.use(errorHandler({ report }));
  return app;
}

async function koaListener(): Promise<RequestListener> {
  const app = new (frameworks['koa3'] as new () => KoaApp)();
  const { errorHandler, shed } = await import('@statuskit/koa');
  if (way === 'shed') {
    app.use(errorHandler({ report }));
    app.use(shed(ALWAYS));
  }
  app.use((context: { body: unknown; respond: boolean; res: ServerResponse }) => {
    if (way === 'by hand') {
      context.respond = false;
      refuseByHand(undefined, context.res);
    } else context.body = NOTE;
  });
  return app.callback();
}

const httpListener: RequestListener = (request, response) => {
  if (way === 'by hand') {
    refuseByHand(request, response);
    return;
  }
  const body = JSON.stringify(NOTE);
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
};

function prepare(server: Server): void {
  const drain = { signals: [] };
  const health = { live: '/livez', ready: '/readyz' };
  if (way === 'protect') protect(server, { drain, report });
  if (way === 'protect, all') protect(server, { drain, report, health, shed: NEVER });
  if (way === 'shed below') protect(server, { drain, report, shed: ALWAYS });
}

const listeners = { http: () => httpListener, express5: expressListener, koa3: koaListener };
serve(await listeners[framework](), prepare);
