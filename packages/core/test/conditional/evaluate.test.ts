import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Current,
  type EntityTag,
  type EvaluateOptions,
  etag,
  evaluatePreconditions,
} from '../../src/conditional/index.ts';
import { hostile } from '../fields/arbitraries.ts';

const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT';
const EARLIER = 'Sun, 06 Nov 1994 08:49:36 GMT';
const lastModified = new Date(DATE);
const current: Current = { exists: true, etag: etag.strong('7'), lastModified, length: 10 };

// The table in test/conformance says what happens; this is why, and what for.
describe('an outcome tells why', () => {
  it.each<[string, Record<string, string>, Current, EvaluateOptions, unknown]>([
    ['GET', {}, current, {}, { kind: 'proceed' }],
    ['PUT', { 'if-match': '"7"' }, current, {}, { kind: 'proceed', matched: 'If-Match' }],
    [
      'PUT',
      { 'if-match': '"7"', 'if-none-match': '"6"' },
      current,
      {},
      { kind: 'proceed', matched: 'If-Match' },
    ],
    ['PUT', { 'if-none-match': '"6"' }, current, {}, { kind: 'proceed', matched: 'If-None-Match' }],
    ['PUT', { 'if-none-match': '*' }, { exists: false }, {}, { kind: 'proceed', matched: 'If-None-Match' }],
    ['PUT', { 'if-none-match': '' }, current, {}, { kind: 'proceed' }],
    [
      'PUT',
      { 'if-unmodified-since': DATE },
      current,
      {},
      { kind: 'proceed', matched: 'If-Unmodified-Since' },
    ],
    ['GET', { 'if-modified-since': EARLIER }, current, {}, { kind: 'proceed', matched: 'If-Modified-Since' }],
    ['PUT', { 'if-modified-since': EARLIER }, current, {}, { kind: 'proceed' }],
    ['GET', { 'if-none-match': '"7"' }, current, {}, { kind: 'not-modified', because: 'If-None-Match' }],
    [
      'GET',
      { 'if-modified-since': DATE },
      current,
      {},
      { kind: 'not-modified', because: 'If-Modified-Since' },
    ],
    ['PUT', { 'if-match': '"6"' }, current, {}, { kind: 'precondition-failed', because: 'If-Match' }],
    [
      'PUT',
      { 'if-match': 'W/"7"' },
      current,
      {},
      { kind: 'precondition-failed', because: 'If-Match', weak: true },
    ],
    [
      'PUT',
      { 'if-match': '"6", W/"7"' },
      current,
      {},
      { kind: 'precondition-failed', because: 'If-Match', weak: true },
    ],
    ['PUT', { 'if-match': 'W/"6"' }, current, {}, { kind: 'precondition-failed', because: 'If-Match' }],
    ['PUT', { 'if-match': 'W/"7", x' }, current, {}, { kind: 'precondition-failed', because: 'If-Match' }],
    [
      'PUT',
      { 'if-match': 'W/"7"' },
      { exists: true, etag: etag.weak('7') },
      {},
      { kind: 'precondition-failed', because: 'If-Match', weak: true },
    ],
    ['PUT', { 'if-none-match': '*' }, current, {}, { kind: 'precondition-failed', because: 'If-None-Match' }],
    [
      'PUT',
      { 'if-unmodified-since': EARLIER },
      current,
      {},
      { kind: 'precondition-failed', because: 'If-Unmodified-Since' },
    ],
    [
      'PUT',
      { 'if-match': '"6"' },
      current,
      { alreadyApplied: true },
      { kind: 'proceed', alreadyApplied: true },
    ],
    [
      'PUT',
      { 'if-match': '"7"' },
      current,
      { alreadyApplied: true },
      { kind: 'proceed', matched: 'If-Match' },
    ],
    [
      'PUT',
      {},
      current,
      { require: true },
      { kind: 'precondition-required', required: ['If-Match', 'If-Unmodified-Since'] },
    ],
    [
      'PUT',
      {},
      { exists: true, etag: etag.strong('7') },
      { require: true },
      { kind: 'precondition-required', required: ['If-Match'] },
    ],
    [
      'PUT',
      {},
      { exists: true, etag: etag.weak('7'), lastModified },
      { require: true },
      { kind: 'precondition-required', required: ['If-Unmodified-Since'] },
    ],
    [
      'PUT',
      {},
      { exists: false },
      { require: true },
      { kind: 'precondition-required', required: ['If-None-Match'] },
    ],
    [
      'GET',
      { range: 'bytes=0-1' },
      current,
      {},
      { kind: 'partial', ranges: [{ first: 0, last: 1 }], length: 10 },
    ],
    [
      'GET',
      { range: 'bytes=0-1', 'if-match': '*' },
      current,
      {},
      { kind: 'partial', ranges: [{ first: 0, last: 1 }], length: 10, matched: 'If-Match' },
    ],
    ['GET', { range: 'bytes=10-' }, current, {}, { kind: 'range-not-satisfiable', length: 10 }],
    ['PUT', { 'if-match': 'x' }, current, { malformed: '400' }, { kind: 'malformed', field: 'If-Match' }],
    [
      'PUT',
      { 'if-none-match': 'x' },
      current,
      { malformed: '400' },
      { kind: 'malformed', field: 'If-None-Match' },
    ],
    [
      'PUT',
      { 'if-match': 'x', 'if-none-match': 'x' },
      current,
      { malformed: '400' },
      { kind: 'malformed', field: 'If-Match' },
    ],
  ])('%s %j', (method, headers, state, options, outcome) => {
    expect(evaluatePreconditions({ method, headers }, state, options)).toStrictEqual(outcome);
  });
});

