import { mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import compression from 'compression';
import compress from 'koa-compress';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Exchange,
  FRAMEWORKS,
  type Framework,
  type Routes,
  type ServerOptions,
  serve,
} from '../../setup/frameworks.ts';
import { type RawResponse, request } from '../../setup/raw.ts';

const { etag } = forExpress;
const text = 'name;city\nLHR;London\n';
const MODIFIED = new Date('2026-05-01T10:00:00Z');
const LATER = MODIFIED.getTime() + 60_000;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'statuskit-'));
  for (const name of ['airports.csv', '.secret', '100% #1?.txt', 'young.txt', 'empty.txt', 'big.bin']) {
    const path = join(root, name);
    writeFileSync(path, name === 'empty.txt' ? '' : text);
    utimesSync(path, MODIFIED, MODIFIED);
  }
  truncateSync(join(root, 'big.bin'), 50_000_000);
  mkdirSync(join(root, 'folder'));
});
afterAll(() => rmSync(root, { recursive: true }));

function sends(path: string, options: forExpress.SendFileOptions = {}): Routes[string] {
  const all = { root, now: () => LATER, ...options };
  return ({ express, koa }: Exchange) =>
    express === undefined
      ? forKoa.sendFile(koa as object, path, all)
      : forExpress.sendFile(express.req, path, all);
}

async function ask(
  framework: Framework,
  path: string,
  asked: Record<string, string> = {},
  {
    method = 'GET',
    file = {},
    server = {},
  }: { method?: string; file?: forExpress.SendFileOptions; server?: ServerOptions } = {},
): Promise<RawResponse> {
  const { port, close } = await serve(framework, { [`${method} /`]: sends(path, file) }, server);
  try {
    return await request(port, method, '/', asked);
  } finally {
    await close();
  }
}

