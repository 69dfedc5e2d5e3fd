// The tables of docs/guides/errors.md and docs/guides/vendor-statuses.md, made from the data of core. `pnpm run docs`
// writes them; a test compares them.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type ErrorStatus,
  errorClassName,
  STATUS_NAMES,
  statusFacts,
  VENDOR_STATUSES,
  type VendorReading,
} from '@statuskit/core';
import { markdownTable } from './markdown-table.ts';
import { type Page, page } from './page.ts';

function errorRow(status: ErrorStatus): string[] {
  const facts = statusFacts(status);
  const { rfc, section } = facts.spec;
  return [
    String(status),
    `\`${errorClassName(status)}\``,
    facts.requiredFields.join(', '),
    facts.retry,
    facts.mustNotStore ? 'never' : facts.heuristicallyCacheable ? 'yes' : 'no',
    `RFC ${rfc} §${section}`,
    facts.useWhen,
  ];
}

/** The guide to errors. */
export function errorsPage(): Page {
  const statuses = Object.keys(STATUS_NAMES)
    .map(Number)
    .filter((status): status is ErrorStatus => status >= 400 && status !== 418);
  const head = [
    'status',
    'class',
    'compulsory fields',
    'retry',
    'may be cached unasked',
    'defined in',
    'when',
  ];
  return page('errors.md', markdownTable(head, statuses.map(errorRow)));
}

function vendorRow(reading: VendorReading): string[] {
  const { status, vendor, name, onWire, sentInstead, fault, retry, nearest, meaning, source } = reading;
  return [
    String(status),
    `[${vendor}](${source})`,
    name,
    onWire ? String(status) : String(sentInstead ?? 'nothing'),
    fault,
    retry,
    String(nearest),
    meaning,
  ];
}

/** The guide to what vendors send without a registration. */
export function vendorStatusesPage(): Page {
  const readings = VENDOR_STATUSES.toSorted((one, other) => one.status - other.status);
  const head = ['status', 'vendor', 'name', 'on the wire', 'fault', 'retry', 'nearest', 'meaning'];
  return page('vendor-statuses.md', markdownTable(head, readings.map(vendorRow)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, wanted } of [errorsPage(), vendorStatusesPage()]) writeFileSync(file, wanted);
}
