// Builds the site: puts its pages together in pages/, and lets VitePress make dist/ of them.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'vitepress';
import { navigation } from './navigation.mjs';
import { referencePages } from './reference.mjs';
import { pageOf, repository, root, withLinks } from './repository.mjs';
import { statusPages, statusSidebar } from './status-pages.mjs';

const site = join(root, 'site');
const pages = join(site, 'pages');

const FOLDERS = ['docs', 'docs/guides', 'docs/decisions', 'docs/problems', 'bench'];

/** Returns every file of the repository that is a page of the site. */
function documents() {
  const inFolder = (folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => (folder === '.' ? name : `${folder}/${name}`));
  const readmes = ['packages', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}/README.md`),
  );
  return [
    ...['.', ...FOLDERS].filter((folder) => existsSync(join(root, folder))).flatMap(inFolder),
    ...readmes,
  ].filter((file) => existsSync(join(root, file)) && pageOf(file) !== undefined && file !== 'README.md');
}

function writePage(path, text) {
  const file = join(pages, path);
  mkdirSync(dirname(file), { recursive: true });
  // Text is text here, and not a template of Vue.
  writeFileSync(file, text.replaceAll('{{', '&#123;&#123;'));
}

function copyImages() {
  for (const name of readdirSync(join(root, 'docs'), { recursive: true })) {
    const path = String(name).replaceAll('\\', '/');
    if (!/\.(?:svg|png)$/.test(path)) continue;
    mkdirSync(dirname(join(pages, path)), { recursive: true });
    cpSync(join(root, 'docs', path), join(pages, path));
  }
  // The plot of the results stands beside their page.
  mkdirSync(join(pages, 'project'), { recursive: true });
  cpSync(join(root, 'bench/what-it-costs.svg'), join(pages, 'project/what-it-costs.svg'));
  cpSync(join(site, 'public'), join(pages, 'public'), { recursive: true });
}

/** Returns how many pages were built, and in what time. */
export async function buildSite() {
  const start = performance.now();
  rmSync(pages, { recursive: true, force: true });
  const reference = await referencePages();
  const made = new Map([
    ['index.md', `---\n${readFileSync(join(site, 'home.yml'), 'utf8')}---\n`],
    ...documents().map((file) => {
      const page = pageOf(file);
      return [page, withLinks(readFileSync(join(root, file), 'utf8'), page, file)];
    }),
    ...statusPages(),
    ...reference.pages,
  ]);
  for (const [path, text] of made) writePage(path, text);
  copyImages();
  const lists = { repository, ...navigation(made, reference.ids, statusSidebar()) };
  writeFileSync(join(pages, 'site.json'), `${JSON.stringify(lists, undefined, 2)}\n`);
  await build(site, { logLevel: 'warn' });
  return { pages: made.size, seconds: (performance.now() - start) / 1000 };
}
