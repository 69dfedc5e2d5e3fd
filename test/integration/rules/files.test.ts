import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import express4 from 'express4';
import { afterAll, describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { type RawResponse, request } from '../../setup/raw.ts';

const folder = mkdtempSync(join(tmpdir(), 'statuskit-'));
writeFileSync(join(folder, 'a.txt'), 'hello');
writeFileSync(join(folder, '.secret'), 'hunter2');
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['express4', 'express5'] as const)('files of %s', (framework) => {
  async function get(path: string, fields?: Readonly<Record<string, string>>): Promise<RawResponse> {
    const lib = framework === 'express4' ? (express4 as unknown as typeof express) : express;
    const { port } = await serveHere(
      framework,
      {
        'GET /absent': ({ express: own }) =>
          new Promise((_resolve, reject) => own?.res.sendFile('/none.txt', { root: folder }, reject)),
        'GET /download': ({ express: own }) =>
          new Promise((_resolve, reject) => own?.res.download(join(folder, 'none.txt'), reject)),
      },
      {
        express: (app) => {
          app.use('/files', lib.static(folder, { fallthrough: false, dotfiles: 'deny' }));
        },
      },
    );
    return request(port, 'GET', path, fields);
  }

  it.each([
    ['a file that is not there', '/files/none.txt', 404],
    ['a folder below a file', '/files/a.txt/b', 404],
    ['a name that is too long', `/files/${'x'.repeat(300)}`, 404],
    ['a hidden file', '/files/.secret', 403],
    ['a path that climbs out', '/files/..%2f..%2fetc%2fpasswd', 403],
    ['a path that cannot be decoded', '/files/%E0%A4%A', 400],
    ['NUL in the path', '/files/%00', 400],
    ['sendFile', '/absent', 404],
    ['download', '/download', 404],
  ])('%s: %s is a %i that names no path', async (_what, path, status) => {
    const response = await get(path);
    await expect(response).toHaveStatus(status);
    expect(response.fields['content-type']).toEqual(['application/problem+json']);
    expect(response.body).not.toMatch(/statuskit-|\/tmp|none\.txt|passwd|ENOENT|hunter2/);
  });

  it('a range that cannot be satisfied is a 416 with the length', async () => {
    const response = await get('/files/a.txt', { range: 'bytes=50-60' });
    await expect(response).toHaveStatus(416);
    expect(response.fields['content-range']).toEqual(['bytes */5']);
    expect(response.fields['etag']).toBeUndefined();
    expect(response.fields['last-modified']).toBeUndefined();
  });

  it('a precondition that fails is a 412', async () => {
    const response = await get('/files/a.txt', { 'if-match': '"other"' });
    await expect(response).toHaveStatus(412);
  });

  it('a file that is there is sent', async () => {
    expect((await get('/files/a.txt')).body).toBe('hello');
  });
});

describe.each(FRAMEWORKS)('the file system in a handler of %s', (framework) => {
  async function get(path: string): Promise<RawResponse> {
    const { port } = await serveHere(framework, {
      // A file of the server's own: that it is not there is no matter of the client.
      'GET /raw': async () => String(await readFile(join(folder, 'template.html'))),
      // As koa-send does.
      'GET /send': async () => {
        try {
          return String(await readFile(join(folder, 'none.txt')));
        } catch (error) {
          throw Object.assign(error as Error, { status: 404 });
        }
      },
    });
    return request(port, 'GET', path);
  }

  it('a raw ENOENT is a 500', async () => {
    const response = await get('/raw');
    await expect(response).toHaveStatus(500);
    expect(response.body).not.toMatch(/statuskit-|ENOENT|template/);
  });

  it('with status 404 it is a 404 that names no path', async () => {
    const response = await get('/send');
    await expect(response).toHaveStatus(404);
    expect(JSON.parse(response.body)).toEqual({ type: 'about:blank', title: 'Not Found', status: 404 });
  });
});
