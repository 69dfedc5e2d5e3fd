import type { Row, Section } from './row.ts';

const asked = (status: number, gives: boolean, more: Partial<Row> = {}): Row => ({
  about: String(status),
  says: gives ? 'May be cached unasked.' : 'Not cached unasked.',
  code: `statusFacts(${status}).heuristicallyCacheable`,
  gives,
  ...more,
});

const control = (says: string, directives: string, line: string, more: Partial<Row> = {}): Row => ({
  about: line,
  says,
  code: `return ok(note, { cacheControl: ${directives} })`,
  wire: ['200 OK', `Cache-Control: ${line}`],
  ...more,
});

const GUARD = 'conditional(() => ({ etag: \'"v3"\' }))';

const vary = (name: string, says: string): Row => ({
  about: `Vary: ${name}`,
  says,
  code: `return ok(note, { vary: '${name}' })`,
  wire: ['200 OK', `Vary: ${name}`],
});

export const CACHING: Section = {
  title: 'Caching',
  rows: [
    ...[200, 203, 204].map((status) => asked(status, true)),
    asked(206, true, { imprecise: 'Only by caches that know ranges (RFC 9111 §3.3).' }),
    ...[300, 301].map((status) => asked(status, true)),
    asked(304, false, {
      says: 'May be cached unasked.',
      wrong: 'It is not stored; it freshens what is stored (RFC 9110 §15.1, RFC 9111 §4.3.4).',
    }),
    ...[308, 404, 405].map((status) => asked(status, true)),
    asked(410, true, { imprecise: 'Like a 404, no more “aggressively” (RFC 9110 §15.1).' }),
    ...[414, 501].map((status) => asked(status, true)),
    asked(451, true, { says: '(Missing from the list.)', wrong: 'May be cached unasked (RFC 7725 §3).' }),
    ...[302, 307].map((status) => asked(status, false)),
    asked(303, false, {
      says: '(Missing from the list.)',
      imprecise: 'Not cached unasked (RFC 9110 §15.1).',
    }),
    ...[400, 401, 403, 408, 409, 412, 415, 422, 429, 500, 502, 503, 504].map((status) =>
      asked(status, false),
    ),
    {
      about: 'errors',
      says: '(Silent on errors that caches keep.)',
      imprecise: 'Every error says no-store unless asked otherwise.',
      code: 'throw new NotFound()',
      wire: ['404 Not Found', 'Cache-Control: no-store'],
    },
    control('Never store it.', '{ noStore: true }', 'no-store'),
    control('Store it, ask before each use.', '{ noCache: true }', 'no-cache'),
    control('Only the browser, no CDN.', '{ private: true }', 'private'),
    control('A CDN too.', '{ public: true }', 'public', {
      imprecise: 'Needed after Authorization only (RFC 9111 §3.5).',
    }),
    control('For an hour.', '{ maxAgeSeconds: 3600 }', 'max-age=3600'),
    control('A day in shared caches, over max-age.', '{ sharedMaxAgeSeconds: 86400 }', 's-maxage=86400'),
    control('Never stale.', '{ mustRevalidate: true }', 'must-revalidate'),
    {
      about: 'ETag',
      says: 'Strong: equal to the byte.',
      code: "return ok(note, { etag: etag.strong('abc123') })",
      wire: ['200 OK', 'ETag: "abc123"'],
    },
    {
      about: 'ETag',
      says: 'Weak: of equal meaning.',
      code: "return ok(note, { etag: etag.weak('abc123') })",
      wire: ['200 OK', 'ETag: W/"abc123"'],
    },
    {
      about: 'read',
      says: 'The first answer has ETag and Last-Modified: Monday, 1 January 2025.',
      wrong:
        'That day was a Wednesday. Dates are written from a Date, with the weekday that they have (RFC 9110 §5.6.7).',
      use: "conditional(() => ({ etag: '\"v3\"', lastModified: new Date('2025-01-01T12:00:00Z') }))",
      code: 'return note',
      wire: ['200 OK', 'ETag: "v3"', 'Last-Modified: Wed, 01 Jan 2025 12:00:00 GMT'],
    },
    {
      about: 'read',
      says: 'The next request repeats them: 304.',
      use: GUARD,
      code: 'return note',
      ask: ['GET /\nIf-None-Match: "v3"'],
      wire: ['304 Not Modified', 'ETag: "v3"', 'empty'],
    },
    {
      about: 'read',
      says: '(missing) Nothing about a request with Cache-Control: no-cache.',
      imprecise:
        'It makes caches ask the origin (RFC 9111 §5.2.1.4), which answers 304 all the same; `req.fresh` of Express and Koa does not.',
      use: GUARD,
      code: 'return note',
      ask: ['GET /\nIf-None-Match: "v3"\nCache-Control: no-cache'],
      wire: ['304 Not Modified', 'ETag: "v3"', 'empty'],
    },
    {
      about: 'read',
      says: 'Or 200 with the new content.',
      use: GUARD,
      code: 'return note',
      ask: ['GET /\nIf-None-Match: "v2"'],
      wire: ['200 OK', 'ETag: "v3"'],
    },
    {
      about: 'write',
      says: 'If-Match holds: 200.',
      use: GUARD,
      code: 'return note',
      ask: ['PUT /\nIf-Match: "v3"'],
      wire: ['200 OK', '{"id":7}'],
    },
    {
      about: 'write',
      says: 'It does not: 412.',
      use: GUARD,
      code: 'return note',
      ask: ['PUT /\nIf-Match: "v2"'],
      wire: ['412 Precondition Failed'],
    },
    vary('Accept-Encoding', 'By coding.'),
    vary('Accept-Language', 'By language.'),
    vary('Accept', 'By media type.'),
    vary('*', 'Never reused; better not.'),
  ],
};
