import { expect, it } from 'vitest';
import { errorsPage, statusSheetPage, vendorStatusesPage } from '../setup/status-table.ts';

it.each([
  ['docs/guides/errors.md', errorsPage],
  ['docs/guides/vendor-statuses.md', vendorStatusesPage],
  ['docs/guides/status-sheet.md', statusSheetPage],
])('the table of %s says what core knows (pnpm run docs writes it)', (_file, page) => {
  const { current, wanted } = page();
  expect(current).toBe(wanted);
});
