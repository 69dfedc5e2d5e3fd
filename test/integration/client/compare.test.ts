import { expect, it } from 'vitest';
import { comparisonPage, countRequests } from './compare.ts';

it('docs/guides/retries-compared.md says what clients do', async () => {
  const { current, wanted } = comparisonPage(await countRequests());
  expect(wanted, 'run `pnpm run docs`').toBe(current);
  expect(wanted).toMatch(/\| statuskit +\| (\d+) of \1/);
}, 120_000);
