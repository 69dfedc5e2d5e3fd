// The reference: typedoc reads the doc comments, and writes one page for each group of scripts/docs/groups.mjs.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, Converter, ReflectionKind } from 'typedoc';
import { entriesOf, exportsOf, sourceProgram } from '../../scripts/docs/exports.mjs';
import { GROUPS, groupNamed, groupOf } from '../../scripts/docs/groups.mjs';
import { namespaceSection, polish } from './reference-page.mjs';
import { root } from './repository.mjs';

const site = join(root, 'site');
// The modules that typedoc reads, one for each group, and what it makes of them.
const modules = join(site, '.reference', 'modules');
const written = join(site, '.reference', 'pages');

/** Returns everything that is public, each export once, with its group. */
function publicExports() {
  const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
  const packages = folders.map((folder) => ({ folder, entries: entriesOf(folder) }));
  const sources = new Map(
    packages.flatMap(({ entries }) => entries.map(({ specifier, source }) => [specifier, source])),
  );
  const program = sourceProgram(root, [...sources.values()]);
  return packages.flatMap(({ folder, entries }) =>
    exportsOf(program, root, folder, entries).map((item) => ({
      ...item,
      group: groupOf(item),
      source: sources.get(item.entries[0]),
    })),
  );
}

/** The default export, of /http-errors, under the name by which it is imported. */
const shownName = (name) => (name === 'default' ? 'createError' : name);

function moduleOf(items) {
  const lines = items.map(({ name, kind, source }) => {
    const path = JSON.stringify(source.replaceAll('\\', '/'));
    // `rules.boom` comes with its namespace.
    const [outer] = name.split('.');
    const named = outer === shownName(outer) ? outer : `${outer} as ${shownName(outer)}`;
    return `export ${kind === 'type' && outer === name ? 'type ' : ''}{ ${named} } from ${path};\n`;
  });
  return [...new Set(lines)].join('');
}

/** What a class has from HttpError is described there, and not again at each of forty classes. */
function removeInherited({ project }) {
  const classes = project.getReflectionsByKind(ReflectionKind.Class);
  const base = classes.find(({ name }) => name === 'HttpError');
  const known = new Set(base?.children?.map(({ name }) => name));
  const isError = (one) => one !== base && one.extendedTypes?.some((type) => type.name === 'HttpError');
  for (const one of classes) {
    for (const member of one.children ?? []) {
      if (member.kindOf(ReflectionKind.Constructor)) continue;
      if (member.inheritedFrom !== undefined || (isError(one) && known.has(member.name)))
        project.removeReflection(member);
    }
  }
}

/** `@throws {TypeError} If …` is shown with its type. */
function showThrownTypes({ project }) {
  for (const reflection of Object.values(project.reflections)) {
    for (const tag of reflection.comment?.blockTags ?? []) {
      if (tag.typeAnnotation === undefined) continue;
      const type = tag.typeAnnotation.replaceAll(/[{}]/g, '').trim();
      tag.content.unshift({ kind: 'code', text: `\`${type}\`` }, { kind: 'text', text: ': ' });
    }
  }
}

async function convert(ids) {
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: ids.map((id) => join(modules, `${id}.ts`)),
    tsconfig: join(site, 'tsconfig.reference.json'),
    skipErrorChecking: true,
    logLevel: 'Error',
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    disableSources: true,
    readme: 'none',
    validation: false,
    out: written,
    router: 'module',
    entryFileName: 'index',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useHTMLAnchors: true,
    preservedTypeAnnotationTags: ['@throws'],
    useCodeBlocks: true,
    expandObjects: false,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    propertyMembersFormat: 'table',
    tableColumnSettings: { hideSources: true, hideInherited: true, hideOverrides: true, hideModifiers: true },
    sort: ['alphabetical'],
    groupOrder: ['Functions', 'Classes', 'Variables', 'Interfaces', 'Type Aliases', '*'],
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, (context) => {
    removeInherited(context);
    showThrownTypes(context);
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('typedoc has found no program');
  await app.generateOutputs(project);
}

/** What typedoc has written about a group. A module with a namespace has a folder, in which each namespace has a page of its own. */
function textOf(id) {
  const folder = join(written, id);
  if (!existsSync(folder)) return readFileSync(`${folder}.md`, 'utf8');
  const namespaces = readdirSync(join(folder, 'namespaces')).filter((file) => file.endsWith('.md'));
  return [
    readFileSync(join(folder, 'index.md'), 'utf8'),
    ...namespaces.map((file) =>
      namespaceSection(readFileSync(join(folder, 'namespaces', file), 'utf8'), file.replace(/\.md$/, '')),
    ),
  ].join('\n');
}

function indexPage(ids, items) {
  const rows = ids.map((id) => {
    const { title, text } = groupNamed(id);
    const count = items.filter(({ group }) => group === id).length;
    return `| [${title}](./${id}.md) | ${count} | ${text} |`;
  });
  return `# Reference

Every public export of every package, from the doc comments in the source. The adapters for Express and Koa export everything of
\`@statuskit/core\` and its subpaths but \`/adapter\` and \`/http-errors\`: one install and one import are enough.

| group | exports | what it has |
| --- | --- | --- |
${rows.join('\n')}
`;
}

/**
 * Returns the pages by their paths, and the address of each export: `reference/errors.md#notfound` of `NotFound`.
 *
 * @throws {Error} If an export has no group, or is missing on its page.
 */
export async function referencePages() {
  const items = publicExports();
  const homeless = items.filter(({ group }) => group === undefined).map(({ name }) => name);
  if (homeless.length > 0) throw new Error(`in no group of scripts/docs/groups.mjs: ${homeless.join(', ')}`);
  const used = new Set(items.map(({ group }) => group));
  const ids = [...new Set([...GROUPS.map(({ id }) => id), ...used])].filter((id) => used.has(id));

  rmSync(join(site, '.reference'), { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  const inGroup = (id) => items.filter(({ group }) => group === id);
  for (const id of ids) writeFileSync(join(modules, `${id}.ts`), moduleOf(inGroup(id)));
  await convert(ids);

  const pages = new Map([['reference/index.md', indexPage(ids, items)]]);
  const missing = [];
  for (const id of ids) {
    const { text, names } = polish(textOf(id), groupNamed(id), inGroup(id));
    pages.set(`reference/${id}.md`, text);
    missing.push(
      ...inGroup(id)
        .filter(({ name }) => !names.has(shownName(name)))
        .map(({ name }) => `${id}: ${name}`),
    );
  }
  if (missing.length > 0) throw new Error(`exports that are missing in the reference: ${missing.join(', ')}`);
  return { pages, ids, count: items.length };
}
