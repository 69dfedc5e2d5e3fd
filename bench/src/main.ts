import { readFileSync, writeFileSync } from 'node:fs';
import { costPlot } from './cost-plot.ts';
import { report, section } from './report.ts';
import type { Suite } from './suite.ts';
import { conditional } from './suites/conditional/suite.ts';
import { construction } from './suites/construction/suite.ts';
import { limiter } from './suites/limiter/suite.ts';
import { memory } from './suites/memory/suite.ts';
import { redis } from './suites/redis/suite.ts';
import { responses } from './suites/responses/suite.ts';
import { server } from './suites/server/suite.ts';
import { stack } from './suites/stack/suite.ts';

const SUITES: readonly Suite[] = [
  stack,
  responses,
  construction,
  conditional,
  limiter,
  memory,
  redis,
  server,
];
const RESULTS = new URL('../RESULTS.md', import.meta.url);
const PLOT = new URL('../what-it-costs.svg', import.meta.url);
/** In place of the suites: none is run, and the beginning of the report is written. */
const TABLE = 'table';

// `--fast` is read where servers are started.
const words = process.argv.slice(2).filter((word) => word !== '--' && word !== '--fast');
const full = !words.includes('--quick');
const named = words.filter((word) => word !== '--quick');
const unknown = named.find((word) => word !== TABLE && !SUITES.some(({ name }) => name === word));
if (unknown !== undefined) {
  const names = SUITES.map(({ name }) => name).join(', ');
  throw new TypeError(`expected --quick, --fast, ${TABLE} or suites of ${names}, got ${unknown}`);
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

const fresh = new Map<string, string>();
for (const suite of SUITES) {
  if (named.length > 0 && !named.includes(suite.name)) continue;
  const findings = await suite.run(full, (text) => progress(`${suite.name}: ${text}`));
  progress('');
  const text = section(suite, findings, new Date().toISOString().slice(0, 10));
  fresh.set(suite.name, text);
  process.stdout.write(`${text}\n\n`);
}
if (full) {
  const { text, costs } = report(SUITES, fresh, readFileSync(RESULTS, 'utf8'));
  writeFileSync(RESULTS, text);
  writeFileSync(PLOT, costPlot(costs));
} else process.stdout.write('--quick: these figures are not kept.\n');
