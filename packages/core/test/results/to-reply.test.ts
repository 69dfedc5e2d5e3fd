import { describe, expect, it } from 'vitest';
import { toReply } from '../../src/index.ts';

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

  // RFC 9110 §8.6: no Content-Length beside a 204. Node would send one.
  it.each([204, 205, 304])('a %i that the handler has set stays without content', (status) => {
    for (const value of [{}, 'x', new Uint8Array(1)]) {
      const reply = toReply(value, GET, status);
      expect(reply).toMatchObject({ status, body: undefined, headers: {} });
      expect(reply.drop).toEqual(['content-length', 'content-type']);
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
  ])('%s is refused with a TypeError', (_what, value) => {
    expect(() => toReply(value, GET)).toThrow(TypeError);
  });

  it('what is refused is named', () => {
    expect(() => toReply({ pipe() {} }, GET)).toThrow(/got a stream; pipe it into the response/);
    expect(() => toReply(() => 1, GET)).toThrow('handler: expected a value with a JSON form, got a function');
    expect(() => toReply(undefined, GET)).toThrow(
      'handler: expected a value with a JSON form, got undefined',
    );
  });
});
