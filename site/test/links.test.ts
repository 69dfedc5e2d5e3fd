// Every link of every page, as it was built: to a page that there is, and to a heading that it has.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { builtPages, dist } from './dist.ts';

const pages = builtPages();
const byPath = new Map(pages.map((page) => [page.path, page]));

function target(from: string, link: string): { readonly path: string; readonly hash: string } {
  const { pathname, hash } = new URL(link, `http://site.invalid${from}`);
  const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
  return { path: decodeURIComponent(path), hash: decodeURIComponent(hash.slice(1)) };
}

it('has pages of each kind', () => {
  for (const folder of ['guides', 'reference', 'statuses', 'problems', 'decisions', 'packages', 'project'])
    expect(pages.filter(({ path }) => path.startsWith(`/${folder}/`)).length, folder).toBeGreaterThan(4);
});

it('each internal link leads to a page, and to an anchor on it', () => {
  const broken: string[] = [];
  let checked = 0;
  for (const { path: from, links } of pages) {
    for (const link of links) {
      if (/^(?:https?:|mailto:)/.test(link) || from === '/404.html') continue;
      checked++;
      const { path, hash } = target(from, link);
      const page = byPath.get(path) ?? byPath.get(`${path}.html`);
      if (page === undefined) {
        if (!existsSync(join(dist, path))) broken.push(`${from}: ${link}`);
      } else if (hash !== '' && !page.ids.has(hash)) broken.push(`${from}: ${link}`);
    }
  }
  expect(checked).toBeGreaterThan(5000);
  expect([...new Set(broken)]).toEqual([]);
});

it('loads nothing from another origin', () => {
  const foreign = pages.flatMap(({ path, html }) =>
    [
      ...html.matchAll(/<(?:link|script|img|iframe|source)\s[^>]*(?:href|src)="((?:https?:)?\/\/[^"]*)"/g),
    ].map(([, address]) => `${path}: ${address}`),
  );
  expect(foreign).toEqual([]);
});

it('has a page for each status, and for each problem type that the packages send', () => {
  const root = join(dist, '../..');
  const source = [
    'core/src/middleware/shed.ts',
    'core/src/idempotency/refusals.ts',
    'core/src/rate-limit/rate-limit-error.ts',
  ]
    .map((file) => readFileSync(join(root, 'packages', file), 'utf8'))
    .join('\n');
  const types = [
    ...source.matchAll(/@statuskit\/core#([\w-]+)'/g),
    ...source.matchAll(/^ {2}'(\w+-[\w-]+)': '[A-Z]/gm),
  ].map(([, name = '']) => name);
  expect(types.length).toBeGreaterThanOrEqual(5);
  expect(types.filter((name) => !byPath.has(`/problems/${name}.html`))).toEqual([]);
  for (const status of [103, 200, 304, 404, 418, 429, 451, 503])
    expect(byPath.has(`/statuses/${status}.html`), String(status)).toBe(true);
});
