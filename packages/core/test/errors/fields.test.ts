import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  Conflict,
  ContentTooLarge,
  MethodNotAllowed,
  NotAcceptable,
  nonEmpty,
  PreconditionFailed,
  PreconditionRequired,
  ProxyAuthenticationRequired,
  RangeNotSatisfiable,
  type RetryAfter,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
  UnavailableForLegalReasons,
  UnsupportedMediaType,
  UpgradeRequired,
} from '../../src/index.ts';

describe.each([
  ['Unauthorized', Unauthorized, 'www-authenticate'],
  ['ProxyAuthenticationRequired', ProxyAuthenticationRequired, 'proxy-authenticate'],
] as const)('%s', (_name, Class, field) => {
  it('writes several challenges one line each, in their order', () => {
    const error = new Class([
      { scheme: 'Bearer', params: { realm: 'api', error: 'invalid_token' } },
      { scheme: 'Basic', params: { realm: 'a, b' } },
      { scheme: 'Negotiate', token68: 'YWI=' },
    ]);
    expect(error.headers).toEqual({
      [field]: ['Bearer realm="api", error="invalid_token"', 'Basic realm="a, b"', 'Negotiate YWI='],
    });
  });

  it('writes a list of one as one line', () => {
    expect(new Class([{ scheme: 'Bearer' }]).headers).toEqual({ [field]: 'Bearer' });
  });

  // A user name in a realm once turned a 401 into a 500 elsewhere.
  it.each([
    ['é', 'caf\u00e9', 'caf?'],
    ['CR LF', 'a\r\nX: y', 'a??X: y'],
    ['a quote', 'a"b\\c', 'a\\"b\\\\c'],
    ['NUL', 'a\0b', 'a?b'],
  ])('makes %s in a parameter safe instead of refusing it', (_what, realm, written) => {
    expect(new Class({ scheme: 'Basic', params: { realm } }).headers[field]).toBe(`Basic realm="${written}"`);
  });
});

describe('405', () => {
  it('lists each method once, in the one order of core', () => {
    expect(new MethodNotAllowed(['OPTIONS', 'DELETE', 'POST', 'GET', 'GET']).headers['allow']).toBe(
      'GET, POST, DELETE, OPTIONS',
    );
  });

  it('may allow nothing, which is an empty Allow (RFC 9110 §10.2.1)', () => {
    expect(new MethodNotAllowed([]).headers).toEqual({ allow: '' });
  });
});

describe('406', () => {
  it('shows what is available, and keeps its order', () => {
    const available = ['text/csv', { type: 'application/json', language: 'de', href: '/a.json' }] as const;
    const error = new NotAcceptable(available);
    expect(error.available).toEqual(available);
    expect(error.toJSON()['available']).toEqual(available);
  });
});

describe('409 and 412', () => {
  it.each(['"v7"', 'W/"v7"', '""', '"é"'])('send the entity tag %s', (etag) => {
    expect(new Conflict(null, { etag }).headers['etag']).toBe(etag);
    expect(new PreconditionFailed(undefined, { etag }).headers['etag']).toBe(etag);
  });

  it.each(['v7', '', '"v7', 'W/v7', 'w/"v7"', '"a b"', '"a"b"', '"\u0100"', '"a\r\n"', '*', 7, null])(
    'refuse %j, which is none',
    (etag) => {
      expect(() => new Conflict(null, { etag: etag as string })).toThrow(
        /etag: expected an entity tag such as/,
      );
      expect(() => new PreconditionFailed(null, { etag: etag as string })).toThrow(TypeError);
    },
  );

  it('send none unasked', () => {
    expect(new Conflict({ id: 1 }).headers).toEqual({});
  });
});

describe('413', () => {
  it('shows the limit, and sends Retry-After only if given (RFC 9110 §15.5.14)', () => {
    expect(new ContentTooLarge({ limit: 1024 }).toJSON()['limit']).toBe(1024);
    expect(new ContentTooLarge({ limit: 1024 }).headers).toEqual({});
    expect(new ContentTooLarge({ retryAfter: { seconds: 2 } }).headers).toEqual({ 'retry-after': '2' });
    expect(new ContentTooLarge({ limit: 0 }).toJSON()['limit']).toBe(0);
    expect(new ContentTooLarge().toJSON()).not.toHaveProperty('limit');
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null])('refuses the limit %s', (limit) => {
    expect(() => new ContentTooLarge({ limit: limit as number })).toThrow(
      /limit: expected a whole number of bytes/,
    );
  });

  it('refuses the word unknown: leaving it out says that', () => {
    expect(() => new ContentTooLarge({ retryAfter: 'soon' as never })).toThrow(TypeError);
  });
});

describe('415 says exactly one thing', () => {
  it.each([
    ['accept', ['application/json', 'text/*'], 'accept', 'application/json, text/*'],
    ['acceptPost', ['application/json'], 'accept-post', 'application/json'],
    ['acceptPatch', ['application/merge-patch+json'], 'accept-patch', 'application/merge-patch+json'],
    ['acceptQuery', ['application/jsonpath'], 'accept-query', '"application/jsonpath"'],
    ['coding', ['gzip', 'br'], 'accept-encoding', 'gzip, br'],
  ])('%s', (name, list, field, value) => {
    const { headers } = new UnsupportedMediaType({ [name]: list } as never);
    expect(Object.keys(headers)).toEqual([field]);
    // The structured list of RFC 10008 may write a media type as a token or as a string.
    expect(headers[field]?.toString().replaceAll('"', '')).toBe(value.replaceAll('"', ''));
  });

  it('a member that is undefined is not given', () => {
    const supported = { accept: ['a/b'], coding: undefined } as never;
    expect(new UnsupportedMediaType(supported).headers).toEqual({ accept: 'a/b' });
  });

  it('never sends Accept-Encoding where the coding was not the fault (RFC 9110 §12.5.3)', () => {
    expect(new UnsupportedMediaType({ accept: ['a/b'] }).headers).not.toHaveProperty('accept-encoding');
  });
});

