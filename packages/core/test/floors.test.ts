import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// The order of the floors in ARCHITECTURE.md, from the ground up. Rooms of one floor do not import one another.
const FLOORS: readonly (readonly string[])[] = [
  ['arguments.ts', 'hook.ts', 'read.ts', 'warn.ts', 'escape-html.ts'],
  ['option-names.ts'],
  ['status'],
  ['fields'],
  ['request-view.ts'],
  ['reply.ts'],
  ['errors'],
  ['errors/understand'],
  ['step.ts'],
  ['problem', 'conditional', 'rate-limit', 'idempotency', 'validation', 'http-errors'],
  ['node', 'results'],
  ['middleware'],
];

const SOURCE = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

function roomOf(file: string): string {
  if (file.startsWith('errors/understand/')) return 'errors/understand';
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file;
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  return [...text.matchAll(/\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/g)].map(([, one, other]) =>
    relative('.', normalize(join(dirname(file), one ?? other ?? ''))),
  );
}

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}

describe('imports of core run downwards', () => {
  it.each(files.filter((file) => file !== 'index.ts'))('%s', (file) => {
    const room = roomOf(file);
    expect(floorOf(room), `no floor for ${room}`).toBeGreaterThanOrEqual(0);
    const upwards = importsOf(file).filter((target) => {
      const other = roomOf(target);
      return other !== room && floorOf(other) >= floorOf(room);
    });
    expect(upwards).toEqual([]);
  });
});
