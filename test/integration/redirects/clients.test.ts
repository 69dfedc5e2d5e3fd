// The helpers are right if those who follow a redirection do what the helper says.
import { execFile } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { found, moved, redirect, seeOther } from '@statuskit/core';
import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { fetch as undiciFetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTarget } from '../../../packages/core/src/results/target.ts';
import { openBrowser, openPage } from '../../setup/browser.ts';
import { describeWith } from '../../setup/describe-with.ts';
import { type Exchange, FRAMEWORKS, type Routes } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { OPEN_REDIRECTS } from './forms.ts';

const run = promisify(execFile);

// A browser on a machine that is busy otherwise.
const LONG = { timeout: 90_000 };

interface Helper {
  readonly name: string;
  readonly to: () => unknown;
  readonly status: number;
  /** What a client makes of a POST and of a PUT. */
  readonly post: 'GET' | 'POST';
  readonly put: 'GET' | 'PUT';
}

// RFC 9110 §15.4: a POST may become a GET on 301 and 302, and does everywhere; anything becomes one on 303.
const HELPERS: readonly Helper[] = [
  { name: 'see-other', to: () => seeOther('/end'), status: 303, post: 'GET', put: 'GET' },
  { name: 'found', to: () => found('/end'), status: 302, post: 'GET', put: 'PUT' },
  { name: 'permanently', to: () => moved.permanently('/end'), status: 308, post: 'POST', put: 'PUT' },
  { name: 'temporarily', to: () => moved.temporarily('./end'), status: 307, post: 'POST', put: 'PUT' },
  {
    name: 'may-change',
    to: () => moved.permanently('/end', { method: 'may-change' }),
    status: 301,
    post: 'GET',
    put: 'PUT',
  },
  {
    name: 'redirect-308',
    to: () => redirect('/end', { permanent: true, keepMethod: true }),
    status: 308,
    post: 'POST',
    put: 'PUT',
  },
  {
    name: 'redirect-302',
    to: () => redirect('/end', { keepMethod: false }),
    status: 302,
    post: 'GET',
    put: 'PUT',
  },
];

/** One for each status. */
const BY_NAME = HELPERS.filter(({ name }) => !name.startsWith('redirect'));

const FORM = 'a=%C5%82&b=2';

interface Arrived {
  readonly method: string;
  readonly body: string;
}

function expected(method: string): Arrived {
  return { method, body: method === 'GET' ? '' : FORM };
}

