import {
  ABSENT,
  AFTER,
  ALL,
  AT,
  BARE,
  BEFORE,
  type Case,
  DATE,
  DATED,
  READS,
  type Row,
  TAGGED,
  table,
  WRITES,
} from './case.ts';

const half = { exists: true, lastModified: '1994-11-06T08:49:37.500Z' } as const;
const nearlyNext = { exists: true, lastModified: '1994-11-06T08:49:37.999Z' } as const;
const beforeEpoch = { exists: true, lastModified: '1969-12-31T23:59:59.250Z' } as const;

/** What is no HTTP-date of RFC 9110 §5.6.7, although `Date.parse` or an eye would take it for one. */
const NO_DATES: readonly string[] = [
  '1994-11-06T08:49:37Z',
  '2026-11-06',
  '2026',
  '784111777',
  '784111777000',
  'foo 1',
  'tomorrow',
  '0',
  '-1',
  'Sun, 06 Nov 1994 08:49:37',
  'Sun, 06 Nov 1994 08:49:37 UTC',
  'Sun, 06 Nov 1994 08:49:37 +0000',
  'Sun, 06 Nov 1994 09:49:37 +0100',
  'Sun, 06 Nov 1994 08:49:37 EST',
  'Sun, 06 Nov 1994 08:49:37 gmt',
  'sun, 06 nov 1994 08:49:37 GMT',
  'Sun, 6 Nov 1994 08:49:37 GMT',
  'Sun 06 Nov 1994 08:49:37 GMT',
  '06 Nov 1994 08:49:37 GMT',
  'Mon, 06 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  'Sun, 06 Nov 1994 08:60:37 GMT',
  'Sun, 06 Nov 1994 8:49:37 GMT',
  'Wed, 31 Sep 1994 08:49:37 GMT',
  'Sunday, 06 Nov 1994 08:49:37 GMT',
  'Sun, 06-Nov-94 08:49:37 GMT',
  'Sunday, 06-Nov-1994 08:49:37 GMT',
  'Sun Nov 06 1994 08:49:37',
  'Sun Nov  6 08:49:37 1994 GMT',
  'Sun,  06 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:37.000 GMT',
  '"Sun, 06 Nov 1994 08:49:37 GMT"',
  `${DATE}, ${DATE}`,
  `${DATE}; length=5`,
];

const LATER = '2030-01-01T00:00:00Z';
const later = { exists: true, lastModified: LATER } as const;

