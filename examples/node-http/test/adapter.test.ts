// The third adapter, over the wire: errors, routes, conditions and limits of bare node:http are those of the other four servers.
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { Conflict, created, NotFound, Unauthorized } from '@statuskit/core';
import { byIp } from '@statuskit/core/rate-limit';
import { describe, expect, it, vi } from 'vitest';
import { comparable, listenHere, problemOf, serveHere } from '../../../test/setup/here.ts';
import { type RawResponse, request } from '../../../test/setup/raw.ts';
import { handle, type Layer, listener, type Routes, rateLimit } from '../src/adapter.ts';
import { app } from '../src/notes.ts';

const quiet = { report() {} };

async function ask(routes: Routes, method: string, path: string, before: readonly Layer[] = []) {
  const { port } = await listenHere(listener(routes, { ...quiet, before }));
  return request(port, method, path);
}

const THROWN: Readonly<Record<string, () => unknown>> = {
  'an error of ours': () => new NotFound('No such note'),
  'a state': () => new Conflict({ id: 7 }, { etag: '"v3"' }),
  'a challenge': () => new Unauthorized({ scheme: 'Bearer' }),
  'a bug': () => new TypeError('hunter2 is undefined'),
  'nothing at all': () => undefined,
  'text with a status': () => Object.assign(new Error('hunter2'), { status: 404 }),
};

describe('what is thrown', () => {
  it.each(Object.entries(THROWN))('%s: answered as on Express', async (_what, make) => {
    const thrower = (): never => {
      throw make();
    };
    const ours = await ask({ 'GET /': [handle(thrower)] }, 'GET', '/');
    const { port } = await serveHere('express5', { 'GET /': thrower });
    expect(comparable(ours)).toEqual(comparable(await request(port, 'GET', '/')));
    expect(JSON.stringify(ours)).not.toContain('hunter2');
  });

  it('is answered likewise if a layer in front throws or rejects', async () => {
    const before: Layer[] = [() => Promise.reject(new NotFound('from the layer'))];
    const response = await ask({}, 'GET', '/', before);
    expect([response.status, problemOf(response)['detail']]).toEqual([404, 'from the layer']);
  });
});

describe('what is returned', () => {
  it('a result, a stream, nothing for a HEAD', async () => {
    const routes: Routes = {
      'POST /notes': [handle(() => created('/notes/8', { id: 8 }))],
      'GET /stream': [handle(() => Readable.from(['a', 'b']))],
    };
    expect(await ask(routes, 'POST', '/notes')).toMatchObject({
      status: 201,
      fields: { location: ['/notes/8'] },
    });
    expect(await ask(routes, 'GET', '/stream')).toMatchObject({ status: 200, body: 'ab', complete: true });
    const { port } = await listenHere(listener(routes, quiet));
    expect(await request(port, 'GET', '/nowhere')).toMatchObject({ status: 404 });
    expect(await request(port, 'DELETE', '/notes')).toMatchObject({
      status: 405,
      fields: { allow: ['POST'] },
    });
    expect(await request(port, 'OPTIONS', '/notes')).toMatchObject({
      status: 204,
      fields: { allow: ['POST'] },
    });
    expect(await request(port, 'PURGE', '/notes')).toMatchObject({ status: 501 });
  });
});

it('limits', async () => {
  const limit = rateLimit({ policies: [{ name: 'one', quota: 1, windowSeconds: 60 }], key: byIp() });
  const { port } = await listenHere(
    listener({ 'GET /': [handle(() => 'fine')] }, { ...quiet, before: [limit.decide] }),
  );
  expect(await request(port, 'GET', '/')).toMatchObject({
    status: 200,
    fields: { ratelimit: [expect.stringContaining('r=0')] },
  });
  expect(await request(port, 'GET', '/')).toMatchObject({ status: 429, fields: { 'retry-after': ['60'] } });
});

describe('the notes', () => {
  const put = (port: number, fields: Readonly<Record<string, string>>, text: unknown): Promise<RawResponse> =>
    request(port, 'PUT', '/notes/7', fields, JSON.stringify({ text }));

  it('lose no update, and show nothing of a bug', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {}); // the default report
    const { port } = await listenHere(app);
    expect(await request(port, 'GET', '/notes/7', { 'if-none-match': '"v3"' })).toMatchObject({
      status: 304,
    });
    expect(await request(port, 'GET', '/notes/9')).toMatchObject({ status: 404 });
    expect(await put(port, {}, 'x')).toMatchObject({ status: 428 });
    expect(await put(port, { 'if-match': '"v2"' }, 'x')).toMatchObject({
      status: 412,
      fields: { etag: ['"v3"'] },
    });
    expect(await put(port, { 'if-match': '"v3"' }, 7)).toMatchObject({ status: 400 });
    expect(await put(port, { 'if-match': '"v3"' }, 'x')).toMatchObject({
      status: 204,
      fields: { etag: ['"v4"'] },
    });
    const broken = await request(port, 'GET', '/broken');
    expect(broken.status).toBe(500);
    expect(broken.body).not.toContain('db-7');
  });
});

it('is shorter than 150 lines, and the guide shows it', () => {
  const source = readFileSync(new URL('../src/adapter.ts', import.meta.url), 'utf8');
  expect(source.split('\n').length).toBeLessThan(150);
  const guide = readFileSync(new URL('../../../docs/guides/write-an-adapter.md', import.meta.url), 'utf8');
  const perform = /\/\*\* The only place that writes[\s\S]*?\n}\n/.exec(source)?.[0] ?? 'no perform';
  expect(guide).toContain(perform);
});
