import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koaEjs from '@koa/ejs';
import { NotFound, UnprocessableContent } from '@statuskit/core';
import ejs from 'ejs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS, type Framework, type ServerOptions } from '../../setup/frameworks.ts';
import { readGuide, run } from '../../setup/guide.ts';
import { answerOf, problemOf } from '../../setup/here.ts';
import { modulesFor } from './modules.ts';

const guide = readGuide('error-bodies');
const [ENVELOPE, EXPRESS_PAGES, KOA_PAGES, TRANSLATED] = guide.blocks.map(({ code }) => code);

const views = mkdtempSync(join(tmpdir(), 'statuskit-views-'));
writeFileSync(
  join(views, 'error.ejs'),
  '<link rel="stylesheet" href="/s.css"><h1><%= problem.status %> <%= problem.title %></h1><p><%= problem.detail %></p>',
);
writeFileSync(join(views, 'broken.ejs'), '<%= nobody.knows.this %>');
afterAll(() => rmSync(views, { recursive: true, force: true }));

const HTML = { accept: 'text/html,*/*;q=0.8' };

type Errors = Exclude<ServerOptions['errors'], false | undefined>;

/** The options that a block passes to the `errorHandler` of its framework. */
function optionsOf(code: string | undefined, framework: Framework): Errors {
  let options: object = {};
  const errorHandler = (given: object): void => {
    options = given;
  };
  const stubs = { '@statuskit/express': { errorHandler }, '@statuskit/koa': { errorHandler } };
  run(code ?? '', { ...modulesFor(framework), ...stubs });
  return { report() {}, ...options } as Errors;
}

const withViews: ServerOptions = {
  express: (app) => {
    app.engine('ejs', ejs.renderFile);
    app.set('views', views);
    app.set('view engine', 'ejs');
    app.use((_req, res, next) => {
      res.set('content-security-policy', "default-src 'self'");
      next();
    });
  },
  koa: (app) => {
    koaEjs(app, { root: views, layout: false, viewExt: 'ejs' });
    app.use((ctx, next) => {
      ctx.set('content-security-policy', "default-src 'self'");
      return next();
    });
  },
};

describe.each(FRAMEWORKS)('%s', (framework) => {
  const fail = (error: () => Error) => (): never => {
    throw error();
  };
  const missing = fail(() => new NotFound('No <such> note'));

  it('the envelope has code, message and fields', async () => {
    const errors = optionsOf(ENVELOPE, framework);
    const invalid = fail(
      () => new UnprocessableContent({ errors: [{ detail: 'is required', pointer: '#/email or password' }] }),
    );
    expect(problemOf(await answerOf(framework, invalid, { errors }))).toEqual({
      error: {
        code: 'UnprocessableContent',
        message: '1 field is invalid: email or password (is required).',
        fields: [{ field: '#/email or password', detail: 'is required' }],
      },
    });
    const opaque = problemOf(
      await answerOf(
        framework,
        fail(() => new TypeError('hunter2')),
        { errors },
      ),
    );
    expect(opaque).toEqual({ error: { code: 'InternalServerError', message: 'Internal Server Error' } });
  });

  it('the page is what the view engine renders, with the policy of the application', async () => {
    const errors = optionsOf(framework.startsWith('koa') ? KOA_PAGES : EXPRESS_PAGES, framework);
    const page = await answerOf(framework, missing, { errors, ...withViews }, HTML);
    expect([page.line, page.body]).toEqual([
      'HTTP/1.1 404 Not Found',
      '<link rel="stylesheet" href="/s.css"><h1>404 Not Found</h1><p>No &lt;such&gt; note</p>',
    ]);
    expect(page.fields).toMatchObject({
      'content-type': ['text/html; charset=utf-8'],
      'content-security-policy': ["default-src 'self'"],
      'cache-control': ['no-store'],
    });
    const usual = await answerOf(framework, missing, { errors, ...withViews });
    expect(problemOf(usual)).toMatchObject({ detail: 'No <such> note' });
  });

  it('a view that fails leaves the built-in page', async () => {
    const code = (framework.startsWith('koa') ? KOA_PAGES : EXPRESS_PAGES)?.replace("'error'", "'broken'");
    const report = vi.fn();
    const errors = { ...optionsOf(code, framework), report } as Errors;
    const page = await answerOf(framework, missing, { errors, ...withViews }, HTML);
    expect(page.body).toMatch(/^<!doctype html>.*<h1>Not Found<\/h1>/s);
    expect(report.mock.calls.map(([{ error }]) => error.status)).toEqual([404, 500]);
  });

  it('the title is translated', async () => {
    const errors = optionsOf(TRANSLATED, framework);
    const german = await answerOf(framework, missing, { errors }, { 'accept-language': 'de, en;q=0.5' });
    expect(problemOf(german)).toMatchObject({ title: 'Nicht gefunden', detail: 'No <such> note' });
    expect(german.fields).toMatchObject({
      'content-language': ['de'],
      vary: ['Accept, Accept-Language'],
    });
    const english = await answerOf(framework, missing, { errors }, { 'accept-language': 'en' });
    expect(problemOf(english)).toMatchObject({ title: 'Not Found' });
    expect(english.fields['content-language']).toBeUndefined();
  });
});