describe.each(FRAMEWORKS)('%s: sendFile', (framework) => {
  const get = (asked: Record<string, string> = {}, file: forExpress.SendFileOptions = {}) =>
    ask(framework, 'airports.csv', asked, { file });

  it('sends the whole with its validators, media type and length, and HEAD the same without', async () => {
    const fields = { cacheControl: { public: true, maxAgeSeconds: 60 }, vary: 'Accept' } as const;
    const whole = await get({}, { fields });
    expect(whole).toMatchObject({ status: 200, body: text, complete: true });
    expect(whole.fields).toMatchObject({
      'content-type': ['text/csv; charset=utf-8'],
      'content-length': ['21'],
      'last-modified': ['Fri, 01 May 2026 10:00:00 GMT'],
      'accept-ranges': ['bytes'],
      'cache-control': ['public, max-age=60'],
      vary: ['Accept'],
    });
    expect(whole.fields['etag']?.[0]).toMatch(/^"15-[0-9a-f.]+"$/);
    const head = await ask(framework, 'airports.csv', {}, { method: 'HEAD', file: { fields } });
    expect(head).toMatchObject({ status: 200, body: '' });
    for (const name of ['content-type', 'content-length', 'etag', 'last-modified', 'vary'])
      expect(head.fields[name], name).toEqual(whole.fields[name]);
    expect((await get()).fields['cache-control']).toBeUndefined();
  });

  it('gives a time of change that lies ahead, as of a copy from another machine, as now', async () => {
    const early = MODIFIED.getTime() - 86_400_000;
    const { fields } = await get({}, { now: () => early });
    expect(fields['last-modified']).toEqual(['Thu, 30 Apr 2026 10:00:00 GMT']);
  });

  it('answers 304, and the framework and send judge nothing by their own rules', async () => {
    const tag = (await get()).fields['etag']?.[0] ?? '';
    const fields = { cacheControl: { noCache: true } } as const;
    for (const method of ['GET', 'HEAD']) {
      const fresh = await ask(
        framework,
        'airports.csv',
        { 'if-none-match': `"x", W/${tag}`, 'cache-control': 'no-cache' },
        { method, file: { fields } },
      );
      expect(fresh, method).toMatchObject({
        status: 304,
        body: '',
        fields: { etag: [tag], 'cache-control': ['no-cache'] },
      });
      for (const name of ['content-type', 'content-length', 'last-modified', 'content-range'])
        expect(fresh.fields[name], name).toBeUndefined();
    }
    expect(await get({ 'if-modified-since': 'Fri, 01 May 2026 10:00:00 GMT' })).toMatchObject({
      status: 304,
    });
    expect(await get({ 'if-modified-since': '2030' })).toMatchObject({ status: 200 }); // no HTTP-date
    const differs = { 'if-none-match': '"x"', 'if-modified-since': 'Fri, 01 Jan 2038 00:00:00 GMT' };
    expect(await get(differs)).toMatchObject({ status: 200 });
    expect(await get({ 'if-match': '"x"' })).toMatchObject({
      status: 412,
      fields: { 'cache-control': ['no-store'] },
    });
    expect(await get({ 'if-match': tag })).toMatchObject({ status: 200 });
    expect(await get({ 'if-match': `W/${tag}` })).toMatchObject({ status: 412 });
  });

  it('cuts one range, answers 416, and sends the whole for several', async () => {
    const tag = (await get()).fields['etag']?.[0] ?? '';
    const part = await get({ range: 'bytes=10-12' });
    expect(part).toMatchObject({ status: 206, body: 'LHR', phrase: 'Partial Content' });
    expect(part.fields).toMatchObject({
      'content-range': ['bytes 10-12/21'],
      'content-length': ['3'],
      etag: [tag],
    });
    expect(await get({ range: 'bytes=-7' })).toMatchObject({ status: 206, body: 'London\n' });
    expect(await get({ range: 'bytes=-99' })).toMatchObject({ status: 206, body: text });
    expect(await get({ range: 'bytes=15-' })).toMatchObject({ status: 206, body: 'ondon\n' });
    const past = await get({ range: 'bytes=21-' });
    expect(past).toMatchObject({ status: 416, fields: { 'content-range': ['bytes */21'] } });
    expect(past.fields['etag'] ?? past.fields['last-modified']).toBeUndefined();
    expect(await get({ range: 'bytes=0-1,4-5' })).toMatchObject({ status: 200, body: text });
    expect(await get({ range: 'bytes=5-1' })).toMatchObject({ status: 200, body: text });
    expect(await get({ range: 'bytes=0-3', 'if-range': tag })).toMatchObject({ status: 206, body: 'name' });
    for (const other of [`W/${tag}`, '"x"', `"x", ${tag}`, 'Fri, 01 May 2026 10:00:00 GMT'])
      expect(await get({ range: 'bytes=0-3', 'if-range': other }), other).toMatchObject({
        status: 200,
        body: text,
      });
    expect(await get({ range: 'bytes=0-3', 'if-none-match': tag })).toMatchObject({ status: 304 });
    const head = await ask(framework, 'airports.csv', { range: 'bytes=0-3' }, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, fields: { 'content-length': ['21'] } });
  });

  it('a tag of one’s own counts; that of a file which was just changed is weak', async () => {
    const own = await get({ 'if-match': '"v7"' }, { etag: etag.strong('v7') });
    expect(own).toMatchObject({ status: 200, fields: { etag: ['"v7"'] } });
    const young = await get({}, { now: () => MODIFIED.getTime() + 1999 });
    expect(young.fields['etag']?.[0]).toMatch(/^W\//);
    const grown = (await get()).fields['etag']?.[0] ?? '';
    expect(young.fields['etag']?.[0]).toBe(`W/${grown}`);
  });

  it.each([
    'nowhere.csv',
    '.secret',
    '../package.json',
    'folder',
    'folder/',
    'airports.csv/x',
    '\ud800',
    'a\0b',
    'x'.repeat(5000),
  ])('%j is not found, or refused, and says nothing about the disk', async (path) => {
    const response = await ask(framework, path, { 'if-none-match': '*' });
    expect([400, 403, 404]).toContain(response.status);
    expect(response.body).not.toContain(root);
    expect(response.fields['etag']).toBeUndefined();
  });

  it('a name is taken as it is, and an empty file is one', async () => {
    expect(await ask(framework, '100% #1?.txt')).toMatchObject({ status: 200, body: text });
    expect(await ask(framework, 'empty.txt')).toMatchObject({
      status: 200,
      body: '',
      fields: { 'content-length': ['0'] },
    });
    expect(await ask(framework, 'empty.txt', { range: 'bytes=0-' })).toMatchObject({ status: 416 });
    expect(await ask(framework, join(root, '.secret'), {}, { file: { root: undefined } })).toMatchObject({
      status: 200,
    });
  });

  // An environment variable that is not set made every file of the machine available.
  it.each(['', ' ', '\t', null, 0, false, ['/'], new URL('file:///')])(
    'a root that is %j is a 500, and never no root',
    async (given) => {
      for (const path of [join(root, 'airports.csv'), 'airports.csv']) {
        const response = await ask(framework, path, {}, { file: { root: given as string } });
        expect([response.status, response.body.includes('London')]).toEqual([500, false]);
      }
    },
  );

  it('a path that is neither absolute nor below a root is a mistake of the program', async () => {
    expect(await ask(framework, 'airports.csv', {}, { file: { root: undefined } })).toMatchObject({
      status: 500,
    });
  });

  it('as the answer of a POST it is no representation of the target', async () => {
    const response = await ask(
      framework,
      'airports.csv',
      { 'if-none-match': '*', range: 'bytes=0-3' },
      { method: 'POST' },
    );
    expect(response).toMatchObject({ status: 200, body: text });
    expect(response.fields['etag'] ?? response.fields['last-modified']).toBeUndefined();
  });

  it('middleware outside may compress it', async () => {
    const server: ServerOptions = {
      express: (app) => void app.use(compression({ threshold: 0 })),
      koa: (app) => void app.use(compress({ threshold: 0 })),
    };
    const zipped = await ask(framework, 'airports.csv', { 'accept-encoding': 'gzip' }, { server });
    expect(zipped).toMatchObject({ status: 200, fields: { 'content-encoding': ['gzip'] } });
  });

  it('ends with the client: nobody reads the file on', async () => {
    let ended: (() => void) | undefined;
    const done = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const run: Routes[string] = (exchange) => {
      exchange.response.once('close', () => ended?.());
      return sends('big.bin')(exchange);
    };
    const { port, close } = await serve(framework, { 'GET /': run });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    socket.once('data', () => socket.destroy());
    await done;
    await close();
  });
});