describe('416', () => {
  it.each([0, 1, 1_234_567_890_123])('%i bytes', (length) => {
    expect(new RangeNotSatisfiable(length).headers).toEqual({ 'content-range': `bytes */${length}` });
  });
});

describe('426', () => {
  it('sends both fields, in the order of preference (RFC 9110 §7.8)', () => {
    expect(new UpgradeRequired(['HTTP/3.0', 'websocket']).headers).toEqual({
      upgrade: 'HTTP/3.0, websocket',
      connection: 'upgrade',
    });
  });
});

describe('428', () => {
  it.each([
    [['If-Match'], 'Repeat the request with If-Match.'],
    [['If-Match', 'If-Unmodified-Since'], 'Repeat the request with If-Match or If-Unmodified-Since.'],
  ])('%j: the default detail says how to resubmit (RFC 6585 §3)', (fields, detail) => {
    const error = new PreconditionRequired(nonEmpty(fields));
    expect(error.toJSON()).toMatchObject({ required: fields, detail });
    expect(error.message).toBe(detail);
  });

  it('another detail takes its place, the member stays', () => {
    for (const error of [
      new PreconditionRequired(['If-Match'], 'Read it first.'),
      new PreconditionRequired(['If-Match'], { detail: 'Read it first.' }),
    ]) {
      expect(error.toJSON()).toMatchObject({ required: ['If-Match'], detail: 'Read it first.' });
    }
  });

  it('the list is a copy', () => {
    const fields: [string] = ['If-Match'];
    const error = new PreconditionRequired(fields);
    fields[0] = 'changed';
    expect(error.required).toEqual(['If-Match']);
  });
});

describe('451', () => {
  it('names who blocks, as a string or a URL', () => {
    const link = '<https://isp.example/a?b=c>; rel="blocked-by"';
    expect(new UnavailableForLegalReasons('https://isp.example/a?b=c').headers).toEqual({ link });
    expect(new UnavailableForLegalReasons(new URL('https://isp.example/a?b=c')).headers).toEqual({ link });
  });
});

describe('Retry-After', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  const wait = (retryAfter: RetryAfter): unknown => new TooManyRequests(retryAfter).headers['retry-after'];

  it.each([
    [0, '0'],
    [0.001, '1'],
    [0.2, '1'],
    [1, '1'],
    [1.000001, '2'],
    [59.5, '60'],
    [86_400, '86400'],
  ])('%f seconds are %s: rounded up', (seconds, field) => {
    expect(wait({ seconds })).toBe(field);
    expect(new ServiceUnavailable({ seconds }).headers['retry-after']).toBe(field);
    expect(new ContentTooLarge({ retryAfter: { seconds } }).headers['retry-after']).toBe(field);
    expect(new TooManyRequests({ seconds }).retryAfterSeconds).toBe(Number(field));
  });

  it.each([
    ['429', TooManyRequests],
    ['503', ServiceUnavailable],
  ])('a %s carries its wait as a member as well', (_, Waiting) => {
    expect(new Waiting({ seconds: 1.2 }).toJSON()).toMatchObject({ retryAfter: 2 });
    expect(new Waiting({ at: new Date(Date.now() + 1500) }).toJSON()).toMatchObject({ retryAfter: 2 });
    expect(new Waiting('unknown').toJSON()).not.toHaveProperty('retryAfter');
    const own = new Waiting({ seconds: 1 }, { extensions: { retryAfter: 'soon' } });
    expect(own.toJSON()).toMatchObject({ retryAfter: 'soon' });
  });

  it.each([
    [-1, '0'],
    [-86_400_000, '0'],
    [0, '0'],
    [1, '1'],
    [999, '1'],
    [1000, '1'],
    [1001, '2'],
    [60_500, '61'],
  ])('a moment %i ms from now is %s', (ms, field) => {
    vi.setSystemTime(1_800_000_000_123);
    expect(wait({ at: new Date(1_800_000_000_123 + ms) })).toBe(field);
  });

  it('is never early, whatever the millisecond', () => {
    const at = 1_800_000_060_000;
    for (let now = at - 2100; now <= at; now += 7) {
      vi.setSystemTime(now);
      const seconds = Number(wait({ at: new Date(at) }));
      expect(now + seconds * 1000).toBeGreaterThanOrEqual(at);
      expect(now + (seconds - 1) * 1000).toBeLessThan(at); // and not later than it must be
    }
  });

  it('is left out where the wait is unknown', () => {
    expect(new TooManyRequests('unknown').headers).toEqual({});
    expect(new ServiceUnavailable('unknown').headers).toEqual({});
    expect(new TooManyRequests('unknown').retryAfterSeconds).toBeUndefined();
  });

  it('is not negative zero', () => {
    expect(wait({ seconds: -0 })).toBe('0');
  });
});

describe('nonEmpty', () => {
  it('gives the list back', () => {
    const list = ['a'];
    expect(nonEmpty(list)).toBe(list);
  });

  it('refuses an empty one and what is no list', () => {
    expect(() => nonEmpty([])).toThrow(
      new RangeError('list: expected a list with at least one element, got an empty one'),
    );
    expect(() => nonEmpty('ab' as never)).toThrow(new TypeError('list: expected a list, got "ab"'));
    expect(() => nonEmpty(undefined as never)).toThrow(TypeError);
  });
});