describe('a request', () => {
  it('may come as lines, some of them no text', () => {
    const headers = {
      'if-match': ['"6"', 5, '"7"'],
      'if-none-match': [],
      'if-modified-since': 5,
      range: [null],
    };
    // @ts-expect-error what plain JavaScript may give
    expect(evaluatePreconditions({ method: 'PUT', headers }, current).kind).toBe('proceed');
  });

  it('may have no headers at all', () => {
    expect(evaluatePreconditions({ method: 'GET' }, current)).toEqual({ kind: 'proceed' });
  });

  it('may have raw headers that are none', () => {
    for (const rawHeaders of [5, null, [5, null], ['if-modified-since'], 'if-modified-since']) {
      const request = { method: 'GET', headers: { 'if-modified-since': DATE }, rawHeaders };
      // @ts-expect-error what plain JavaScript may give
      expect(evaluatePreconditions(request, current).kind).toBe('not-modified');
    }
  });

  it('has a year of two digits settled by the time now', () => {
    const headers = { 'if-modified-since': 'Sunday, 06-Nov-94 08:49:37 GMT' };
    const year = (now: string): string =>
      evaluatePreconditions({ method: 'GET', headers }, current, { now: new Date(now) }).kind;
    expect(year('2026-01-01')).toBe('not-modified'); // 1994
    expect(year('1926-01-01')).toBe('proceed'); // 1894, and no Sunday
    expect(evaluatePreconditions({ method: 'GET', headers }, current).kind).toBe('not-modified');
  });

  it.each(['bytes=0-1', 'bytes=-2', 'bytes=-0'])(
    'that asks for %s is answered whole if the length is unknown',
    (range) => {
      const request = { method: 'GET', headers: { range } };
      expect(evaluatePreconditions(request, { ...current, length: undefined })).toEqual({ kind: 'proceed' });
    },
  );

  it.each([100, 199, 300, 411, 413])('has no conditions if the answer is a %i', (plainStatus) => {
    const request = { method: 'GET', headers: { 'if-none-match': '"7"' } };
    expect(evaluatePreconditions(request, current, { plainStatus })).toEqual({ kind: 'proceed' });
  });

  it('never makes it throw', () => {
    const names = [
      'if-match',
      'if-none-match',
      'if-modified-since',
      'if-unmodified-since',
      'if-range',
      'range',
    ] as const;
    const field = fc.oneof(
      hostile,
      hostile.map((text) => `"${text}"`),
      hostile.map((text) => `bytes=${text}`),
    );
    const lines = fc.oneof(field, fc.array(field, { maxLength: 3 }));
    const headers = fc.dictionary(fc.constantFrom(...names), lines, { maxKeys: 4 });
    const method = fc.oneof(fc.constantFrom('GET', 'PUT', 'HEAD', 'QUERY', ''), fc.string());
    const options = fc.constantFrom<EvaluateOptions>(
      {},
      { malformed: '400', require: true },
      { maxRanges: 1 },
    );
    fc.assert(
      fc.property(method, headers, fc.array(fc.string()), options, (name, fields, rawHeaders, policy) => {
        evaluatePreconditions({ method: name, headers: fields, rawHeaders }, current, policy);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a mistake of the program is an error that says what was expected', () => {
  it.each<[unknown, RegExp]>([
    [undefined, /^current: expected \{ exists: false \}/],
    [null, /^current: expected/],
    [{}, /^current: expected/],
    [{ exists: 'yes' }, /^current: expected/],
    [{ exists: true, etag: '7' }, /^current.etag: expected an entity tag/],
    [{ exists: true, etag: 'w/"7"' }, /^current.etag: expected an entity tag/],
    [{ exists: true, etag: 7 }, /^current.etag: expected an entity tag/],
    [{ exists: true, etag: null }, /^current.etag: expected an entity tag/],
    [{ exists: true, lastModified: DATE }, /^current.lastModified: expected a valid Date, got "Sun, /],
    [{ exists: true, lastModified: 0 }, /^current.lastModified: expected a valid Date, got 0/],
    [{ exists: true, lastModified: new Date(Number.NaN) }, /^current.lastModified: expected a valid Date/],
    [{ exists: true, length: -1 }, /^current.length: expected a whole number of bytes, got -1/],
    [{ exists: true, length: 1.5 }, /^current.length/],
    [{ exists: true, length: '10' }, /^current.length/],
    [Promise.resolve(current), /^current: expected/],
  ])('%j as state', (state, message) => {
    // @ts-expect-error what plain JavaScript may give
    expect(() => evaluatePreconditions({ method: 'GET', headers: {} }, state)).toThrow(message);
  });

  it.each([
    [{ now: '2026' }, /^now: expected a valid Date/],
    [{ maxRanges: 0 }, /^maxRanges: expected a whole number of 1 or more, got 0/],
    [{ maxRanges: Number.NaN }, /^maxRanges/],
  ])('%j as options', (options, message) => {
    // @ts-expect-error what plain JavaScript may give
    expect(() => evaluatePreconditions({ method: 'GET', headers: {} }, current, options)).toThrow(message);
  });

  it('a request without a method', () => {
    expect(() => evaluatePreconditions({ headers: {} }, current)).toThrow(
      'method: expected a string, got undefined',
    );
  });

  it('a tag that only claims to be one', () => {
    const forged = '7' as EntityTag;
    expect(() => evaluatePreconditions({ method: 'PUT' }, { exists: true, etag: forged })).toThrow(TypeError);
  });
});
