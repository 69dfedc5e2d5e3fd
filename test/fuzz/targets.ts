import { deepStrictEqual } from 'node:assert/strict';
import * as core from '@statuskit/core';
import { evaluatePreconditions } from '@statuskit/core/conditional';
import * as fields from '@statuskit/core/fields';
import { byIp } from '@statuskit/core/rate-limit';
import { revive } from '../../packages/client/src/index.ts';
import { clientCloses, hasContent, isUploading, mustClose } from '../../packages/core/src/request-view.ts';

/** One parser, and what must hold of it. */
export interface Target {
  /** Valid values, from which others are made. */
  readonly corpus: readonly string[];
  /** Reads the text. What is returned is measured. */
  readonly read: (text: string) => unknown;
  /** Which errors are documented. Default: none. */
  readonly throws?: (error: unknown) => boolean;
  /** Writes what was read, and compares what is read then. */
  readonly again?: (value: never, text: string) => void;
}

const DATES = [
  'Sun, 06 Nov 1994 08:49:37 GMT',
  'Sunday, 06-Nov-94 08:49:37 GMT',
  'Sun Nov  6 08:49:37 1994',
  'Tue, 29 Feb 2000 23:59:60 GMT',
];
const TYPES = [
  'text/html',
  'text/*;q=0.5, */*;q=0.1',
  'a/b;c="d, e\\"";q=0.001',
  'application/problem+json;charset=utf-8',
];
const TOKENS = ['GET', 'GET, HEAD, POST', ', a ,, b', '*', 'Accept, Origin, X-A'];
const CACHE = [
  'no-store',
  'max-age=60, stale-while-revalidate=30',
  'private="set-cookie, a", no-cache',
  'max-age="5"',
  'a=b',
];
const TAGS = ['"7"', 'W/"7"', '"a", W/"b", "c,d"', '*', '""'];
const CHALLENGES = [
  'Basic realm="a"',
  'Bearer error="invalid_token", Basic realm="b", charset="UTF-8"',
  'Negotiate abc==',
  'Digest realm="a\\"b", qop="auth, auth-int", Negotiate',
];
const DICTIONARY = ['a=1, b;c="d", e=(1 2);f', 'sig=:aGk=:, x=?1, y=-1.5', '"default";q=10;w=60', 'a'];

const isArgumentError = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError;
const isClientError = (error: unknown): boolean => core.isHttpError(error) && error.status < 500;

/** A value that the parser accepts and the strict serializer refuses does not count as a fault. */
function written(write: () => string): string | undefined {
  try {
    return write();
  } catch (error) {
    if (isArgumentError(error)) return undefined;
    throw error;
  }
}

/** A value that was read, written and read is the same as before. */
function same<T>(value: T, write: (value: T) => string, read: (text: string) => T): void {
  const text = written(() => write(value));
  if (text !== undefined) deepStrictEqual(read(text), value);
}

/** The same for a serializer that orders its elements, or replaces characters: written twice is written once. */
function stable<T>(value: T, write: (value: T) => string, read: (text: string) => T): void {
  const text = written(() => write(value));
  if (text !== undefined) deepStrictEqual(write(read(text)), text);
}

const perElement =
  <T>(write: (one: T) => string, read: (text: string) => readonly T[]) =>
  (value: readonly T[]): void => {
    for (const one of value) stable([one], ([only]) => write(only as T), read as (text: string) => [T]);
  };

