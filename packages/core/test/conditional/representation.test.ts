import { describe, expect, it } from 'vitest';
import { etag, notModifiedReply, representationHeaders } from '../../src/conditional/index.ts';

const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT';
const lastModified = new Date('1994-11-06T08:49:37.999Z');
const all = {
  vary: ['Accept', 'accept', 'Origin'],
  cacheControl: 'private, max-age=60',
  contentLocation: '/notes/7.json',
  expires: new Date(DATE),
} as const;

describe('representationHeaders', () => {
  it('gives the validators, and what the 200 and the 304 share (RFC 9110 §15.4.5)', () => {
    expect(representationHeaders({ exists: true, etag: etag.weak('7'), lastModified }, all)).toEqual({
      'cache-control': 'private, max-age=60',
      'content-location': '/notes/7.json',
      etag: 'W/"7"',
      expires: DATE,
      'last-modified': DATE,
      vary: 'Accept, Origin',
    });
  });

  it('gives nothing of what is not known', () => {
    expect(representationHeaders({ exists: true })).toEqual({});
    expect(representationHeaders({ exists: false })).toEqual({});
    expect(
      representationHeaders({ exists: true, etag: undefined, lastModified: undefined }, { vary: undefined }),
    ).toEqual({});
  });

  describe('Last-Modified is never later than the response (RFC 9110 §8.8.2.1)', () => {
    const now = new Date('2026-03-01T12:00:00.400Z');
    it.each([
      ['a second ahead', '2026-03-01T12:00:01.400Z', 'Sun, 01 Mar 2026 12:00:00 GMT'],
      ['a day ahead', '2026-03-02T12:00:00Z', 'Sun, 01 Mar 2026 12:00:00 GMT'],
      ['in this very millisecond', '2026-03-01T12:00:00.400Z', 'Sun, 01 Mar 2026 12:00:00 GMT'],
      ['a second ago', '2026-03-01T11:59:59.400Z', 'Sun, 01 Mar 2026 11:59:59 GMT'],
    ])('%s', (_, modified, sent) => {
      const current = { exists: true, lastModified: new Date(modified) } as const;
      expect(representationHeaders(current, {}, { now })).toEqual({ 'last-modified': sent });
      expect(notModifiedReply(current, {}, { now }).headers).toEqual({ 'last-modified': sent });
    });

    it('by the clock, where nothing else is said', () => {
      const before = Math.floor(Date.now() / 1000) * 1000;
      const sent = representationHeaders({ exists: true, lastModified: new Date('2999-01-01') })[
        'last-modified'
      ];
      const sentMs = Date.parse(String(sent));
      expect(sentMs).toBeGreaterThanOrEqual(before);
      expect(sentMs).toBeLessThanOrEqual(Date.now());
    });

    it.each([
      [
        'an invalid date',
        new Date(Number.NaN),
        {},
        'expected a valid date in the years 0 to 9999, got NaN ms',
      ],
      ['a text', '2026-03-01', {}, 'expected a Date, got "2026-03-01"'],
      ['an invalid now', new Date(0), { now: new Date(Number.NaN) }, 'now: expected a valid Date'],
      ['a number as now', new Date(0), { now: 0 }, 'now: expected a valid Date, got 0'],
    ])('%s is refused by what was expected and what came', (_, lastModified, options, says) => {
      // @ts-expect-error what plain JavaScript may give
      expect(() => representationHeaders({ exists: true, lastModified }, {}, options)).toThrow(says);
    });
  });

  it.each([
    { cacheControl: 'private\r\nSet-Cookie: a=b' },
    { contentLocation: '/\u00e9' },
    { contentLocation: '/a\r\nb' },
    { expires: new Date(Number.NaN) },
    { expires: DATE },
    { cacheControl: { public: true, private: true } },
  ])('refuses %j', (fields) => {
    // @ts-expect-error some of them are what plain JavaScript may give
    expect(() => representationHeaders({ exists: true }, fields)).toThrow();
  });
});

describe('notModifiedReply (RFC 9110 §15.4.5)', () => {
  it('sends the entity tag, and then no Last-Modified', () => {
    const reply = notModifiedReply({ exists: true, etag: etag.strong('7'), lastModified }, all);
    expect(reply).toMatchObject({ status: 304, body: undefined, close: false });
    expect(Object.keys(reply.headers).sort()).toEqual([
      'cache-control',
      'content-location',
      'etag',
      'expires',
      'vary',
    ]);
    expect(reply.drop).toContain('last-modified');
  });

  it('sends Last-Modified where there is no tag, its own or the one that is set', () => {
    const reply = notModifiedReply({ exists: true, lastModified });
    expect(reply.headers).toEqual({ 'last-modified': DATE });
    expect(reply.drop).not.toContain('last-modified');
    expect(notModifiedReply({ exists: true }).drop).not.toContain('last-modified');
  });

  it('drops what describes content, and nothing else', () => {
    const { drop } = notModifiedReply({ exists: true });
    for (const name of ['type', 'length', 'encoding', 'language', 'range', 'disposition', 'digest']) {
      expect(drop).toContain(`content-${name}`);
    }
    for (const name of [
      'set-cookie',
      'access-control-allow-origin',
      'strict-transport-security',
      'content-security-policy',
      'content-location',
      'cache-control',
      'etag',
      'vary',
      'expires',
      'date',
    ]) {
      expect(drop).not.toContain(name);
    }
  });
});
