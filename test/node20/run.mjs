// The same suite on the oldest Node that users may have: this workspace package brings its own `node`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

if (!process.version.startsWith('v20.')) throw new Error(`expected Node 20, this is ${process.version}`);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run'], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
