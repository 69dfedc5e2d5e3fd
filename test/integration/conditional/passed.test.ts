import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Routes, serve } from '../../setup/frameworks.ts';
import { guards, type Load, serveGuarded, serveGuardedHttp2 } from '../../setup/guarded.ts';
import { requestHttp2 } from '../../setup/http2-client.ts';
import { request } from '../../setup/raw.ts';

const { etag } = forExpress;
const note = { id: 7, text: 'hello' };

describe.each(FRAMEWORKS)('%s: what a guard has let through', (framework) => {
  it.each<[string, Load]>([
    ['at once', () => ({ etag: etag.strong(3), state: note })],
    ['by promise', async () => ({ etag: etag.strong(3), state: note })],
  ])('is there for the handler, loaded %s', async (_how, load) => {
    const both = guards(load);
    const handler: Routes[string] = (exchange) => both.passed(exchange);
    const server = await serve(framework, { 'GET /': handler, 'PUT /': handler }, both.options);
    const read = await request(server.port, 'GET', '/');
    const write = await request(server.port, 'PUT', '/', { 'if-match': '"3"' });
    const created = await request(server.port, 'PUT', '/', { 'if-match': '"3"', 'if-none-match': '"9"' });
    await server.close();
    expect(JSON.parse(read.body)).toEqual({ exists: true, state: note });
    expect(JSON.parse(write.body)).toEqual({ exists: true, state: note, matched: 'If-Match' });
    expect(JSON.parse(created.body)).toEqual({ exists: true, state: note, matched: 'If-Match' });
  });

  it('says that nothing was there', async () => {
    const both = guards(() => null);
    const handler: Routes[string] = (exchange) => both.passed(exchange);
    const server = await serve(framework, { 'GET /': handler, 'PUT /': handler }, both.options);
    const read = await request(server.port, 'GET', '/', { 'if-match': '*' });
    const write = await request(server.port, 'PUT', '/', { 'if-none-match': '*' });
    await server.close();
    expect(JSON.parse(read.body)).toEqual({ exists: false });
    expect(JSON.parse(write.body)).toEqual({ exists: false, matched: 'If-None-Match' });
  });

  it('is each guard’s own, and a TypeError where it was not mounted', async () => {
    const mounted = guards(() => ({ state: 1 }));
    const other = guards(() => ({ state: 2 }));
    let thrown: unknown;
    const handler: Routes[string] = (exchange) => {
      try {
        other.passed(exchange);
      } catch (error) {
        thrown = error;
      }
      return mounted.passed(exchange);
    };
    const server = await serve(framework, { 'GET /': handler }, mounted.options);
    const { body } = await request(server.port, 'GET', '/');
    await server.close();
    expect(JSON.parse(body)).toEqual({ exists: true, state: 1 });
    expect(thrown).toBeInstanceOf(TypeError);
    expect(String(thrown)).toMatch(/mount it on the route, before the handler/);
  });
});

describe.each<[string, (load: never, options: never) => unknown]>([
  ['express', forExpress.conditional],
  ['koa', forKoa.conditional],
])('%s: a guard refuses when it is made', (_name, conditional) => {
  it.each<[unknown, unknown, RegExp]>([
    [undefined, {}, /load: expected a function, got undefined/],
    [{ etag: '"3"' }, {}, /load: expected a function/],
    [() => null, { absent: 'maybe' }, /absent: expected 'create' or 'not-found', got "maybe"/],
    [() => null, { malformed: 400 }, /malformed: expected 'rfc' or '400', got 400/],
    [() => null, { showState: 'yes' }, /showState: expected a boolean or a function/],
    [() => null, { ranges: 1 }, /ranges: expected a boolean/],
    [() => null, { require: 'PUT' }, /require: expected a boolean or a list of methods, got "PUT"/],
    [() => null, { maxRanges: 0 }, /maxRanges: expected an integer of at least 1, got 0/],
  ])('%o with %j', (load, options, message) => {
    const make = (): unknown => conditional(load as never, options as never);
    expect(make).toThrow(message);
  });
});