function routes(arrived: Arrived[] = []): Routes {
  const end = async ({ request }: Exchange): Promise<Arrived> => {
    const one = { method: request.method ?? '', body: await text(request) };
    arrived.push(one);
    return one;
  };
  const all: Record<string, Routes[string]> = { 'GET /end': end, 'POST /end': end, 'PUT /end': end };
  for (const { name, to } of HELPERS) {
    for (const method of ['GET', 'POST', 'PUT']) {
      all[`${method} /${name}`] = async ({ request }) => {
        await text(request);
        return to();
      };
    }
  }
  all['GET /form'] = ({ set, koa, express, request }) => {
    const html = `<form method="post" action="/${request.url?.split('?')[1]}"><input name="a" value="ł"><input name="b" value="2"><button>go</button></form>`;
    set('Content-Type', 'text/html; charset=utf-8');
    if (koa !== undefined) koa.body = html;
    else express?.res.end(html);
  };
  const nextOf = ({ request }: Exchange): string =>
    new URL(request.url ?? '/', 'http://x').searchParams.get('next') ?? '';
  all['GET /careless'] = (exchange) => seeOther(nextOf(exchange));
  all['GET /careful'] = (exchange) => seeOther(nextOf(exchange), { fallback: '/home' });
  all['GET /home'] = () => 'home';
  return all;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each(FRAMEWORKS)('%s, followed by undici and by fetch of Node', (framework) => {
  it.each(HELPERS)('$name, a $status', async ({ name, post, put }) => {
    const { port } = await serveHere(framework, routes());
    const url = `http://127.0.0.1:${port}/${name}`;
    for (const fetch of [undiciFetch, globalThis.fetch as unknown as typeof undiciFetch]) {
      for (const [method, then] of [
        ['GET', 'GET'],
        ['POST', post],
        ['PUT', put],
      ] as const) {
        const response = await fetch(url, { method, ...(method !== 'GET' && { body: FORM, headers: form }) });
        expect([response.url, response.status]).toEqual([`http://127.0.0.1:${port}/end`, 200]);
        expect(await response.json()).toEqual(expected(then));
      }
    }
  });
});

describeWith(['curl'], 'followed by curl', () => {
  const ask = async (port: number, name: string, ...more: string[]): Promise<Arrived> => {
    const { stdout } = await run('curl', [
      '-sS',
      '-L',
      '-m',
      '10',
      ...more,
      `http://127.0.0.1:${port}/${name}`,
    ]);
    return JSON.parse(stdout) as Arrived;
  };

  it.each(HELPERS)('$name, a $status', async ({ name, status, post }) => {
    const { port } = await serveHere(status % 2 === 0 ? 'express5' : 'koa3', routes());
    const [posted, kept] = await Promise.all([
      ask(port, name, '-d', FORM),
      // Where curl is told to keep the method against the status.
      ...(status <= 303 ? [ask(port, name, '-d', FORM, `--post${status}`)] : []),
    ]);
    expect(posted).toEqual(expected(post));
    if (kept !== undefined) expect(kept).toEqual(expected('POST'));
  });
});

describeWith(['chromium'], 'followed by Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, LONG.timeout);
  afterAll(() => browser?.close());

  it.each([
    ['koa3', BY_NAME],
    ['express5', BY_NAME.slice(0, 1)],
  ] as const)(
    '%s: a form that was posted, by each helper, and reloaded',
    LONG,
    async (framework, helpers) => {
      const arrived: Arrived[] = [];
      const { port } = await serveHere(framework, routes(arrived));
      const { page, hosts } = await openPage(browser);
      for (const { name, post } of helpers) {
        await page.goto(`http://127.0.0.1:${port}/form?${name}`);
        await Promise.all([
          page.waitForURL('**/end'),
          page.$eval('form', (one) => (one as unknown as { submit(): void }).submit()),
        ]);
        expect(JSON.parse(String(await page.textContent('body')))).toEqual(expected(post));
        if (name !== 'see-other') continue;
        // What POST/REDIRECT/GET is for.
        await page.reload();
        expect(arrived.map(({ method }) => method)).toEqual(['GET', 'GET']);
      }
      expect([...hosts]).toEqual([`127.0.0.1:${port}`]);
      await page.close();
    },
  );

  it('a PUT of a script, by each helper', LONG, async () => {
    const { port } = await serveHere('express5', routes());
    const { page } = await openPage(browser);
    await page.goto(`http://127.0.0.1:${port}/home`);
    for (const { name, put } of BY_NAME) {
      const answer = await page.evaluate(
        ([url, body]) =>
          fetch(url, { method: 'PUT', body }).then((response) => response.json() as Promise<unknown>),
        [`/${name}`, FORM] as const,
      );
      expect(answer).toEqual(expected(put));
    }
    await page.close();
  });

  it('no form of an open redirect leaves the origin', LONG, async () => {
    const { port } = await serveHere('koa3', routes());
    const { page, hosts } = await openPage(browser);
    const origin = `http://127.0.0.1:${port}`;
    await page.goto(`${origin}/home`);
    const sent = OPEN_REDIRECTS.filter((one) => !/\p{Cs}/u.test(one));
    const ended = await page.evaluate(async (forms) => {
      const ask = (path: string, next: string): Promise<string> =>
        fetch(`/${path}?${new URLSearchParams({ next })}`).then(
          ({ url, status }) => `${status} ${new URL(url).origin}${new URL(url).pathname}`,
          () => 'left',
        );
      return {
        careless: [...new Set(await Promise.all(forms.map((next) => ask('careless', next))))],
        careful: [...new Set(await Promise.all(forms.map((next) => ask('careful', next))))],
      };
    }, sent);
    expect(ended).toEqual({
      careless: [`500 ${origin}/careless`],
      careful: [`200 ${origin}/home`],
    });
    // By navigation, where a script in a URL would run.
    for (const next of sent.filter((_form, at) => at % 20 === 0)) {
      await page.goto(`${origin}/careful?${new URLSearchParams({ next })}`);
      expect(page.url()).toBe(`${origin}/home`);
    }
    expect([...hosts]).toEqual([`127.0.0.1:${port}`]);
    await page.close();
  });

  it(
    'reads a target that passes as we do, and most that are refused as another host or scheme',
    LONG,
    async () => {
      const { port } = await serveHere('koa3', routes());
      const { page } = await openPage(browser);
      await page.goto(`http://127.0.0.1:${port}/home`);
      const piece = fc.constantFrom(
        '/',
        '.',
        '..',
        '\\',
        '%2f',
        '%5c',
        '?',
        '#',
        ':',
        '@',
        'é',
        '／',
        ' ',
        'evil.example',
        'a',
      );
      const texts = fc.sample(fc.array(piece, { minLength: 1, maxLength: 7 }), { numRuns: 2000, seed: 7 });
      const passed = texts.flatMap((pieces) => {
        const checked = checkTarget(`/${pieces.join('')}`, new Set());
        return 'refused' in checked ? [] : [checked.location];
      });
      const origins = await page.evaluate(
        ({ base, targets }) => {
          const isHere = (target: string): boolean => {
            try {
              return new URL(target, base).origin === new URL(base).origin;
            } catch {
              return false;
            }
          };
          return targets.map((list) => list.map((target) => (isHere(target) ? 'here' : 'elsewhere')));
        },
        { base: page.url(), targets: [passed, OPEN_REDIRECTS] },
      );
      expect(passed.length).toBeGreaterThan(500);
      expect(new Set(origins[0])).toEqual(new Set(['here']));
      // The list has teeth: this many would have left, or run, in this very browser.
      expect(origins[1]?.filter((one) => one === 'elsewhere').length).toBeGreaterThanOrEqual(60);
      await page.close();
    },
  );
});
