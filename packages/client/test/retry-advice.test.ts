import { describe, expect, it } from 'vitest';
import { type FailedAttempt, type RetryAdvice, retryAdvice } from '../src/retry-advice.ts';
import { revive } from '../src/revive.ts';

const METHODS = ['GET', 'PUT', 'DELETE', 'QUERY', 'POST', 'PATCH'] as const;
const SAFE_TO_REPEAT: ReadonlySet<string> = new Set(['GET', 'PUT', 'DELETE', 'QUERY']);
const STATES = ['unkeyed', 'keyed', 'not processed'] as const;

type Method = (typeof METHODS)[number];
type State = (typeof STATES)[number];

// The rows of RFC 9110 and its relatives: may the request be repeated, by method and by what is known about it?
const always = (): boolean => true;
const never = (): boolean => false;
const ifHarmless = (method: Method, state: State): boolean =>
  SAFE_TO_REPEAT.has(method) || state !== 'unkeyed';

interface Row {
  readonly status: number;
  readonly section: string;
  readonly headers?: Record<string, string>;
  readonly type?: string;
  readonly may: (method: Method, state: State) => boolean;
  readonly newConnection?: boolean;
}

const wait = { 'retry-after': '2' };
const KEY_IN_USE = 'https://statuskit.example/problems/idempotency-key-in-use';

const ROWS: readonly Row[] = [
  { status: 408, section: 'RFC 9110 §15.5.9', may: ifHarmless, newConnection: true },
  { status: 409, section: 'RFC 9110 §15.5.10', may: never },
  { status: 409, section: 'a conflict with a wait', headers: wait, may: never },
  { status: 409, section: 'key in use, no wait', type: KEY_IN_USE, may: never },
  {
    status: 409,
    section: 'key in use',
    type: KEY_IN_USE,
    headers: wait,
    may: (_, state) => state === 'keyed',
  },
  { status: 412, section: 'RFC 9110 §15.5.13', may: never },
  { status: 413, section: 'RFC 9110 §15.5.14', may: never },
  { status: 413, section: 'RFC 9110 §15.5.14, temporary', headers: wait, may: always },
  { status: 421, section: 'RFC 9110 §15.5.20', may: always, newConnection: true },
  { status: 425, section: 'RFC 8470 §5.2', may: always },
  { status: 429, section: 'RFC 6585 §4', may: ifHarmless },
  { status: 429, section: 'RFC 6585 §4, with a wait', headers: wait, may: ifHarmless },
  { status: 500, section: 'RFC 9110 §15.6.1', may: never },
  { status: 502, section: 'RFC 9110 §15.6.3', may: ifHarmless },
  { status: 503, section: 'RFC 9110 §15.6.4', may: ifHarmless },
  { status: 503, section: 'RFC 9110 §15.6.4, with a wait', headers: wait, may: ifHarmless },
  { status: 504, section: 'RFC 9110 §15.6.5', may: ifHarmless },
  ...[520, 521, 522, 523, 524].map((status) => ({ status, section: 'of a CDN', may: ifHarmless })),
  ...[400, 401, 403, 404, 405, 406, 410, 411, 414, 415, 416, 417, 418, 422, 423, 424, 426, 428, 431, 451].map(
    (status) => ({ status, section: 'final', headers: wait, may: never }),
  ),
  ...[501, 505, 506, 507, 508, 510, 511, 525, 526, 527, 530, 599].map((status) => ({
    status,
    section: 'final',
    headers: wait,
    may: never,
  })),
];

const problemOf = (type: string | undefined): Record<string, unknown> => ({ type: type ?? 'about:blank' });

async function adviceFor(
  row: Row,
  method: Method,
  state: State,
  more: Partial<FailedAttempt> = {},
): Promise<RetryAdvice> {
  const type = state === 'not processed' ? (row.type ?? 'https://statuskit.example/not-processed') : row.type;
  const headers = { 'content-type': 'application/problem+json', ...row.headers };
  const error = await revive({ status: row.status, headers, body: problemOf(type) });
  return retryAdvice({ method, error, attempt: 1, keyed: state === 'keyed', random: () => 0, ...more });
}

