const Router = require('@koa/router');
const { errorHandler, handle, NotFound, rules, unmatched } = require('@statuskit/koa');
const Koa = require('koa');
const bodyParser = require('koa-bodyparser');
const responseTime = require('../service/response-time');
const schemas = require('../service/schemas');

const slugOf = (title) => title.toLowerCase().replace(/\W+/g, '-');
const validate = (schema, value) => schema.validate(value, { abortEarly: false, stripUnknown: true });

// Clients of this service read `{ error: { status, message, fields } }`.
const envelope = ({ problem }) => ({
  contentType: 'application/json; charset=utf-8',
  body: {
    error: {
      status: problem.status,
      message: problem.detail || problem.title,
      fields: problem.errors?.map(({ detail, pointer, parameter }) => ({
        path: parameter || pointer.slice(2),
        message: detail,
      })),
    },
  },
});

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

  router.get(
    '/articles/:slug',
    handle(async (ctx) => {
      const article = await db('articles').where({ slug: ctx.params.slug }).first();
      return article ? { article } : new NotFound('No such article');
    }),
  );

  router.delete('/articles/:slug', async (ctx) => {
    const removed = await db('articles').where({ slug: ctx.params.slug }).del();
    ctx.assert(removed > 0, 404, 'No such article');
    ctx.status = 204;
  });

  router.get('/broken', async () => db('no_such_table'));

  app.use(responseTime);
  app.use(errorHandler({ rules: [rules.sqlite], body: envelope }));
  app.use(bodyParser());
  app.use(unmatched());
  app.use(router.routes());
  return app;
};
