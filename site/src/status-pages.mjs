// The page of each registered status, from the tables of core, the rows of test/seed and the examples of statuses/.
import {
  errorClassName,
  isRegisteredStatus,
  STATUS_NAMES,
  statusFacts,
  VENDOR_STATUSES,
} from '@statuskit/core/status';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { SHEET } from '../../test/seed/index.ts';
import { FIELD, FIRST_ARGUMENT } from '../../test/setup/status-table.ts';
import { EXAMPLES, WITHOUT_EXAMPLE } from './statuses/examples.ts';
import { programOf } from './statuses/programs.ts';

const KNOWN = { express: new Set(Object.keys(forExpress)), koa: new Set(Object.keys(forKoa)) };

/** What a client may do, in a sentence. */
const RETRY = {
  'not-applicable': 'The status is not an error; there is nothing to repeat.',
  no: 'No. The same request fails again, and nothing in it can be repaired.',
  'after-change': 'After the request itself has changed: other content, fields, target or method.',
  'with-credentials': 'With other credentials.',
  'after-wait':
    'After the time in Retry-After, or after a growing delay. An unsafe method only if the first request was not processed, or with an idempotency key.',
  'new-connection': 'On another connection.',
  'if-idempotent':
    'After a delay, and automatically only for an idempotent method or with an idempotency key (RFC 9110 §9.2.2): the first request may have had its effect.',
  'after-reread': 'After reading the current state and deciding again.',
  'after-handshake': 'Once, outside of TLS early data.',
  'after-user-action': 'After a person has done something about it.',
};

const SENDER = {
  any: 'every server',
  origin: 'only an origin server',
  'gateway-or-proxy': 'a gateway or a proxy, about the server behind it',
  proxy: 'only a proxy that the client has chosen',
  'not-proxy': 'an origin or a gateway in its name, never a proxy',
  'transforming-proxy': 'only a proxy that has changed the content',
  'intercepting-proxy': 'only a party between client and network, such as a captive portal',
  nobody: 'nobody: the number is reserved',
};

const CLASSES = [
  ['1xx', 'Informational'],
  ['2xx', 'Successful'],
  ['3xx', 'Redirection'],
  ['4xx', 'Client errors'],
  ['5xx', 'Server errors'],
];

const statuses = Object.keys(STATUS_NAMES).map(Number);
const cell = (text) => String(text).replaceAll('|', '\\|');
const code = (text) => `\`${text}\``;
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const nameOf = (status) => `${status} ${STATUS_NAMES[status]}`;

function specOf({ spec }) {
  if ('draft' in spec) return spec.draft;
  const { rfc, section } = spec;
  return `[RFC ${rfc} §${section}](https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section})`;
}

function storing({ heuristicallyCacheable, mustNotStore, code: status }) {
  if (status < 200) return 'Never stored: it is not a final response.';
  if (mustNotStore) return 'Must not be stored, whatever its fields are.';
  const kept = heuristicallyCacheable
    ? 'A cache may store it even if it has no Cache-Control and no Expires (RFC 9110 §15.1).'
    : 'A cache stores it only if Cache-Control or Expires allows that (RFC 9111 §3).';
  return status >= 400
    ? `${kept} statuskit sends \`Cache-Control: no-store\` unless you set another value.`
    : kept;
}

function factRows(status, facts) {
  const fields = (names) => names.map(code).join(', ');
  return [
    ['defined in', specOf(facts)],
    ...(facts.formerNames.length > 0 ? [['former names', facts.formerNames.join(', ')]] : []),
    ...(facts.standing === 'current' ? [] : [['state of the registration', facts.standing]]),
    ['sent by', SENDER[facts.sender]],
    ...(status >= 400 && status !== 418
      ? [
          [
            'class',
            `[\`${errorClassName(status)}\`](../reference/errors.md#${errorClassName(status).toLowerCase()})`,
          ],
        ]
      : []),
    ...(facts.requiredFields.length > 0 ? [['required fields', fields(facts.requiredFields)]] : []),
    ...(facts.recommendedFields.length > 0 ? [['recommended fields', fields(facts.recommendedFields)]] : []),
    ...(facts.optionalFields.length > 0 ? [['optional fields', fields(facts.optionalFields)]] : []),
    ...(facts.repeatedFields.length > 0
      ? [['fields repeated from the 200', fields(facts.repeatedFields)]]
      : []),
    ['content', facts.mayHaveContent ? 'allowed' : 'none'],
  ];
}

