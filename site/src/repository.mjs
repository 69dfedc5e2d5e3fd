// Which file of the repository is which page of the site, and where a link leads on it.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The address of the repository, from the one place that has it. */
export const repository = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

// A pattern of a path in the repository, and the page that the file becomes.
const PAGES = [
  [/^README\.md$/, () => 'index.md'],
  [/^docs\/(guides|decisions|problems)\/README\.md$/, (folder) => `${folder}/index.md`],
  [/^docs\/(guides|decisions|problems)\/(.+\.md)$/, (folder, name) => `${folder}/${name}`],
  [/^docs\/errors\.md$/, () => 'project/warnings.md'],
  [/^(packages|examples)\/([^/]+)\/README\.md$/, (folder, name) => `${folder}/${name}.md`],
  [/^bench\/RESULTS\.md$/, () => 'project/results.md'],
  [/^([A-Z_]+)\.md$/, (name) => `project/${name.toLowerCase().replaceAll('_', '-')}.md`],
];

/** Returns the page that a file of the repository becomes, or undefined. */
export function pageOf(file) {
  for (const [pattern, page] of PAGES) {
    const found = pattern.exec(file);
    if (found !== null) return page(...found.slice(1));
  }
  return undefined;
}

/** Returns the address of a file or a folder in the repository. */
const sourceOf = (file) => `${repository}/${/\.\w+$/.test(file) ? 'blob' : 'tree'}/main/${file}`;

/** Returns a link of a file as it must be on its page: to another page, to a copied image, or into the repository. */
function linkOn(page, file, link) {
  if (/^(?:[a-z]+:|#)/.test(link)) return link;
  const [path, anchor] = link.split('#');
  const target = posix.normalize(posix.join(posix.dirname(file), path)).replace(/\/$/, '');
  const wanted =
    pageOf(target) ??
    (existsSync(join(root, target, 'README.md')) ? pageOf(`${target}/README.md`) : undefined);
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (wanted !== undefined) {
    const relative = posix.relative(posix.dirname(page), wanted);
    return `${relative.startsWith('.') ? relative : `./${relative}`}${hash}`;
  }
  if (/\.(?:svg|png)$/.test(target)) return link;
  return `${sourceOf(target)}${hash}`;
}

/** Returns the text of a file with its links as they must be on its page. Code stays as it is. */
export function withLinks(text, page, file) {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]*`)/)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part.replaceAll(/\]\(([^)\s]+)\)/g, (_, link) => `](${linkOn(page, file, link)})`),
    )
    .join('');
}

/** Returns the first heading of a page as plain text. */
export function titleOf(text) {
  return (/^# (.+)$/m.exec(text)?.[1] ?? '').replaceAll('`', '');
}
