import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { accepted, created, noContent, notModified, ok, resetContent, toReply } from '../../src/index.ts';

const GET = { method: 'GET' };
const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=utf-8';

describe("a handler's value", () => {
  it.each([
    ['an object', { id: 7 }, JSON_TYPE, '{"id":7}'],
    ['an empty object', {}, JSON_TYPE, '{}'],
    ['a list', [1, 2], JSON_TYPE, '[1,2]'],
    ['a Date', new Date(0), JSON_TYPE, '"1970-01-01T00:00:00.000Z"'],
    ['a toJSON', { toJSON: () => ({ shown: 1 }), hidden: 1 }, JSON_TYPE, '{"shown":1}'],
    ['a number', 5, JSON_TYPE, '5'],
    ['zero', 0, JSON_TYPE, '0'],
    ['false', false, JSON_TYPE, 'false'],
    ['text', 'hello', TEXT_TYPE, 'hello'],
    ['the empty text', '', TEXT_TYPE, ''],
    ['text outside ASCII', 'é 😀', TEXT_TYPE, 'é 😀'],
    ['text in the form of HTML, which stays text', '<b>', TEXT_TYPE, '<b>'],
    ['an object outside ASCII', { a: 'é' }, JSON_TYPE, '{"a":"é"}'],
  ])('%s is a 200 as it is', (_what, value, type, body) => {
    expect(toReply(value, GET)).toEqual({
      status: 200,
      headers: {
        'content-type': type,
        'content-length': String(Buffer.byteLength(body)),
        'x-content-type-options': 'nosniff',
      },
      drop: [],
      body,
      close: false,
    });
  });

  it('bytes go out as they are', () => {
    for (const bytes of [new Uint8Array([0, 255]), Buffer.from([0, 255]), new Uint8Array()]) {
      const reply = toReply(bytes, GET);
      expect(reply.body).toBe(bytes);
      expect(reply.headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-length': String(bytes.length),
      });
    }
  });

  it('null is a 204 without content, whatever was set', () => {
    for (const status of [undefined, 200, 201, 404]) {
      expect(toReply(null, GET, status)).toEqual({
        status: 204,
        headers: {},
        drop: ['content-length', 'content-type'],
        body: undefined,
        close: false,
      });
    }
  });

  it.each([200, 201, 202, 203, 404, 500])('has the status that the handler has set: %i', (status) => {
    expect(toReply({}, GET, status)).toMatchObject({ status, body: '{}' });
    expect(toReply('x', GET, status)).toMatchObject({ status, body: 'x' });
  });

  // RFC 9110 §8.6: no Content-Length beside a 204. Node would send one. §15.3.6: a 205 is framed, as empty.
  it.each([
    [204, {}],
    [205, { 'content-length': '0' }],
    [304, {}],
  ])('a %i that the handler has set stays without content', (status, headers) => {
    for (const value of [{}, 'x', new Uint8Array(1)]) {
      const reply = toReply(value, GET, status);
      expect(reply).toEqual({
        status,
        headers,
        drop: ['content-length', 'content-type'],
        body: undefined,
        close: false,
      });
    }
  });

  it.each([{ id: 7 }, 'text', new Uint8Array(3)])('to HEAD has the fields and no body: %j', (value) => {
    const reply = toReply(value, { method: 'HEAD' });
    expect(reply.headers).toEqual(toReply(value, GET).headers);
    expect(reply.body).toBeUndefined();
  });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  it.each([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a bigint', 1n],
    ['a cycle', cycle],
    ['a bigint inside', { n: 1n }],
    ['a toJSON that gives nothing', { toJSON: () => undefined }],
    ['a stream', { pipe() {} }],
    ['a stream of Node', Readable.from(['x'])],
    ['a stream of the web', new ReadableStream()],
    ['a generator of promises', (async function* () {})()],
    ['a generator', (function* () {})()],
    ['a promise', Promise.resolve(1)],
    ['an Error', new Error('pg-7 is down')],
    ['a Map', new Map([[1, 2]])],
    ['a Set', new Set([1])],
    ['bytes in an ArrayBuffer', new ArrayBuffer(2)],
    ['numbers of two bytes', new Uint16Array(2)],
    ['a Response', new Response('x')],
    ['a Blob', new Blob(['x'])],
  ])('%s is refused with a TypeError', (_what, value) => {
    expect(() => toReply(value, GET)).toThrow(TypeError);
  });

  it('what is refused is named', () => {
    expect(() => toReply(new Map(), GET)).toThrow(
      'got a Map, a Set or an iterator; return an object or a list',
    );
    expect(() => toReply(Promise.resolve(), GET)).toThrow('got a promise; is an await missing?');
    expect(() => toReply(new Error('x'), GET)).toThrow('got an Error; throw it');
    expect(() => toReply(new Blob(['x']), GET)).toThrow('got a Blob; return its text or its bytes');
    expect(() => toReply({ pipe() {} }, GET)).toThrow(/got a stream; return it alone, from handle/);
    expect(() => toReply(() => 1, GET)).toThrow('handler: expected a value with a JSON form, got a function');
    expect(() => toReply(undefined, GET)).toThrow(
      'handler: expected a value with a JSON form, got undefined',
    );
  });
});

