// @ts-check
import Router from '@koa/router';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express from 'express';
import express4 from 'express4';
import Koa from 'koa';
import Koa2 from 'koa2';
import { SITUATIONS } from './situations.mjs';
import { VALUES } from './values.mjs';

/**
 * A name that is not there would be answered as one of the failures that are looked for.
 *
 * @template T
 * @param {T | undefined} found
 * @param {string} name
 * @returns {T}
 */
function known(found, name) {
  if (found !== undefined) return found;
  process.stderr.write(`nothing is called ${name}\n`);
  process.exit(71);
}

/** @param {string} name */
function made(name) {
  return known(VALUES[name], name)();
}

/** @param {string} name */
function situation(name) {
  return known(SITUATIONS[name], name);
}

/** @param {any} create @param {object} options */
function expressListener(create, options) {
  const app = create();
  app.disable('x-powered-by');
  app.all('/plain/:name', (/** @type {any} */ req) => {
    throw made(req.params.name);
  });
  app.all(
    '/handle/:name',
    forExpress.handle((req) => {
      throw made(String(req.params['name']));
    }),
  );
  app.all(
    '/async/:name',
    forExpress.handle(async (req) => {
      await null;
      throw made(String(req.params['name']));
    }),
  );
  app.all(
    '/do/:name',
    forExpress.handle((req, res, next) =>
      situation(String(req.params['name']))({
        req,
        res,
        set: (name, value) => void res.set(name, value),
        next,
        ctx: undefined,
      }),
    ),
  );
  app.get(
    '/alive',
    forExpress.handle(() => 'alive'),
  );
  app.use(forExpress.unmatched());
  app.use(forExpress.errorHandler(options));
  return app;
}

/** @param {any} Application @param {object} options */
function koaListener(Application, options) {
  const app = new Application();
  app.use(forKoa.errorHandler(options));
  const router = new Router();
  router.all('/plain/:name', (ctx) => {
    throw made(String(ctx['params'].name));
  });
  router.all(
    '/handle/:name',
    /** @type {any} */ (
      forKoa.handle((ctx) => {
        throw made(String(ctx['params'].name));
      })
    ),
  );
  router.all(
    '/async/:name',
    /** @type {any} */ (
      forKoa.handle(async (ctx) => {
        await null;
        throw made(String(ctx['params'].name));
      })
    ),
  );
  router.all(
    '/do/:name',
    /** @type {any} */ (
      forKoa.handle((ctx) =>
        situation(String(ctx['params'].name))({
          req: ctx.req,
          res: ctx.res,
          set: (name, value) => ctx.set(name, value),
          next: undefined,
          ctx,
        }),
      )
    ),
  );
  router.get('/alive', /** @type {any} */ (forKoa.handle(() => 'alive')));
  app.use(router.routes());
  app.use(forKoa.unmatched());
  return app.callback();
}

/**
 * @param {string} framework
 * @param {object} options for errorHandler
 * @returns {(req: import('node:http').IncomingMessage, res: import('node:http').ServerResponse) => void}
 */
export function listenerFor(framework, options) {
  switch (framework) {
    case 'express4':
      return expressListener(express4, options);
    case 'express5':
      return expressListener(express, options);
    case 'koa2':
      return koaListener(Koa2, options);
    case 'koa3':
      return koaListener(Koa, options);
    default:
      throw new Error(`no framework ${framework}`);
  }
}
