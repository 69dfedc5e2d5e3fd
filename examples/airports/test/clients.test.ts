import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../../../test/setup/browser.ts';
import { describeWith } from '../../../test/setup/describe-with.ts';
import { findProgram } from '../../../test/setup/programs.ts';
import { type Servers, type ServersOptions, startServers } from '../src/servers.ts';

// What others wrote gets its 304s, its parts and its redirections from the demo.

const run = promisify(execFile);

// Nobody writes a notice here, and a PostgreSQL takes its time to start.
const options: ServersOptions = {
  database: { query: async () => ({ rows: [] }), close: async () => {} },
  express: { report() {} },
  koa: { report() {} },
};

let servers: Servers;
beforeAll(async () => {
  servers = await startServers(options);
});
afterAll(() => servers.close());

const both = ['express', 'koa'] as const;

describeWith(['curl'], 'curl', () => {
  const curl = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run(findProgram('curl') ?? '', ['--silent', '--noproxy', '*', ...args]);
    return stdout;
  };

  it.each(both)('--etag-compare gets a 304 from %s', async (server) => {
    const folder = mkdtempSync(join(tmpdir(), 'statuskit-'));
    const tags = join(folder, 'tags');
    try {
      const get = (): Promise<string> =>
        curl(
          '--etag-save',
          tags,
          '--etag-compare',
          tags,
          '-o',
          join(folder, 'body'),
          '-w',
          '%{http_code}',
          `${servers[server]}/airports/KEF`,
        );
      expect([await get(), await get()]).toEqual(['200', '304']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(both)('--location follows a code that has changed, on %s', async (server) => {
    const airport = await curl('--location', `${servers[server]}/airports/tse`);
    expect(JSON.parse(airport)).toMatchObject({ iata: 'NQZ' });
  });
});

describeWith(['chromium'], 'a browser', () => {
  it.each(both)('reloads the page of %s for a 304, and takes its style from its cache', async (server) => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      const session = await page.context().newCDPSession(page);
      await session.send('Network.enable');
      const statuses: number[] = [];
      // As they came over the wire: the page itself is told 200 where its cache had the rest.
      session.on('Network.responseReceivedExtraInfo', ({ statusCode }) => void statuses.push(statusCode));
      await page.goto(servers[server]);
      expect(await page.title()).toBe('A register of airports');
      expect(await page.evaluate('getComputedStyle(document.body).maxWidth')).not.toBe('none');
      expect(statuses.sort()).toContain(200);
      statuses.length = 0;
      await page.goto(servers[server]);
      expect(statuses).toEqual([304]);
    } finally {
      await browser.close();
    }
  });
});

describeWith(['redis-server'], 'one limit in Redis', () => {
  it('holds for both servers together', async () => {
    const { startRedis } = await import('../../../test/setup/redis-server.ts');
    const { takeTurns } = await import('../src/take-turns.ts');
    const redis = await startRedis();
    const sharing = await startServers({ ...options, redisUrl: redis.url });
    try {
      expect([servers.sharesLimits, sharing.sharesLimits]).toEqual([false, true]);
      const statuses = (await takeTurns(sharing)).map((line) => line.split(/ +/).slice(0, 2).join(' '));
      expect(statuses).toEqual(['express 200', 'koa 200', 'express 200', 'koa 429']);
    } finally {
      await sharing.close();
      await redis.stop();
    }
  });
});
