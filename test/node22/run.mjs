// The suite of the server below the framework on Node 22, whose http differs: this workspace package brings its own `node`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

if (!process.version.startsWith('v22.')) throw new Error(`expected Node 22, this is ${process.version}`);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    'packages/node/test',
    'test/integration/server',
    'test/built/server',
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
