import { expect, it } from 'vitest';
import { errorsPage } from '../setup/status-table.ts';

it('the table of docs/guides/errors.md says what core knows (pnpm run docs writes it)', () => {
  const { current, wanted } = errorsPage();
  expect(current).toBe(wanted);
});
