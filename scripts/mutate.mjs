// `npm run mutate -- fields`, or one file, `npm run mutate -- fields/link`: mutation testing of a part of core's sources, with the
// tests that `stryker.config.mjs` names for it. Without a name: each part that is listed there. Other words go to Stryker.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ROOMS } from '../stryker.config.mjs';

const words = process.argv.slice(2);
const option = words.findIndex((word) => word.startsWith('-'));
const rooms = words.slice(0, option < 0 ? words.length : option);
const options = words.slice(rooms.length);

for (const room of rooms.length > 0 ? rooms : Object.keys(ROOMS)) {
  const path = `packages/core/src/${room}`;
  const files = existsSync(`${path}.ts`) ? `${path}.ts` : `${path}/**/*.ts`;
  const { tests, runner } = measured(room);
  const { status } = spawnSync('stryker', ['run', '--mutate', files, '--testRunner', runner, ...options], {
    env: { ...process.env, MUTATION_TESTS: tests },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exitCode = 1;
}

/** Returns how a room is measured: as its folder is, unless the table has it. */
function measured(room) {
  const folder = room.split('/').slice(0, -1).join('/');
  return ROOMS[room] ?? (folder === '' ? { tests: `${room}/**`, runner: 'vitest' } : measured(folder));
}
