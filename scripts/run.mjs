// `npm run demo`, `npm test`, … on a machine that has only Node and npm: fetches the pinned pnpm, installs
// what the lockfile says, then runs the workspace script named by the first argument on the workspace's own Node.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { packageManager } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const [script, ...args] = process.argv.slice(2);

// npm hands its own settings down as variables; pnpm would take some of them for its own and warn about the rest.
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_/i.test(name) || /^npm_config_(registry|cache|proxy|https_proxy|cafile|userconfig)$/i.test(name),
  ),
);

const isWindows = process.platform === 'win32';

function pnpm(...words) {
  // A shell, which Windows needs, splits at spaces.
  const where = ['--dir', isWindows ? `"${root}"` : root];
  const { status, error } = spawnSync('npx', ['--yes', packageManager, ...where, ...words], {
    // Not in the workspace, where npx would first read all that is installed there, for six seconds.
    cwd: tmpdir(),
    env,
    stdio: 'inherit',
    shell: isWindows,
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

pnpm('install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn');
pnpm('run', '--silent', script, ...args);
