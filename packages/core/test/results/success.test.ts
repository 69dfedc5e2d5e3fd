import { describe, expect, it } from 'vitest';
import {
  accepted,
  created,
  isResult,
  multiStatus,
  noContent,
  notModified,
  ok,
  type Result,
  resetContent,
} from '../../src/index.ts';

// A caller in plain JavaScript gives what the compiler would refuse.
type Loose = (...args: unknown[]) => Result;
const loose = (helper: unknown): Loose => helper as Loose;

const WITH_BODY: readonly (readonly [name: string, make: Loose, status: number])[] = [
  ['ok', loose(ok), 200],
  ['created', (body, init) => loose(created)('/notes/7', body, init), 201],
  ['created.here', loose(created.here), 201],
  ['accepted', (body, init) => loose(accepted)('/jobs/1', { ...(init as object), body }), 202],
  ['multiStatus', loose(multiStatus), 207],
];

const WITHOUT_BODY: readonly (readonly [name: string, make: Loose, status: number])[] = [
  ['noContent', loose(noContent), 204],
  ['resetContent', loose(resetContent), 205],
  ['notModified', loose(notModified), 304],
];

describe.each(WITH_BODY)('%s', (_name, make, status) => {
  it(`is a ${status} that holds its body, its fields in lower case`, () => {
    const body = { id: 7 };
    const result = make(body, {
      etag: 'W/"v7"',
      lastModified: new Date(784111777000),
      cacheControl: { maxAgeSeconds: 60 },
      vary: ['Accept', 'accept', 'Origin'],
      link: ['</a>; rel="next"'],
      contentType: 'application/hal+json',
      headers: { 'X-Trace': ['a', 'b'], ETag: '"lost"' },
    });
    expect(result).toMatchObject({ statuskit: 'result', status });
    expect(result.body).toBe(body);
    expect(result.headers).toMatchObject({
      etag: 'W/"v7"',
      'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT',
      'cache-control': 'max-age=60',
      vary: 'Accept, Origin',
      link: ['</a>; rel="next"'],
      'content-type': 'application/hal+json',
      'x-trace': ['a', 'b'],
    });
  });

  it('is frozen, and later changes of what it was given do not show', () => {
    const given = { headers: { 'x-a': 'b' } };
    const result = make({}, given);
    given.headers['x-a'] = 'changed';
    expect(result.headers['x-a']).toBe('b');
    expect([Object.isFrozen(result), Object.isFrozen(result.headers)]).toEqual([true, true]);
  });

  it('refuses a media type that is none', () => {
    expect(() => make({}, { contentType: 'json' })).toThrow(/contentType: expected a media type such as/);
    expect(() => make({}, { contentType: 'text/*' })).toThrow(TypeError);
  });
});

describe.each(WITHOUT_BODY)('%s', (name, make, status) => {
  it(`is a ${status} without a body`, () => {
    expect(make()).toMatchObject({ status, body: undefined, headers: {} });
    expect(make({ etag: '"v7"' }).headers).toEqual({ etag: '"v7"' });
  });

  it.each([
    ['a body beside the fields', [{}, { id: 7 }], `${name}: expected no body, got {"id":7}`],
    ['a body among the fields', [{ body: 'x' }], /expected only etag, .*, got "body"/],
    ['a body in place of the fields', [{ id: 7 }], /expected only etag, .*, got "id"/],
    ['a text', ['done'], /expected an object of etag, .*, got "done"/],
    ['null', [null], /expected an object of etag, .*, got null/],
    ['a list', [[]], /expected an object of etag, .*, got \[\]/],
    ['a media type', [{ contentType: 'text/plain' }], /got "contentType"/],
  ])('refuses %s with a TypeError', (_what, args, message) => {
    expect(() => make(...args)).toThrow(TypeError);
    expect(() => make(...args)).toThrow(message);
  });
});

