import * as core from '@statuskit/core';
import { expect, it } from 'vitest';
import { lintRulesPage } from '../setup/lint-rules.ts';
import { errorsPage, FIRST_ARGUMENT, statusSheetPage, vendorStatusesPage } from '../setup/status-table.ts';

it.each([
  ['docs/guides/errors.md', errorsPage],
  ['docs/guides/vendor-statuses.md', vendorStatusesPage],
  ['docs/guides/status-sheet.md', statusSheetPage],
  ['docs/guides/lint-rules.md', lintRulesPage],
])('the table of %s says what core knows (pnpm run docs writes it)', (_file, page) => {
  const { current, wanted } = page();
  expect(current).toBe(wanted);
});

type Untyped = new (...args: unknown[]) => core.HttpError;

const byName = core as unknown as Readonly<Record<string, Untyped>>;
const classes = Object.keys(core.STATUS_NAMES)
  .map(Number)
  .filter((status): status is core.ErrorStatus => status >= 400 && status !== 418)
  .map((status) => core.errorClassName(status));

it.each(classes)('docs/guides/errors.md says what the constructor of %s requires', (name) => {
  const Class = byName[name];
  const make = (): unknown => Class && new Class();
  if (FIRST_ARGUMENT[name] === undefined) expect(make()).toBeInstanceOf(core.HttpError);
  else expect(make).toThrow(/expected .* got undefined/);
});
