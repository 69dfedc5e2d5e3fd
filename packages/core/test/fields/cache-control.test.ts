import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CacheControl,
  type CacheDirectives,
  formatCacheControl,
  formatCdnCacheControl,
  parseCacheControl,
  parseCdnCacheControl,
} from '../../src/fields/index.ts';
import { token } from './arbitraries.ts';

const YEAR = 31_536_000;

const WRITTEN: readonly [CacheControl, string][] = [
  [{}, ''],
  [{ maxAgeSeconds: 0 }, 'max-age=0'],
  [{ maxAgeSeconds: 60, public: false, noStore: false }, 'max-age=60'],
  [{ public: true, maxAgeSeconds: YEAR, immutable: true }, 'public, max-age=31536000, immutable'],
  [{ private: true, maxAgeSeconds: 60 }, 'private, max-age=60'],
  [{ private: true, public: false, proxyRevalidate: false }, 'private'],
  [{ private: ['Set-Cookie'], public: true }, 'public, private="Set-Cookie"'],
  [{ noCache: true }, 'no-cache'],
  [{ noCache: ['Set-Cookie', 'X-Trace'], maxAgeSeconds: 5 }, 'max-age=5, no-cache="Set-Cookie, X-Trace"'],
  [{ sharedMaxAgeSeconds: 600, proxyRevalidate: true }, 's-maxage=600, proxy-revalidate'],
  [
    { maxAgeSeconds: 60, staleWhileRevalidateSeconds: 30, staleIfErrorSeconds: 86_400, mustRevalidate: true },
    'max-age=60, stale-while-revalidate=30, stale-if-error=86400, must-revalidate',
  ],
  [{ noStore: true }, 'no-store'],
  [{ noStore: true, noTransform: true }, 'no-store, no-transform'],
  [{ noStore: true, mustUnderstand: true, maxAgeSeconds: 60 }, 'max-age=60, must-understand, no-store'],
  [
    { maxAgeSeconds: 1, extensions: { community: 'UCI', x: true, say: 'a "b", c' } },
    'max-age=1, community=UCI, x, say="a \\"b\\", c"',
  ],
];

describe('Cache-Control is written (RFC 9111 §5.2.2, RFC 5861, RFC 8246)', () => {
  it.each(WRITTEN)('%j as %s', (directives, line) => {
    expect(formatCacheControl(directives)).toBe(line);
    if (line !== '') expect(formatCacheControl(parseCacheControl(line) as CacheControl)).toBe(line);
  });

  it.each<[CacheDirectives | unknown, RegExp]>([
    [
      { public: true, private: true },
      /^Cache-Control: expected public or private, got both; a shared cache does not store a private response \(RFC 9111 §5\.2\.2\.7\)$/,
    ],
    [{ sharedMaxAgeSeconds: 5, private: true }, /sharedMaxAgeSeconds or private, got both/],
    [{ proxyRevalidate: true, private: true }, /proxyRevalidate or private, got both/],
    [
      { noStore: true, maxAgeSeconds: 0 },
      /^Cache-Control: expected maxAgeSeconds or noStore, got both; a response that is not stored is never reused$/,
    ],
    [{ noStore: true, noCache: true }, /noCache or noStore, got both/],
    [{ noStore: true, private: true }, /private or noStore, got both/],
    [{ noStore: true, staleIfErrorSeconds: 5 }, /staleIfErrorSeconds or noStore/],
    [
      { mustUnderstand: true, maxAgeSeconds: 5 },
      /^Cache-Control: expected noStore beside mustUnderstand, for caches that do not know it \(RFC 9111 §5\.2\.2\.3\), got none$/,
    ],
    [
      { immutable: true, noCache: true, maxAgeSeconds: 5 },
      /immutable or noCache, got both; noCache makes caches ask before each use$/,
    ],
    [
      { immutable: true },
      /^Cache-Control: expected maxAgeSeconds beside immutable, which counts while a response is fresh \(RFC 8246 §2\), got none$/,
    ],
    [{ immutable: true, maxAgeSeconds: 0 }, /maxAgeSeconds beside immutable/],
    [
      { onlyIfCached: true },
      /^Cache-Control: expected directives of a response, got onlyIfCached, which is for requests$/,
    ],
    [{ maxStaleSeconds: 5 }, /maxStaleSeconds, which is for requests/],
    [{ maxStaleSeconds: true }, /maxStaleSeconds, which is for requests/],
    [{ maxAge: 60 }, /^Cache-Control: expected a known directive, got "maxAge"; name others in extensions$/],
    [{ maxAgeSeconds: '60' }, /maxAgeSeconds: expected a number of seconds, got "60"/],
    [{ public: ['a'] }, /public: expected true or false, got \["a"\]/],
    [{ noCache: 5 }, /noCache: expected true or false, got 5/],
    [{ private: ['a', 'b c'] }, /private: expected .*field names, got \["a","b c"\]/],
    [null, /^Cache-Control: expected an object such as \{ maxAgeSeconds: 60 \}, got null$/],
    [{ public: 'yes' }, /public: expected true or false, got "yes"/],
    [{ noCache: [] }, /noCache: expected true or a non-empty list of field names/],
    [{ private: ['Set Cookie'] }, /private: expected .*field names, got \["Set Cookie"\]/],
    [{ extensions: { 'a b': true } }, /extension name: expected .*, got "a b"/],
    [
      { extensions: { 'Max-Age': '5' } },
      /extensions: expected Max-Age as a property of the directives, not here$/,
    ],
    [
      { extensions: { a: 'x\r\ny' } },
      /extensions\.a: expected true or a string of visible ASCII, got "x\\r\\ny"$/,
    ],
    [{ extensions: { a: false } }, /extensions\.a: expected .*visible ASCII.*, got false/],
    ['max-age=60', /^Cache-Control: expected an object such as \{ maxAgeSeconds: 60 \}, got "max-age=60"$/],
    [undefined, /expected an object/],
    [[], /expected an object/],
  ])('%j is refused with a TypeError', (directives, message) => {
    for (const format of [formatCacheControl, formatCdnCacheControl]) {
      const write = (): string => format(directives as CacheControl); // what plain JavaScript may give
      expect(write).toThrow(TypeError);
      expect(write).toThrow(message);
    }
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31 + 1])(
    '%s seconds are a RangeError',
    (seconds) => {
      const refused = `maxAgeSeconds: expected an integer from 0 to 2147483648 (seconds), got ${seconds}`;
      expect(() => formatCacheControl({ maxAgeSeconds: seconds })).toThrow(new RangeError(refused));
    },
  );
});

