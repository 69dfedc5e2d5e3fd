import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import koaEtag from '@koa/etag';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import compression from 'compression';
import koaCompress from 'koa-compress';
import koaConditionalGet from 'koa-conditional-get';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { FRAMEWORKS, type Routes, type ServerOptions } from '../../setup/frameworks.ts';
import { serveGuarded } from '../../setup/guarded.ts';
import { serveHere } from '../../setup/here.ts';
import { type RawResponse, request } from '../../setup/raw.ts';

// Compression outside makes another representation of what was tagged, or cut, inside. A client must not be able to join
// the bytes of two representations, and a client that reads with compression must be able to write.

const { etag } = forExpress;
const TEXT = 'The quick brown fox. '.repeat(300);
const folder = mkdtempSync(join(tmpdir(), 'transformed-'));
const file = join(folder, 'fox.txt');
writeFileSync(file, TEXT);
utimesSync(file, new Date('2026-05-01'), new Date('2026-05-01'));
afterAll(() => rmSync(folder, { recursive: true }));

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
};

const OUTSIDE: Readonly<Record<string, ServerOptions>> = {
  compression: {
    express: (app) => void app.use(compression({ threshold: 0 })),
    koa: (app) => void app.use(koaCompress({ threshold: 0, br: {} } as never)),
  },
  'compression of everything': {
    express: (app) => void app.use(compression({ threshold: 0, filter: () => true })),
    koa: (app) => void app.use(koaCompress({ threshold: 0, filter: () => true })),
  },
  'compression, @koa/etag and koa-conditional-get': {
    express: (app) => void app.use(compression({ threshold: 0 })),
    koa: (app) =>
      void app
        .use(koaCompress({ threshold: 0 }))
        .use(koaConditionalGet())
        .use(koaEtag()),
  },
};

const HANDLERS: Readonly<Record<string, Routes[string]>> = {
  'a returned text': ({ set }) => {
    set('Content-Type', 'text/plain');
    return TEXT;
  },
  'returned bytes': ({ set }) => {
    set('Content-Type', 'text/plain');
    return Buffer.from(TEXT);
  },
  'the framework’s own way': ({ express, koa }) => {
    if (koa !== undefined) {
      koa.type = 'text/plain';
      koa.body = TEXT;
    } else express?.res.type('text/plain').send(TEXT);
  },
};

interface Served {
  readonly port: number;
}

const codingOf = ({ fields }: RawResponse): string => fields['content-encoding']?.[0] ?? 'identity';
const tagOf = ({ fields }: RawResponse): string => fields['etag']?.[0] ?? '';

function contentOf(response: RawResponse): string {
  const bytes = Buffer.from(response.body, 'latin1');
  return String(DECODERS[codingOf(response)]?.(bytes) ?? bytes);
}