function demands(status, facts) {
  const lines = [];
  if (status >= 400 && status !== 418) {
    const name = errorClassName(status);
    const first = FIRST_ARGUMENT[name];
    const field = FIELD[name] ?? facts.requiredFields.join(', ');
    lines.push(
      first === undefined
        ? `The constructor of \`${name}\` requires nothing. Everything that it takes is in the [guide to errors](../guides/errors.md).`
        : `The constructor of \`${name}\` requires ${first}${field === '' ? '' : `, and sets ${field}`}. Without that argument the program does not compile, and throws a TypeError if it runs.`,
    );
  } else if (facts.requiredFields.length > 0) {
    lines.push(`The response must have ${facts.requiredFields.map(code).join(' and ')}.`);
  }
  if (facts.fieldNote !== undefined) lines.push(facts.fieldNote);
  return lines;
}

function programs(status) {
  const example = EXAMPLES[status];
  if (example === undefined) return `## In a service\n\n${WITHOUT_EXAMPLE[status]}`;
  const block = (framework) => `\`\`\`ts\n${programOf(example, framework, KNOWN[framework])}\`\`\``;
  return `## Express\n\n${block('express')}\n\n## Koa\n\n${block('koa')}`;
}

function sheetErrors(status) {
  const rows = SHEET.flatMap((section) => section.rows).filter(
    ({ about, wrong, imprecise }) => about === String(status) && (wrong ?? imprecise) !== undefined,
  );
  if (rows.length === 0) return undefined;
  const lines = rows.map(
    ({ says, wrong, imprecise }) =>
      `- “${says}” ${wrong === undefined ? 'Imprecise' : '**Wrong**'}: ${wrong ?? imprecise}`,
  );
  return `## What cheat sheets get wrong\n\n${lines.join('\n')}\n\nThe [status sheet](../guides/status-sheet.md) checks a whole cheat sheet, row by row.`;
}

function vendors(status) {
  const rows = VENDOR_STATUSES.filter((row) => row.nearest === status || row.status === status);
  if (rows.length === 0) return undefined;
  const list = rows.map((row) => [row.status, `[${row.vendor}](${row.source})`, row.name, row.meaning]);
  return `## What vendors send instead\n\n${table(['status', 'vendor', 'name', 'meaning'], list)}\n\nSend none of these yourself: [statuses of vendors](../guides/vendor-statuses.md).`;
}

function pageFor(status) {
  const facts = statusFacts(status);
  const confused = facts.confusedWith.map(
    ({ code: other, difference }) => `- [${nameOf(other)}](${other}.md): ${difference}`,
  );
  const parts = [
    `# ${nameOf(status)}`,
    facts.useWhen,
    table(['fact', ''], factRows(status, facts)).replace('| fact |  |', '| fact | value |'),
    ...(confused.length > 0 ? [`## Not to be confused with\n\n${confused.join('\n')}`] : []),
    ...(demands(status, facts).length > 0
      ? [`## What it demands\n\n${demands(status, facts).join('\n\n')}`]
      : []),
    programs(status),
    `## Repeating and caching\n\n${table(
      ['question', 'answer'],
      [
        ['May the client repeat the request?', RETRY[facts.retry]],
        ['May a cache store the response?', storing(facts)],
      ],
    )}`,
    sheetErrors(status),
    vendors(status),
  ];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

/** Returns the pages by their paths, the index among them. */
export function statusPages() {
  const index = CLASSES.map(([range, title]) => {
    const rows = statuses
      .filter((status) => String(status).startsWith(range.charAt(0)))
      .map((status) => [`[${status}](${status}.md)`, STATUS_NAMES[status], statusFacts(status).useWhen]);
    return `## ${range} ${title}\n\n${table(['status', 'name', 'when'], rows)}`;
  }).join('\n\n');
  return new Map([
    [
      'statuses/index.md',
      `# Statuses\n\nEvery status that IANA has registered, from the table that \`statusFacts\` reads. Numbers that vendors use without a registration are in [a guide](../guides/vendor-statuses.md).\n\n${index}\n`,
    ],
    ...statuses.filter(isRegisteredStatus).map((status) => [`statuses/${status}.md`, pageFor(status)]),
  ]);
}

/** Returns the statuses for the sidebar, by class. */
export function statusSidebar() {
  return CLASSES.map(([range, title]) => ({
    text: `${range} ${title}`,
    items: statuses
      .filter((status) => String(status).startsWith(range.charAt(0)))
      .map((status) => ({ text: nameOf(status), link: `/statuses/${status}` })),
  }));
}
