// The same small site on servers that are not ours, in the way of each: what they answer is right, but for what a test lists.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import hapi from '@hapi/hapi';
import Router from '@koa/router';
import compression from 'compression';
import cors from 'cors';
import fastify from 'fastify';
import type { Context } from 'koa';
import { CREATE_EXPRESS, KOA } from './frameworks.ts';

type Send = (
  request: IncomingMessage,
  path: string,
  options: { readonly root: string; readonly maxAge?: number; readonly immutable?: boolean },
) => { pipe(response: ServerResponse): unknown };

// Its types are not declared here: Express has its own idea of them.
const send = createRequire(import.meta.url)('send') as Send;

/** Where to ask: a port of the loopback interface, or the path of a socket. */
export interface ForeignServer {
  readonly port?: number;
  readonly socketPath?: string;
  close(): Promise<void>;
}

/** A response as it stood on the wire, in the form that `inspectExchange` takes. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Uint8Array;
}

/** Sends one request, and reads each line of each field. */
export async function ask(
  server: ForeignServer,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<WireResponse> {
  const { close, ...where } = server;
  const sent = request({ ...where, host: '127.0.0.1', method, path, headers, agent: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Uint8Array[] = [];
  for await (const chunk of response) chunks.push(chunk as Uint8Array);
  const fields: Record<string, string[]> = {};
  const { rawHeaders } = response;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    fields[name] ??= [];
    fields[name].push(rawHeaders[at + 1] ?? '');
  }
  return { status: response.statusCode ?? 0, headers: fields, body: Buffer.concat(chunks) };
}

const TEXT = 'All that is gold does not glitter, not all those who wander are lost.\n'.repeat(40);
const NOTE = { id: 7, text: 'buy milk', more: TEXT };

/** A folder with the files of the site. */
function makeFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'statuskit-site-'));
  mkdirSync(join(folder, 'files', 'docs'), { recursive: true });
  writeFileSync(join(folder, 'files', 'page.html'), `<!doctype html><title>A page</title><p>${TEXT}</p>`);
  writeFileSync(join(folder, 'files', 'note.txt'), TEXT);
  writeFileSync(join(folder, 'files', 'empty.txt'), '');
  writeFileSync(join(folder, 'files', 'data.json'), JSON.stringify(NOTE));
  return folder;
}

/** The paths of the site. Those below `/files/` are files. */
export const PATHS: readonly string[] = [
  '/',
  '/text',
  '/json',
  '/stream',
  '/none',
  '/moved',
  '/moved-permanently',
  '/cookie',
  '/download',
  '/missing',
  '/broken',
  '/files/page.html',
  '/files/note.txt',
  '/files/empty.txt',
  '/files/data.json',
  '/files/missing.txt',
];

async function listen(server: Server, done: () => void = () => {}): Promise<ForeignServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          done();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function serveExpress(version: 'express4' | 'express5', folder: string): Promise<ForeignServer> {
  const express = CREATE_EXPRESS[version];
  const app = express();
  app.use(cors({ origin: true }));
  app.use(compression({ threshold: 100 }));
  app.use('/files', express.static(join(folder, 'files')));
  app.get('/', (_req, res) => void res.send('<p>hello</p>'));
  app.get('/text', (_req, res) => void res.type('text/plain').send(TEXT));
  app.get('/json', (_req, res) => void res.json(NOTE));
  app.get('/stream', (_req, res) => {
    res.type('text/plain');
    Readable.from([TEXT, TEXT]).pipe(res);
  });
  app.get('/none', (_req, res) => void res.sendStatus(204));
  app.get('/moved', (_req, res) => res.redirect('/text'));
  app.get('/moved-permanently', (_req, res) => res.redirect(301, '/text'));
  app.get(
    '/cookie',
    (_req, res) => void res.cookie('a', '1', { httpOnly: true }).cookie('b', 'é').send('hello'),
  );
  app.get('/download', (_req, res) => res.download(join(folder, 'files', 'note.txt'), 'à la carte.txt'));
  app.get('/broken', (_req, _res, next) => next(Object.assign(new Error('broken'), { stack: 'broken' })));
  app.set('env', 'production'); // no stack in the content, and none on the console below
  app.use((error: Error, _req: unknown, res: { headersSent: boolean }, next: (error: Error) => void) => {
    // The final handler of Express prints in each mode but `test`.
    app.set('env', 'test');
    next(error);
    void res;
  });
  return listen(createServer(app));
}

async function serveKoa(version: 'koa2' | 'koa3', folder: string): Promise<ForeignServer> {
  const app = new KOA[version]();
  app.silent = true;
  const router = new Router();
  router.get('/', (ctx: Context) => {
    ctx.body = '<p>hello</p>';
  });
  router.get('/text', (ctx: Context) => {
    ctx.body = TEXT;
  });
  router.get('/json', (ctx: Context) => {
    ctx.body = NOTE;
  });
  router.get('/stream', (ctx: Context) => {
    ctx.type = 'text';
    ctx.body = Readable.from([TEXT, TEXT]);
  });
  router.get('/none', (ctx: Context) => {
    ctx.status = 204;
  });
  router.get('/moved', (ctx: Context) => ctx.redirect('/text'));
  router.get('/moved-permanently', (ctx: Context) => {
    ctx.status = 301;
    ctx.redirect('/text');
  });
  router.get('/cookie', (ctx: Context) => {
    ctx.cookies.set('a', '1');
    ctx.cookies.set('b', '2');
    ctx.body = 'hello';
  });
  router.get('/download', (ctx: Context) => {
    ctx.attachment('à la carte.txt');
    ctx.body = Buffer.from(TEXT);
  });
  router.get('/broken', () => {
    throw new Error('broken');
  });
  router.get('/files/:name', (ctx: Context) => {
    ctx.respond = false;
    send(ctx.req, ctx['params'].name as string, { root: join(folder, 'files') }).pipe(ctx.res);
  });
  app.use(router.routes());
  app.use(router.allowedMethods());
  return listen(createServer(app.callback()));
}

