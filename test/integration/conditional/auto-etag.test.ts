import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import koaEtag from '@koa/etag';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import compression from 'compression';
import compress from 'koa-compress';
import { describe, expect, it } from 'vitest';
import {
  FRAMEWORKS,
  type Framework,
  type Routes,
  type ServerOptions,
  serve,
} from '../../setup/frameworks.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import { hearWarnings } from '../../setup/warnings.ts';

const { etag } = forExpress;
const content = { text: 'hello '.repeat(400) };
const TEXT = JSON.stringify(content);
const TAG = etag.of(TEXT);

/** The middleware of each framework, with what stands around it. */
function tagged(
  options: forExpress.AutoEtagOptions = {},
  around: ServerOptions & { inside?: ServerOptions } = {},
): ServerOptions {
  return {
    express: (app) => {
      app.set('etag', false);
      around.express?.(app);
      app.use(forExpress.autoEtag(options));
      around.inside?.express?.(app);
    },
    koa: (app) => {
      around.koa?.(app);
      app.use(forKoa.autoEtag(options));
      around.inside?.koa?.(app);
    },
  };
}

const sends =
  (value: unknown, fields: Record<string, string> = {}): Routes[string] =>
  ({ express, koa, set }) => {
    for (const [name, one] of Object.entries(fields)) set(name, one);
    if (express !== undefined) express.res.send(value);
    else if (koa !== undefined) koa.body = value;
  };

async function ask(
  framework: Framework,
  routes: Routes,
  asked: Record<string, string> = {},
  options: ServerOptions = tagged(),
): Promise<RawResponse> {
  const [route = ''] = Object.keys(routes);
  const [method = 'GET'] = route.split(' ');
  const server = await serve(framework, routes, options);
  try {
    return await request(server.port, method, '/', asked);
  } finally {
    await server.close();
  }
}

