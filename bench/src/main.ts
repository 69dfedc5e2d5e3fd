import { writeFileSync } from 'node:fs';
import { measureConstruction } from './construction.ts';
import { CONTENDERS } from './contenders.ts';
import { effortOf } from './options.ts';
import { report } from './report.ts';
import { measureResponses } from './responses.ts';

const effort = effortOf(process.argv.slice(2));

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

progress('construction');
const production = await measureConstruction('production', effort.construction);
const development = await measureConstruction('development', effort.construction);
const responses = await measureResponses(CONTENDERS, effort.responses, progress);
progress('');

const results = report({ production, development, responses }, effort, new Date().toISOString().slice(0, 10));
process.stdout.write(results);
if (effort.full) writeFileSync(new URL('../RESULTS.md', import.meta.url), results);
else
  process.stdout.write(
    '\nA quick run, of servers that are not yet warm: good for trying, not for quoting. RESULTS.md is unchanged.\n',
  );
