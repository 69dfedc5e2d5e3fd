// Checks the doc comments of everything public, and compiles and runs their examples. Part of `npm test`, after the build.
//
//     node scripts/check-docs.mjs [--built] [folder or file …]
//
// Without `--built` the examples see the sources, and no build is needed. With folders or files, only these are checked.
// CONTRIBUTING.md lists what is checked.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { blocksOf, checkedBlock, compile, moduleOf, namesOf, transpile } from './docs/examples.mjs';
import { CONDITION, entriesOf, exportsOf, sourceProgram } from './docs/exports.mjs';
import { groupOf } from './docs/groups.mjs';
import { dialectIn, summaryFaults, throwsFaults } from './docs/prose.mjs';

// Names that need no comment, by their file, with the reason.
const WITHOUT_COMMENT = new Map([
  ['packages/core/src/http-errors/index.ts', 'the names of the package http-errors, which documents them'],
]);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const words = process.argv.slice(2);
const isBuilt = words.includes('--built');
const wanted = words
  .filter((word) => !word.startsWith('--'))
  .map((word) => relative(root, resolve(word)).replaceAll('\\', '/'));

if (isBuilt && !existsSync(join(root, 'packages', 'core', 'dist', 'index.d.ts'))) {
  throw new Error('--built: the packages are not built; run `pnpm run build` first, or leave out --built');
}

const under = (file, places) => places.some((place) => file === place || file.startsWith(`${place}/`));

const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
const packages = folders.map((folder) => ({ folder, entries: entriesOf(folder) }));
const program = sourceProgram(
  root,
  packages.flatMap(({ entries }) => entries.map(({ source }) => source)),
);
const items = packages.flatMap(({ folder, entries }) =>
  exportsOf(program, root, folder, entries).map((item) => ({ ...item, folder })),
);

const faults = [];
const complain = (item, line, message) => faults.push({ file: item.file, line, name: item.name, message });

// Most rules are only named, to leave one out: the guide has the line. What a rule throws is skipped.
const RULES = 'packages/core/src/errors/understand/rules';
const isBuiltInRule = ({ file, name }) => under(file, [RULES]) && !/(?:^|\.)from$/.test(name);

function checkThrows(item, { name, doc, line, canThrow }) {
  for (const text of doc?.throws ?? []) {
    for (const fault of throwsFaults(text)) complain(item, line, fault);
  }
  if (canThrow && doc?.throws.length === 0 && !isBuiltInRule(item))
    complain(item, line, name === item.name ? 'no @throws' : `${name}: no @throws`);
}

// What only those use who write an adapter: its own guide is the example.
const isForAdapters = ({ entries }) => entries.every((entry) => entry.endsWith('/adapter'));

function checkItem(item) {
  const { doc, line, kind } = item;
  if (groupOf(item) === undefined) complain(item, line, 'in no group of scripts/docs/groups.mjs');
  if (doc === undefined) {
    if (!WITHOUT_COMMENT.has(item.file)) complain(item, line, 'no doc comment');
    return;
  }
  const isOnlyThrows = isForAdapters(item) && doc.text === '' && doc.throws.length > 0;
  if (!isOnlyThrows) for (const fault of summaryFaults(doc.text)) complain(item, line, fault);
  for (const fault of new Set(doc.prose.flatMap(dialectIn))) complain(item, line, fault);
  checkThrows(item, item);
  const ofMembers = item.members.flatMap((member) => member.doc?.examples ?? []);
  const needsExample = kind !== 'type' && !isForAdapters(item) && !isBuiltInRule(item);
  if (needsExample && doc.examples.length + ofMembers.length === 0) complain(item, line, 'no @example');
  for (const member of item.members) checkMember(item, member);
}

function checkMember(item, member) {
  const { doc, line, name } = member;
  if (doc === undefined) {
    if (/(?:Options|Init)$/.test(item.name)) complain(item, line, `${name}: no doc comment`);
    return;
  }
  const faultsOfText = [...summaryFaults(doc.text), ...doc.prose.flatMap(dialectIn)];
  for (const fault of new Set(faultsOfText)) complain(item, line, `${name}: ${fault}`);
  checkThrows(item, member);
}

