// The tables of docs/guides/from-framework-defaults.md, made from what the applications answer. `pnpm run docs` writes
// them; a test compares them.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Framework } from '../../setup/frameworks.ts';
import { markdownTable } from '../../setup/markdown-table.ts';
import { type Page, page } from '../../setup/page.ts';
import type { RawResponse } from '../../setup/raw.ts';
import { CASES, type Case, SECRET } from './cases.ts';
import { type Observed, observe } from './observe.ts';

type Sides = Awaited<ReturnType<typeof observe>>;

const PROPER: Readonly<Record<string, string>> = {
  allow: 'Allow',
  'accept-encoding': 'Accept-Encoding',
  'retry-after': 'Retry-After',
  'www-authenticate': 'WWW-Authenticate',
};

/** Whether anything that only the server knows stands in an answer. */
export function leaks({ body, fields }: RawResponse): boolean {
  return (body + JSON.stringify(fields)).includes(SECRET);
}

function told(response: RawResponse, { answer }: Case): string[] {
  const { detail, errors } = (answer.members ?? {}) as { detail?: string; errors?: { detail: string }[] };
  const shown = (text: string | undefined): boolean =>
    text !== undefined && response.body.includes(JSON.stringify(text).slice(1, -1));
  if (shown(detail)) return ['detail'];
  return shown(errors?.[0]?.detail) ? ['errors'] : [];
}

function summary(response: RawResponse, one: Case): string {
  const fields = Object.keys(one.answer.fields ?? {}).map((name) =>
    name in response.fields ? PROPER[name] : `no ${PROPER[name]}`,
  );
  const leak = leaks(response) ? ['**leaks**'] : [];
  return [response.status, ...fields, ...told(response, one), ...leak].join(', ');
}

/** What each major says; one text where they agree. */
function merged(versions: readonly (readonly [name: string, text: string | undefined])[]): string {
  const given = versions.filter(([, text]) => text !== undefined);
  const [first] = given;
  if (first === undefined) return '–';
  if (given.every(([, text]) => text === first[1])) return first[1] ?? '';
  return given.map(([name, text]) => `${name}: ${text}`).join('; ');
}

function cell(side: ReadonlyMap<Framework, Observed>, frameworks: readonly Framework[], one: Case): string {
  return merged(
    frameworks.map((framework) => {
      const response = side.get(framework)?.get(one);
      return [framework.replace(/(\d)$/, ' $1'), response && summary(response, one)];
    }),
  );
}

const EXPRESS = ['express4', 'express5'] as const;
const KOA = ['koa2', 'koa3'] as const;
const ALL = [...EXPRESS, ...KOA];

function failures(sides: Sides): string {
  const head = ['package', 'failure', 'Express by itself', 'Koa by itself', 'with statuskit, all four'];
  const rows = CASES.map((one) => [
    [...new Set([one.express, one.koa])].filter((name) => name !== undefined).join(', '),
    one.what,
    cell(sides.framework, EXPRESS, one),
    cell(sides.framework, KOA, one),
    cell(sides.statuskit, ALL, one),
  ]);
  return markdownTable(head, rows);
}

const kept = (name: string, response: RawResponse): string => (name in response.fields ? 'kept' : 'lost');

// What holds for each answer to what was thrown.
const COMMON: readonly (readonly [what: string, of: (response: RawResponse) => string])[] = [
  ['the form', ({ fields }) => `\`${fields['content-type']?.[0]?.split(';')[0]}\``],
  ['Cache-Control', ({ fields }) => fields['cache-control']?.join(', ') ?? 'none'],
  ['Strict-Transport-Security, by helmet', (response) => kept('strict-transport-security', response)],
  ['Referrer-Policy, by helmet', (response) => kept('referrer-policy', response)],
  ['Access-Control-Allow-Origin, by cors', (response) => kept('access-control-allow-origin', response)],
  [
    'Vary has Accept-Encoding, by compression',
    ({ fields }) => (/accept-encoding/i.test(String(fields['vary'])) ? 'kept' : 'lost'),
  ],
];

function common(sides: Sides): string {
  const head = ['in every answer', 'Express by itself', 'Koa by itself', 'with statuskit, all four'];
  const thrown = CASES.filter(({ id }) => id !== 'method' && id !== 'unmatched');
  const all = (
    side: ReadonlyMap<Framework, Observed>,
    frameworks: readonly Framework[],
    of: (response: RawResponse) => string,
  ): string => {
    const found = frameworks.flatMap((framework) =>
      thrown.flatMap((one) => side.get(framework)?.get(one) ?? []).map(of),
    );
    return [...new Set(found)].join(' or ');
  };
  const rows = COMMON.map(([what, of]) => [
    what,
    all(sides.framework, EXPRESS, of),
    all(sides.framework, KOA, of),
    all(sides.statuskit, ALL, of),
  ]);
  return markdownTable(head, rows);
}

/** The page as it has to be. */
export function differencesPage(sides: Sides): Page {
  return page('from-framework-defaults.md', `${failures(sides)}\n${common(sides)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { file, wanted } = differencesPage(await observe());
  writeFileSync(file, wanted);
}
