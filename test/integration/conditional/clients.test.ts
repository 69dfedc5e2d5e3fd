import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { etag } from '@statuskit/core/conditional';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../setup/describe-with.ts';
import { FRAMEWORKS, type Framework, type Routes, type TestServer } from '../../setup/frameworks.ts';
import { serveGuarded } from '../../setup/guarded.ts';
import { findProgram } from '../../setup/programs.ts';

const run = promisify(execFile);

interface Notice {
  readonly server: TestServer;
  readonly statuses: number[];
  /** Publishes a new version. */
  update(): void;
}

/** A page whose text says its version, behind a guard, and what was answered to each request for it. */
async function notice(framework: Framework): Promise<Notice> {
  let version = 1;
  const statuses: number[] = [];
  const routes: Routes = {
    'GET /notice': () => ({ version }),
    'GET /page': ({ express, koa }) => {
      const page = '<!doctype html><title>notices</title>';
      if (express !== undefined) express.res.type('html').send(page);
      else if (koa !== undefined) koa.body = page;
    },
  };
  const server = await serveGuarded(framework, routes, {
    load: () => ({ etag: etag.strong(version), fields: { cacheControl: { noCache: true } } }),
    server: {
      express: (app) =>
        void app.use((req, res, next) => {
          res.once('finish', () => req.path === '/notice' && statuses.push(res.statusCode));
          next();
        }),
      koa: (app) =>
        void app.use(async (ctx, next) => {
          ctx.res.once('finish', () => ctx.path === '/notice' && statuses.push(ctx.res.statusCode));
          await next();
        }),
    },
  });
  return {
    server,
    statuses,
    update() {
      version++;
    },
  };
}

describeWith(['curl'], 'curl --etag-compare', () => {
  it.each(FRAMEWORKS)('gets its 304 from %s, and the new version when there is one', async (framework) => {
    const { server, statuses, update } = await notice(framework);
    const folder = mkdtempSync(join(tmpdir(), 'statuskit-'));
    const [tags, body] = [join(folder, 'tags'), join(folder, 'body')];
    const get = async (): Promise<string> => {
      const url = `http://127.0.0.1:${server.port}/notice`;
      const asked = ['--silent', '--noproxy', '*', '--etag-save', tags, '--etag-compare', tags];
      const { stdout } = await run(findProgram('curl') ?? '', [
        ...asked,
        '-o',
        body,
        '-w',
        '%{http_code}',
        url,
      ]);
      return stdout;
    };
    try {
      expect(await get()).toBe('200');
      expect(readFileSync(tags, 'utf8').trim()).toBe('"1"');
      expect(await get()).toBe('304');
      update();
      expect(await get()).toBe('200');
      expect(JSON.parse(readFileSync(body, 'utf8'))).toEqual({ version: 2 });
      expect(await get()).toBe('304');
      expect(statuses).toEqual([200, 304, 200, 304]);
    } finally {
      rmSync(folder, { recursive: true });
      await server.close();
    }
  });
});

describeWith(['chromium'], 'a browser', () => {
  it('gets its 304 and shows what it has, and the new version when there is one', async () => {
    const browser = await chromium.launch({
      executablePath: findProgram('chromium') ?? '',
      args: ['--no-sandbox', '--disable-background-networking'],
    });
    try {
      for (const framework of ['express5', 'koa3'] as const) {
        const { server, statuses, update } = await notice(framework);
        const page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${server.port}/page`);
        // In the page: what a script of it is given, from the cache or not.
        const read = (): Promise<unknown> =>
          page.evaluate("fetch('/notice').then((answer) => answer.json())");
        expect(await read()).toEqual({ version: 1 });
        expect(await read()).toEqual({ version: 1 });
        update();
        expect(await read()).toEqual({ version: 2 });
        expect(await read()).toEqual({ version: 2 });
        expect(statuses).toEqual([200, 304, 200, 304]);
        await page.close();
        await server.close();
      }
    } finally {
      await browser.close();
    }
  }, 60_000);
});
