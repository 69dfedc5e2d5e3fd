// Fresh projects, as a stranger makes them: npm installs the packages as they are packed, and each project builds and answers.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));

interface Project {
  readonly name: string;
  readonly type: 'module' | 'commonjs';
  /** The packages of statuskit that it names; core comes with each of them. */
  readonly packages: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  /** Fixtures by what they are called in the project. */
  readonly files: Readonly<Record<string, string>>;
  /** Texts, and what is written as JSON. */
  readonly configs?: Readonly<Record<string, unknown>>;
  /** Commands that must succeed, in order. */
  readonly commands: readonly string[];
  /** The programs that must answer afterwards. */
  readonly programs: readonly string[];
}

const STRICT = { strict: true, target: 'es2022', types: ['node'], skipLibCheck: false };

const tsconfig = (options: object, ...files: readonly string[]): unknown => ({
  compilerOptions: { ...STRICT, outDir: 'out', ...options },
  files,
});

const WEBPACK = `export default {
  mode: 'production',
  target: 'node20',
  entry: './service.mjs',
  output: { path: import.meta.dirname, filename: 'webpack.cjs' },
};
`;

const TSUP = `export default { entry: ['service.mjs'], format: ['cjs'], outDir: 'tsup', noExternal: [/./], silent: true };
`;

const PROJECTS: readonly Project[] = [
  {
    name: 'Express 5 in TypeScript 7, ES modules',
    type: 'module',
    packages: ['express', 'node'],
    dependencies: {
      express: '5.3.0',
      typescript: '7.0.2',
      '@types/express': '5.0.6',
      '@types/node': '24.19.4',
    },
    files: { 'service.ts': 'express-typescript.ts' },
    configs: {
      'tsconfig.json': tsconfig({ module: 'node16', moduleResolution: 'node16' }, 'service.ts'),
      'bundler.json': tsconfig({ module: 'esnext', moduleResolution: 'bundler', noEmit: true }, 'service.ts'),
    },
    commands: ['npx tsc -p tsconfig.json', 'npx tsc -p bundler.json'],
    programs: ['out/service.js'],
  },
  {
    name: 'Koa 3 in TypeScript 5.0, CommonJS, resolution node10 and node16',
    type: 'commonjs',
    packages: ['koa', 'node'],
    dependencies: {
      koa: '3.3.0',
      '@koa/router': '15.7.0',
      typescript: '5.0.4',
      '@types/koa': '3.0.3',
      '@types/node': '20.19.43',
    },
    files: { 'service.ts': 'koa-typescript.ts' },
    configs: {
      'tsconfig.json': tsconfig(
        { module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true, skipLibCheck: true },
        'service.ts',
      ),
      'node16.json': tsconfig(
        { module: 'node16', moduleResolution: 'node16', outDir: 'out16', skipLibCheck: true },
        'service.ts',
      ),
    },
    commands: ['npx tsc -p tsconfig.json', 'npx tsc -p node16.json'],
    programs: ['out/service.js', 'out16/service.js'],
  },
  {
    name: 'Express 4 in JavaScript, CommonJS, with Jest 27',
    type: 'commonjs',
    packages: ['express', 'testing'],
    dependencies: { express: '4.22.3', jest: '27.5.1', supertest: '7.3.2' },
    files: { 'service.js': 'express-commonjs.js', 'service.test.js': 'jest.test.js' },
    commands: ['npx jest --ci'],
    programs: ['service.js'],
  },
  {
    name: 'Express 5 in JavaScript with Jest 30',
    type: 'commonjs',
    packages: ['express', 'testing'],
    dependencies: { express: '5.3.0', jest: '30.5.2', supertest: '7.3.2' },
    files: { 'service.js': 'express-commonjs.js', 'service.test.js': 'jest.test.js' },
    commands: ['npx jest --ci'],
    programs: ['service.js'],
  },
  {
    name: 'vitest',
    type: 'module',
    packages: ['express', 'testing'],
    dependencies: { express: '5.3.0', vitest: '5.1.2', vite: '8.4.0', supertest: '7.3.2' },
    files: { 'service.test.ts': 'vitest.test.ts' },
    commands: ['npx vitest run'],
    programs: [],
  },
  {
    name: 'tsup, esbuild and webpack, with everything in one file',
    type: 'module',
    packages: ['express'],
    dependencies: {
      express: '5.3.0',
      tsup: '9.0.0',
      typescript: '6.0.3',
      esbuild: '0.28.2',
      webpack: '5.113.0',
      'webpack-cli': '7.3.1',
    },
    files: { 'service.mjs': 'bundled.js' },
    configs: { 'webpack.config.mjs': WEBPACK, 'tsup.config.mjs': TSUP },
    commands: [
      'npx tsup',
      'npx esbuild service.mjs --bundle --platform=node --format=cjs --outfile=esbuild.cjs --log-level=error',
      'npx esbuild service.mjs --bundle --platform=node --format=esm --outfile=esbuild.mjs --log-level=error --external:express',
      'npx webpack --config webpack.config.mjs',
    ],
    programs: ['tsup/service.cjs', 'esbuild.cjs', 'esbuild.mjs', 'webpack.cjs'],
  },
];

