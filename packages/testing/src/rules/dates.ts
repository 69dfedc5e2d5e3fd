import { isEntityTag, parseHttpDate } from '@statuskit/core/fields';
import { wholeValue } from './grammar.ts';
import { type CheckedRule, must, should } from './rule.ts';

const DATE_FIELDS = ['Date', 'Last-Modified', 'Expires', 'Sunset'] as const;
const SECTIONS = {
  Date: '9110 §6.6.1',
  'Last-Modified': '9110 §8.8.2',
  Expires: '9111 §5.3',
  Sunset: '8594 §3',
} as const;

const A_DATE = 'a date such as "Sun, 06 Nov 1994 08:49:37 GMT", with the weekday of that day';

const syntax = DATE_FIELDS.map((field) => {
  // RFC 9111 §5.3: recipients must understand an invalid Expires, "0" above all, as a time in the past.
  const kind = field === 'Expires' ? should : must;
  return kind(
    `${field.toLowerCase()}-syntax`,
    SECTIONS[field],
    `${field} is a date of HTTP, and its weekday is right.`,
    { field: field.toLowerCase() },
    wholeValue(field, A_DATE, (value, x) => parseHttpDate(value, x.nowMs) !== undefined),
  );
});

/** Rules about dates. */
export const DATE_RULES: readonly CheckedRule[] = [
  ...syntax,
  must('obsolete-date-form', '9110 §5.6.7', 'Dates are sent in the form IMF-fixdate.', {}, (x) => {
    for (const field of [...DATE_FIELDS, 'Retry-After']) {
      const value = x.value(field.toLowerCase());
      if (value !== undefined && value.charAt(3) !== ',' && parseHttpDate(value, x.nowMs) !== undefined)
        return `${field}: ${value} has an obsolete form`;
    }
    return undefined;
  }),
  must(
    'last-modified-after-date',
    '9110 §8.8.2.1',
    'Last-Modified is not later than Date.',
    { field: 'last-modified' },
    (x) => {
      const modified = parseHttpDate(x.value('last-modified'), x.nowMs);
      const sent = parseHttpDate(x.value('date'), x.nowMs);
      return modified !== undefined && sent !== undefined && modified > sent
        ? `Last-Modified: ${x.value('last-modified')} is later than Date: ${x.value('date')}`
        : undefined;
    },
  ),
  must(
    'etag-syntax',
    '9110 §8.8.3',
    'ETag is one entity tag, in quotes and with W/ before them if it is weak.',
    { field: 'etag' },
    wholeValue('ETag', 'an entity tag such as "v1" in quotes, or W/"v1"', isEntityTag),
  ),
  must(
    'age-syntax',
    '9111 §5.1',
    'Age is a number of seconds.',
    { field: 'age' },
    wholeValue('Age', 'a number of seconds', (value) => /^\d+$/.test(value)),
  ),
  must(
    'sunset-before-deprecation',
    '9745 §4',
    'Sunset is not earlier than Deprecation.',
    { field: 'sunset' },
    (x) => {
      const sunset = parseHttpDate(x.value('sunset'), x.nowMs);
      const [, seconds] = /^@(-?\d+)$/.exec(x.value('deprecation') ?? '') ?? [];
      return sunset !== undefined && seconds !== undefined && sunset.getTime() < Number(seconds) * 1000
        ? `Sunset: ${x.value('sunset')} is earlier than Deprecation: ${x.value('deprecation')}`
        : undefined;
    },
  ),
  must(
    'deprecation-syntax',
    '9745 §2.1',
    'Deprecation is a date of a structured field.',
    { field: 'deprecation' },
    wholeValue('Deprecation', 'a date such as @1688169599', (value) => /^@-?\d{1,15}(?:;.*)?$/.test(value)),
  ),
];