const chosen = items.filter(({ file }) => wanted.length === 0 || under(file, wanted));
for (const item of chosen) checkItem(item);

// Where the examples stand: among the tests, whose packages they may import.
const here = join(root, 'test', 'docs');

// The stand-ins are a file for all, and one for the framework: examples of packages without a framework speak of Express.
function standInsOf(folder) {
  const own = existsSync(join(here, `${basename(folder)}.ts`)) ? basename(folder) : 'express';
  return ['common', own].map((name) => ({ specifier: `./${name}.ts`, ...namesOf(join(here, `${name}.ts`)) }));
}

const namesIn = new Map(
  packages.flatMap(({ entries }) => entries.map((entry) => [entry.specifier, publicNames(entry)])),
);

function publicNames({ source }) {
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(program.getSourceFile(source));
  return new Set(checker.getExportsOfModule(symbol).map(({ name }) => name));
}

function examplesOf(item) {
  const own = packages.find(({ folder }) => folder === item.folder).entries.map(({ specifier }) => specifier);
  const specifiers = new Set([...item.entries, ...own, '@statuskit/express']);
  const order = [...specifiers].map((specifier) => [specifier, namesIn.get(specifier)]);
  const standIns = standInsOf(item.folder);
  const documented = [item, ...item.members].filter(({ doc }) => doc !== undefined);
  return documented.flatMap(({ doc }) =>
    doc.examples.flatMap((example) => {
      const blocks = blocksOf(example);
      if (blocks === undefined) complain(item, doc.line, '@example without a fenced ts block');
      return (blocks ?? [example]).map((block) => {
        const made = moduleOf(block, order, standIns);
        const canRun = !made.isDeclared && !/\.listen\(/.test(block);
        return { item, line: doc.line, ...made, canRun };
      });
    }),
  );
}

const examples = chosen.flatMap(examplesOf);
const files = examples.map((_, index) => join(here, `example-${index}.ts`).replaceAll('\\', '/'));
const exampleOf = (file) => examples[files.indexOf(file)];
const codeOf = ({ prelude }, block) => `${prelude}\n${block}\nexport {};\n`;
const failed = new Set();

function complainOfExample(example, message) {
  failed.add(example);
  complain(example.item, example.line, `@example: ${message}`);
}

const complaints = compile(
  root,
  here,
  new Map(examples.map((example, index) => [files[index], codeOf(example, example.block)])),
  isBuilt ? undefined : CONDITION,
);
for (const { module, line, message } of complaints) {
  const example = exampleOf(module);
  complainOfExample(example, `${example.block.split('\n')[line - 1]?.trim() ?? ''} — ${message}`);
}

function runExamples(list) {
  const folder = mkdtempSync(join(tmpdir(), 'statuskit-docs-'));
  const input = join(folder, 'examples.json');
  const named = list.map((example) => ({
    file: files[examples.indexOf(example)],
    code: transpile(codeOf(example, checkedBlock(example.block))),
  }));
  writeFileSync(input, JSON.stringify(named));
  // What runs a script of the sources without a build: Node 24, which every checkout has.
  const major = Number(process.versions.node.split('.')[0]);
  const node = major >= 24 ? process.execPath : join(root, 'node_modules', '.bin', 'node');
  const flags = isBuilt ? [] : [`--conditions=${CONDITION}`];
  const { stdout, stderr, status } = spawnSync(
    node,
    [...flags, join(root, 'scripts', 'docs', 'run.mjs'), input],
    {
      encoding: 'utf8',
    },
  );
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`the examples did not run: ${stderr}`);
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const { url, message } = JSON.parse(line);
    const file = files.find((one) => pathToFileURL(one).href === url);
    complainOfExample(exampleOf(file), message);
  }
}

const runnable = examples.filter((example) => example.canRun && !failed.has(example));
runExamples(runnable);

faults.sort((one, other) => one.file.localeCompare(other.file) || one.line - other.line);
for (const { file, line, name, message } of faults) console.error(`${file}:${line} ${name}: ${message}`);
console.log(
  `${chosen.length} public names, ${examples.length} examples compiled, ${runnable.length} run: ${faults.length} faults`,
);
if (faults.length > 0) process.exitCode = 1;
