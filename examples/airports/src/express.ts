import { type ErrorHandlerOptions, errorHandler, handle, unmatched } from '@statuskit/express';
import express from 'express';
import { hideAdmin, realm } from './access.ts';
import { Created } from './created.ts';
import { routes, type Services } from './routes.ts';

/** What the Express server is told about failures. */
export type ExpressOptions = Pick<ErrorHandlerOptions, 'report'>;

/**
 * The register on Express 5.
 *
 * @example
 * expressApp(services).listen(3000);
 */
export function expressApp(services: Services, options: ExpressOptions = {}): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(function hidden(req, _res, next) {
    hideAdmin(req.path, req.headers);
    next();
  });
  app.use(express.json({ limit: '10kb' }));

  for (const { method, path, handler } of routes(services)) {
    const verb = method.toLowerCase() as Lowercase<typeof method>;
    app[verb](
      path,
      handle(async function route(req, res) {
        const { params, query, headers, body } = req;
        const value = await handler({ method: req.method, params, query, headers, body });
        if (!(value instanceof Created)) return value;
        res.status(201).location(value.location);
        return value.airport;
      }),
    );
  }

  app.use(unmatched());
  app.use(errorHandler({ ...options, challenge: { scheme: 'Bearer', params: { realm } } }));
  return app;
}