describe('the fields of a result', () => {
  it.each([
    ['an etag without quotes', { etag: 'v7' }, /etag: expected an entity tag/],
    ['a date that is none', { lastModified: 'yesterday' }, TypeError],
    ['directives that contradict one another', { cacheControl: { public: true, private: true } }, TypeError],
    ['a vary that is no name', { vary: 'Accept, Origin' }, /Vary/],
    ['a link with a line break', { link: '</a>\r\nX: y' }, TypeError],
    ['a field with a line break', { headers: { 'x-a': 'b\r\nc' } }, TypeError],
    ['a name that is no token', { headers: { 'x a': 'b' } }, TypeError],
    ['Content-Type', { headers: { 'Content-Type': 'text/csv' } }, /content-type is the member contentType/],
    ['Location', { headers: { Location: '//evil.example' } }, /location is the first argument of/],
    ['Content-Length', { headers: { 'Content-Length': '7' } }, /content-length is set when/],
    ['Transfer-Encoding', { headers: { 'transfer-encoding': 'chunked' } }, /is set when/],
    ['Connection', { headers: { connection: 'close' } }, /is set when/],
    ['a Headers', { headers: new Headers({ 'x-a': 'b' }) }, /expected an object of field names/],
  ])('cannot have %s', (_what, init, message) => {
    expect(() => loose(ok)({}, init)).toThrow(message as RegExp);
  });

  it('may be undefined, each of them', () => {
    const init = { etag: undefined, lastModified: undefined, cacheControl: undefined, vary: undefined };
    const more = { link: undefined, contentType: undefined, headers: { 'x-a': undefined } };
    expect(ok(1, { ...init, ...more }).headers).toEqual({});
    expect(ok(1, { vary: [], link: [], cacheControl: {} }).headers['link']).toBeUndefined();
  });

  it('join those of the same name in headers where the field is a list', () => {
    const headers = { Vary: 'Origin', Link: '</a>; rel="prev"' };
    const result = ok(1, { vary: 'Accept', link: '</b>; rel="next"', headers });
    expect(result.headers).toEqual({
      vary: 'Origin, Accept',
      link: ['</a>; rel="prev"', '</b>; rel="next"'],
    });
  });

  it('may say that bytes come compressed', () => {
    expect(ok(new Uint8Array(3), { headers: { 'Content-Encoding': 'gzip' } }).headers).toEqual({
      'content-encoding': 'gzip',
    });
  });
});

describe('201', () => {
  it.each([
    ['/notes/7', '/notes/7'],
    ['7', '7'],
    ['?page=2', '?page=2'],
    ['/cafés/à la carte', '/caf%C3%A9s/%C3%A0%20la%20carte'],
    ['/50%', '/50%25'],
    ['/a%2Fb', '/a%2Fb'],
    ['/"<>\\^`{|}', '/%22%3C%3E%5C%5E%60%7B%7C%7D'],
    [new URL('https://cdn.example/é'), 'https://cdn.example/%C3%A9'],
    ['/😀', '/%F0%9F%98%80'],
  ])('writes the location %s percent-encoded', (location, written) => {
    expect(created(location).headers['location']).toBe(written);
  });

  it.each([
    [''],
    [undefined],
    [null],
    [7],
    [{}],
    ['/a\r\nX: y'],
    ['/a\0'],
    [' /a'],
    ['/a '],
    ['/\ud800'],
    ['/\u0085'],
  ])('refuses the location %j', (location) => {
    expect(() => loose(created)(location)).toThrow(TypeError);
    expect(() => loose(created)(location)).toThrow(/^location: expected/);
  });

  it('of created.here has no location', () => {
    expect(created.here({ id: 7 }, { etag: '"v1"' }).headers).toEqual({ etag: '"v1"' });
  });
});

describe('202', () => {
  it('says where to ask, in the field and in the body, and when', () => {
    const result = accepted('/jobs/ä', { retryAfter: { seconds: 1.5 } });
    expect(result.headers).toEqual({ location: '/jobs/%C3%A4', 'retry-after': '2' });
    expect(result.body).toEqual({ monitor: '/jobs/%C3%A4' });
  });

  it('takes a body of its own', () => {
    expect(accepted('/jobs/1', { body: { jobId: 1 } }).body).toEqual({ jobId: 1 });
  });

  it('may have no monitor, which has to be said', () => {
    expect(accepted(null)).toMatchObject({ status: 202, headers: {}, body: undefined });
    expect(() => loose(accepted)()).toThrow('monitor: expected a non-empty string or a URL, got undefined');
  });

  it('refuses a wait in bare seconds', () => {
    expect(() => loose(accepted)('/jobs/1', { retryAfter: 2 })).toThrow('expected { seconds: number }');
  });
});

describe('207', () => {
  it('has a body', () => {
    expect(() => loose(multiStatus)()).toThrow('multiStatus: expected a body, got undefined');
  });
});

describe('isResult', () => {
  it('knows results, and nothing else', () => {
    expect([ok(), created.here(), noContent()].every(isResult)).toBe(true);
    const forged: unknown = JSON.parse('{"statuskit":"result","status":302,"headers":{"location":"//x"}}');
    const proxy = new Proxy({}, { get: () => JSON.parse('{') });
    expect([undefined, null, 200, {}, forged, proxy, () => ok()].some(isResult)).toBe(false);
  });
});
