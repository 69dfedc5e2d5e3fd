import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLink } from '../../src/fields/link.ts';
import { type PageOptions, page, pageQuery, toReply } from '../../src/index.ts';

function linksOf(items: readonly unknown[], options: PageOptions): Record<string, string> {
  const { headers } = page(items as never, options as never);
  return Object.fromEntries(
    parseLink(headers['link']).map(({ target, params }) => [params['rel'] ?? '', target]),
  );
}

const rows = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe('the links of a page', () => {
  const url = '/a?x=1';
  const of = (number: number) => `/a?x=1&page=${number}`;

  it.each<[string, number, Partial<PageOptions>, Record<string, string>]>([
    ['the first of several', 2, { page: 1, total: 5 }, { first: of(1), next: of(2), last: of(3) }],
    ['one in the middle', 2, { page: 2, total: 5 }, { first: of(1), prev: of(1), next: of(3), last: of(3) }],
    ['the last', 1, { page: 3, total: 5 }, { first: of(1), prev: of(2), last: of(3) }],
    ['the last, full', 2, { page: 2, total: 4 }, { first: of(1), prev: of(1), last: of(2) }],
    ['the only one', 2, { page: 1, total: 2 }, { first: of(1), last: of(1) }],
    ['nothing at all', 0, { page: 1, total: 0 }, { first: of(1), last: of(1) }],
    ['beyond the end', 0, { page: 9, total: 5 }, { first: of(1), prev: of(3), last: of(3) }],
    ['beyond the end of nothing', 0, { page: 9, total: 0 }, { first: of(1), prev: of(1), last: of(1) }],
    ['full, total unknown', 2, { page: 2 }, { first: of(1), prev: of(1), next: of(3) }],
    ['not full, total unknown', 1, { page: 2 }, { first: of(1), prev: of(1) }],
    ['beyond the end, total unknown', 0, { page: 9 }, { first: of(1), prev: of(8) }],
  ])('%s', (_name, count, options, links) => {
    expect(linksOf(rows(count), { url, limit: 2, ...options } as PageOptions)).toEqual(links);
  });

  it.each<[string, number, Partial<PageOptions>, Record<string, string>]>([
    [
      'the first',
      2,
      { offset: 0, total: 5 },
      { first: '/a?offset=0', next: '/a?offset=2', last: '/a?offset=4' },
    ],
    [
      'between pages',
      2,
      { offset: 3, total: 8 },
      { first: '/a?offset=0', prev: '/a?offset=1', next: '/a?offset=5', last: '/a?offset=7' },
    ],
    [
      'near the start',
      2,
      { offset: 1, total: 2 },
      { first: '/a?offset=0', prev: '/a?offset=0', last: '/a?offset=1' },
    ],
    [
      'beyond the end',
      0,
      { offset: 90, total: 5 },
      { first: '/a?offset=0', prev: '/a?offset=4', last: '/a?offset=4' },
    ],
  ])('by offset, %s', (_name, count, options, links) => {
    expect(linksOf(rows(count), { url: '/a', limit: 2, ...options } as PageOptions)).toEqual(links);
  });

  it.each<[string, PageOptions, Record<string, string>]>([
    ['a next one', { url: '/a?cursor=x&y=1', cursor: 'n' }, { first: '/a?y=1', next: '/a?cursor=n&y=1' }],
    ['none', { url: '/a?cursor=x', cursor: null }, { first: '/a' }],
    [
      'both',
      { url: '/a', cursor: { next: 'n', prev: 'p' } },
      { first: '/a', prev: '/a?cursor=p', next: '/a?cursor=n' },
    ],
    ['neither', { url: '?cursor=x', cursor: { next: null } }, { first: '?' }],
  ])('by cursor, %s', (_name, options, links) => {
    expect(linksOf([1], options)).toEqual(links);
  });

  it.each([
    [
      'other parameters, in their order and as they came',
      '/a?b=2&page=1&a=%41&b=1&c&=&d=+%20',
      '/a?b=2&page=2&a=%41&b=1&c&=&d=+%20',
    ],
    ['a name that is written in another way', '/a?%70age=1&x', '/a?page=2&x'],
    ['what came twice, once', '/a?page=1&x&page=3', '/a?page=2&x'],
    ['no fragment', '/a?x#page=1', '/a?x&page=2'],
    ['no empty pairs', '/a?&&x&', '/a?x&page=2'],
    ['a path that looks like another host', '//evil.example/a', '/.//evil.example/a?page=2'],
    ['a path with backslashes', '/\\evil.example/a', '/%5Cevil.example/a?page=2'],
    ['not the host of the request line', 'http://evil.example/a?x', '/a?x&page=2'],
    ['not that host where the path is empty', 'http://evil.example?x', '?x&page=2'],
    [
      'what is no URI, encoded',
      '/é"<>?q=a b|\u0000\ud800%zz%4',
      '/%C3%A9%22%3C%3E?q=a%20b%7C%00%EF%BF%BD%25zz%254&page=2',
    ],
  ])('keep %s', (_name, given, next) => {
    expect(linksOf(rows(1), { url: given, page: 1, limit: 1, total: 2 })['next']).toBe(next);
  });

  it('are absolute where the URL is one', () => {
    const url = new URL('https://api.example/a?x=é#f');
    expect(linksOf(rows(1), { url, page: 1, limit: 1, total: 2 })['next']).toBe(
      'https://api.example/a?x=%C3%A9&page=2',
    );
  });

  it('lead through all pages and back, whatever the query', () => {
    const part = fc.string({ maxLength: 5 }).map(encodeURIComponent);
    const pair = fc.tuple(part, part).map(([name, value]) => `${name}=${value}`);
    const search = fc.array(pair, { maxLength: 4 });
    fc.assert(
      fc.property(
        search,
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 7 }),
        (pairs, total, limit) => {
          const others = (target: string): [string, string][] =>
            [...new URL(target, 'http://x').searchParams].filter(
              ([name]) => name !== 'page' && name !== 'limit',
            );
          const start = `/a?${[...pairs, `limit=${limit}`].join('&')}`;
          if (
            new URL(start, 'http://x').searchParams.getAll('limit').length > 1 ||
            others(start).length !== pairs.length
          )
            return;
          const wanted = others(start);
          let target = start;
          const seen: number[] = [];
          for (let next: string | undefined = start; next !== undefined; ) {
            target = next;
            const query = pageQuery(next);
            const items = rows(total).slice(query.offset, query.offset + query.limit);
            seen.push(...items);
            const links = linksOf(items, { ...query, total });
            expect(others(next)).toEqual(wanted);
            next = links['next'];
            if (next === undefined) expect(pageQuery(links['last'] ?? '').offset).toBe(query.offset);
          }
          expect(seen).toEqual(rows(total));
          let back = 0;
          for (let prev: string | undefined = target; prev !== undefined; back++) {
            const query = pageQuery(prev);
            prev = linksOf([], { ...query, total })['prev'];
          }
          expect(back).toBe(Math.max(1, Math.ceil(total / limit)));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a page', () => {
  it('is a 200 with the items, also beyond the end', () => {
    const reply = toReply(page([], { url: '/a', page: 9, limit: 2, total: 5 }), { method: 'GET' });
    expect([reply.status, reply.body]).toEqual([200, '[]']);
    expect(page([{ id: 7 }], { url: '/a', cursor: null })).toMatchObject({ status: 200, body: [{ id: 7 }] });
  });

  it('may have a body and fields of its own', () => {
    const result = page([1], {
      url: '/a',
      page: 1,
      limit: 1,
      total: 3,
      body: { items: [1], total: 3 },
      etag: '"v1"',
      cacheControl: { maxAgeSeconds: 60 },
      headers: { 'X-Total': '3' },
    });
    expect(result.body).toEqual({ items: [1], total: 3 });
    expect(result.headers).toMatchObject({ etag: '"v1"', 'cache-control': 'max-age=60', 'x-total': '3' });
  });

  it('takes the limit from the query where it is given none', () => {
    expect(linksOf(rows(3), { url: '/a?limit=3', offset: 0 })['next']).toBe('/a?limit=3&offset=3');
  });

  it.each<[string, unknown, unknown, string]>([
    ['no list', 'ab', { url: '/a', page: 1, limit: 2 }, 'items: expected a list'],
    ['no options', [], undefined, 'options: expected an object'],
    ['no place', [], { url: '/a' }, 'options: expected page, offset or cursor'],
    ['no url', [], { page: 1, limit: 2 }, 'url: expected a target'],
    ['no limit', [], { url: '/a', page: 1 }, 'limit: expected a whole number from 1, got undefined'],
    ['page 0', [], { url: '/a', page: 0, limit: 2 }, 'page: expected a whole number from 1, got 0'],
    ['a text', [], { url: '/a', offset: '0', limit: 2 }, 'offset: expected a whole number from 0, got "0"'],
    [
      'a bad total',
      [],
      { url: '/a', offset: 0, limit: 2, total: -1 },
      'total: expected a whole number from 0',
    ],
    [
      'more items than the limit',
      [1, 2, 3],
      { url: '/a', page: 1, limit: 2 },
      'items: expected at most limit (2)',
    ],
    [
      'an empty cursor',
      [],
      { url: '/a', cursor: { next: '' } },
      'cursor.next: expected a non-empty string or null',
    ],
    ['an unknown member', [], { url: '/a', cursor: null, etg: '"v1"' }, 'page: expected only'],
  ])('%s: an error that says what was expected', (_name, items, options, message) => {
    expect(() => page(items as never, options as never)).toThrow(message);
  });
});