const PARSERS: Record<string, Target> = {
  parseAccept: { corpus: TYPES, read: fields.parseAccept },
  parseAcceptEncoding: { corpus: ['gzip, br;q=0.5', '*;q=0', 'identity'], read: fields.parseAcceptEncoding },
  parseAcceptPatch: { corpus: TYPES, read: fields.parseAcceptPatch },
  parseAcceptPost: { corpus: TYPES, read: fields.parseAcceptPost },
  parseAcceptQuery: {
    corpus: ['"text/html", application/json;a="b"', 'a/b', '*'],
    read: fields.parseAcceptQuery,
  },
  parseAllow: {
    corpus: TOKENS,
    read: fields.parseAllow,
    again: (value: string[]) => stable(value, fields.formatAllow, fields.parseAllow),
  },
  parseCacheControl: {
    corpus: CACHE,
    read: fields.parseCacheControl,
    again: (value: fields.CacheDirectives) =>
      stable(value, (one) => fields.formatCacheControl(one as never), fields.parseCacheControl),
  },
  parseCdnCacheControl: {
    corpus: [...CACHE, ...DICTIONARY],
    read: fields.parseCdnCacheControl,
    again: (value: fields.CacheDirectives | undefined) =>
      value &&
      stable(
        value,
        (one) => fields.formatCdnCacheControl(one as never),
        (text) => fields.parseCdnCacheControl(text) ?? {},
      ),
  },
  parseChallenges: {
    corpus: CHALLENGES,
    read: fields.parseChallenges,
    again: perElement(fields.formatChallenge, fields.parseChallenges),
  },
  parseContentRange: {
    corpus: ['bytes 0-499/1234', 'bytes 0-0/*', 'bytes */47022'],
    read: fields.parseContentRange,
    again: (value: fields.ContentRange | undefined) =>
      value?.unit === 'bytes' &&
      same(
        value,
        ({ first, last, complete }) =>
          first === undefined
            ? fields.formatUnsatisfiedRange(complete)
            : fields.formatContentRange(first, last, complete),
        (text) => fields.parseContentRange(text) as fields.ContentRange,
      ),
  },
  parseHttpDate: {
    corpus: DATES,
    read: (text) => fields.parseHttpDate(text, 1e12),
    again: (value: Date | undefined) =>
      value && same(value, fields.formatHttpDate, (text) => fields.parseHttpDate(text, 1e12) as Date),
  },
  parseLink: {
    corpus: [
      '</a?page=2>; rel="next"',
      '<https://a.example/>; rel=prev; title*=UTF-8\'\'a, <b>;rel="x y"',
      '<>;a',
    ],
    read: fields.parseLink,
    again: perElement(
      ({ target, params }) => fields.formatLink(target, params as fields.LinkParams),
      fields.parseLink,
    ),
  },
  parseMediaRange: { corpus: TYPES, read: fields.parseMediaRange },
  parseMediaType: { corpus: TYPES, read: fields.parseMediaType },
  parseRange: {
    corpus: ['bytes=0-499, -500', 'bytes=9-', 'bytes=, 1-2'],
    read: (text) => fields.parseRange(text),
  },
  parseRetryAfter: { corpus: ['120', ...DATES], read: (text) => fields.parseRetryAfter(text, 1e12) },
  parseStructuredDictionary: { corpus: DICTIONARY, read: fields.parseStructuredDictionary },
  parseStructuredList: { corpus: DICTIONARY, read: fields.parseStructuredList },
  parseUpgrade: {
    corpus: ['h2c, websocket', 'TLS/1.2, HTTP/1.1'],
    read: fields.parseUpgrade,
    again: (value: string[]) => same(value, fields.formatUpgrade, fields.parseUpgrade),
  },
  parseVary: {
    corpus: TOKENS,
    read: fields.parseVary,
    again: (value: string[]) => stable(value, fields.formatVary, fields.parseVary),
  },
};
for (const name of Object.keys(fields)) {
  if (name.startsWith('parse') && !(name in PARSERS))
    throw new Error(`${name} has no corpus in test/fuzz/targets.ts`);
}

const CURRENT = { exists: true, etag: '"7"', lastModified: new Date(0), length: 10 } as const;
const condition = (name: string, corpus: readonly string[]): [string, Target] => [
  name,
  {
    corpus,
    read: (text) => evaluatePreconditions({ method: 'GET', headers: { [name]: text } }, CURRENT as never),
  },
];

const BODIES = [
  '{"type":"about:blank","title":"Conflict","status":409,"current":{"id":7}}',
  '{"errors":[{"detail":"no","pointer":"#/a"}],"retryAfter":5,"__proto__":{"a":1}}',
  '[]',
  '"\\ud800"',
  '<p>no</p>',
];

