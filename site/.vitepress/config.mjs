// The site is built from the pages that src/build.mjs has put together; their lists are in pages/site.json.
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';
import { slugOf } from '../src/slug.mjs';

const { nav, sidebar, repository } = JSON.parse(
  readFileSync(new URL('../pages/site.json', import.meta.url), 'utf8'),
);

// Wide tables scroll by themselves. What scrolls can be reached with the keyboard.
function scrollTables(md) {
  md.renderer.rules.table_open = () =>
    '<div class="table" role="group" aria-label="Table" tabindex="0"><table>\n';
  md.renderer.rules.table_close = () => '</table></div>\n';
}

export default defineConfig({
  lang: 'en',
  title: 'statuskit',
  description: 'Correct HTTP responses for Express and Koa, and wrong ones that do not compile.',
  srcDir: 'pages',
  outDir: 'dist',
  cacheDir: '.cache',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/icon.svg' }]],
  markdown: {
    anchor: { slugify: slugOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: scrollTables,
  },
  themeConfig: {
    nav,
    sidebar,
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    footer: { message: `MIT license · <a href="${repository}">repository</a>` },
  },
});
