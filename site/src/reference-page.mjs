// What typedoc has written, as a page of the site: titles and introductions, imports, stable anchors, and no repetitions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATUS_NAMES } from '@statuskit/core/status';
import { root } from './repository.mjs';

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
    .replaceAll(/\]\(http-errors\/index\.md/g, '](http-errors.md')
    .replaceAll(/\]\((?:\.\.\/)+([\w-]+\.md)/g, ']($1')
    .replaceAll(/\[([^\]]*)\]\((?:http-errors\/)?namespaces\/[^)]*\)/g, '$1');
  for (const [spelled, name] of SPELLED_OUT) {
    page = page.replaceAll(spelled, `\`${name}\``).replaceAll(spelled.replace(/^\\\| /, ''), `\`${name}\``);
  }
  page = page.replaceAll(/(?:<a id="([^"]*)"><\/a>\n\n)?^(#{2,6}) (.+)$/gm, (_, id, level, heading) => {
    const name = heading.replaceAll(/`(?:abstract|static|readonly)` |[\\()`]/g, '').replace(/<.*/, '');
    const anchor = id === undefined ? '' : ` {#${id}}`;
    const item = level === '###' ? byName.get(name) : undefined;
    if (item === undefined) return `${level} ${heading}${anchor}`;
    names.add(name);
    const imports = importsOf(item)
      .map((one) => `\`${one}\``)
      .join(', ');
    return `${level} ${heading}${anchor}\n\n<p class="imports">Exported by ${imports.replaceAll(/`([^`]*)`/g, '<code>$1</code>')}</p>`;
  });
  return { text: `# ${title}\n\n${introduction}\n${page}`, names };
}