describe('a result', () => {
  it('is written with its status, its fields and its body', () => {
    const result = created('/notes/7', { id: 7 }, { etag: '"v1"', headers: { 'X-Id': '7' } });
    expect(toReply(result, { method: 'POST' }, 500)).toEqual({
      status: 201,
      headers: {
        'content-type': 'application/json',
        'x-content-type-options': 'nosniff',
        location: '/notes/7',
        etag: '"v1"',
        'x-id': '7',
        'content-length': '8',
      },
      drop: [],
      body: '{"id":7}',
      close: false,
    });
  });

  it('has the media type that it names', () => {
    const reply = toReply(ok('a,b', { contentType: 'text/csv; charset=utf-8' }), GET);
    expect([reply.headers['content-type'], reply.body]).toEqual(['text/csv; charset=utf-8', 'a,b']);
    const json = toReply(ok({ a: 1 }, { contentType: 'application/geo+json' }), GET);
    expect([json.headers['content-type'], json.body]).toEqual(['application/geo+json', '{"a":1}']);
  });

  it.each([ok(), created('/x'), created.here(), accepted(null), resetContent()])(
    'without a body is framed as empty: $status',
    (result) => {
      const reply = toReply(result, { method: 'POST' });
      expect(reply.headers['content-length']).toBe('0');
      expect([reply.body, reply.drop]).toEqual([undefined, ['content-length', 'content-type']]);
    },
  );

  it('of 204 and 304 has no length', () => {
    const asked = { method: 'GET', headers: { 'if-none-match': '"v7"' } };
    for (const result of [noContent({ etag: '"v7"' }), notModified({ etag: '"v7"' })]) {
      expect(toReply(result, asked).headers).toEqual({ etag: '"v7"' });
    }
  });

  it('has no content for HEAD, and the fields of the GET', () => {
    const reply = toReply(ok({ a: 1 }), { method: 'HEAD' });
    expect([reply.body, reply.headers]).toEqual([undefined, toReply(ok({ a: 1 }), GET).headers]);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('of 304 is no answer to %s', (method) => {
    expect(() => toReply(notModified(), { method, headers: { 'if-none-match': '*' } })).toThrow(
      `notModified: expected a GET, HEAD or QUERY to answer, got ${method}`,
    );
  });

  it('of 304 is no answer to a request that asked for none', () => {
    expect(() => toReply(notModified(), { method: 'GET', headers: {} })).toThrow(
      'notModified: expected a request with If-None-Match or If-Modified-Since, got neither',
    );
    const since = { method: 'QUERY', headers: { 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' } };
    expect(toReply(notModified(), since).status).toBe(304);
  });

  it('that was copied by spread is a result still; what was parsed is data', () => {
    const copy = { ...noContent(), status: 205 as const };
    expect(toReply(copy, GET)).toMatchObject({ status: 205, body: undefined });
    const parsed: unknown = JSON.parse(JSON.stringify(created('https://evil.example/')));
    expect(toReply(parsed, GET)).toMatchObject({ status: 200, body: JSON.stringify(parsed) });
  });

  it('whose body has no JSON form is refused when it is written', () => {
    expect(() => toReply(ok(1n as never), GET)).toThrow(TypeError);
    expect(() => toReply(ok(new Map() as never), GET)).toThrow('got a Map, a Set or an iterator');
  });
});
