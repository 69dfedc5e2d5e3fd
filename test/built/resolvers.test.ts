import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CJS, ESM } from './installed.ts';

// Resolvers, test runners and bundlers that are older or narrower than Node itself, on the packages as they are packed.
const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL('.', import.meta.url));
const packages = fileURLToPath(new URL('../../packages/', import.meta.url));
const PUBLISHED = readdirSync(packages).filter((name) => existsSync(join(packages, name, 'package.json')));

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));

/** Every entry of every package that CommonJS can load. */
const ENTRIES = PUBLISHED.flatMap((name) => {
  const { name: id, exports } = manifestOf(name);
  return Object.entries(exports)
    .filter(([, to]) => typeof to === 'object' && to !== null && 'require' in to)
    .map(([path]) => path.replace('.', id));
});

let project: string;

beforeAll(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'statuskit-resolvers-')));
  const modules = join(project, 'node_modules');
  const tarballs = join(project, 'tarballs');
  mkdirSync(tarballs);
  const folders = PUBLISHED.map((name) => join(packages, name));
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', tarballs, ...folders], {
    stdio: 'pipe',
  });
  for (const name of PUBLISHED) {
    const from = join(packages, name);
    const { name: id, version } = manifestOf(name);
    const into = join(modules, id);
    mkdirSync(into, { recursive: true });
    const tarball = join(tarballs, `${id.slice(1).replace('/', '-')}-${version}.tgz`);
    execFileSync('tar', ['-xzf', tarball, '--strip-components=1'], { cwd: into });
    // What it depends on, beside those of statuskit.
    const dependencies = join(from, 'node_modules');
    for (const one of existsSync(dependencies) ? readdirSync(dependencies) : []) {
      if (one.startsWith('.') || one.startsWith('@') || existsSync(join(modules, one))) continue;
      symlinkSync(realpathSync(join(dependencies, one)), join(modules, one));
    }
  }
  for (const [name, real] of [
    ['express', 'express4'],
    ['koa', 'koa2'],
  ] as const) {
    rmSync(join(modules, name), { force: true });
    symlinkSync(realpathSync(join(here, '../node_modules', real)), join(modules, name));
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'service', private: true }));
  writeFileSync(join(project, 'file.txt'), 'hello');
  for (const name of readdirSync(join(here, 'resolvers')))
    cpSync(join(here, 'resolvers', name), join(project, name));
}, 300_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe.each(['jest26', 'jest27', 'jest30'])('%s', (jest) => {
  // The matchers of @statuskit/testing are for Jest 27 and later.
  const hasMatchers = jest !== 'jest26';

  it('finds and runs every entry that is packed, and the matchers', { timeout: 300_000 }, async () => {
    const bin = join(dirname(require.resolve(`${jest}/package.json`)), 'bin/jest.js');
    const config = {
      testEnvironment: 'node',
      transform: {},
      setupFilesAfterEnv: hasMatchers ? ['@statuskit/testing/jest'] : [],
      testPathIgnorePatterns: hasMatchers ? [] : ['matchers\\.test\\.js$'],
      // Vitest is no CommonJS, and Jest 26 hides AbortController, which cockatiel needs when it is loaded.
      globals: {
        ENTRIES: ENTRIES.filter(
          (one) => one !== '@statuskit/testing/vitest' && (jest !== 'jest26' || one !== '@statuskit/redis'),
        ),
      },
      cacheDirectory: join(project, 'cache', jest),
    };
    const args = [
      bin,
      '--ci',
      '--runInBand',
      '--no-watchman',
      '--forceExit',
      '--rootDir',
      project,
      '--config',
      JSON.stringify(config),
    ];
    // A package manager that runs this sets NODE_PATH, and one Jest would find the parts of another.
    const { NODE_OPTIONS: _, NODE_PATH: __, ...env } = process.env;
    const { stderr } = await promisify(execFile)(process.execPath, args, { cwd: project, env }).catch(
      (failure) => failure as { stderr: string },
    );
    expect(stderr).toMatch(/^Tests: +(\d+) passed, \1 total$/m);
    const suites = hasMatchers ? 2 : 1;
    expect(stderr).toContain(`Test Suites: ${suites} passed, ${suites} total`);
  });
});

describe('names in traces', () => {
  const NAMES = [
    'autoEtag',
    'concurrency',
    'deadline',
    'errorHandler',
    'hosts',
    'idempotent',
    'rateLimit',
    'rejectEarlyData',
    'requireMediaType',
    'shed',
    'unmatched',
  ];
  const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
    concurrency: [{ max: 1 }],
    deadline: [1],
    hosts: [['a.example']],
    idempotent: [{ scope: 'shared' }],
    rateLimit: [{ policies: [{ name: 'a', quota: 1, windowSeconds: 1 }] }],
    requireMediaType: ['application/json'],
  };
  const make = (adapter: object, name: string): unknown =>
    (adapter as Record<string, (...args: readonly unknown[]) => { name: string }>)[name]?.(
      ...(ARGUMENTS[name] ?? []),
    ).name;

  it.each([
    ['@statuskit/express, ESM', ESM.express],
    ['@statuskit/express, CommonJS', CJS.express],
    ['@statuskit/koa, ESM', ESM.koa],
    ['@statuskit/koa, CommonJS', CJS.koa],
  ])('%s: a middleware has the name of what made it', (_package, adapter) => {
    expect(NAMES.map((name) => make(adapter, name))).toEqual(NAMES);
  });
});

describe.each([
  ['express', 'esm'],
  ['koa', 'esm'],
  ['express', 'cjs'],
  ['koa', 'cjs'],
] as const)('a service on %s that esbuild has bundled, %s', (adapter, format) => {
  it('starts, and its middleware keeps its name', async () => {
    const file = join(project, `bundle-${adapter}.${format === 'esm' ? 'mjs' : 'cjs'}`);
    await build({
      stdin: {
        contents: `import { errorHandler, unmatched, rateLimit, sendFile } from '@statuskit/${adapter}';
          const limit = rateLimit({ policies: [{ name: 'hourly', quota: 1, windowSeconds: 3600 }] });
          console.log([errorHandler().name, unmatched().name, limit.name, sendFile.name].join());`,
        resolveDir: project,
      },
      bundle: true,
      outfile: file,
      platform: 'node',
      format,
      logLevel: 'silent',
    });
    const { stdout } = await promisify(execFile)(process.execPath, [file]);
    expect(stdout).toBe('errorHandler,unmatched,rateLimit,sendFile\n');
  });
});

describe('CommonJS', () => {
  it('holds one copy of each class, whatever the entry', () => {
    const { core, conditional, express, koa } = CJS;
    for (const adapter of [express, koa]) {
      expect(adapter.NotFound).toBe(core.NotFound);
      expect(adapter.LostRace).toBe(conditional.LostRace);
    }
    const files = readdirSync(join(packages, 'core/dist')).filter((name) => name.endsWith('.cjs'));
    const holders = files.filter((name) =>
      /UnprocessableContent = class/.test(readFileSync(join(packages, 'core/dist', name), 'utf8')),
    );
    expect(holders).toHaveLength(1);
  });
});
