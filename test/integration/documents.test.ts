import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['.', 'docs', 'docs/guides', 'docs/decisions', 'docs/problems', 'bench'];
const PACKAGES = ['packages', 'examples'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
);
const pages = [...FOLDERS, ...PACKAGES].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name).replaceAll('\\', '/')),
);
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsOf(page: string): Set<string> {
  const headings = [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

describe('a link of a page leads to a file, and to a heading in it', () => {
  it.each(pages)('%s', (page) => {
    const text = read(page).replaceAll(/```.*?```/gs, '');
    const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe('a path that a page names exists', () => {
  // What a page says is relative to the root, to the packages, to core, or to a room of core.
  const PLACES = ['', 'packages', 'packages/core/src', 'packages/express/src', 'test', 'packages/core'];

  it.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s', (page) => {
    const paths = [...read(page).matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)]
      .map(([, path = '']) => path)
      .filter((path) => /\/$|\.(?:ts|mjs|md)$/.test(path));
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !PLACES.some((place) => existsSync(join(root, place, path))))).toEqual([]);
  });
});

it('the index of decisions has each page, by its title', () => {
  const index = read('docs/decisions/README.md');
  const rows = pages
    .filter((page) => /^docs\/decisions\/\d/.test(page))
    .map((page) => {
      const [, number, title] = /^# (\d+)\. (.+)/.exec(read(page)) ?? [];
      return `- [${number}. ${title}](${page.replace('docs/decisions/', '')})`;
    });
  expect(rows.filter((row) => !index.includes(row))).toEqual([]);
});
