import { describe } from 'vitest';
import { expressRateLimit, rateLimiterFlexible } from '../../../../src/errors/understand/rules/limiters.ts';
import { itAnswers, thrown } from './cases.ts';

class RateLimiterRes {
  msBeforeNext: unknown;
  remainingPoints: unknown = 0;
  consumedPoints: unknown = 5;

  constructor(msBeforeNext: unknown) {
    this.msBeforeNext = msBeforeNext;
  }
}
const wait = (seconds: number) => ({
  status: 429,
  retryAfter: seconds,
  headers: { 'retry-after': String(seconds) },
});
const UNKNOWN = { status: 429 };

describe('rate-limiter-flexible', () => {
  const result = (ms: unknown, members: object = {}) => Object.assign(new RateLimiterRes(ms), members);
  itAnswers(rateLimiterFlexible, [
    ['a wait in whole seconds, rounded up', result(1001), wait(2)],
    ['a wait of one second', result(1000), wait(1)],
    ['no wait', result(0), UNKNOWN],
    ['a wait that is not finite', result(Number.POSITIVE_INFINITY), UNKNOWN],
    ['the longest of a union', { a: result(1000), b: result(3000), c: result(2000) }, wait(3)],
    ['a union with something else', { a: result(1000), b: 1 }, undefined],
    ['an empty object', {}, undefined],
    ['parsed JSON', { msBeforeNext: 1000, remainingPoints: 0, consumedPoints: 5 }, undefined],
    ['a wait that is text', result('1000'), undefined],
    ['no remaining points', result(1000, { remainingPoints: undefined }), undefined],
    ['no consumed points', result(1000, { consumedPoints: undefined }), undefined],
    ['undefined', undefined, undefined],
  ]);
});

describe('express-rate-limit, which has set Retry-After on the response', () => {
  const set = (value: unknown) => ({
    responseField: (name: string) => (name === 'retry-after' ? value : undefined),
  });
  const limited = (members: object = {}, message = 'Slow down.') =>
    thrown({ status: 429, ...members }, message);
  const SHOWN = { ...wait(7), detail: 'Slow down.' };
  itAnswers(expressRateLimit, [
    ['a status', limited(), SHOWN, set('7')],
    ['a statusCode', thrown({ statusCode: 429 }, 'Slow down.'), SHOWN, set(7)],
    ['the status on the response', thrown({}, 'Slow down.'), SHOWN, { ...set('7'), responseStatus: 429 }],
    ['its own status counts', limited({ status: 404 }), undefined, { ...set('7'), responseStatus: 429 }],
    ['a text, not an Error', 'x', wait(7), { ...set('7'), responseStatus: 429 }],
    ['the phrase', limited({}, 'Too Many Requests'), wait(7), set('7')],
    ['an error of the system', limited({ code: 'ENOENT' }), wait(7), set('7')],
    ['a wait of zero', limited(), { ...UNKNOWN, detail: 'Slow down.' }, set('0')],
    ['a wait that is not a whole number', limited(), { ...UNKNOWN, detail: 'Slow down.' }, set('1.5')],
    ['a wait below zero', limited(), undefined, set('-1')],
    ['a date', limited(), undefined, set('Sun, 06 Nov 1994 08:49:37 GMT')],
    ['no field', limited(), undefined, set(undefined)],
    ['no response', limited(), undefined],
    ['another status', thrown({ status: 503 }), undefined, set('7')],
    ['an error of a client library', limited({ response: {} }), undefined, set('7')],
  ]);
});
