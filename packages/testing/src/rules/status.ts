import { FIELD_KINDS } from '@statuskit/core/fields';
import {
  isRegisteredStatus,
  type SpecReference,
  STATUS_NAMES,
  type Status,
  type StatusFacts,
  statusFacts,
} from '@statuskit/core/status';
import { type CheckedRule, must, should } from './rule.ts';

// Rules that are rows of core's table of statuses. What the table states without a condition becomes one rule for each status.

const FACTS: readonly StatusFacts[] = Object.keys(STATUS_NAMES).map((code) =>
  statusFacts(Number(code) as Status),
);

/** Fields that the table recommends in some cases only. Other rules know the cases. */
const IN_SOME_CASES: ReadonlySet<string> = new Set([
  'Location on 104',
  'Location on 201',
  'Content-Range on 206',
  'Location on 300',
  'Retry-After on 413',
  'Accept-Encoding on 415',
  'Accept-Patch on 415',
]);

const OF_CONNECTION: ReadonlySet<string> = new Set(FIELD_KINDS.connection);

function sectionOf(spec: SpecReference): string {
  return 'rfc' in spec ? `${spec.rfc} §${spec.section}` : '9110 §15';
}

function ruleIdOf(field: string, code: number): string {
  return `${field.toLowerCase()}-on-${code}`;
}

function hasField(field: string): CheckedRule['check'] {
  const name = field.toLowerCase();
  const isOfConnection = OF_CONNECTION.has(name);
  return (x) => (x.has(name) || (isOfConnection && x.isHttp2) ? undefined : `${field} is missing`);
}

const required = FACTS.flatMap(({ code, spec, requiredFields }) =>
  requiredFields.map((field) => {
    // RFC 9110 §7.8 demands the connection option beside Upgrade.
    const section = field === 'Connection' ? '9110 §7.8' : sectionOf(spec);
    return must(ruleIdOf(field, code), section, `A ${code} has ${field}.`, { status: code }, hasField(field));
  }),
);

const recommended = FACTS.flatMap(({ code, spec, recommendedFields }) =>
  recommendedFields
    .filter((field) => !IN_SOME_CASES.has(`${field} on ${code}`))
    .map((field) =>
      should(
        ruleIdOf(field, code),
        sectionOf(spec),
        `A ${code} should have ${field}.`,
        { status: code },
        hasField(field),
      ),
    ),
);

const empty = FACTS.filter(({ code, mayHaveContent }) => code >= 200 && !mayHaveContent).map(
  ({ code, spec }) =>
    must(`content-on-${code}`, sectionOf(spec), `A ${code} has no content.`, { status: code }, (x) =>
      x.size === undefined || x.size === 0 ? undefined : `content of ${x.size} bytes, where none may be`,
    ),
);

const notStored = FACTS.filter(({ mustNotStore }) => mustNotStore).map(({ code, spec }) =>
  must(
    `storage-of-${code}`,
    sectionOf(spec),
    `A ${code} is never stored, so Cache-Control and Expires do not invite caches to store it.`,
    { status: code },
    (x) => {
      const { noStore, public: isPublic } = x.cacheControl;
      if (noStore === true) return undefined;
      if (isPublic === true) return 'Cache-Control: public allows caches to store it';
      const seconds = Math.max(x.freshSeconds(true) ?? 0, x.freshSeconds(false) ?? 0);
      if (seconds === 0) return undefined;
      const field =
        x.has('cache-control') && x.cacheControl.maxAgeSeconds !== 0 ? 'Cache-Control' : 'Expires';
      return `${field} allows caches to store it for ${seconds} seconds`;
    },
  ),
);

const standing: readonly CheckedRule[] = [
  must('status-range', '9110 §15', 'The status is an integer from 100 to 599.', {}, ({ status }) =>
    Number.isInteger(status) && status >= 100 && status <= 599
      ? undefined
      : `the status ${status} is invalid`,
  ),
  should('status-registered', '9110 §15', 'The status is registered.', {}, ({ status }) =>
    status < 100 || status > 599 || isRegisteredStatus(status)
      ? undefined
      : `the status ${status} is not registered; clients treat it as ${Math.floor(status / 100)}00`,
  ),
  should(
    'status-in-use',
    '9110 §15',
    'The status is neither reserved, nor deprecated, nor obsolete.',
    {},
    ({ status }) => {
      const standing = isRegisteredStatus(status)
        ? FACTS.find(({ code }) => code === status)?.standing
        : undefined;
      return standing === 'reserved' || standing === 'deprecated' || standing === 'obsoleted'
        ? `the status ${status} is ${standing}`
        : undefined;
    },
  ),
];

/** Rules that come from the table of statuses. */
export const STATUS_RULES: readonly CheckedRule[] = [
  ...required,
  ...recommended,
  ...empty,
  ...notStored,
  ...standing,
];
