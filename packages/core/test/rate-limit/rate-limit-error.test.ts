import { expect, it } from 'vitest';
import type { Decision } from '../../src/rate-limit/decision.ts';
import { rateLimiter } from '../../src/rate-limit/limiter.ts';
import { quotaProblem, rateLimitError } from '../../src/rate-limit/rate-limit-error.ts';

const MINUTE = { name: 'minute', quota: 3, windowSeconds: 60 };
const BLOCKED = { name: 'blocked', quota: 0, windowSeconds: 60 };
const decided = (policies: readonly (typeof MINUTE)[], ...costs: number[]): Decision => {
  const limiter = rateLimiter({ policies, now: () => 1_800_000_000_000 });
  return costs.map((cost) => limiter.consume('key', cost)).at(-1) as Decision;
};
const unknown = (admit: boolean): Decision => ({
  kind: 'unknown',
  policies: [],
  cost: 1,
  cause: 'down',
  admit,
  retryAfterSeconds: 7,
});

// draft-ietf-httpapi-ratelimit-headers-11 §6.
const TYPE = 'https://iana.org/assignments/http-problem-types#';

it.each([
  ['quota-exceeded', 'Quota Exceeded'],
  ['temporary-reduced-capacity', 'Temporary Reduced Capacity'],
  ['abnormal-usage-detected', 'Abnormal Usage Detected'],
] as const)('the problem type %s', (name, title) => {
  expect(quotaProblem(name, ['minute'])).toEqual({
    type: TYPE + name,
    title,
    extensions: { 'violated-policies': ['minute'] },
  });
});

it('a request that may continue has no error', () => {
  expect(rateLimitError(decided([MINUTE], 1))).toBeUndefined();
  expect(rateLimitError(unknown(true))).toBeUndefined();
});

it('a store that did not answer is a 503', () => {
  const error = rateLimitError(unknown(false));
  expect(error).toMatchObject({ status: 503, log: 'The store of rate limits did not answer', cause: 'down' });
  expect(error?.headers).toEqual({ 'retry-after': '7' });
});

it('a refusal is a 429 that names the policies and says when to come back', () => {
  const error = rateLimitError(decided([MINUTE], 3, 1));
  expect(error?.toJSON()).toEqual({
    type: `${TYPE}quota-exceeded`,
    title: 'Quota Exceeded',
    status: 429,
    'violated-policies': ['minute'],
    retryAfter: 20,
  });
  expect(error?.headers).toEqual({
    'retry-after': '20',
    'ratelimit-policy': '"minute";q=3;w=60',
    ratelimit: '"minute";r=0;t=20',
  });
  expect(rateLimitError(decided([MINUTE], 3, 1), 'none')?.headers).toEqual({ 'retry-after': '20' });
});

const TOO_MUCH = 'The request costs more than may be spent in one instant. Waiting does not help.';
const NOTHING = 'No requests are allowed here. Waiting does not help.';
it.each<[string, Decision, string]>([
  ['a cost that never fits', decided([MINUTE], 4), TOO_MUCH],
  ['a quota of 0', decided([BLOCKED], 1), NOTHING],
  ['a quota of 0 beside another', decided([MINUTE, BLOCKED], 1), NOTHING],
  [
    'a quota of 0 that was not asked',
    { ...decided([MINUTE, BLOCKED], 1), violated: ['minute'] } as Decision,
    TOO_MUCH,
  ],
])('waiting does not help: %s', (_what, decision, detail) => {
  const error = rateLimitError(decision);
  expect(error).toMatchObject({ status: 429, detail });
  expect(error?.headers).not.toHaveProperty('retry-after');
});

it('a form that is not known is a TypeError', () => {
  expect(() => rateLimitError(decided([MINUTE], 3, 1), 'draft-5' as never)).toThrow(TypeError);
});
