// Writes the sizes of today into `size-limits.json`, rounded up to 50 bytes. Needs a build. `.size-limit.js` has the entries.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// It exits with 1 if a limit is exceeded, which is why this runs.
const { stdout } = spawnSync('size-limit', ['--json'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const limits = JSON.parse(stdout).map(({ name, size }) => [name, Math.ceil(size / 50) * 50]);
writeFileSync(
  new URL('size-limits.json', import.meta.url),
  `${JSON.stringify(Object.fromEntries(limits), undefined, 2)}\n`,
);
for (const [name, limit] of limits) console.log(`${String(limit).padStart(7)} B  ${name}`);
