// Runs tests on another Node than the workspace's own. The packages `test/node20`, … bring it.
//
//     node test/setup/on-node.ts 20          what depends on Node: ON_EACH_NODE
//     node test/setup/on-node.ts 20 --all    every test
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ON_EACH_NODE } from './suites.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [major = '', mode] = process.argv.slice(2);
const manifest = createRequire(join(root, `test/node${major}/package.json`)).resolve('node/package.json');
const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { node: string } };
const node = join(dirname(manifest), bin.node);

const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
if (!stdout.startsWith(`v${major}.`)) throw new Error(`expected Node ${major}, ${node} is ${stdout}`);

// As on the workspace's own Node, what `npm test` leaves out runs in a process of its own.
const runs =
  mode === '--all' ? [['--project=!long*'], ['--project=long*']] : [['--project=!long*', ...ON_EACH_NODE]];
for (const chosen of runs) {
  const { status } = spawnSync(node, ['node_modules/vitest/vitest.mjs', 'run', ...chosen], {
    cwd: root,
    stdio: 'inherit',
    // The `node` of a test that starts one is this one too.
    env: {
      ...process.env,
      PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env['PATH']}`,
    },
  });
  if (status !== 0) process.exit(status ?? 1);
}