describe.each(ROWS)('$status ($section)', (row) => {
  const cases = METHODS.flatMap((method) => STATES.map((state) => ({ method, state })));

  it.each(cases)('$method, $state', async ({ method, state }) => {
    const advice = await adviceFor(row, method, state);
    expect(advice.retry).toBe(row.may(method, state));
    if (advice.retry) {
      expect(advice.waitMs).toBe(row.headers === undefined ? 0 : 2000);
      expect(advice.sameKey).toBe(state === 'keyed');
      expect(advice.newConnection).toBe(row.newConnection ?? false);
    } else {
      expect(advice.why).toBe(row.may === ifHarmless ? 'unsafe' : 'final');
    }
  });

  it('is refused when there have been enough attempts', async () => {
    const advice = await adviceFor(row, 'GET', 'keyed', { attempt: 3 });
    const may = row.may('GET', 'keyed');
    expect(advice).toEqual({ retry: false, why: may ? 'attempts' : 'final' });
  });
});

describe('statuses', () => {
  it.each([421, 425])('%i is repeated once', (status) => {
    expect(retryAdvice({ method: 'POST', response: { status }, attempt: 1 }).retry).toBe(true);
    expect(retryAdvice({ method: 'POST', response: { status }, attempt: 2, maxAttempts: 9 }).retry).toBe(
      false,
    );
  });

  it.each(METHODS)('a 500 to %s is repeated on request, as a 502', (method) => {
    const failed = { method, response: { status: 500 }, attempt: 1, retry500: true };
    expect(retryAdvice(failed).retry).toBe(SAFE_TO_REPEAT.has(method));
    expect(retryAdvice({ ...failed, keyed: true }).retry).toBe(true);
  });

  it('a 500 says not processed, and is repeated on request', async () => {
    const error = await revive({
      status: 500,
      headers: { 'content-type': 'application/problem+json' },
      body: problemOf('https://statuskit.example/not-processed'),
    });
    const failed = { method: 'POST', error, attempt: 1 };
    expect(retryAdvice(failed)).toEqual({ retry: false, why: 'final' });
    expect(retryAdvice({ ...failed, retry500: true })).toMatchObject({ retry: true, why: 'not-processed' });
  });

  it.each(['not-processed', 'quota-exceeded', 'temporary-reduced-capacity'])(
    'a 429 says %s',
    async (name) => {
      const error = await revive({
        status: 429,
        headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
        body: problemOf(`https://iana.org/assignments/http-problem-types#${name}`),
      });
      expect(retryAdvice({ method: 'POST', error, attempt: 1 })).toMatchObject({
        retry: true,
        why: 'not-processed',
      });
    },
  );

  it('reads a Response, an object with statusCode, and an error that carries a response', () => {
    const headers = { 'Retry-After': '7' };
    const heads = [
      { response: new Response(null, { status: 503, headers }) },
      { response: { statusCode: 503, headers } },
      { error: Object.assign(new Error('x'), { response: { status: 503, headers } }) },
    ];
    for (const head of heads) {
      expect(retryAdvice({ method: 'GET', attempt: 1, random: () => 0, ...head })).toMatchObject({
        waitMs: 7000,
      });
    }
  });

  it('takes the wait from the document if scripts cannot read the field', async () => {
    const headers = { 'content-type': 'application/problem+json' };
    const error = await revive({ status: 503, headers, body: { retryAfter: 9 } });
    expect(retryAdvice({ method: 'GET', error, attempt: 1, random: () => 0 })).toMatchObject({
      waitMs: 9000,
    });
  });
});

const NOW = new Date('2026-11-29T10:00:00.500Z');

