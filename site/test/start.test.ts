// The guide "Start", read as a program: its commands and its lines in their order, in a fresh folder, with the packages as they are packed.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { describeWith } from '../../test/setup/describe-with.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** A block of the guide. */
interface Part {
  /** What the comment in front of it says: `before: app.get(`, `restart`, or nothing. */
  readonly mark: string;
  readonly language: string;
  readonly code: string;
}

function partsOf(text: string): readonly Part[] {
  return [...text.matchAll(/(?:^<!-- ([^\n]+) -->\n)?^```(\w+)\n(.*?)^```$/gms)].map(
    ([, mark = '', language = '', code = '']) => ({ mark, language, code }),
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Returns the tarballs of packages, as a registry would have them, by their names. */
async function pack(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  for (const name of names) {
    await run('npx', ['--yes', 'pnpm@12.21.0', 'pack', '--pack-destination', folder], {
      cwd: join(root, 'packages', name),
    });
  }
  return new Map(
    readdirSync(folder).map((file) => [
      `@statuskit/${/^statuskit-([a-z]+)-/.exec(file)?.[1] ?? file}`,
      join(folder, file),
    ]),
  );
}

/** The line of the file that a mark names, edited as the mark says. */
function edit(source: string, mark: string, code: string): string {
  const [, how = '', line = ''] = /^(before|replace): (.*)$/s.exec(mark) ?? [];
  const at = `\n${source}`.indexOf(`\n${line}`);
  if (how === '' || at < 0) throw new Error(`the file has no line ${JSON.stringify(line)} for "${mark}"`);
  const end = source.indexOf('\n', at) + 1;
  return source.slice(0, at) + code + source.slice(how === 'before' ? at : end);
}

/** Reads what curl has printed, and compares it with what the guide shows: the status line, each field it names, the content. */
function compare(printed: string, shown: string): void {
  const [head = '', body = ''] = printed.replaceAll('\r', '').split(/\n\n(.*)/s);
  const [wantedHead = '', wantedBody] = shown.trimEnd().split('\n\n');
  const [line, ...fields] = head.split('\n');
  const [wantedLine, ...wantedFields] = wantedHead.split('\n');
  expect(line).toBe(wantedLine);
  // A busy machine may have used up a second of the wait.
  const normal = (field: string): string =>
    field.replace(/^[^:]*/, (name) => name.toLowerCase()).replace(/^(retry-after): \d+$/, '$1: n');
  const found = fields.map(normal);
  for (const field of wantedFields) {
    expect(
      found.some((one) => one.startsWith(normal(field))),
      `${field} among\n${head}`,
    ).toBe(true);
  }
  if (wantedBody !== undefined) expect(body).toBe(wantedBody);
}

async function start(folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['server.mjs'], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stderr?.on('data', (chunk) => {
    printed += String(chunk);
  });
  // Until it answers, or has ended.
  for (;;) {
    if (child.exitCode !== null) throw new Error(`server.mjs ended:\n${printed}`);
    const isUp = await fetch(`http://127.0.0.1:${port}/up`, { method: 'HEAD' }).then(
      () => true,
      () => false,
    );
    if (isUp) return child;
    await new Promise(setImmediate);
  }
}

async function stop(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describeWith(['curl'], 'the guide "Start"', () => {
  it('works, command by command and line by line', { timeout: 180_000 }, async () => {
    const parts = partsOf(readFileSync(join(root, 'docs/guides/start.md'), 'utf8'));
    const home = mkdtempSync(join(tmpdir(), 'statuskit-start-'));
    const folder = join(home, 'notes');
    const port = await freePort();
    let server: ChildProcess | undefined;
    let printed = '';
    let compared = 0;
    try {
      const tarballs = await pack(join(home, 'tarballs'), ['core', 'express', 'node']);
      const shell = async (code: string, cwd: string): Promise<void> => {
        // A reader types the names; the test has the tarballs, and core is a dependency of both.
        const typed = code
          .replaceAll(/@statuskit\/[a-z]+/g, (name) => tarballs.get(name) ?? name)
          .replace(
            /^npm install /m,
            `npm install --no-audit --no-fund --prefer-offline ${tarballs.get('@statuskit/core')} `,
          )
          .replaceAll('localhost:3000', `-s http://127.0.0.1:${port}`);
        printed = (await run('sh', ['-ec', typed], { cwd, env: { ...process.env, NODE_OPTIONS: '' } }))
          .stdout;
      };
      for (const { mark, language, code } of parts) {
        const file = join(folder, 'server.mjs');
        if (mark.startsWith('file: ')) writeFileSync(file, code);
        else if (language === 'js') writeFileSync(file, edit(readFileSync(file, 'utf8'), mark, code));
        else if (mark === 'server') server = await start(folder, port);
        else if (language === 'http') {
          compare(printed, code);
          compared++;
        } else {
          if (mark === 'restart') {
            await stop(server);
            server = await start(folder, port);
          }
          await shell(code, code.startsWith('mkdir') ? home : folder);
        }
      }
      expect(compared).toBeGreaterThanOrEqual(14);
    } finally {
      await stop(server);
      rmSync(home, { recursive: true, force: true });
    }
  });
});
