import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework, type ServerOptions, type TestServer } from '../setup/frameworks.ts';
import { problemOf, serveHere } from '../setup/here.ts';
import { request } from '../setup/raw.ts';

const MOVES = { '/old': '/new', '/dead': null, '/docs/*': '/manual/*', '/x/*': '/*' };

async function start(framework: Framework, options: ServerOptions = {}): Promise<TestServer> {
  return serveHere(
    framework,
    { 'GET /new': () => 'new', 'GET /old': () => 'never', 'GET /other': () => 'other' },
    {
      express: (app) => app.use(forExpress.relocations(MOVES, { cacheControl: { maxAgeSeconds: 60 } })),
      koa: (app) => app.use(forKoa.relocations(MOVES, { cacheControl: { maxAgeSeconds: 60 } })),
      ...options,
    },
  );
}

describe.each(FRAMEWORKS)('%s: relocations', (framework) => {
  it('answers each method with a 308 that keeps the query, and a note but for HEAD', async () => {
    const { port } = await start(framework);
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'QUERY']) {
      const response = await request(port, method, '/old?a=1');
      expect(response.line).toBe('HTTP/1.1 308 Permanent Redirect');
      expect(response.fields).toMatchObject({
        location: ['/new?a=1'],
        vary: ['Accept'],
        'cache-control': ['max-age=60'],
        'content-type': ['text/plain; charset=utf-8'],
        'content-length': ['29'],
      });
      expect(response.body).toBe(method === 'HEAD' ? '' : 'Permanent Redirect: /new?a=1\n');
    }
  });

  it('shows HTML to those who ask for it, escaped', async () => {
    const { port } = await start(framework);
    const { fields, body } = await request(port, 'GET', "/old?a=<b>&c='d'", { accept: 'text/html' });
    expect(fields['location']).toEqual(["/new?a=%3Cb%3E&c='d'"]);
    expect(fields['content-type']).toEqual(['text/html; charset=utf-8']);
    expect(body).toContain('<a href="/new?a=%3Cb%3E&amp;c=&#39;d&#39;">');
  });

  it('answers what is gone with a problem, a 410', async () => {
    const { port } = await start(framework);
    const response = await request(port, 'GET', '/dead');
    expect([response.line, problemOf(response)['title']]).toEqual(['HTTP/1.1 410 Gone', 'Gone']);
  });

  it('lets all else pass, also what would lead to another host', async () => {
    const { port } = await start(framework);
    expect((await request(port, 'GET', '/other')).body).toBe('other');
    for (const path of ['/x//evil.example', '/x/\\evil.example', '/x/%5cevil.example', '/nowhere']) {
      const response = await request(port, 'GET', path);
      expect([response.status, response.fields['location']]).toEqual([404, undefined]);
    }
  });

  it('goes by the whole path, wherever it is mounted', async () => {
    const { port } = await start(framework, {
      express: (app) => app.use('/docs', forExpress.relocations(MOVES)),
    });
    expect((await request(port, 'GET', '/docs/a')).fields['location']).toEqual(['/manual/a']);
  });
});
