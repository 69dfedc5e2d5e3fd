import { connect } from 'node:http2';
import { ok, preload } from '@statuskit/core';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Exchange, FRAMEWORKS, serveHttp2 } from '../setup/frameworks.ts';
import { serveHere } from '../setup/here.ts';
import { parseResponse, request, talk } from '../setup/raw.ts';

const LINKS = [preload('/style.css', 'style'), preload('/é.woff2', 'font')];
const LINK = LINKS.join(', ');

function hint({ express, koa }: Exchange, links: string | readonly string[] = LINKS): boolean {
  if (koa !== undefined) return forKoa.earlyHints(koa, links);
  return express !== undefined && forExpress.earlyHints(express.res, links);
}

describe.each(FRAMEWORKS)('%s: early hints', (framework) => {
  it('go out before the response, which repeats them', async () => {
    const { port } = await serveHere(framework, {
      'GET /': async (exchange) => {
        expect(hint(exchange)).toBe(true);
        await new Promise(setImmediate);
        return ok('page', { link: LINKS });
      },
    });
    const hints = await request(port, 'GET', '/');
    expect([hints.line, hints.fields]).toEqual(['HTTP/1.1 103 Early Hints', { link: [LINK] }]);
    const response = parseResponse(hints.rest);
    expect([response?.line, response?.body, response?.fields['link']]).toEqual([
      'HTTP/1.1 200 OK',
      'page',
      LINKS,
    ]);
  });

  it('are left out where there are none, after the head, and to HTTP/1.0', async () => {
    const sent: boolean[] = [];
    const { port } = await serveHere(framework, {
      'GET /none': (exchange) => {
        sent.push(hint(exchange, []));
        return 'page';
      },
      'GET /late': (exchange) => {
        if (exchange.koa !== undefined) exchange.koa.respond = false;
        exchange.response.writeHead(200, { 'content-length': '4' });
        exchange.response.flushHeaders();
        sent.push(hint(exchange));
        exchange.response.end('page');
      },
      'GET /old': (exchange) => {
        sent.push(hint(exchange));
        return 'page';
      },
    });
    for (const path of ['/none', '/late']) {
      const response = await request(port, 'GET', path);
      expect([response.status, response.body, response.rest]).toEqual([200, 'page', '']);
    }
    const { bytes } = await talk(port, 'GET /old HTTP/1.0\r\n\r\n');
    expect(bytes).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(bytes).not.toContain('103');
    expect(sent).toEqual([false, false, false]);
  });

  it('that Node cannot write do not fail the request', async () => {
    const { port } = await serveHere(framework, {
      'GET /': (exchange) => ({
        sent: hint(exchange, preload('/a.css', 'style', { media: '(min-width: 40em)' })),
      }),
    });
    const response = await request(port, 'GET', '/');
    expect([response.status, response.body]).toEqual([200, '{"sent":false}']);
  });
});

describe.each(['koa2', 'koa3'] as const)('%s over HTTP/2: early hints', (framework) => {
  it('go out before the response', async () => {
    const server = await serveHttp2(framework, {
      'GET /': (exchange) => {
        hint(exchange);
        return 'page';
      },
    });
    onTestFinished(() => server.close());
    const session = connect(`http://127.0.0.1:${server.port}`);
    const stream = session.request({ ':path': '/' });
    const seen: unknown[] = [];
    stream.on('headers', (head) => seen.push([head[':status'], head['link']]));
    stream.on('response', (head) => seen.push(head[':status']));
    stream.resume();
    await new Promise((resolve) => stream.on('close', resolve));
    session.destroy();
    expect(seen).toEqual([[103, LINK], 200]);
  });
});
