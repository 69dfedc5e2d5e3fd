// Each file that a thrown value enters on its way to bytes is one that a reader has to open, and one that has to be fast.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Framework } from '../../setup/frameworks.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));

let files: Readonly<Record<Framework, readonly string[]>>;

beforeAll(async () => {
  const args = ['--conditions=@statuskit/source', CHILD];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  files = JSON.parse(stdout) as typeof files;
}, 60_000); // the child loads every framework from source, beside all other tests

describe('a thrown NotFound enters few files on its way to bytes', () => {
  it.each<[Framework, number]>([
    ['express4', 12],
    ['express5', 12],
    ['koa2', 14],
    ['koa3', 14],
  ])('%s: at most %d', (framework, most) => {
    const entered = files[framework];
    // The way itself, so that the test cannot pass because nothing was measured.
    expect(entered).toEqual(
      expect.arrayContaining([
        'core/src/middleware/failure.ts',
        'core/src/problem/render.ts',
        'core/src/reply.ts',
      ]),
    );
    expect(entered.length, entered.join('\n')).toBeLessThanOrEqual(most);
  });
});