/** If-Modified-Since and If-Unmodified-Since: to the second, and ignored where they are not one HTTP-date. */
export const DATES: readonly Case[] = [
  ...table('13.1.3', [
    ['the date itself', [`If-Modified-Since: ${DATE}`], DATED, { [READS]: '304' }],
    ['a second before', [`If-Modified-Since: ${BEFORE}`], DATED, { [READS]: 'proceed' }],
    ['a second after', [`If-Modified-Since: ${AFTER}`], DATED, { [READS]: '304' }],
    ['in the future', ['If-Modified-Since: Tue, 01 Jan 2999 00:00:00 GMT'], DATED, { 'GET HEAD': '304' }],
    ['long before', ['If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT'], DATED, { GET: 'proceed' }],
    ['ignored for other methods', [`If-Modified-Since: ${DATE}`], DATED, { [`${WRITES} PURGE`]: 'proceed' }],
    [
      'ignored for other methods, also where modified',
      [`If-Modified-Since: ${BEFORE}`],
      DATED,
      { [WRITES]: 'proceed' },
    ],
    ['ignored without a date', [`If-Modified-Since: ${DATE}`], TAGGED, { 'GET HEAD': 'proceed' }],
    ['ignored without validators', [`If-Modified-Since: ${DATE}`], BARE, { GET: 'proceed' }],
    ['ignored for what does not exist', [`If-Modified-Since: ${DATE}`], ABSENT, { GET: 'proceed' }],
    ['half a second is cut', [`If-Modified-Since: ${DATE}`], half, { [READS]: '304' }],
    ['nearly a second is cut', [`If-Modified-Since: ${DATE}`], nearlyNext, { GET: '304' }],
    [
      'a cut second is still after the one before',
      [`If-Modified-Since: ${BEFORE}`],
      nearlyNext,
      { GET: 'proceed' },
    ],
    [
      'before 1970 the cut goes down too',
      ['If-Modified-Since: Wed, 31 Dec 1969 23:59:59 GMT'],
      beforeEpoch,
      { GET: '304' },
    ],
    ['an empty field', ['If-Modified-Since:'], DATED, { GET: 'proceed' }],
    [
      'request no-cache does not defeat it',
      [`If-Modified-Since: ${DATE}`, 'Cache-Control: no-cache'],
      DATED,
      { GET: '304' },
    ],
  ]),
  ...table('13.1.4', [
    ['the date itself', [`If-Unmodified-Since: ${DATE}`], DATED, { [ALL]: 'proceed' }],
    ['a second before', [`If-Unmodified-Since: ${BEFORE}`], DATED, { [`${ALL} PURGE`]: '412' }],
    ['a second after', [`If-Unmodified-Since: ${AFTER}`], DATED, { [ALL]: 'proceed' }],
    ['ignored without a date', [`If-Unmodified-Since: ${BEFORE}`], TAGGED, { 'GET PUT DELETE': 'proceed' }],
    ['ignored without validators', [`If-Unmodified-Since: ${BEFORE}`], BARE, { 'GET PUT': 'proceed' }],
    [
      'ignored for what does not exist',
      [`If-Unmodified-Since: ${BEFORE}`],
      ABSENT,
      { 'PUT DELETE': 'proceed' },
    ],
    ['half a second is cut', [`If-Unmodified-Since: ${DATE}`], half, { 'GET PUT': 'proceed' }],
    ['nearly a second is cut', [`If-Unmodified-Since: ${DATE}`], nearlyNext, { PUT: 'proceed' }],
    ['a cut second is still after the one before', [`If-Unmodified-Since: ${BEFORE}`], half, { PUT: '412' }],
    [
      'before 1970 the cut goes down too',
      ['If-Unmodified-Since: Wed, 31 Dec 1969 23:59:59 GMT'],
      beforeEpoch,
      { PUT: 'proceed' },
    ],
    ['an empty field', ['If-Unmodified-Since:'], DATED, { PUT: 'proceed' }],
    [
      'the change was made before',
      [`If-Unmodified-Since: ${BEFORE}`],
      DATED,
      { 'PUT DELETE': 'proceed', GET: '412' },
      { alreadyApplied: true },
    ],
  ]),
  ...table('5.6.7', [
    ['RFC 850', ['If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT'], DATED, { GET: '304' }],
    ['asctime', ['If-Modified-Since: Sun Nov  6 08:49:37 1994'], DATED, { GET: '304' }],
    [
      'RFC 850, a second before',
      ['If-Modified-Since: Sunday, 06-Nov-94 08:49:36 GMT'],
      DATED,
      { GET: 'proceed' },
    ],
    ['asctime, a second before', ['If-Modified-Since: Sun Nov  6 08:49:36 1994'], DATED, { GET: 'proceed' }],
    ['RFC 850 on a write', ['If-Unmodified-Since: Sunday, 06-Nov-94 08:49:36 GMT'], DATED, { PUT: '412' }],
    ['asctime on a write', ['If-Unmodified-Since: Sun Nov  6 08:49:36 1994'], DATED, { PUT: '412' }],
    [
      'asctime with a day of two digits',
      ['If-Unmodified-Since: Wed Nov 16 08:49:37 1994'],
      DATED,
      { PUT: 'proceed' },
    ],
    ['a leap second is a date', ['If-Modified-Since: Sat, 31 Dec 2016 23:59:60 GMT'], DATED, { GET: '304' }],
  ]),
  ...table('13.1.3, what is no HTTP-date is ignored', [
    // Dates after the one of the target: taken for a date, each would give a 304.
    ...NO_DATES.map((text): Row => [text, [`If-Modified-Since: ${text}`], DATED, { GET: 'proceed' }]),
  ]),
  ...table('13.1.4, what is no HTTP-date is ignored', [
    // Dates before the one of the target: taken for a date, each would give a 412.
    ...NO_DATES.map((text): Row => [text, [`If-Unmodified-Since: ${text}`], later, { PUT: 'proceed' }]),
  ]),
  ...table('13.1.3, one line or none', [
    [
      'twice the same',
      [`If-Modified-Since: ${DATE}`, `If-Modified-Since: ${DATE}`],
      DATED,
      { 'GET HEAD': 'proceed' },
    ],
    [
      'two that both say 304',
      [`If-Modified-Since: ${AFTER}`, `If-Modified-Since: ${DATE}`],
      DATED,
      { GET: 'proceed' },
    ],
    [
      'the second is rubbish',
      [`If-Modified-Since: ${DATE}`, 'If-Modified-Since: x'],
      DATED,
      { GET: 'proceed' },
    ],
    ['the second is empty', [`If-Modified-Since: ${DATE}`, 'If-Modified-Since:'], DATED, { GET: 'proceed' }],
    [
      'in another case',
      [`If-Modified-Since: ${DATE}`, `IF-MODIFIED-SINCE: ${DATE}`],
      DATED,
      { GET: 'proceed' },
    ],
    [
      'on a write twice the same',
      [`If-Unmodified-Since: ${BEFORE}`, `If-Unmodified-Since: ${BEFORE}`],
      DATED,
      { 'PUT GET': 'proceed' },
    ],
    [
      'on a write two that both say 412',
      [`If-Unmodified-Since: ${BEFORE}`, 'If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT'],
      DATED,
      { PUT: 'proceed' },
    ],
    [
      'a malformed policy is not for dates',
      [`If-Unmodified-Since: ${BEFORE}`, 'If-Unmodified-Since: x'],
      DATED,
      { 'PUT GET': 'proceed' },
      { malformed: '400' },
    ],
    [
      'a malformed date is no 400',
      [`If-Unmodified-Since: ${AT}`],
      DATED,
      { 'PUT GET': 'proceed' },
      { malformed: '400' },
    ],
  ]),
];