describe('Cache-Control is read', () => {
  it.each<[string | string[], CacheDirectives]>([
    ['', {}],
    [',, ,', {}],
    ['PUBLIC,Max-Age=60', { public: true, maxAgeSeconds: 60 }],
    ['max-age="60"', { maxAgeSeconds: 60 }],
    ['max-age = 60', { maxAgeSeconds: 60 }],
    [['max-age=60', 'no-cache'], { maxAgeSeconds: 60, noCache: true }],
    // §4.2.1: of two the more restrictive, and what is no number is stale
    ['max-age=60, max-age=10', { maxAgeSeconds: 10 }],
    ['max-age=10, max-age=60', { maxAgeSeconds: 10 }],
    ['max-age=abc', { maxAgeSeconds: 0 }],
    ['max-age=-1', { maxAgeSeconds: 0 }],
    ['max-age=1.5', { maxAgeSeconds: 0 }],
    ['max-age', { maxAgeSeconds: 0 }],
    ['s-maxage=', { sharedMaxAgeSeconds: 0 }],
    ['max-age=60, max-age=x', { maxAgeSeconds: 0 }],
    ['max-age=99999999999999999999', { maxAgeSeconds: 2 ** 31 }],
    ['stale-while-revalidate=x, stale-if-error', {}],
    ['no-cache="Set-Cookie, a", no-cache=b', { noCache: ['Set-Cookie', 'a', 'b'] }],
    ['no-cache="Set-Cookie", no-cache', { noCache: true }],
    ['no-cache, no-cache="Set-Cookie"', { noCache: true }],
    ['private=", "', { private: true }],
    ['private="(unreadable)"', { private: true }],
    ['no-store=1, immutable=x', { noStore: true, immutable: true }],
    ['max-stale', { maxStaleSeconds: true }],
    ['max-stale=5, max-stale', { maxStaleSeconds: 5 }],
    ['max-stale, max-stale=5', { maxStaleSeconds: 5 }],
    ['max-stale=5, max-stale=3', { maxStaleSeconds: 3 }],
    ['max-stale=x', {}],
    ['max-stale=', {}],
    ['min-fresh=', {}],
    ['min-fresh=5, only-if-cached', { minFreshSeconds: 5, onlyIfCached: true }],
    ['Community="a,b", x=1, x=2, pre-check', { extensions: { community: 'a,b', x: '1', 'pre-check': true } }],
    ['a b, =5, "quoted", max-age:5, no-store', { noStore: true }],
    // a quotation that never ends takes the rest with it, and means nothing
    ['no-store, x="a, max-age=5', { noStore: true }],
    [
      'public, private, no-store, max-age=5',
      { public: true, private: true, noStore: true, maxAgeSeconds: 5 },
    ],
  ])('%j', (line, directives) => {
    expect(parseCacheControl(line)).toStrictEqual(directives);
  });

  it('__proto__ is a name like any other', () => {
    const { extensions } = parseCacheControl('__proto__=x');
    expect(Object.entries(extensions ?? {})).toEqual([['__proto__', 'x']]);
    expect(parseCacheControl('constructor').maxAgeSeconds).toBeUndefined();
  });
});