/** A response whose body, or one of its fields, is the text. */
async function revived(text: string): Promise<unknown> {
  const latin = [...text].filter((char) => /[\t\x20-\x7e\x80-\xff]/.test(char)).join('');
  const headers = { 'www-authenticate': latin, allow: latin, 'retry-after': latin, etag: latin };
  const type = { 'content-type': 'application/problem+json' };
  const errors = await Promise.all([
    ...[409, 422, 503].map((status) => revive(new Response(text, { status, headers: type }))),
    revive(new Response('no', { status: 401, headers: { ...headers, 'content-type': latin } })),
  ]);
  if (!errors.every(core.isHttpError)) throw new Error('an answer of 400 or above is no HttpError');
  if ((Object.prototype as { a?: unknown }).a !== undefined) throw new Error('Object.prototype was changed');
  return errors.map((error) => JSON.stringify(error));
}

export const TARGETS: Record<string, Target> = {
  ...PARSERS,
  listElements: { corpus: [...TOKENS, ...CHALLENGES], read: fields.listElements },
  findTag: { corpus: TAGS, read: (text) => fields.findTag(text, '"7"', 'weak') },
  quality: { corpus: TYPES, read: (text) => fields.quality(fields.parseAccept(text), 'text/html') },
  unionVary: {
    corpus: TOKENS,
    read: (text) => fields.unionVary(text, 'a'),
    again: (value: string) => deepStrictEqual(fields.unionVary(value, value), value),
  },
  quote: {
    corpus: ['a', '"a\\b"', ''],
    read: fields.quote,
    throws: isArgumentError,
    // What is not ASCII becomes `?`, once.
    again: (value: string) => deepStrictEqual(fields.quote(fields.unquote(value) ?? ''), value),
  },
  unquote: { corpus: ['"a"', '"a\\"b"', '""'], read: fields.unquote },
  formatUriReference: {
    corpus: ['/a/b?c#d', 'https://a.example/%20', '//a', '../é'],
    read: (text) => fields.formatUriReference(text),
    throws: isArgumentError,
    again: (value: string) => deepStrictEqual(fields.formatUriReference(value), value),
  },
  requestView: {
    corpus: ['close', 'keep-alive, Upgrade', 'chunked', '100-continue', '17', '0'],
    read: (text) =>
      ['connection', 'content-length', 'transfer-encoding', 'expect'].map((name) => {
        const request = {
          method: 'POST',
          url: text,
          headers: { [name]: text },
          httpVersionMajor: 1,
          httpVersionMinor: 0,
        };
        return [hasContent(request), isUploading(request), mustClose(request), clientCloses(request)];
      }),
  },
  render: {
    corpus: TYPES,
    read: (text) => {
      const { headers } = core.render(new core.NotFound(), { method: 'GET', headers: { accept: text } });
      return headers['content-type'];
    },
  },
  ...Object.fromEntries([
    condition('if-match', TAGS),
    condition('if-none-match', TAGS),
    condition('if-modified-since', DATES),
    condition('if-unmodified-since', DATES),
    condition('if-range', [...TAGS, ...DATES]),
    condition('range', ['bytes=0-4', 'bytes=-1,2-3', 'bytes=9-']),
  ]),
  byIp: {
    corpus: ['127.0.0.1', '::1', '::ffff:1.2.3.4', '2001:db8::/32', 'fe80::1%eth0'],
    read: (text) => byIp()({ ip: text, headers: {} }),
    throws: isArgumentError,
  },
  pageQuery: {
    corpus: ['page=2&limit=5', 'page=0', 'limit=1e9'],
    read: (text) => core.pageQuery(`/?${text}`),
    throws: isClientError,
  },
  decodeCursor: {
    corpus: [core.encodeCursor([7, 'a'] as never)],
    read: core.decodeCursor,
    throws: isClientError,
  },
  revive: { corpus: [...BODIES, ...CHALLENGES, ...TOKENS], read: revived },
};