async function serveFastify(folder: string): Promise<ForeignServer> {
  const app = fastify();
  app.get('/', (_request, reply) => reply.type('text/html').send('<p>hello</p>'));
  app.get('/text', () => TEXT);
  app.get('/json', () => NOTE);
  app.get('/stream', (_request, reply) => reply.type('text/plain').send(Readable.from([TEXT, TEXT])));
  app.get('/none', (_request, reply) => reply.code(204).send());
  app.get('/moved', (_request, reply) => reply.redirect('/text'));
  app.get('/moved-permanently', (_request, reply) => reply.redirect('/text', 301));
  app.get('/cookie', (_request, reply) => reply.header('set-cookie', ['a=1; HttpOnly', 'b=2']).send('hello'));
  app.get('/download', (_request, reply) =>
    reply.header('content-disposition', 'attachment; filename="a.txt"').send(Buffer.from(TEXT)),
  );
  app.get('/broken', () => {
    throw new Error('broken');
  });
  app.get('/files/:name', (request, reply) => {
    reply.hijack();
    send(request.raw, (request.params as { name: string }).name, { root: join(folder, 'files') }).pipe(
      reply.raw,
    );
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    port: (app.server.address() as AddressInfo).port,
    close: async () => {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

async function serveHapi(): Promise<ForeignServer> {
  const app = hapi.server({ port: 0, host: '127.0.0.1', debug: false, compression: { minBytes: 100 } });
  const route = (path: string, handler: hapi.Lifecycle.Method, options: hapi.RouteOptions = {}): void =>
    app.route({ method: 'GET', path, handler, options });
  route('/', () => '<p>hello</p>');
  route('/text', (_request, h) => h.response(TEXT).type('text/plain').etag('v1'), {
    cache: { expiresIn: 60_000 },
  });
  route('/json', (_request, h) => h.response(NOTE).etag('v2', { weak: true, vary: true }), { cors: true });
  route('/stream', (_request, h) => h.response(Readable.from([TEXT, TEXT]) as never).type('text/plain'));
  route('/none', (_request, h) => h.response().code(204));
  route('/moved', (_request, h) => h.redirect('/text'));
  route('/moved-permanently', (_request, h) => h.redirect('/text').permanent());
  route('/cookie', (_request, h) => h.response('hello').state('a', '1', { isSecure: false }).state('b', '2'));
  route('/download', (_request, h) =>
    h
      .response(Buffer.from(TEXT))
      .header('content-disposition', 'attachment; filename="a.txt"')
      .bytes(TEXT.length),
  );
  route('/broken', () => {
    throw new Error('broken');
  });
  await app.start();
  return { port: app.info.port as number, close: () => app.stop({ timeout: 0 }) };
}

async function serveSend(folder: string): Promise<ForeignServer> {
  return listen(
    createServer((req, res) => {
      send(req, req.url ?? '/', {
        root: folder,
        maxAge: 60_000,
        immutable: req.url?.includes('page') === true,
      }).pipe(res);
    }),
  );
}

/** nginx on a socket, since it cannot listen on a port that is free. */
async function serveNginx(program: string, folder: string): Promise<ForeignServer> {
  const socketPath = join(folder, 'nginx.sock');
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; pid ${folder}/nginx.pid; error_log stderr crit; master_process off;
events { worker_connections 64; }
http {
  access_log off; default_type application/octet-stream; gzip on; gzip_min_length 100; gzip_vary on; gzip_types text/plain;
  types { text/html html; text/plain txt; application/json json; }
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
  uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
  server {
    listen unix:${socketPath};
    root ${folder};
    location = / { return 200 "hello"; }
    location = /text { expires 1h; try_files /files/note.txt =404; }
    location = /json { expires epoch; try_files /files/data.json =404; }
    location = /none { return 204; }
    location = /moved { return 302 /text; }
    location = /moved-permanently { return 301 /text; }
    location = /cookie { add_header Set-Cookie "a=1; HttpOnly"; return 200 "hello"; }
    location = /download { add_header Content-Disposition "attachment; filename=a.txt"; try_files /files/note.txt =404; }
    location = /broken { return 500; }
    location = /stream { return 503; }
  }
}
`,
  );
  const child: ChildProcess = spawn(program, ['-c', config, '-p', folder, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let problem = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    problem += chunk.toString();
  });
  const server: ForeignServer = {
    socketPath,
    close: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`nginx has ended: ${problem}`);
    try {
      await ask(server, 'GET', '/', {});
      return server;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  throw new Error(`nginx does not answer: ${problem}`);
}

/** Starts a server by name, with its files. */
export async function serveForeign(name: string, nginx?: string): Promise<ForeignServer> {
  const folder = makeFiles();
  const start = (): Promise<ForeignServer> => {
    switch (name) {
      case 'express4':
      case 'express5':
        return serveExpress(name, folder);
      case 'koa2':
      case 'koa3':
        return serveKoa(name, folder);
      case 'fastify':
        return serveFastify(folder);
      case 'hapi':
        return serveHapi();
      case 'send':
        return serveSend(folder);
      default:
        return serveNginx(nginx ?? '', folder);
    }
  };
  const server = await start();
  return {
    ...server,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
