import { bodyParser } from '@koa/bodyparser';
import type { IdempotencyEvent, IdempotencyOptions } from '@statuskit/core/idempotency';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express, { type Express } from 'express';
import type Koa from 'koa';
import type { Exchange, Framework, ServerOptions, TestServer } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { type RawResponse, request } from '../../setup/raw.ts';

/** A server whose `POST /` runs once for each key; the caller is named by `X-User`. */
export interface KeyedServer extends TestServer {
  readonly events: IdempotencyEvent[];
  /** How often the handler has run. */
  runs(): number;
  post(
    key: string | undefined,
    body?: unknown,
    fields?: Readonly<Record<string, string>>,
  ): Promise<RawResponse>;
}

export interface KeyedServerOptions extends ServerOptions {
  /** Mounts no body parser. */
  readonly parse?: false;
  /** Middleware behind `idempotent`. */
  readonly insideExpress?: (app: Express) => void;
  readonly insideKoa?: (app: Koa) => void;
  /** How often `idempotent` is mounted. Default: 1. */
  readonly times?: number;
}

type Options = Partial<IdempotencyOptions<{ readonly headers: NodeJS.Dict<string | string[]> }>>;

export async function serveKeyed(
  framework: Framework,
  run: (exchange: Exchange, count: number) => unknown,
  options: Options = {},
  server: KeyedServerOptions = {},
): Promise<KeyedServer> {
  const events: IdempotencyEvent[] = [];
  const all: IdempotencyOptions<{ readonly headers: NodeJS.Dict<string | string[]> }> = {
    scope: (source) => String(source.headers['x-user'] ?? 'nobody'),
    onEvent: (event) => void events.push(event),
    ...options,
  };
  let count = 0;
  const { port, close } = await serveHere(
    framework,
    { 'POST /': (exchange) => run(exchange, ++count), 'GET /': () => 'read', 'POST /other': () => 'other' },
    {
      ...server,
      express(app) {
        server.express?.(app);
        if (server.parse !== false) app.use(express.json());
        for (let at = 0; at < (server.times ?? 1); at++) app.use(forExpress.idempotent(all));
        server.insideExpress?.(app);
      },
      koa(app) {
        server.koa?.(app);
        if (server.parse !== false) app.use(bodyParser());
        for (let at = 0; at < (server.times ?? 1); at++) app.use(forKoa.idempotent(all));
        server.insideKoa?.(app);
      },
    },
  );
  return {
    port,
    close,
    events,
    runs: () => count,
    post: (key, body = { amount: 7 }, fields = {}) =>
      request(
        port,
        'POST',
        '/',
        {
          'content-type': 'application/json',
          ...(key !== undefined && { 'idempotency-key': key }),
          ...fields,
        },
        typeof body === 'string' ? body : JSON.stringify(body),
      ),
  };
}
