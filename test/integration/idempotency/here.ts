import { bodyParser } from '@koa/bodyparser';
import type { IdempotencyEvent, IdempotencyOptions } from '@statuskit/core/idempotency';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express from 'express';
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

type Options = Partial<IdempotencyOptions<{ readonly headers: NodeJS.Dict<string | string[]> }>>;

export async function serveKeyed(
  framework: Framework,
  run: (exchange: Exchange, count: number) => unknown,
  options: Options = {},
  server: ServerOptions & { readonly parse?: false } = {},
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
        app.use(forExpress.idempotent(all));
      },
      koa(app) {
        server.koa?.(app);
        if (server.parse !== false) app.use(bodyParser());
        app.use(forKoa.idempotent(all));
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
