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
} from '@statuskit/express';
import type { LintMiddleware } from '@statuskit/testing';
import express from 'express';
import { callerOf, hideAdmin, realm } from './access.ts';
import { relocated } from './history.ts';
import { keyField, planOf } from './plans.ts';
import type { RouteRequest } from './request.ts';
import type { Route } from './route.ts';
import { routes, type Services } from './routes.ts';

/** What the Express server is told about failures, and what checks it. */
export type ExpressOptions = Pick<ErrorHandlerOptions, 'report'> & {
  /** Checks each response; mounted first. */
  readonly lint?: LintMiddleware | undefined;
};

function requestOf(req: express.Request): RouteRequest {
  const { method, originalUrl: url, params, query, headers, body, res } = req;
  return {
    method,
    url,
    params,
    query,
    headers,
    body,
    signal: () => signalOf(req),
    hint: (links) => void (res && earlyHints(res, links)),
    compareAndSwap: (swap) => conditionalWrite(req, swap),
  };
}

function middlewareOf({ load, guard, idempotent: isIdempotent }: Route): Middleware[] {
  const middleware: Middleware[] = [];
  if (isIdempotent) middleware.push(idempotent({ scope: (req) => callerOf(req.headers) }));
  if (load !== undefined) middleware.push(conditional((req) => load(requestOf(req)), guard));
  return middleware;
}

/**
 * The register on Express 5.
 *
 * @example
 * expressApp(services).listen(3000);
 */
export function expressApp(services: Services, { lint, ...options }: ExpressOptions = {}): express.Express {
  const app = express();
  if (lint !== undefined) app.use(lint);
  app.disable('x-powered-by');
  app.disable('etag'); // autoEtag makes them
  app.use(function hidden(req, _res, next) {
    hideAdmin(req.path, req.headers);
    next();
  });
  app.use(relocations(relocated));
  app.use(
    rateLimit({
      policies: (req) => planOf(req.headers),
      key: byHeaderHash(keyField, byIp()),
      store: services.limits,
    }),
  );
  app.use(express.json({ limit: '10kb' }), express.urlencoded({ limit: '10kb', extended: false }));
  app.use(autoEtag());

  for (const route of routes(services)) {
    const verb = route.method.toLowerCase() as Lowercase<Exclude<Route['method'], 'QUERY'>>; // Express has all that Node has
    app[verb](
      route.path,
      ...middlewareOf(route),
      handle((req) => route.handler(requestOf(req))),
    );
  }

  app.use(unmatched());
  app.use(errorHandler({ ...options, challenge: { scheme: 'Bearer', params: { realm } } }));
  return app;
}