describe('Retry-After', () => {
  const advice = (value: string | string[] | undefined, more: Partial<FailedAttempt> = {}): RetryAdvice =>
    retryAdvice({
      method: 'GET',
      response: { status: 503, headers: { 'retry-after': value } },
      attempt: 1,
      now: NOW,
      random: () => 0,
      ...more,
    });

  const FORMS: readonly (readonly [what: string, value: string | string[] | undefined, waitMs: number])[] = [
    ['absent', undefined, 0],
    ['0', '0', 0],
    ['2', '2', 2000],
    ['an IMF date', 'Sun, 29 Nov 2026 10:00:03 GMT', 2500],
    ['an RFC 850 date', 'Sunday, 29-Nov-26 10:00:03 GMT', 2500],
    ['an asctime date', 'Sun Nov 29 10:00:03 2026', 2500],
    ['a past date', 'Sun, 29 Nov 2026 09:00:00 GMT', 0],
    ['a fraction', '1.5', 1500],
    ['a negative number', '-1', 0],
    ['words', 'in a moment', 0],
    ['60 s', '60', 60_000],
    ['several numbers', '2, 5, 3', 5000],
    ['several lines', ['2', 'Sun, 29 Nov 2026 10:00:09 GMT'], 8500],
    ['a date and a number', 'Sun, 29 Nov 2026 10:00:09 GMT, 20', 20_000],
    ['a number and words', 'soon, 4', 4000],
    ['numbers with spaces before the comma', '120, 30 , 5', 120_000],
    ['words, and a number with a space', 'soon, 30 , 5', 30_000],
    ['a number, and a date without its weekday', '4, 29 Nov 2026 10:00:03 GMT', 4000],
    ['a number and an RFC 850 date', '1,Sunday, 29-Nov-26 10:00:03 GMT', 2500],
    ['nothing', '', 0],
    ['spaces', '  3  ', 3000],
    ['a unit', '3s', 0],
    ['an exponent', '1e3', 0],
    ['a sign', '+3', 0],
    ['hexadecimal', '0x10', 0],
    ['a date with a wrong weekday', 'Mon, 29 Nov 2026 10:00:03 GMT', 0],
    ['an ISO date', '2026-11-29T10:00:03Z', 0],
  ];

  it.each(FORMS)('%s', (_what, value, waitMs) => {
    expect(advice(value)).toMatchObject({ retry: true, waitMs });
    // The random part comes after it, so nobody comes early.
    expect(advice(value, { random: () => 1 })).toMatchObject({ waitMs: waitMs + 250 });
  });

  it.each([
    ['34 days', String(34 * 86_400), new Date(NOW.getTime() + 34 * 86_400_000)],
    ['34 days as a date', 'Sat, 02 Jan 2027 10:00:00 GMT', new Date('2027-01-02T10:00:00Z')],
    ['more than a Date can hold', '9'.repeat(400), new Date(8.64e15)],
  ])('%s is longer than a timer can wait', (_what, value, retryAt) => {
    expect(advice(value)).toEqual({ retry: false, why: 'deadline', retryAt });
  });

  it('may have any number of values', () => {
    expect(advice('3,'.repeat(1_500_000))).toMatchObject({ waitMs: 3000 });
  });

  it('is waited for up to the longest timer', () => {
    expect(advice('2147483.647')).toMatchObject({ retry: true, waitMs: 2 ** 31 - 1 });
    expect(advice('2147483.647', { random: () => 1 })).toMatchObject({ waitMs: 2 ** 31 - 1 });
    expect(advice('2147483.648')).toMatchObject({ retry: false, why: 'deadline' });
  });

  it('beyond the deadline: gives up now, and says when it would have been', () => {
    const deadline = new Date(NOW.getTime() + 5000);
    expect(advice('5', { deadline, random: () => 1 })).toMatchObject({ retry: true, waitMs: 5000 });
    expect(advice('6', { deadline })).toEqual({
      retry: false,
      why: 'deadline',
      retryAt: new Date(NOW.getTime() + 6000),
    });
    const past = new Date(NOW.getTime() - 1);
    expect(advice(undefined, { deadline: past })).toEqual({ retry: false, why: 'deadline' });
    expect(advice('0', { deadline: past })).toEqual({ retry: false, why: 'deadline', retryAt: NOW });
  });

  it('counts with every status that may be repeated', () => {
    for (const status of [408, 421, 425, 429, 502, 504, 520]) {
      const response = { status, headers: { 'retry-after': '3' } };
      expect(retryAdvice({ method: 'GET', response, attempt: 1, random: () => 0 })).toMatchObject({
        waitMs: 3000,
      });
    }
  });
});

