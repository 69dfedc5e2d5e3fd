// Checks what is published as its users do: their own project, the packages in its node_modules, each compiler from the
// oldest promised to the newest, with the types of the frameworks of that time. Needs a build. Plain JavaScript, so that
// nothing has to be compiled before it.
//
//     node test/types/older-typescript.mjs           the oldest and the newest compiler
//     node test/types/older-typescript.mjs --rest    those between, and other ways to resolve modules
import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const installed = join(here, '../node_modules');

// `typescript` is the one of the workspace.
const isRest = process.argv.includes('--rest');
const OLD = { express: 'express4', koa: 'koa2' };
const NEW = { express: 'express', koa: 'koa' };
const COMPILERS = isRest
  ? [
      { compiler: 'typescript50', frameworks: OLD, kinds: ['bundler'] },
      { compiler: 'typescript59', frameworks: NEW, kinds: ['node', 'node10'] },
      { compiler: 'typescript', frameworks: NEW, kinds: ['node'] },
      { compiler: 'typescript70', frameworks: NEW, kinds: ['bundler'] },
    ]
  : [
      { compiler: 'typescript50', frameworks: OLD, kinds: ['node'] },
      { compiler: 'typescript70', frameworks: NEW, kinds: ['node'] },
    ];

const STRICT = {
  target: 'es2022',
  lib: ['es2022'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  esModuleInterop: true,
  declaration: true,
  noEmit: true,
  skipLibCheck: false,
};
const KINDS = {
  node: {
    files: [
      'consumer.cts',
      'consumer.mts',
      'http-errors.cts',
      'http-errors.mts',
      'two-copies.mts',
      'messages.mts',
    ],
    compilerOptions: { ...STRICT, module: 'nodenext', moduleResolution: 'nodenext' },
  },
  bundler: {
    files: ['consumer.ts', 'http-errors.ts'],
    compilerOptions: { ...STRICT, module: 'esnext', moduleResolution: 'bundler' },
  },
  // What `module: commonjs` meant before TypeScript 6: it knows no `exports`.
  node10: {
    files: ['consumer.ts', 'http-errors.ts'],
    compilerOptions: { ...STRICT, module: 'commonjs', moduleResolution: 'node10' },
  },
};

/** A package as it is published: dist, and a manifest with what `publishConfig` replaces. */
async function publish(name, into) {
  const from = join(root, 'packages', name);
  const { publishConfig, ...manifest } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8'));
  await cp(join(from, 'dist'), join(into, 'dist'), { recursive: true });
  await writeFile(join(into, 'package.json'), JSON.stringify({ ...manifest, ...publishConfig }));
  for (const stub of manifest.files.filter((file) => file.endsWith('/package.json'))) {
    await cp(join(from, stub), join(into, stub));
  }
}

async function makeProject(project, frameworks) {
  const modules = join(project, 'node_modules');
  await mkdir(join(modules, '@types'), { recursive: true });
  for (const name of ['core', 'express', 'koa', 'node', 'redis'])
    await publish(name, join(modules, '@statuskit', name));
  const types = [['node', join(root, 'node_modules/@types/node')]];
  for (const [name, alias] of Object.entries(frameworks))
    types.push([name, join(installed, '@types', alias)]);
  for (const [name, from] of types) await symlink(await realpath(from), join(modules, '@types', name));
  const fixture = join(here, 'fixtures');
  for (const kind of ['ts', 'mts', 'cts']) {
    for (const name of ['consumer', 'http-errors']) {
      await copyFile(join(fixture, `${name}.ts`), join(project, `${name}.${kind}`));
    }
  }
  for (const name of ['two-copies.mts', 'messages.mts'])
    await copyFile(join(fixture, name), join(project, name));
  for (const [kind, config] of Object.entries(KINDS)) {
    await writeFile(join(project, `tsconfig.${kind}.json`), JSON.stringify(config));
  }
}

/** The errors of a compiler: each with its file, its line and all that it says. */
function compile(compiler, project, kind) {
  const home = compiler === 'typescript' ? join(root, 'node_modules') : installed;
  const args = [join(home, compiler, 'bin/tsc'), '--pretty', '-p', `tsconfig.${kind}.json`];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: project, maxBuffer: 1 << 26 }, (failure, stdout, stderr) => {
      if (failure !== null && typeof failure.code !== 'number') reject(failure);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours, which only `--pretty` gives with the related lines
      else resolve(errorsIn(`${stdout}${stderr}`.replace(/\x1b\[\d*m/g, ''), failure));
    });
  });
}

function errorsIn(text, failure) {
  const starts = [...text.matchAll(/^(?:(\S+?):(\d+):\d+ - )?error TS\d+:/gm)];
  if (failure !== null && starts.length === 0) return [{ file: '', line: 0, text }];
  return starts.map((start, index) => ({
    file: start[1] ?? '',
    line: Number(start[2]),
    text: text.slice(start.index, starts[index + 1]?.index).replaceAll('\\"', '"'),
  }));
}

/** What `messages.mts` expects: for a line, all that must be said there. */
async function expectedMessages() {
  const expected = new Map();
  let said = [];
  const source = await readFile(join(here, 'fixtures/messages.mts'), 'utf8');
  for (const [index, line] of source.split('\n').entries()) {
    if (line.startsWith('// says: ')) said.push(line.slice('// says: '.length));
    else if (said.length > 0) {
      expected.set(index + 1, said);
      said = [];
    }
  }
  return expected;
}

/** An error in somebody else's types is not ours to mend. */
const isForeign = ({ file }) => file.includes('node_modules/') && !file.includes('@statuskit/');

function complaints(errors, expected) {
  const isExpected = ({ file, line }) => file === 'messages.mts' && expected.has(line);
  const found = errors.filter((error) => !isForeign(error) && !isExpected(error)).map(({ text }) => text);
  for (const [line, said] of expected) {
    const text = errors
      .filter((error) => error.file === 'messages.mts' && error.line === line)
      .map((error) => error.text)
      .join('\n');
    for (const words of said) {
      if (!text.includes(words)) found.push(`messages.mts:${line} does not say: ${words}\n${text}`);
    }
  }
  return found;
}

const base = await mkdtemp(join(tmpdir(), 'statuskit-types-'));
try {
  const projects = new Map();
  for (const frameworks of [OLD, NEW]) {
    const project = join(base, frameworks.express);
    await makeProject(project, frameworks);
    projects.set(frameworks, project);
  }
  const expected = await expectedMessages();
  const jobs = COMPILERS.flatMap(({ compiler, frameworks, kinds }) =>
    kinds.map((kind) => ({ compiler, kind, project: projects.get(frameworks) })),
  );
  let failed = 0;
  async function worker() {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      const errors = await compile(job.compiler, job.project, job.kind);
      for (const text of complaints(errors, job.kind === 'node' ? expected : new Map())) {
        failed++;
        console.error(`${job.compiler}, ${job.kind}: ${text.trim()}\n`);
      }
    }
  }
  await Promise.all([worker(), worker()]);
  if (failed > 0) process.exitCode = 1;
  else console.log(`published types: ${COMPILERS.length} compilers, for ESM, CommonJS and bundlers`);
} finally {
  await rm(base, { recursive: true, force: true });
}