let home: string;
const tarballs = new Map<string, string>();

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'statuskit-projects-'));
  const folder = join(home, 'tarballs');
  for (const name of new Set(['core', ...PROJECTS.flatMap(({ packages }) => packages)])) {
    await run('npx', ['--yes', 'pnpm@12.21.0', 'pack', '--pack-destination', folder], {
      cwd: join(root, 'packages', name),
    });
  }
  for (const file of readdirSync(folder)) {
    tarballs.set(/^statuskit-([a-z]+)-/.exec(file)?.[1] ?? file, join(folder, file));
  }
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

// The settings of the runner of these tests are not those of the project.
const ENV = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|node_path$|node_options$|vitest|node_env$)/i.test(name),
  ),
);

async function shell(command: string, cwd: string): Promise<void> {
  await run('sh', ['-ec', command], { cwd, env: ENV, maxBuffer: 1 << 26 }).catch(
    (failure: { stdout: string; stderr: string }) => {
      throw new Error(`${command}:\n${failure.stdout}\n${failure.stderr}`);
    },
  );
}

async function make(project: Project): Promise<string> {
  const folder = mkdtempSync(join(home, 'project-'));
  const packages = ['core', ...project.packages].map((name) => [
    `@statuskit/${name}`,
    `file:${tarballs.get(name)}`,
  ]);
  const manifest = {
    name: 'fresh',
    private: true,
    type: project.type,
    dependencies: { ...Object.fromEntries(packages), ...project.dependencies },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2));
  for (const [name, from] of Object.entries(project.files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    copyFileSync(join(fixtures, from), join(folder, name));
  }
  for (const [name, config] of Object.entries(project.configs ?? {})) {
    writeFileSync(join(folder, name), typeof config === 'string' ? config : JSON.stringify(config));
  }
  await shell('npm install --no-audit --no-fund --prefer-offline', folder);
  return folder;
}

/** What a service must answer, request by request. */
async function ask(url: string): Promise<void> {
  const note = await fetch(`${url}/notes/7`);
  expect([note.status, note.headers.get('etag'), await note.json()]).toEqual([
    200,
    '"v3"',
    { text: 'buy milk', version: 3 },
  ]);
  expect((await fetch(`${url}/notes/7`, { headers: { 'If-None-Match': '"v3"' } })).status).toBe(304);
  const missing = await fetch(`${url}/notes/8`);
  expect(missing.headers.get('content-type')).toBe('application/problem+json');
  expect(await missing.json()).toMatchObject({ status: 404, detail: 'No such note' });
  expect((await fetch(`${url}/notes/7`, { method: 'PUT' })).status).toBe(428);
  const late = await fetch(`${url}/notes/7`, { method: 'PUT', headers: { 'If-Match': '"v2"' } });
  expect(await late.json()).toMatchObject({ status: 412, current: { version: 3 } });
  const refused = await fetch(`${url}/notes/7`, { method: 'DELETE' });
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT']);
  const broken = await fetch(`${url}/broken`);
  const text = await broken.text();
  expect([broken.status, text.includes('secret')]).toEqual([500, false]);
}

async function answers(folder: string, program: string): Promise<void> {
  const child = spawn(process.execPath, [program], {
    cwd: folder,
    env: ENV,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  try {
    const [line] = await Promise.race([
      once(createInterface(child.stdout), 'line'),
      once(child, 'exit').then(() => {
        throw new Error(`${program} ended:\n${complaint}`);
      }),
    ]);
    await ask(`http://127.0.0.1:${line}`);
    expect(complaint).toBe('');
  } finally {
    child.kill('SIGKILL');
  }
}

describe('a fresh project', { concurrent: true }, () => {
  it.each(PROJECTS.map((project) => [project.name, project] as const))('%s', async (_name, project) => {
    const folder = await make(project);
    for (const command of project.commands) await shell(command, folder);
    for (const program of project.programs) await answers(folder, program);
  });
});
