// The matchers as they are installed, in the frameworks that share global state with Vitest.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const probe = fileURLToPath(new URL('probe/matchers.mjs', import.meta.url));

it.each(['expect27', 'expect28', 'expect29', 'expect30', 'chai'])('%s', async (framework) => {
  const { stdout } = await promisify(execFile)(process.execPath, [probe, framework]);
  expect(JSON.parse(stdout)).toEqual({ ran: 14, faults: [] });
});

// The figures stand in docs/guides/testing.md. The bound is wide, since they are taken while other tests run.
it('what lint costs: nothing if it is not mounted, and less than 150 µs of CPU time if it is', async () => {
  const cost = fileURLToPath(new URL('probe/lint-cost.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [cost]);
  for (const { warn, throw: thrown, untouched } of Object.values(JSON.parse(stdout) as Costs)) {
    expect(untouched).toBe(true);
    expect(Math.max(warn, thrown)).toBeLessThan(150);
  }
});

type Costs = Record<string, { readonly warn: number; readonly throw: number; readonly untouched: boolean }>;
