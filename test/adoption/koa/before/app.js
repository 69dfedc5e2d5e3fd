const Router = require('@koa/router');
const Koa = require('koa');
const bodyParser = require('koa-bodyparser');
const responseTime = require('../service/response-time');
const schemas = require('../service/schemas');
const { ApiError, errors } = require('./errors');

const slugOf = (title) => title.toLowerCase().replace(/\W+/g, '-');
const validate = (schema, value) => schema.validate(value, { abortEarly: false, stripUnknown: true });

module.exports = function createApp(db) {
  const app = new Koa();
  const router = new Router({ prefix: '/api' });

  router.get('/articles', async (ctx) => {
    const { limit } = await validate(schemas.page, ctx.query);
    ctx.body = { articles: await db('articles').orderBy('id').limit(limit) };
  });

  router.post('/articles', async (ctx) => {
    const article = await validate(schemas.article, ctx.request.body);
    await db('articles').insert({ ...article, slug: slugOf(article.title) });
    ctx.status = 201;
    ctx.body = {
      article: await db('articles')
        .where({ slug: slugOf(article.title) })
        .first(),
    };
  });

  router.get('/articles/:slug', async (ctx) => {
    const article = await db('articles').where({ slug: ctx.params.slug }).first();
    if (!article) throw new ApiError(404, 'No such article');
    ctx.body = { article };
  });

  router.delete('/articles/:slug', async (ctx) => {
    const removed = await db('articles').where({ slug: ctx.params.slug }).del();
    ctx.assert(removed > 0, 404, 'No such article');
    ctx.status = 204;
  });

  router.get('/broken', async () => db('no_such_table'));

  app.use(responseTime);
  app.use(errors);
  app.use(bodyParser());
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
};