describe.each(['koa2', 'koa3'] as const)('%s over HTTP/2', (framework) => {
  it('answers 304, 412 and 200', async () => {
    const load: Load = () => ({ etag: etag.strong(3), state: note });
    const server = await serveGuardedHttp2(
      framework,
      { 'GET /': () => note, 'HEAD /': () => note, 'PUT /': () => note },
      { load, guard: { showState: true } },
    );
    const fresh = await requestHttp2(server.port, 'GET', '/', { fields: { 'if-none-match': '"3"' } });
    const head = await requestHttp2(server.port, 'HEAD', '/', { fields: { 'if-none-match': '"3"' } });
    const lost = await requestHttp2(server.port, 'PUT', '/', { fields: { 'if-match': '"2"' } });
    const saved = await requestHttp2(server.port, 'PUT', '/', { fields: { 'if-match': '"3"' } });
    await server.close();
    expect(fresh).toMatchObject({ status: 304, body: '', ended: true, fields: { etag: '"3"' } });
    expect(head).toMatchObject({ status: 304, body: '', ended: true, fields: { etag: '"3"' } });
    expect(lost).toMatchObject({ status: 412, fields: { etag: '"3"' } });
    expect(JSON.parse(lost.body)).toMatchObject({ current: note });
    expect(saved).toMatchObject({ status: 200 });
  });
});

describe.each(['koa2', 'koa3'] as const)('%s beside koa-conditional-get', (framework) => {
  it.each(['outside', 'inside'])('%s, the guard’s verdict stays', async (where) => {
    const { default: conditionalGet } = await import('koa-conditional-get');
    const both = guards(() => ({ etag: etag.strong(3), lastModified: new Date(0) }));
    const handler: Routes[string] = ({ koa }) => {
      if (koa !== undefined) koa.body = note;
    };
    const server = await serve(
      framework,
      { 'GET /': handler },
      {
        koa: (app) => {
          if (where === 'outside') app.use(conditionalGet());
          both.options.koa?.(app);
          if (where === 'inside') app.use(conditionalGet());
        },
      },
    );
    // fresh 0.5.2, which Koa has, lets the date count beside a tag that differs or agrees.
    const differs = { 'if-none-match': '"2"', 'if-modified-since': 'Fri, 01 Jan 2038 00:00:00 GMT' };
    await expect(await request(server.port, 'GET', '/', differs)).toHaveStatus(200);
    const same = { 'if-none-match': '"3"', 'cache-control': 'no-cache' };
    await expect(await request(server.port, 'GET', '/', same)).toHaveStatus(304);
    await server.close();
  });
});

