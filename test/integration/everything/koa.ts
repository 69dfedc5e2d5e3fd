import { bodyParser } from '@koa/bodyparser';
import cors from '@koa/cors';
import multer from '@koa/multer';
import Router from '@koa/router';
import * as statuskit from '@statuskit/koa';
import { body, validationResult } from 'express-validator';
import type Koa from 'koa';
import type { Middleware } from 'koa';
import compress from 'koa-compress';
import CSRF from 'koa-csrf';
import helmet from 'koa-helmet';
import koaJwt from 'koa-jwt';
import koaPassport from 'koa-passport';
import { Strategy } from 'passport-http-bearer';
import { KOA } from '../../setup/frameworks.ts';
import { OPTIONS, ORIGIN, verify } from './options.ts';
import type { Thrower } from './throwers.ts';

function guards(): Readonly<Record<string, readonly Middleware[]>> {
  const passport = new koaPassport.KoaPassport();
  passport.use('bearer', new Strategy({ realm: 'members' }, verify));
  return {
    upload: [multer({ limits: { fileSize: 5 } }).single('file') as Middleware],
    'express-validator': [
      async (ctx, next) => {
        await body('iata').isLength({ max: 3 }).run(ctx.request);
        validationResult(ctx.request).throw();
        await next();
      },
    ],
    passport: [
      passport.initialize(),
      passport.authenticate('bearer', { session: false, failWithError: true }),
    ],
    jwt: [koaJwt({ secret: 'a secret' }) as Middleware],
    csrf: [
      (ctx, next) => {
        ctx['session'] = {};
        return next();
      },
      CSRF() as Middleware,
    ],
  };
}

/** Everything on one application: with statuskit, or as it answers by itself. */
export function koaApp(
  version: keyof typeof KOA,
  throwers: Readonly<Record<string, Thrower>>,
  isAdapted: boolean,
): Koa {
  const app = new KOA[version]();
  app.silent = true;
  if (isAdapted) app.use(statuskit.errorHandler(OPTIONS));
  app.use(helmet() as Middleware);
  app.use(cors({ origin: () => ORIGIN }));
  app.use(compress() as Middleware);
  app.use(bodyParser({ jsonLimit: 1024 }) as Middleware);
  const router = new Router();
  const guarded = guards();
  for (const id of new Set([...Object.keys(guarded), ...Object.keys(throwers), 'json', 'large', 'coding'])) {
    const run: Middleware = async (ctx) => {
      await throwers[id]?.(ctx.request.body);
      ctx.body = 'unharmed';
    };
    router.post(`/${id}`, ...((guarded[id] ?? []) as never[]), run as never);
  }
  router.get('/airports/:code', (ctx) => {
    ctx.body = ctx.params['code'];
  });
  app.use(router.routes() as Middleware);
  if (isAdapted) app.use(statuskit.unmatched());
  return app;
}