/** What holds of each server that offers ranges of a text with a strong tag. */
async function check({ port }: Served): Promise<void> {
  const get = (fields: Record<string, string>) => request(port, 'GET', '/', fields);
  const plain = await get({ 'accept-encoding': 'identity' });
  expect([plain.status, codingOf(plain), contentOf(plain)]).toEqual([200, 'identity', TEXT]);
  expect(plain.fields['accept-ranges']).toEqual(['bytes']);

  for (const coding of ['gzip', 'br', 'deflate', 'gzip, br;q=0.5']) {
    const accept = { 'accept-encoding': coding };
    const coded = await get(accept);
    expect([coded.status, contentOf(coded)]).toEqual([200, TEXT]);
    await expect(coded).toRevalidate({ headers: accept });
    const used = codingOf(coded);
    // Two representations, two tags.
    expect(tagOf(coded) === tagOf(plain), `${coding}: ${tagOf(coded)}`).toBe(used === 'identity');
    expect(coded.fields['accept-ranges']).toEqual(used === 'identity' ? ['bytes'] : undefined);

    // A part is a part of the uncoded content, whoever asks.
    const part = await get({ ...accept, range: 'bytes=4-8' });
    expect([part.status, codingOf(part), part.body]).toEqual([206, 'identity', 'quick']);
    expect([part.fields['content-range'], tagOf(part)]).toEqual([[`bytes 4-8/${TEXT.length}`], tagOf(plain)]);
    expect(part.fields['cache-control']?.join()).toMatch(/no-transform/);

    // Who began with the coded content starts again; who began with the plain one goes on.
    const resumed = await get({ ...accept, range: 'bytes=4-8', 'if-range': tagOf(coded) });
    expect(resumed.status).toBe(used === 'identity' ? 206 : 200);
    const resumedPlain = await get({ ...accept, range: 'bytes=4-8', 'if-range': tagOf(plain) });
    expect([resumedPlain.status, codingOf(resumedPlain)]).toEqual([206, 'identity']);

    // Either tag is known again, as it was given.
    for (const known of [tagOf(plain), tagOf(coded)]) {
      const fresh = await get({ ...accept, 'if-none-match': known });
      expect([fresh.status, tagOf(fresh), fresh.body]).toEqual([304, known, '']);
    }
    await expect(await get({ ...accept, 'if-none-match': '"other;gzip"' })).toHaveStatus(200);
    await expect(await get({ ...accept, 'if-match': tagOf(coded) })).toHaveStatus(200);
  }
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  describe.each(Object.entries(OUTSIDE))('%s outside', (_name, server) => {
    it.each(Object.entries(HANDLERS))('a guard with ranges, %s', async (_form, run) => {
      const load = () => ({ etag: etag.strong('v3'), fields: { cacheControl: 'max-age=60' } });
      const served = await serveGuarded(
        framework,
        { 'GET /': run },
        { load, guard: { ranges: true }, server },
      );
      onTestFinished(() => served.close());
      await check(served);
      const part = await request(served.port, 'GET', '/', { range: 'bytes=0-1' });
      expect(part.fields['cache-control']).toEqual(['max-age=60, no-transform']);
    });

    it('a file', async () => {
      const served = await serveHere(
        framework,
        {
          'GET /': ({ express, koa }) =>
            koa === undefined
              ? forExpress.sendFile(express?.req ?? {}, file, {
                  fields: { cacheControl: 'max-age=5' },
                })
              : forKoa.sendFile(koa as never, file, { fields: { cacheControl: 'max-age=5' } }),
        },
        server,
      );
      await check(served);
      const part = await request(served.port, 'GET', '/', { range: 'bytes=4-8', 'accept-encoding': 'gzip' });
      expect(part.fields['cache-control']).toEqual(['max-age=5, no-transform']);
      expect([part.status, codingOf(part), part.body]).toEqual([206, 'identity', 'quick']);
      expect(part.fields['cache-control']?.join().match(/no-transform/g)).toHaveLength(1);
    });

    it('who reads with compression can write', async () => {
      let version = 3;
      const load = () => ({ etag: etag.strong(version), state: { version } });
      const run: Routes[string] = ({ request: { method } }) => {
        if (method === 'PUT') version++;
        return { version, text: TEXT };
      };
      const served = await serveGuarded(
        framework,
        { 'GET /': run, 'PUT /': run },
        { load, guard: { require: true }, server },
      );
      onTestFinished(() => served.close());
      for (const coding of ['gzip', 'br', 'identity']) {
        const accept = { 'accept-encoding': coding };
        const tag = tagOf(await request(served.port, 'GET', '/', accept));
        expect(tag).not.toMatch(/^W\//);
        await expect(await request(served.port, 'PUT', '/', { ...accept, 'if-match': tag })).toHaveStatus(
          200,
        );
        await expect(await request(served.port, 'PUT', '/', { 'if-match': tag })).toHaveStatus(412);
      }
      expect(version).toBe(6);
    });
  });
});