describe.each(FRAMEWORKS)('%s: parts of text and bytes behind a guard', (framework) => {
  const text = 'name;city\nLHR;London\n';
  const TYPE = 'text/csv; charset=utf-8';
  const asBytes = Buffer.from(text);
  const handlers: Readonly<Record<string, Routes[string]>> = {
    'returned text': ({ set }) => {
      set('Content-Language', 'en');
      return text;
    },
    'returned bytes': () => asBytes,
    'sent text': ({ express, koa, set }) => {
      set('Content-Type', TYPE);
      if (express !== undefined) express.res.send(text);
      else if (koa !== undefined) koa.body = text;
    },
    'sent bytes': ({ express, koa }) => {
      if (express !== undefined) express.res.send(asBytes);
      else if (koa !== undefined) koa.body = asBytes;
    },
  };

  describe.each([
    ['with its length', (): forExpress.MaybeLoaded => ({ etag: etag.strong('a'), length: text.length }), {}],
    ['without', (): forExpress.MaybeLoaded => ({ etag: etag.strong('a') }), { ranges: true }],
  ] as const)('loaded %s', (_name, load, guard) => {
    it.each(Object.entries(handlers))('%s: 206, 416 and 200', async (_form, handler) => {
      const server = await serveGuarded(framework, { 'GET /': handler, 'HEAD /': handler }, { load, guard });
      const get = (fields: Record<string, string>) => request(server.port, 'GET', '/', fields);
      const whole = await get({});
      expect(whole).toMatchObject({
        status: 200,
        body: text,
        fields: { 'accept-ranges': ['bytes'], etag: ['"a"'] },
      });
      const part = await get({ range: 'bytes=10-12' });
      expect(part).toMatchObject({ status: 206, body: 'LHR', phrase: 'Partial Content' });
      expect(part.fields).toMatchObject({
        'content-range': ['bytes 10-12/21'],
        'content-length': ['3'],
        'content-type': whole.fields['content-type'],
        etag: ['"a"'],
      });
      expect(await get({ range: 'bytes=-7' })).toMatchObject({ status: 206, body: 'London\n' });
      const past = await get({ range: 'bytes=21-' });
      expect(past).toMatchObject({ status: 416, fields: { 'content-range': ['bytes */21'] } });
      expect(past.fields['etag'] ?? past.fields['accept-ranges']).toBeUndefined();
      // If-Range: by a strong tag alone
      expect(await get({ range: 'bytes=0-3', 'if-range': '"a"' })).toMatchObject({
        status: 206,
        body: 'name',
      });
      expect(await get({ range: 'bytes=0-3', 'if-range': 'W/"a"' })).toMatchObject({
        status: 200,
        body: text,
      });
      expect(await get({ range: 'bytes=0-3', 'if-range': '"b"' })).toMatchObject({ status: 200, body: text });
      // conditions come first, and HEAD has no parts
      expect(await get({ range: 'bytes=0-3', 'if-none-match': '"a"' })).toMatchObject({ status: 304 });
      expect(await get({ range: 'bytes=0-3', 'if-match': '"b"' })).toMatchObject({ status: 412 });
      const head = await request(server.port, 'HEAD', '/', { range: 'bytes=0-3' });
      expect(head).toMatchObject({ status: 200, body: '' });
      // several ranges get the whole unless they are allowed
      expect(await get({ range: 'bytes=0-1,4-5' })).toMatchObject({ status: 200, body: text });
      await server.close();
    });
  });

  it('several parts where they are allowed', async () => {
    const load: Load = () => ({ etag: etag.strong('a') });
    const server = await serveGuarded(
      framework,
      { 'GET /': () => text },
      { load, guard: { ranges: true, maxRanges: 2 } },
    );
    const two = await request(server.port, 'GET', '/', { range: 'bytes=0-3,10-12' });
    const three = await request(server.port, 'GET', '/', { range: 'bytes=0-1,4-5,8-9' });
    await server.close();
    await expect(two).toHaveStatus(206);
    expect(two.fields['content-type']?.[0]).toMatch(/^multipart\/byteranges; boundary=/);
    expect(two.body).toMatch(/Content-Range: bytes 0-3\/21\r\n\r\nname\r\n/);
    await expect(three).toHaveStatus(200);
  });

  it('a length that is not that of the content cuts nothing wrongly; another status, JSON or no wish is left alone', async () => {
    const lying = await serveGuarded(
      framework,
      {
        'GET /': () => text,
        'GET /json': () => ({ a: 1 }),
        'GET /made': ({ status }) => {
          status(203);
          return text;
        },
      },
      { load: () => ({ length: 5 }) },
    );
    expect(await request(lying.port, 'GET', '/', { range: 'bytes=10-12' })).toMatchObject({ status: 416 });
    expect(await request(lying.port, 'GET', '/', { range: 'bytes=0-20' })).toMatchObject({
      status: 206,
      body: text,
    });
    expect(await request(lying.port, 'GET', '/made', { range: 'bytes=0-1' })).toMatchObject({
      status: 203,
      body: text,
    });
    expect(await request(lying.port, 'GET', '/json', { range: 'bytes=0-1' })).toMatchObject({
      status: 206,
      body: '{"',
    });
    await lying.close();
  });
});
