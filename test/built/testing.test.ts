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
