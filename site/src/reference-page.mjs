// What typedoc has written, as a page of the site: titles and introductions, imports, stable anchors, and no repetitions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATUS_NAMES } from '@statuskit/core/status';
import { root } from './repository.mjs';
import { slugOf } from './slug.mjs';

const statuses = Object.keys(STATUS_NAMES);
const union = (list) => list.map((status) => `\\| \`${status}\``).join(' ');

// The compiler spells these types out; a reader wants their names.
const SPELLED_OUT = [
  [statuses, 'Status'],
  [statuses.filter((status) => status >= '400'), 'ErrorStatus'],
  [statuses.filter((status) => status >= '400' && status < '500'), 'ClientErrorStatus'],
  [statuses.filter((status) => status >= '500'), 'ServerErrorStatus'],
  ...[418].flatMap((reserved) => [
    [statuses.filter((status) => status >= '400' && status !== String(reserved)), 'ErrorStatus'],
  ]),
].map(([list, name]) => [union(list), name]);

// What the adapters export as well.
const RE_EXPORTED = [
  ...readFileSync(join(root, 'packages/express/src/index.ts'), 'utf8').matchAll(
    /export \* from '(@statuskit\/core[^']*)'/g,
  ),
].map(([, specifier]) => specifier);

/** Returns the specifiers from which an export can be imported, the package that has it first. */
function importsOf({ entries }) {
  const adapters = entries.some((entry) => RE_EXPORTED.includes(entry))
    ? ['@statuskit/express', '@statuskit/koa']
    : [];
  return [...new Set([...entries, ...adapters])];
}

/** A constructor needs no heading of its own below its class, and no mention of what it returns. */
function simplify(text) {
  return text
    .replaceAll(/#### Constructors\n\n(?:<a id="[^"]*"><\/a>\n\n)?##### Constructor\n/g, '#### Constructor\n')
    .replaceAll(/(#### Constructor\n[\s\S]*?)(?=\n#{2,4} |\n\*\*\*|$)/g, (part) =>
      part.replaceAll(/###### (?:Returns|Overrides)\n\n[^\n]+\n/g, '').replaceAll('###### ', '##### '),
    )
    .replaceAll(/#{4,6} (?:Overrides|Inherited from|Implementation of)\n\n[^\n]+\n/g, '')
    .replaceAll(/#### Extends\n\n- \[`HttpError`\][^\n]*\n\n/g, '')
    .replaceAll(/\n\*\*\*\n/g, '\n')
    .replaceAll('`undefined` | Text', '| Text');
}

/** Returns the page of a namespace as a section of the page of its group: `abort` of `rules` is `rules.abort`, at `#rules-abort`. */
export function namespaceSection(text, name) {
  const prefix = name.toLowerCase();
  return text
    .replace(/^# .*$/m, `## In the namespace \`${name}\` {#${prefix}-namespace}`)
    .replaceAll(/^## (?!In the namespace).*\n/gm, '')
    .replaceAll(/^### /gm, `### ${name}.`)
    .replaceAll('<a id="', `<a id="${prefix}-`)
    .replaceAll('](#', `](#${prefix}-`)
    .replaceAll('](../index.md#', '](#')
    .replaceAll('](../../', '](');
}

/**
 * Returns the page of a group, and the names that have a heading on it.
 *
 * @param text What typedoc has written for the module of the group.
 */
export function polish(text, { title, text: introduction }, items) {
  const byName = new Map(items.map((item) => [item.name === 'default' ? 'createError' : item.name, item]));
  const names = new Set();
  let page = simplify(text)
    .replace(/^# .*\n/, '')
    .replaceAll('#abstract-', '#')
    .replaceAll('id="abstract-', 'id="')
    .replaceAll(/\]\((?:\.\.\/)+/g, '](')
    .replaceAll(
      /\]\((?:([\w-]+)\/)?namespaces\/(\w+)\.md(?:#([\w-]+))?\)/g,
      (_, page, name, anchor = 'namespace') => {
        const file = page === undefined ? '' : `${page}.md`;
        return `](${file}#${name.toLowerCase()}-${anchor})`;
      },
    )
    .replaceAll(/\]\(([\w-]+)\/index\.md/g, ']($1.md');
  for (const [spelled, name] of SPELLED_OUT) {
    page = page.replaceAll(spelled, `\`${name}\``).replaceAll(spelled.replace(/^\\\| /, ''), `\`${name}\``);
  }
  const ids = new Set([...page.matchAll(/<a id="([^"]*)">/g)].map(([, id]) => id));
  let owner = '';
  page = page.replaceAll(
    /(?:<a id="([^"]*)"><\/a>\n\n)?^(#{2,6}) (.+)$/gm,
    (whole, known, level, heading) => {
      if (heading.includes('{#')) return whole;
      const name = heading.replaceAll(/`(?:abstract|static|readonly)` |[\\()`]/g, '').replace(/<.*/, '');
      const id = known ?? ownId(`${level.length > 3 ? `${owner}-` : ''}${slugOf(name)}`);
      if (level === '###') owner = id;
      const item = level === '###' ? byName.get(name) : undefined;
      if (item === undefined) return `${level} ${heading} {#${id}}`;
      names.add(name);
      const imports = importsOf(item).map((one) => `<code>${one}</code>`);
      return `${level} ${heading} {#${id}}\n\n<p class="imports">Exported by ${imports.join(', ')}</p>`;
    },
  );

  /** Returns an id that no heading of the page has: VitePress refuses a page with one that is there twice. */
  function ownId(wanted) {
    let id = wanted;
    for (let at = 1; ids.has(id); at++) id = `${wanted}-${at}`;
    ids.add(id);
    return id;
  }

  return { text: `# ${title}\n\n${introduction}\n${page}`, names };
}
