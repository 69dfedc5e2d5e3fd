import {
  type BareItem,
  parseHttpDate,
  parseStructuredDictionary,
  parseStructuredList,
} from '@statuskit/core/fields';
import { show } from '../arguments.ts';
import type { Exchange } from '../exchange.ts';
import { wholeValue } from './grammar.ts';
import { type CheckedRule, must, should } from './rule.ts';

function isCount(item: BareItem | undefined): boolean {
  return item?.kind === 'number' && /^\d+$/.test(item.text);
}

// Drafts before the eighth were dictionaries, or one number with parameters.
function isStructured(value: string): boolean {
  return parseStructuredList(value) !== undefined || parseStructuredDictionary(value) !== undefined;
}

/** The items of RateLimit or RateLimit-Policy in the form of today's draft: named strings with parameters. */
function named(x: Exchange, field: string): ReturnType<typeof parseStructuredList> {
  const items = parseStructuredList(x.value(field) ?? '');
  return items?.every(({ kind }) => kind === 'string') ? items : undefined;
}

function syntax(field: string): CheckedRule {
  return must(
    `${field.toLowerCase()}-syntax`,
    '9651 §4.2',
    `${field} is a structured field.`,
    { field: field.toLowerCase() },
    (x) => {
      const value = x.value(field.toLowerCase()) ?? '';
      return value.trim() !== '' && isStructured(value)
        ? undefined
        : `${field}: expected a structured field, got ${show(value)}`;
    },
  );
}

/** Rules about waits and limits. */
export const LIMIT_RULES: readonly CheckedRule[] = [
  must(
    'retry-after-syntax',
    '9110 §10.2.3',
    'Retry-After is a number of seconds, or a date.',
    { field: 'retry-after' },
    wholeValue(
      'Retry-After',
      'a number of seconds, or a date',
      (value, x) => /^\d+$/.test(value) || parseHttpDate(value, x.nowMs) !== undefined,
    ),
  ),
  should(
    'retry-after-in-the-past',
    '9110 §10.2.3',
    'A date in Retry-After is later than Date.',
    { field: 'retry-after' },
    (x) => {
      const at = parseHttpDate(x.value('retry-after'), x.nowMs);
      const sent = parseHttpDate(x.value('date'), x.nowMs);
      return at !== undefined && sent !== undefined && at < sent
        ? `Retry-After: ${x.value('retry-after')} is earlier than Date`
        : undefined;
    },
  ),
  syntax('RateLimit'),
  syntax('RateLimit-Policy'),
  must(
    'ratelimit-numbers',
    '9651 §3.3.1',
    'The r and t of RateLimit, and the q and w of RateLimit-Policy, are integers of at least 0.',
    {},
    (x) => {
      for (const [field, names, needed] of [
        ['ratelimit', ['r', 't'], 'r'],
        ['ratelimit-policy', ['q', 'w'], 'q'],
      ] as const) {
        for (const { text, params } of x.has(field) ? (named(x, field) ?? []) : []) {
          const wrong = names.find((name) => params.has(name) && !isCount(params.get(name)));
          if (wrong !== undefined) return `${field}: ${wrong} of "${text}" is not an integer of at least 0`;
          if (!params.has(needed)) return `${field}: "${text}" has no ${needed}`;
        }
      }
      return undefined;
    },
  ),
  should(
    'ratelimit-without-policy',
    '9651 §3.1',
    'A limit that RateLimit names stands in RateLimit-Policy, if there is one.',
    { field: 'ratelimit' },
    (x) => {
      const policies = x.has('ratelimit-policy') ? named(x, 'ratelimit-policy') : undefined;
      const lost =
        policies &&
        named(x, 'ratelimit')?.find(({ text }) => !policies.some((policy) => policy.text === text));
      return lost && `RateLimit: "${lost.text}" is not in RateLimit-Policy`;
    },
  ),
];