describe.each(FRAMEWORKS)('%s: autoEtag', (framework) => {
  it.each<[string, Routes[string]]>([
    ['returned', () => content],
    ['sent', sends(content)],
    ['sent as bytes', sends(Buffer.from(TEXT), { 'content-type': 'application/json' })],
    ['sent as text', sends(TEXT, { 'content-type': 'application/json' })],
  ])('tags what is %s, and answers 304 where the client has it, to GET and HEAD alike', async (_how, run) => {
    const options = tagged({ vary: 'Accept' });
    const first = await ask(framework, { 'GET /': run }, {}, options);
    expect(first).toMatchObject({ status: 200, body: TEXT, fields: { etag: [TAG], vary: ['Accept'] } });
    expect(first.fields['content-length']).toEqual([String(TEXT.length)]);
    await expect(first).toRevalidate({
      fetch: (_url, { headers }) => ask(framework, { 'GET /': run }, headers, options),
    });
    for (const method of ['GET', 'HEAD']) {
      const again = await ask(framework, { [`${method} /`]: run }, { 'if-none-match': TAG }, options);
      expect(again, method).toMatchObject({
        status: 304,
        body: '',
        fields: { etag: [TAG], vary: ['Accept'] },
      });
      expect(again.fields['content-type'] ?? again.fields['content-length'], method).toBeUndefined();
      const other = await ask(framework, { [`${method} /`]: run }, { 'if-none-match': '"x"' }, options);
      expect(other, method).toMatchObject({ status: 200, fields: { etag: [TAG] } });
      expect(other.fields['content-length'], method).toEqual([String(TEXT.length)]);
    }
  });

  it('never answers 412, and a request that is not to be answered from a cache is no reason for a 200', async () => {
    expect(await ask(framework, { 'GET /': () => content }, { 'if-match': '"x"' })).toMatchObject({
      status: 200,
    });
    const noCache = { 'if-none-match': TAG, 'cache-control': 'no-cache' };
    expect(await ask(framework, { 'GET /': () => content }, noCache)).toMatchObject({ status: 304 });
    const put = await ask(framework, { 'PUT /': () => content }, { 'if-match': '"x"' });
    await expect(put).toHaveStatus(200);
    expect(put.fields['etag']).toBeUndefined();
    const star = await ask(framework, { 'POST /': () => content }, { 'if-none-match': '*' });
    await expect(star).toHaveStatus(200);
    expect(star.fields['etag']).toBeUndefined();
  });

  it('keeps the tag of the handler, and judges by it', async () => {
    const run = sends(content, { etag: 'W/"7"', 'last-modified': 'Fri, 01 May 2026 10:00:00 GMT' });
    expect((await ask(framework, { 'GET /': run })).fields['etag']).toEqual(['W/"7"']);
    expect(await ask(framework, { 'GET /': run }, { 'if-none-match': '"7"' })).toMatchObject({ status: 304 });
    const dated = { 'if-modified-since': 'Fri, 01 May 2026 10:00:00 GMT' };
    expect(await ask(framework, { 'GET /': run }, dated)).toMatchObject({ status: 304 });
    const odd = sends(content, { etag: 'unquoted' });
    const lint = { 'etag-syntax': 'the handler sets an invalid tag' };
    const answer = await ask(framework, { 'GET /': odd }, { 'if-none-match': '*' }, { ...tagged(), lint });
    await expect(answer).toHaveStatus(200);
  });

  it.each<[string, Routes[string], forExpress.AutoEtagOptions?]>([
    ['what is not to be stored', sends(content, { 'cache-control': 'private, No-Store' })],
    [
      'another status',
      ({ status }) => {
        status(203);
        return content;
      },
    ],
    ['what is too long', () => content, { maxBytes: TEXT.length - 1 }],
    [
      'a stream',
      ({ express, koa }) => {
        if (express !== undefined) Readable.from([TEXT]).pipe(express.res);
        else if (koa !== undefined) koa.body = Readable.from([TEXT]);
      },
    ],
    ['nothing', () => null],
    [
      'an error',
      () => {
        throw new forExpress.NotFound();
      },
    ],
  ])('does not tag %s', async (_what, run, options = {}) => {
    const response = await ask(framework, { 'GET /': run }, { 'if-none-match': '*' }, tagged(options));
    expect(response.fields['etag']).toBeUndefined();
    expect(response.status).not.toBe(304);
    expect(response.complete).toBe(true);
  });

  it('tags weakly where asked to', async () => {
    const response = await ask(framework, { 'GET /': () => content }, {}, tagged({ weak: true }));
    expect(response.fields['etag']).toEqual([`W/${TAG}`]);
  });

  it('is weak where compression outside encodes it, and a 304 to a weak tag is weak', async () => {
    const options = tagged(
      {},
      { express: (app) => void app.use(compression()), koa: (app) => void app.use(compress()) },
    );
    const run: Routes[string] = () => content;
    const plain = await ask(framework, { 'GET /': run }, { 'accept-encoding': 'identity' }, options);
    expect(plain).toMatchObject({ status: 200, body: TEXT, fields: { etag: [TAG] } });
    const zipped = await ask(framework, { 'GET /': run }, { 'accept-encoding': 'gzip' }, options);
    expect(zipped.fields).toMatchObject({ 'content-encoding': ['gzip'], etag: [`W/${TAG}`] });
    expect(zipped.fields['vary']?.join()).toMatch(/accept-encoding/i);
    expect(gunzipSync(Buffer.from(zipped.body, 'latin1')).toString()).toBe(TEXT);
    const again = { 'accept-encoding': 'gzip', 'if-none-match': `W/${TAG}` };
    const fresh = await ask(framework, { 'GET /': run }, again, options);
    expect(fresh).toMatchObject({ status: 304, body: '', fields: { etag: [`W/${TAG}`] } });
    expect(fresh.fields['content-encoding']).toBeUndefined();
  });

  it('says nothing about what compression inside has encoded: it is a stream by then', async () => {
    const options = tagged(
      {},
      { inside: { express: (app) => void app.use(compression()), koa: (app) => void app.use(compress()) } },
    );
    const zipped = await ask(framework, { 'GET /': () => content }, { 'accept-encoding': 'gzip' }, options);
    expect(zipped.fields['content-encoding']).toEqual(['gzip']);
    expect(zipped.fields['etag']).toBeUndefined();
    expect(gunzipSync(Buffer.from(zipped.body, 'latin1')).toString()).toBe(TEXT);
  });

  it('is weak where the handler has encoded it', async () => {
    const run = sends(Buffer.from('zipped'), { 'content-encoding': 'gzip', 'content-type': 'text/plain' });
    expect((await ask(framework, { 'GET /': run })).fields['etag']?.[0]).toMatch(/^W\//);
  });

  it('leaves the verdict and the tags of a guard alone', async () => {
    const guard = () => ({ etag: etag.strong('7') });
    const options = tagged(
      {},
      {
        inside: {
          express: (app) => void app.use(forExpress.conditional(guard)),
          koa: (app) => void app.use(forKoa.conditional(guard)),
        },
      },
    );
    const run: Routes[string] = () => content;
    expect(await ask(framework, { 'GET /': run }, {}, options)).toMatchObject({ fields: { etag: ['"7"'] } });
    expect(await ask(framework, { 'GET /': run }, { 'if-none-match': '"7"' }, options)).toMatchObject({
      status: 304,
    });
    expect(await ask(framework, { 'PUT /': run }, { 'if-match': '"6"' }, options)).toMatchObject({
      status: 412,
    });
    const part = tagged(
      {},
      {
        inside: {
          express: (app) => void app.use(forExpress.conditional(guard, { ranges: true })),
          koa: (app) => void app.use(forKoa.conditional(guard, { ranges: true })),
        },
      },
    );
    const bytes = await ask(framework, { 'GET /': () => TEXT }, { range: 'bytes=0-3' }, part);
    expect(bytes).toMatchObject({ status: 206, body: TEXT.slice(0, 4), fields: { etag: ['"7"'] } });
  });

  it('warns of a write that is answered with a tag of its body', async () => {
    const warnings = hearWarnings();
    const options: ServerOptions = {
      express: (app) => void app.use(forExpress.autoEtag()),
      koa: (app) => void app.use(forKoa.autoEtag()).use(koaEtag()),
    };
    const isExpress = framework.startsWith('express');
    for (const method of ['PUT', 'PATCH', 'PUT']) {
      const response = await ask(framework, { [`${method} /`]: sends(content) }, {}, options);
      expect(response.fields['etag']?.[0]).toMatch(`"${TEXT.length.toString(16)}-`);
    }
    expect(warnings()).toEqual([...(isExpress ? ['STATUSKIT_EXPRESS_ETAG'] : []), 'STATUSKIT_ETAG_ON_WRITE']);
  });

  it('warns of nothing where the handler says the tag of the new version', async () => {
    const warnings = hearWarnings();
    for (const tag of ['"8"', 'W/"8"', '"a-abcdefghijklmnopqrstuvwxyz+"'])
      await ask(framework, { 'PUT /': sends(content, { etag: tag }) });
    expect(warnings()).toEqual([]);
  });
});

describe.each([forExpress.autoEtag, forKoa.autoEtag])('autoEtag refuses', (autoEtag) => {
  it.each<[unknown, RegExp]>([
    [{ weak: 1 }, /weak: expected a boolean, got 1/],
    [{ maxBytes: -1 }, /maxBytes: expected a whole number of bytes, got -1/],
    [{ maxBytes: '1mb' }, /maxBytes/],
  ])('%j', (options, message) => {
    expect(() => autoEtag(options as never)).toThrow(message);
  });
});
