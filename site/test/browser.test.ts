// The site in Chromium: accessible in light and dark, no request to another origin, nothing wider than a phone, a search that works offline.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../../test/setup/browser.ts';
import { describeWith } from '../../test/setup/describe-with.ts';
import { serveSite } from '../src/serve.ts';

const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));

// One page of each kind.
const SAMPLE = {
  start: '/',
  guide: '/guides/start.html',
  'guide with tables': '/guides/from-framework-defaults.html',
  'guide with a picture': '/guides/rate-limits.html',
  reference: '/reference/rate-limits.html',
  'reference of functions': '/reference/express.html',
  'reference index': '/reference/',
  status: '/statuses/409.html',
  'status index': '/statuses/',
  problem: '/problems/not-processed.html',
  decision: '/decisions/0001-one-core-thin-adapters.html',
  package: '/packages/express.html',
} as const;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

describeWith(['chromium'], 'the site in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let origin = '';
  const foreign = new Set<string>();

  beforeAll(async () => {
    server = await serveSite();
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  async function open(path: string): Promise<Page> {
    const page = await browser.newPage({ colorScheme: 'light', viewport: { width: 1280, height: 900 } });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(origin) && !/^(?:data|blob):/.test(url)) foreign.add(url);
    });
    await page.goto(origin + path, { waitUntil: 'load' });
    return page;
  }

  async function violations(page: Page): Promise<string[]> {
    const found = (await page.evaluate(
      "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
    )) as Violation[];
    return found.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ target }) => target.join(' '))
          .join(', ')}`,
    );
  }

  it.each(Object.entries(SAMPLE))(
    '%s: axe finds nothing in light and dark, and a phone does not scroll sideways',
    async (_kind, path) => {
      const page = await open(path);
      await page.addScriptTag({ path: AXE });
      expect(await violations(page), 'light').toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.locator('html.dark').waitFor({ state: 'attached' });
      expect(await violations(page), 'dark').toEqual([]);
      await page.setViewportSize({ width: 375, height: 812 });
      const [content, window] = (await page.evaluate(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      )) as [number, number];
      expect(content).toBeLessThanOrEqual(window);
      await page.close();
    },
  );

  it('finds a page without any server but its own', async () => {
    const page = await open('/guides/start.html');
    const input = page.locator('.VPLocalSearchBox input');
    // The page listens for the key once its script has run, which takes a while on a busy machine.
    const isOpen = async (): Promise<boolean> => {
      if (!(await input.isVisible())) await page.keyboard.press('Control+k');
      return input.isVisible();
    };
    await expect.poll(isOpen, { timeout: 20_000, interval: 500 }).toBe(true);
    await input.fill('idempotency key in use');
    await page.locator('.VPLocalSearchBox .result').first().waitFor();
    const results = await page.locator('.VPLocalSearchBox .result').allInnerTexts();
    expect(results.join('\n').toLowerCase()).toContain('idempotency');
    await page.close();
  });

  it('answers 404 for what is not there, and stays usable', async () => {
    const page = await browser.newPage();
    const response = await page.goto(`${origin}/nowhere`);
    expect(response?.status()).toBe(404);
    expect(await page.locator('body').textContent()).toContain('404');
    await page.close();
  });

  it('has asked no other origin', () => {
    expect([...foreign]).toEqual([]);
  });
});
