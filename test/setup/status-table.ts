// The table of error statuses in docs/guides/errors.md, made from the facts of core. `pnpm run docs` writes it; a test
// compares it.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ErrorStatus, errorClassName, STATUS_NAMES, statusFacts } from '@statuskit/core';

const page = new URL('../../docs/guides/errors.md', import.meta.url);
const BEGIN = '<!-- begin of the table -->\n';
const END = '<!-- end of the table -->';

function row(status: ErrorStatus): string {
  const facts = statusFacts(status);
  const { rfc, section } = facts.spec;
  const fields = facts.requiredFields.join(', ');
  const cache = facts.mustNotStore ? 'never' : facts.heuristicallyCacheable ? 'yes' : 'no';
  return `| ${status} | \`${errorClassName(status)}\` | ${fields} | ${facts.retry} | ${cache} | RFC ${rfc} §${section} | ${facts.useWhen} |`;
}

/** The page as it is, and as the facts want it. */
export function errorsPage(): { readonly current: string; readonly wanted: string } {
  const current = readFileSync(page, 'utf8');
  const statuses = Object.keys(STATUS_NAMES)
    .map(Number)
    .filter((status): status is ErrorStatus => status >= 400 && status !== 418);
  const table = [
    '| status | class | compulsory fields | retry | may be cached unasked | defined in | when |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...statuses.map(row),
    '',
  ].join('\n');
  const begin = current.indexOf(BEGIN) + BEGIN.length;
  const end = current.indexOf(END);
  if (begin < BEGIN.length || end < begin)
    throw new Error('docs/guides/errors.md: expected the two marks of the table');
  return { current, wanted: current.slice(0, begin) + table + current.slice(end) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, errorsPage().wanted);
