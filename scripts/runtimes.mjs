// `npm run runtimes`: fetches Bun and Deno, as test/runtimes/package.json pins them, and runs what is tested in them. With `--install`, as
// .ci/run calls it, it only fetches them; `npm run test:all` then runs these tests as well.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

// The packages of the platforms hold the programs; no script is needed.
run(
  'npm',
  'install',
  '--prefix',
  'test/runtimes',
  '--ignore-scripts',
  '--no-package-lock',
  '--no-audit',
  '--no-fund',
);
if (!process.argv.includes('--install')) {
  run(process.execPath, 'node_modules/vitest/vitest.mjs', 'run', 'test/built/runtimes.test.ts');
}
