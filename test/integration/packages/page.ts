// The table of docs/guides/packages.md, made from what servers answer. `pnpm run docs` writes it; a test compares it.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { markdownTable } from '../../setup/markdown-table.ts';
import { type Page, page } from '../../setup/page.ts';
import type { RawResponse } from '../../setup/raw.ts';
import { answerOf, frameworksOf } from './observe.ts';
import { ASKED, type Row } from './row.ts';
import { ROWS } from './rows.ts';

const PROPER: Readonly<Record<string, string>> = {
  accept: 'Accept',
  allow: 'Allow',
  'retry-after': 'Retry-After',
  'www-authenticate': 'WWW-Authenticate',
};

/** What an answer says, in one cell. */
export function summary({ status, fields, body }: RawResponse): string {
  const named = ASKED.filter((name) => name in fields).map(
    (name) => `\`${PROPER[name]}: ${fields[name]?.join(', ')}\``,
  );
  const problem = JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Record<string, unknown>;
  const told = ['errors' in problem ? 'errors' : 'detail', 'error']
    .filter((name) => name in problem)
    .map((name) => `\`${name}\``);
  return [String(status), ...named, ...told].join(', ').replaceAll('|', '\\|');
}

function versionOf({ folder }: Row): string {
  const file = new URL(`../../node_modules/${folder}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function frameworksText(row: Row): string {
  const on = frameworksOf(row);
  if (on.length === FRAMEWORKS.length) return 'both';
  return on.every((one) => one.startsWith('koa')) ? 'Koa' : 'Express';
}

function rowOf(row: Row, [byDefault = '', withOption]: readonly string[]): string[] {
  const { name, throws, option } = row;
  const other = option === undefined ? '' : `${withOption}: ${option.text}`;
  return [name, versionOf(row), frameworksText(row), throws.replaceAll('|', '\\|'), byDefault, other];
}

/** The page, from the cells of each row: the answer by default, and the one with its option. */
export function packagesPage(cells: ReadonlyMap<Row, readonly string[]>): Page {
  const head = ['package', 'version', 'for', 'what it throws', 'the answer by default', 'with an option'];
  return page(
    'packages.md',
    markdownTable(
      head,
      ROWS.map((row) => rowOf(row, cells.get(row) ?? [])),
    ),
  );
}

async function write(): Promise<void> {
  const cells = new Map<Row, string[]>();
  for (const row of ROWS) {
    const [framework = 'express5'] = frameworksOf(row);
    const answers = [await answerOf(row, framework)];
    if (row.option !== undefined) answers.push(await answerOf(row, framework, row.option.errors));
    cells.set(row, answers.map(summary));
  }
  const { file, wanted } = packagesPage(cells);
  writeFileSync(file, wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await write();
  process.exit(); // some of the packages leave timers
}
