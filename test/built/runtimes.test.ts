// The built packages in other runtimes, and the table of docs/guides/runtimes.md.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../setup/browser.ts';
import { describeWith } from '../setup/describe-with.ts';
import { bundleUnitTests } from '../setup/portable/bundle.ts';
import type { Outcome } from '../setup/portable/vitest.ts';
import { findProgram } from '../setup/programs.ts';

type Outcomes = Readonly<Record<string, Outcome>>;

const LONG = { timeout: 120_000 };
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

let server: Server;
let busy = '';
let closed = '';
let folder = '';

beforeAll(async () => {
  const start = async (): Promise<Server> => {
    const one = createServer((request, response) => {
      if (request.url === '/reset') return void request.socket.resetAndDestroy();
      const isPage = request.url === '/';
      response.setHeader('access-control-allow-origin', '*');
      response.writeHead(isPage ? 200 : 503, { 'content-type': 'text/html' });
      response.end('<title>page</title>');
    });
    await new Promise<void>((resolve) => void one.listen(0, '127.0.0.1', resolve));
    return one;
  };
  const urlOf = (one: Server): string => `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
  server = await start();
  busy = urlOf(server);
  const gone = await start();
  closed = urlOf(gone);
  gone.close();
  folder = mkdtempSync(join(tmpdir(), 'statuskit-runtimes-'));
});
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The cells of a row of the guide, by column. */
function rowOf(runtime: string): Readonly<Record<string, string>> {
  const lines = readFileSync(here('../../docs/guides/runtimes.md'), 'utf8').split('\n');
  const cells = (line = ''): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const names = cells(lines.find((line) => line.startsWith('| runtime')));
  const row = lines.map(cells).find(([name]) => name === runtime);
  return Object.fromEntries(names.slice(1).map((name, at) => [name, row?.[at + 1] ?? 'no such row']));
}

/** Checks that all has passed, as the guide says. */
function expectRow(runtime: string, column: string, ...outcomes: readonly (Outcome | undefined)[]): void {
  for (const outcome of outcomes) {
    expect(outcome?.failed).toEqual([]);
    expect(outcome?.passed).toBeGreaterThan(1);
  }
  expect(rowOf(runtime)[column]).toBe('yes');
}

function expectPackages(runtime: string, seen: Outcomes): void {
  expectRow(runtime, 'core, `/fields`, `/status`', seen['core'], seen['fields'], seen['status']);
  expectRow(runtime, 'client', seen['client']);
}

/** Runs a module in a process, and returns the JSON of the last line that it prints. */
function outcomeOf<T>(command: readonly string[], ...args: readonly string[]): Promise<T> {
  const [program = '', ...more] = command;
  const child = spawn(program, [...more, ...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd: here('.') });
  let printed = '';
  let problem = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  child.stderr.on('data', (chunk) => {
    problem += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      try {
        resolve(JSON.parse(printed.trim().split('\n').at(-1) ?? '') as T);
      } catch {
        reject(new Error(`${program}: ${printed.slice(-500)} ${problem.slice(-2000)}`));
      }
    });
  });
}

function inProcess(runtime: string, command: () => readonly string[]): void {
  it('the packages', LONG, async () => {
    expectPackages(runtime, await outcomeOf<Outcomes>(command(), here('./runtimes/main.mjs'), busy, closed));
  });

  it('the adapters', LONG, async () => {
    const seen = await outcomeOf<Outcomes>(command(), here('./runtimes/adapters.mjs'));
    expectRow(runtime, 'Express 4 and 5', seen['Express 4'], seen['Express 5']);
    expectRow(runtime, 'Koa 2 and 3', seen['Koa 2'], seen['Koa 3']);
  });
}

function unitTestsIn(runtime: string, command: () => readonly string[]): void {
  it('the unit tests of the client', LONG, async () => {
    const file = join(folder, 'unit-tests.mjs');
    writeFileSync(
      file,
      `${await bundleUnitTests('node')}\nconsole.log(JSON.stringify(await run())); process.exit(0);`,
    );
    const outcome = await outcomeOf<Outcome>(command(), file);
    expectRow(runtime, 'unit tests of the client', outcome);
    expect(outcome.passed).toBeGreaterThan(1300);
  });
}

describe('Node', () => {
  inProcess('Node', () => [process.execPath]);

  it('in a worker thread', LONG, async () => {
    const worker = new Worker(here('./runtimes/worker.mjs'), { workerData: [busy, closed] });
    const seen = await new Promise<Outcomes>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    expectPackages('Node, in a worker thread', seen);
  });
});

describeWith(['bun'], 'Bun', () => {
  const command = (): string[] => [findProgram('bun') ?? ''];
  inProcess('Bun 1.4', command);
  unitTestsIn('Bun 1.4', command);
});

describeWith(['deno'], 'Deno', () => {
  const command = (): string[] => [
    findProgram('deno') ?? '',
    'run',
    '-A',
    '--no-lock',
    '--node-modules-dir=manual',
  ];
  inProcess('Deno 2.9', command);
  unitTestsIn('Deno 2.9', command);
});

describeWith(['chromium'], 'Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  it('in a page and in a Web Worker', LONG, async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [here('./runtimes/packages.mjs')],
      bundle: true,
      write: false,
      logLevel: 'silent',
      format: 'iife',
      globalName: 'packages',
      platform: 'browser',
      target: 'es2022',
      metafile: true,
    });
    const files = Object.keys(metafile.inputs).join('\n');
    expect(files).toContain('client/dist/browser.js');
    expect(files).not.toContain('client/dist/index.js');
    const script = outputFiles[0]?.text ?? '';
    const { page } = await openPage(browser);
    await page.goto(busy);
    await page.addScriptTag({ content: script });
    const run = `packages.runChecks('${busy}', '${closed}')`;
    expectPackages('Chromium, in a page', await page.evaluate(run));
    const body = JSON.stringify(`${script}\n${run}.then(postMessage);`);
    const inWorker = `new Promise((resolve, reject) => {
      const worker = new Worker(URL.createObjectURL(new Blob([${body}])));
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    })`;
    expectPackages('Chromium, in a Web Worker', await page.evaluate(inWorker));
  });

  it('the unit tests of the client are run by test/integration/client/browser.test.ts', () => {
    const test = readFileSync(here('../integration/client/browser.test.ts'), 'utf8');
    expect(test).toContain("bundleUnitTests('browser')");
    expect(rowOf('Chromium, in a page')['unit tests of the client']).toBe('yes');
  });
});
