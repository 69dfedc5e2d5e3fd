// `npm run mutate -- fields`, or one file, `npm run mutate -- fields/link`: mutation testing of a part of core's sources, with the
// tests that `stryker.config.mjs` names for it. Without a name: each part that is listed there. Other words go to Stryker.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ROOMS } from '../stryker.config.mjs';

const words = process.argv.slice(2);
const named = words.findIndex((word) => word.startsWith('-'));
const rooms = words.slice(0, named < 0 ? words.length : named);
const options = words.slice(rooms.length);

for (const room of rooms.length > 0 ? rooms : Object.keys(ROOMS)) {
  const path = `packages/core/src/${room}`;
  const files = existsSync(`${path}.ts`) ? `${path}.ts` : `${path}/**/*.ts`;
  const { status } = spawnSync('stryker', ['run', '--mutate', files, ...options], {
    env: { ...process.env, MUTATION_TESTS: testsOf(room) },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exitCode = 1;
}

/** Returns the tests of a room; those of a file that is not listed are the tests of its folder. */
function testsOf(room) {
  const folder = room.split('/').slice(0, -1).join('/');
  return ROOMS[room] ?? (folder === '' ? `${room}/**` : testsOf(folder));
}
