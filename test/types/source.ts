// Compiles the workspace, and what the guides say to write: their blocks, both sides of their tables, and the programs on the pages of
// statuses. One program for all, since most of the time goes into what they import. Part of `pnpm run types`; the blocks are run by
// `test/integration/guides`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { EXAMPLES } from '../../site/src/statuses/examples.ts';
import { programOf } from '../../site/src/statuses/programs.ts';
import { FROM_BOOM, FROM_HTTP_ERRORS, FROM_KOA, STAND_INS, sourceOf } from '../integration/guides/pairs.ts';
import { readGuide } from '../setup/guide.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const names = readdirSync(join(root, 'docs/guides'))
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.replace(/\.md$/, ''));
const readmes = readdirSync(join(root, 'packages')).map((name) => `../../packages/${name}/README`);
const blocks = [...names, ...readmes]
  .map(readGuide)
  .flatMap(({ name, blocks }) =>
    blocks.flatMap(({ language, code }, index) =>
      language === 'ts' ? [[`${name.replaceAll(/\W/g, '-')}-${index}.ts`, `${code}\nexport {};\n`]] : [],
    ),
  );
const tables = [FROM_BOOM, FROM_HTTP_ERRORS, FROM_KOA].map((table) => [
  `${table.guide}-pairs.ts`,
  sourceOf(table),
]);
const programs = Object.entries(EXAMPLES).flatMap(([status, example]) =>
  (['express', 'koa'] as const).map((framework) => {
    const known = new Set(Object.keys(framework === 'express' ? forExpress : forKoa));
    return [
      `status-${status}-${framework}.ts`,
      `${example ? programOf(example, framework, known) : ''}\nexport {};\n`,
    ];
  }),
);
const modules: Readonly<Record<string, string>> = {
  ...STAND_INS,
  ...Object.fromEntries([...blocks, ...tables, ...programs]),
  // Proof that the compiler sees them at all.
  'wrong.ts': `import { Unauthorized } from '@statuskit/core';\nnew Unauthorized();`,
};

/** Returns what the compiler prints, without color: for each error a line that begins with the path of its file. */
function compile(folder: string): string {
  const config = join(folder, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), files: Object.keys(modules) }),
  );
  const compiler = join(root, 'test/node_modules/typescript70/bin/tsc');
  // Each checker reads what all modules import. The other processor is busy, and the process is too short to collect its garbage often.
  const args = ['--noEmit', '--pretty', 'false', '--checkers', '1', '-p', config];
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, GOGC: '400' },
    maxBuffer: 1 << 26,
  });
  if (status === null || stderr !== '') throw new Error(`the compiler did not run: ${stderr}`);
  return stdout;
}

// In a guide, `process.env.NAME` and `req.params.name` stand as most projects write them.
const isAllowed = (line: string, folder: string): boolean =>
  line.includes(basename(folder)) && line.includes(' TS4111: ');

const folder = mkdtempSync(join(root, 'test/types/.guides-'));
try {
  for (const [name, code] of Object.entries(modules)) writeFileSync(join(folder, name), code);
  // A line that begins with a space goes on with the error before it.
  const complaints = compile(folder)
    .split(/\n(?! |$)/)
    .filter((text) => text.trim() !== '' && !isAllowed(text, folder));
  const others = complaints.filter((text) => !text.includes('/wrong.ts('));
  if (others.length > 0 || complaints.length !== 1) {
    console.error(others.join('\n') || 'the compiler has not seen the guides');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