describe('without Retry-After', () => {
  const wait = (attempt: number, more: Partial<FailedAttempt> = {}): number => {
    const advice = retryAdvice({
      method: 'GET',
      response: { status: 502 },
      attempt,
      maxAttempts: 9999,
      random: () => 1,
      ...more,
    });
    return advice.retry ? advice.waitMs : Number.NaN;
  };

  it('the longest wait doubles up to a limit', () => {
    expect([1, 2, 3, 4, 7, 8, 2000].map((attempt) => wait(attempt))).toEqual([
      250, 500, 1000, 2000, 16_000, 20_000, 20_000,
    ]);
    expect(wait(3, { baseDelayMs: 10, maxDelayMs: 30 })).toBe(30);
    expect(wait(5000, { baseDelayMs: 0 })).toBe(0);
    expect(wait(1, { baseDelayMs: 1e12, maxDelayMs: 1e12 })).toBe(2 ** 31 - 1);
  });

  it('the wait is any part of it', () => {
    expect(wait(2, { random: () => 0.5 })).toBe(250);
    expect(wait(2, { random: () => 0 })).toBe(0);
    expect(wait(1, { now: NOW, deadline: new Date(NOW.getTime() + 100) })).toBe(100);
  });
});

describe('arguments', () => {
  const right = { method: 'GET', response: { status: 503 }, attempt: 1 };

  it.each([
    [undefined, TypeError],
    [{ ...right, method: '' }, TypeError],
    [{ ...right, method: 1 }, TypeError],
    [{ ...right, error: new Error('x') }, TypeError],
    [{ method: 'GET', attempt: 1 }, TypeError],
    [{ ...right, response: {} }, TypeError],
    [{ ...right, response: { status: '503' } }, TypeError],
    [{ method: 'GET', response: { status: 503 } }, TypeError],
    [{ ...right, attempt: 0 }, RangeError],
    [{ ...right, attempt: 1.5 }, RangeError],
    [{ ...right, attempt: '1' }, TypeError],
    [{ ...right, maxAttempts: 0 }, RangeError],
    [{ ...right, baseDelayMs: -1 }, RangeError],
    [{ ...right, baseDelayMs: Number.NaN }, RangeError],
    [{ ...right, maxDelayMs: '5' }, TypeError],
    [{ ...right, random: 0.5 }, TypeError],
    [{ ...right, now: 5 }, TypeError],
    [{ ...right, now: Symbol('x') }, TypeError],
    [{ ...right, deadline: Object.create(null) }, TypeError],
    [{ ...right, deadline: new Date(Number.NaN) }, RangeError],
    [{ ...right, keyed: 'yes' }, TypeError],
    [{ ...right, retry500: 1 }, TypeError],
  ])('%j', (given, Expected) => {
    const call = (): unknown => retryAdvice(given as FailedAttempt);
    expect(call).toThrow(Expected);
    expect(call).toThrow(/^\w+: expected .*, got /);
  });

  it('undefined may have been thrown', () => {
    expect(retryAdvice({ method: 'GET', error: undefined, attempt: 1 })).toEqual({
      retry: false,
      why: 'final',
    });
  });
});

it.each([Number.NaN, -5, '7', null])('a wait of %j seconds in an error is ignored', (retryAfterSeconds) => {
  const error = Object.assign(new Error('x'), { status: 503, retryAfterSeconds });
  expect(retryAdvice({ method: 'GET', attempt: 1, error, random: () => 0 })).toMatchObject({ waitMs: 0 });
});

it('an infinite delay is as long as a timer', () => {
  const failed = {
    method: 'GET',
    attempt: 1,
    response: { status: 503 },
    baseDelayMs: Number.POSITIVE_INFINITY,
    maxDelayMs: Number.POSITIVE_INFINITY,
  };
  expect([0, 1].map((one) => retryAdvice({ ...failed, random: () => one }))).toMatchObject([
    { waitMs: 0 },
    { waitMs: 2 ** 31 - 1 },
  ]);
});
