// The client in a browser: its unit tests, the rows of retryAdvice, revived responses, and requests of another origin.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type FailedAttempt, type RetryAdvice, retryAdvice } from '@statuskit/client';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, openPage } from '../../setup/browser.ts';
import { describeWith } from '../../setup/describe-with.ts';
import { bundleUnitTests } from '../../setup/portable/bundle.ts';
import type { Outcome } from '../../setup/portable/vitest.ts';

// A browser on a machine that is busy otherwise.
const LONG = { timeout: 90_000 };

describeWith(['chromium'], 'in Chromium', () => {
  let browser: Browser;
  let page: Page;
  let server: Server;
  let url = '';
  const asked: string[] = [];
  // A page of another port, since a blank one may not ask the loopback interface.
  let home: Server;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { method = '', url: path = '' } = request;
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('access-control-allow-headers', '*');
      response.setHeader('access-control-allow-methods', '*');
      if (method === 'OPTIONS') return void response.writeHead(204).end();
      asked.push(
        `${method} ${path} ${request.headers['idempotency-key'] === undefined ? '' : 'keyed'}`.trim(),
      );
      request.resume();
      if (path === '/reset' && asked.length < 3) return void request.socket.resetAndDestroy();
      if (path !== '/busy') return void response.end('{"id":7}');
      const busy = {
        type: 'about:blank',
        title: 'Service Unavailable',
        status: 503,
        detail: 'Later',
        retryAfter: 60,
      };
      response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '60' });
      return void response.end(JSON.stringify(busy));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { outputFiles } = await build({
      stdin: {
        contents: `export * from '@statuskit/client'; export { Conflict, ServiceUnavailable, isHttpError } from '@statuskit/core';`,
        resolveDir: fileURLToPath(new URL('.', import.meta.url)),
      },
      bundle: true,
      write: false,
      logLevel: 'silent',
      minify: true,
      format: 'iife',
      globalName: 'client',
      platform: 'browser',
      target: 'es2022',
      conditions: ['@statuskit/source'],
    });
    browser = await openBrowser();
    ({ page } = await openPage(browser));
    home = createServer(
      (_, response) => void response.setHeader('content-type', 'text/html').end('<title>home</title>'),
    );
    await new Promise<void>((resolve) => void home.listen(0, '127.0.0.1', resolve));
    await page.goto(`http://127.0.0.1:${(home.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    for (const one of [home, server]) {
      one?.closeAllConnections();
      one?.close();
    }
  });

  const inPage = <T>(expression: string): Promise<T> => page.evaluate(expression) as Promise<T>;

  it('passes the unit tests', LONG, async () => {
    await page.addScriptTag({ content: await bundleUnitTests('browser') });
    const { passed, failed } = await inPage<Outcome>('tests.run()');
    expect(failed).toEqual([]);
    expect(passed).toBeGreaterThan(1300);
  });

  it('advises as in Node, row by row', LONG, async () => {
    const now = Date.UTC(2026, 10, 29);
    const waits = [
      undefined,
      '0',
      '2',
      '1.5',
      '-1',
      'soon',
      '2, 9',
      'Sun, 29 Nov 2026 00:00:09 GMT',
      String(34 * 86_400),
    ];
    const statuses = Array.from({ length: 200 }, (_, at) => 400 + at);
    const rows = statuses.flatMap((status) =>
      ['GET', 'PUT', 'DELETE', 'QUERY', 'POST', 'PATCH'].flatMap((method) =>
        [false, true].flatMap((keyed) =>
          waits.map((wait) => ({ status, method, keyed, ...(wait !== undefined && { wait }) })),
        ),
      ),
    );
    const advise = `({ status, method, keyed, wait }) => advice({
      method, keyed, attempt: 1, now: new Date(${now}), random: () => 0.5,
      response: { status, headers: wait === undefined ? {} : { 'retry-after': wait } },
    })`;
    const compile = new Function('advice', `return ${advise}`) as (
      advice: (failed: FailedAttempt) => RetryAdvice,
    ) => (row: (typeof rows)[number]) => RetryAdvice;
    const expected = JSON.stringify(rows.map(compile(retryAdvice)));
    const advice = await inPage<string>(
      `(() => { const advice = client.retryAdvice; return JSON.stringify(${JSON.stringify(rows)}.map(${advise})); })()`,
    );
    expect(advice === expected).toBe(true);
  });

  it('revives a response', LONG, async () => {
    const seen = await inPage(`(async () => {
      const body = JSON.stringify({ detail: 'No', current: { id: 7 } });
      const headers = { 'content-type': 'application/problem+json', etag: '"8"' };
      const error = await client.revive(new Response(body, { status: 409, headers }));
      const { name, status, detail, current } = error;
      return [error instanceof client.Conflict, client.isHttpError(error), name, status, detail, current, error.remote.etag];
    })()`);
    expect(seen).toEqual([true, true, 'Conflict', 409, 'No', { id: 7 }, '"8"']);
  });

  it('knows the wait of another origin from the document', LONG, async () => {
    const seen = await inPage(`client.createFetch({ timeoutMs: 5000 })('${url}/busy').catch((error) => [
      error instanceof client.ServiceUnavailable, error.detail, error.retryAfterSeconds,
      error.remote.headers.get('retry-after'), error.remote.retryAt > new Date(Date.now() + 50000)])`);
    expect(seen).toEqual([true, 'Later', 60, null, true]);
  });

  it('repeats a POST with a key whose connection broke', LONG, async () => {
    asked.length = 0;
    const seen =
      await inPage(`client.createFetch({ idempotencyKey: true, random: () => 0 })('${url}/reset', { method: 'POST' })
      .then((response) => response.json())`);
    expect(seen).toEqual({ id: 7 });
    expect(asked).toEqual(Array(asked.length).fill('POST /reset keyed'));
    expect(asked.length).toBeGreaterThanOrEqual(2);
  });

  it('ends with the signal of the caller', LONG, async () => {
    const seen = await inPage(`(() => {
      const control = new AbortController();
      const done = client.createFetch()('${url}/busy', { signal: control.signal }).catch((reason) => reason);
      control.abort('enough');
      return done;
    })()`);
    expect(seen).toBe('enough');
  });
});
