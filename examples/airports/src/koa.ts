import { bodyParser } from '@koa/bodyparser';
import { Router, type RouterContext } from '@koa/router';
import { type ErrorHandlerOptions, errorHandler, handle, unmatched } from '@statuskit/koa';
import Koa from 'koa';
import { hideAdmin, realm } from './access.ts';
import { Created } from './created.ts';
import { routes, type Services } from './routes.ts';

/** What the Koa server is told about failures. */
export type KoaOptions = Pick<ErrorHandlerOptions, 'report'>;

/**
 * The register on Koa 3.
 *
 * @example
 * koaApp(services).listen(3000);
 */
export function koaApp(services: Services, options: KoaOptions = {}): Koa {
  const app = new Koa();
  const router = new Router();
  app.use(errorHandler({ ...options, challenge: { scheme: 'Bearer', params: { realm } } }));
  app.use(function hidden(ctx, next) {
    hideAdmin(ctx.path, ctx.headers);
    return next();
  });
  app.use(bodyParser({ jsonLimit: '10kb', enableTypes: ['json'] }));

  for (const { method, path, handler } of routes(services)) {
    const verb = method.toLowerCase() as Lowercase<typeof method>;
    router[verb](
      path,
      handle<RouterContext>(async function route(ctx) {
        const { params, query, headers, request } = ctx;
        const value = await handler({ method: ctx.method, params, query, headers, body: request.body });
        if (!(value instanceof Created)) return value;
        ctx.status = 201;
        ctx.set('Location', value.location);
        return value.airport;
      }),
    );
  }

  app.use(router.routes());
  app.use(unmatched());
  return app;
}
