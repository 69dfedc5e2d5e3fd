// The tables of docs/guides/errors.md and docs/guides/vendor-statuses.md, made from the data of core, and those of
// docs/guides/status-sheet.md, made from test/seed. `pnpm run docs` writes them; a test compares them.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type ErrorClassName,
  type ErrorStatus,
  errorClassName,
  STATUS_NAMES,
  statusFacts,
  VENDOR_STATUSES,
  type VendorReading,
} from '@statuskit/core';
import { type Row, SHEET } from '../seed/index.ts';
import { markdownTable } from './markdown-table.ts';
import { type Page, page } from './page.ts';

/** What the constructor of a class requires as its first argument; a test holds it against the constructors. */
export const FIRST_ARGUMENT: Readonly<Partial<Record<ErrorClassName<ErrorStatus>, string>>> = {
  Conflict: 'the current state, or a string',
  MethodNotAllowed: 'the methods that are allowed',
  NotAcceptable: 'the representations that are available',
  PreconditionRequired: 'the names of the fields that would do',
  ProxyAuthenticationRequired: 'a challenge, or a list of them',
  RangeNotSatisfiable: 'the complete length in bytes',
  ServiceUnavailable: "the wait, or `'unknown'`",
  TooManyRequests: "the wait, or `'unknown'`",
  Unauthorized: 'a challenge, or a list of them',
  UnavailableForLegalReasons: 'the URI of the party that blocks',
  UnsupportedMediaType: 'the types, or the codings, that are supported',
  UpgradeRequired: 'the protocols',
};

/** The response field that a class makes of its first argument, if that is not what the status table requires. */
export const FIELD: Readonly<Partial<Record<ErrorClassName<ErrorStatus>, string>>> = {
  RangeNotSatisfiable: 'Content-Range',
  ServiceUnavailable: 'Retry-After',
  TooManyRequests: 'Retry-After',
  UnavailableForLegalReasons: 'Link',
  UnsupportedMediaType: 'Accept, Accept-Post, Accept-Patch, Accept-Query or Accept-Encoding',
};

function errorRow(status: ErrorStatus): string[] {
  const facts = statusFacts(status);
  const { rfc, section } = facts.spec;
  const name = errorClassName(status);
  return [
    String(status),
    `\`${name}\``,
    FIRST_ARGUMENT[name] ?? '',
    FIELD[name] ?? facts.requiredFields.join(', '),
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
    'the constructor requires',
    'and sets',
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

const code = (text: string): string => `\`${text}\``;

function judgement({ wrong, imprecise }: Row): string {
  if (wrong !== undefined) return `**wrong**: ${wrong}`;
  return imprecise === undefined ? 'right' : `imprecise: ${imprecise}`;
}

function sheetRow(row: Row): string[] {
  const { about, says, use, routes, serve, instead, ask, wire, gives } = row;
  const asked =
    wire === undefined ? [] : (ask ?? ['GET /']).map((one) => code(one.trim().replaceAll(/\n+/g, ' · ')));
  const done = [
    ...(use === undefined ? [] : [code(`app.use(${use})`)]),
    ...(routes === undefined
      ? []
      : [`routes ${routes.map(code).join(', ')}, ${code('app.use(unmatched())')}`]),
    ...(row.code === undefined ? [] : [code(row.code)]),
    ...(serve === undefined ? [] : [code(serve)]),
    ...(instead === undefined ? [] : [instead]),
  ];
  const seen =
    wire === undefined
      ? row.code === undefined
        ? []
        : [code(JSON.stringify(gives))]
      : [`${asked.join(', ')} → ${wire.map(code).join(' ')}`];
  return [about, says, judgement(row), done.join('<br>'), seen.join('')].map((cell) =>
    cell.replaceAll('|', '\\|'),
  );
}

/** The guide that goes through a status cheat sheet, statement by statement. */
export function statusSheetPage(): Page {
  const head = [
    'about',
    'the sheet says',
    'is that right',
    'with statuskit',
    'on the wire, or what it returns',
  ];
  const sections = SHEET.map(
    ({ title, rows }) => `\n## ${title}\n\n${markdownTable(head, rows.map(sheetRow))}`,
  );
  return page('status-sheet.md', `${sections.join('')}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, wanted } of [errorsPage(), vendorStatusesPage(), statusSheetPage()])
    writeFileSync(file, wanted);
}