describe('CDN-Cache-Control (RFC 9213 §2.1)', () => {
  it.each(WRITTEN.filter(([, line]) => line !== ''))(
    '%j is written as a dictionary and read back',
    (given) => {
      const line = formatCdnCacheControl(given);
      expect(formatCdnCacheControl(parseCdnCacheControl(line) as CacheControl)).toBe(line);
    },
  );

  it.each<[string | string[] | undefined, CacheDirectives | undefined]>([
    ['max-age=600, must-revalidate', { maxAgeSeconds: 600, mustRevalidate: true }],
    [['max-age=600', 'no-store'], { maxAgeSeconds: 600, noStore: true }],
    ['max-age=600;x=1', { maxAgeSeconds: 600 }],
    ['no-store=?0, no-cache=?1', { noStore: false, noCache: true }],
    ['private="Set-Cookie, a", no-cache=b', { private: ['Set-Cookie', 'a'], noCache: ['b'] }],
    ['community="UCI", n=5, x, y=?0', { extensions: { community: 'UCI', n: '5', x: true } }],
    ['max-age=1, max-age=2', { maxAgeSeconds: 2 }], // of a dictionary the last counts
    ['max-stale', { maxStaleSeconds: true }],
    ['max-age=999999999999999', { maxAgeSeconds: 2 ** 31 }],
    // wrong types are left out
    ['max-age="60", s-maxage=5', { sharedMaxAgeSeconds: 5 }],
    ['max-age=-1, no-store', { noStore: true }],
    ['max-age=1.5', {}],
    ['max-age', {}],
    ['no-store=5', {}],
    ['max-stale=?0', {}],
    ['max-stale="5"', {}],
    ['private=5', {}],
    ['private=?0', { private: false }],
    // a malformed field is none at all
    [undefined, undefined],
    ['', undefined],
    ['max-age=600,', undefined],
    ['max-age=600, Public', undefined],
    ['max-age=', undefined],
    ['max-age =5', undefined],
    ['a=(b c)', undefined],
    ['max-age=9999999999999999', undefined],
  ])('%j', (line, directives) => {
    expect(parseCdnCacheControl(line)).toStrictEqual(directives);
  });

  it('refuses extensions that a dictionary cannot hold', () => {
    expect(() => formatCdnCacheControl({ extensions: { Community: 'UCI' } })).toThrow(
      new TypeError('extension name: expected a key of a dictionary, in lower case, got "Community"'),
    );
    expect(() => formatCdnCacheControl({ extensions: { a: 'b\tc' } })).toThrow(
      new TypeError('extensions.a: expected visible ASCII and spaces, got "b\\tc"'),
    );
    expect(formatCdnCacheControl({ extensions: { a: '007', b: 'c d' } })).toBe('a=007, b="c d"');
    // An Integer has 15 digits at most (RFC 9651 §3.3.1): longer ones are a string.
    expect(formatCdnCacheControl({ extensions: { a: '1'.repeat(15), b: '1'.repeat(16), c: '' } })).toBe(
      `a=${'1'.repeat(15)}, b="${'1'.repeat(16)}", c=""`,
    );
  });
});

describe('what is written is read back', () => {
  const seconds = fc.option(fc.integer({ min: 0, max: 2 ** 31 }), { nil: undefined });
  const flag = fc.option(fc.constant(true), { nil: undefined });
  const names = fc.option(
    fc.oneof(
      fc.constant(true as const),
      fc.uniqueArray(token, { minLength: 1, maxLength: 3, selector: (name) => name.toLowerCase() }),
    ),
    { nil: undefined },
  );
  const directives = fc.record({
    maxAgeSeconds: seconds,
    sharedMaxAgeSeconds: seconds,
    staleWhileRevalidateSeconds: seconds,
    staleIfErrorSeconds: seconds,
    public: flag,
    private: names.filter((value) => value !== true),
    noCache: names,
    mustRevalidate: flag,
    proxyRevalidate: flag,
    noTransform: flag,
  });

  const said = (given: object): object =>
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

  it('by either field', () => {
    fc.assert(
      fc.property(directives, (given) => {
        expect(parseCacheControl(formatCacheControl(given))).toEqual(said(given));
        expect(parseCdnCacheControl(formatCdnCacheControl(given)) ?? {}).toEqual(said(given));
      }),
    );
  });

  it('extensions too, whatever visible ASCII they hold', () => {
    const name = token
      .map((text) => `x-${text.toLowerCase()}`)
      .filter((text) => /^[a-z][a-z0-9_.*-]*$/.test(text));
    const value = fc.oneof(
      fc.constant(true as const),
      fc.string({ unit: fc.constantFrom(...' !"\\,;=aZ09~') }),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value, { minKeys: 1 }), (extensions) => {
        expect(parseCacheControl(formatCacheControl({ extensions }))).toEqual({ extensions });
        expect(parseCdnCacheControl(formatCdnCacheControl({ extensions }))).toEqual({ extensions });
      }),
    );
  });
});
