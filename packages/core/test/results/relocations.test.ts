import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHttpError, type Relocations, relocator } from '../../src/index.ts';

function answer(moves: Relocations, url: string): string | undefined {
  const found = relocator(moves)(url);
  if (found === undefined) return undefined;
  return isHttpError(found) ? String(found.status) : `${found.status} ${String(found.headers['location'])}`;
}

const MOVES: Relocations = {
  '/old': '/new',
  '/dead': null,
  '/': '/home',
  '/cafés': '/bars/ä',
  '/docs/*': '/manual/*',
  '/docs/intro': '/start',
  '/users/:id': '/people/:id',
  '/users/:id/posts/:post': '/posts/:post?by=:id#top',
  '/archive/*': null,
  '/search': '/find?kind=all',
  '/blog/*': 'https://blog.example:8443/*',
  '/a': '/b',
  '/b': '/c?from=b',
  '/c': '/d',
  '/before': '/dead',
  '/flat/*': '/all',
};

describe('relocator', () => {
  it.each([
    ['/old', '308 /new'],
    ['/old/', '308 /new'],
    ['/old?a=1&b=%20', '308 /new?a=1&b=%20'],
    ['/old?', '308 /new'],
    ['/old?next=//evil.example', '308 /new?next=//evil.example'],
    ['http://localhost/old?a', '308 /new?a'],
    ['/%6fld', '308 /new'],
    ['/dead', '410'],
    ['/dead?a', '410'],
    ['/', '308 /home'],
    ['/caf%C3%A9s', '308 /bars/%C3%A4'],
    ['/caf%c3%a9s', '308 /bars/%C3%A4'],
    ['/docs/a/b', '308 /manual/a/b'],
    ['/docs/a/', '308 /manual/a/'],
    ['/docs/%C3%A9%2Fb', '308 /manual/%C3%A9%2Fb'],
    ['/docs', '308 /manual'],
    ['/docs/', '308 /manual'],
    ['/docs/intro', '308 /start'],
    ['/users/7', '308 /people/7'],
    ['/users/7?x', '308 /people/7?x'],
    ['/users/7/posts/8?x=1', '308 /posts/8?by=7&x=1#top'],
    ['/archive', '410'],
    ['/archive/1999/12', '410'],
    ['/search?q=x', '308 /find?kind=all&q=x'],
    ['/blog/2020/é', '308 https://blog.example:8443/2020/%C3%A9'],
    ['/blog/2020?p=1', '308 https://blog.example:8443/2020?p=1'],
    ['/blog', '308 https://blog.example:8443/'],
    ['/a?x=1', '308 /d?from=b&x=1'],
    ['/before', '410'],
    ['/flat/x/y', '308 /all'],
    // None of them.
    ['/other', undefined],
    ['/OLD', undefined],
    ['/old/more', undefined],
    ['/older', undefined],
    ['/docsx', undefined],
    ['/users', undefined],
    ['/users/', undefined],
    ['/users//', undefined],
    ['/users/7/posts', undefined],
    ['*', undefined],
    ['', undefined],
    ['old', undefined],
    ['/%zz', undefined],
    ['/%ff', undefined],
  ])('%s: %s', (url, expected) => {
    expect(answer(MOVES, url)).toBe(expected);
  });

  it.each([
    ['/de/about', '308 /about?lang=de'],
    ['/d%65/about/', '308 /about?lang=d%65'],
    ['/de/team', undefined],
    ['/', undefined],
    ['/x/y', '308 /z'],
    ['/%78/%79?q', '308 /z?q'],
  ])('a pattern that begins with a name, %s: %s', (url, expected) => {
    expect(answer({ '/:lang/about': '/about?lang=:lang', '/x/y': '/z' }, url)).toBe(expected);
  });

  it.each([
    '/docs//evil.example',
    '/docs/%2fevil.example',
    '/docs/\\evil.example',
    '/docs/%5cevil.example',
    '/docs/..//evil.example',
    '/docs/%09/evil.example',
  ])('does not let %s out where all of it is captured', (url) => {
    expect(answer({ '/docs/*': '/*' }, url)).toBeUndefined();
  });

  it('never leads to another host, whatever is asked for', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      '%2f',
      '%5c',
      '%09',
      '//',
      'evil.example',
      'a',
      '?',
      '\u00ff',
    );
    const relocate = relocator({ '/x/*': '/*', '/y/:a/:b': '/:b/:a', '/z/*': 'https://good.example/*' });
    const url = fc.tuple(fc.constantFrom('/x/', '/y/', '/z/'), fc.array(piece, { maxLength: 7 }));
    fc.assert(
      fc.property(url, ([start, pieces]) => {
        const found = relocate(start + pieces.join(''));
        if (found === undefined || isHttpError(found)) return;
        const to = new URL(String(found.headers['location']), 'https://here.example/');
        expect(to.host).toBe(start === '/z/' ? 'good.example' : 'here.example');
      }),
      { numRuns: 500 },
    );
  });

  it('sets a bound to how long a move is kept, where that is said', () => {
    const found = relocator({ '/old': '/new' }, { cacheControl: { maxAgeSeconds: 86_400 } })('/old');
    expect(found).toMatchObject({ headers: { 'cache-control': 'max-age=86400' } });
  });

  it.each([
    ['to itself', { '/a': '/a' }],
    ['to itself but for a slash', { '/a/': '/a' }],
    ['to itself with a query', { '/a': '/a?b' }],
    ['in a circle', { '/a': '/b', '/b': '/c', '/c': '/a' }],
    ['into a circle', { '/x': '/a', '/a': '/b', '/b': '/a' }],
    ['to itself by a pattern', { '/a/*': '/a/b/*' }],
    ['to what is above it and fits too', { '/a/*': '/a' }],
    ['everywhere', { '/*': '/new/*' }],
    ['to itself with names exchanged', { '/:a/:b': '/:b/:a' }],
    ['in a circle with a query', { '/a': '/b?x', '/b': '/a?y' }],
  ])('refuses what leads %s', (_where, moves) => {
    expect(() => relocator(moves as Relocations)).toThrow(/^relocations: expected an end to where "/);
  });

  it('leaves alone what only one request makes a loop', () => {
    const moves = { '/a/:x': '/:x/a' };
    expect(answer(moves, '/a/b')).toBe('308 /b/a');
    expect(answer(moves, '/a/a')).toBeUndefined();
  });

  it.each([
    ['a path without a slash', { old: '/new' }],
    ['a path with a query', { '/old?a': '/new' }],
    ['a star in the middle', { '/a/*/b': '/c' }],
    ['a name twice', { '/:a/:a': '/c' }],
    ['a name that is none', { '/:1': '/c' }],
    ['a target elsewhere by two slashes', { '/a': '//evil.example' }],
    ['a target with a backslash', { '/a': '/\\evil.example' }],
    ['a target without a slash', { '/a': 'b' }],
    ['a relative target', { '/a': './b' }],
    ['a script', { '/a': 'javascript:alert(1)' }],
    ['a host that is captured', { '/a/:host': 'https://:host/' }],
    ['a host that is captured by a star', { '/a/*': 'https://*' }],
    ['a name that the path has not', { '/a/:b': '/c/:d' }],
    ['a rest that the path has not', { '/a': '/c/*' }],
    ['a target that is undefined', { '/a': undefined }],
    ['a number', { '/a': 7 }],
    ['an empty target', { '/a': '' }],
    ['a Map', new Map([['/a', '/b']])],
    ['a text', '/a'],
    ['nothing', undefined],
  ])('refuses %s', (_what, moves) => {
    expect(() => relocator(moves as never)).toThrow(TypeError);
    expect(() => relocator(moves as never)).toThrow(/relocations/);
  });
});

describe('what a client puts into the place of a pattern', () => {
  const PLACES: Relocations = {
    '/q/:a': 'https://cdn.example/get?x=:a&role=guest',
    '/l/:a': '/find?x=:a&role=guest',
    '/f/:a': '/app#x=:a&role=guest',
    '/h/:a': '/app#/users/:a',
    '/i/:a': '/app#:a',
    '/s/*': '/find?path=/*',
  };
  const VALUES: readonly (readonly [segment: string, value: string])[] = [
    ['1&role=admin', '1&role=admin'],
    ['1=2', '1=2'],
    ['a+b', 'a+b'],
    ['1;role=admin', '1;role=admin'],
    ['a%26b', 'a&b'],
    ['a%20b', 'a b'],
    ['a%2Bb', 'a+b'],
    ['100%', '100%'],
    ['%zz&x', '%zz&x'],
    ["a'b(c)!*", "a'b(c)!*"],
    ['a:b@c,d$e', 'a:b@c,d$e'],
    ['%C3%A9', 'é'],
    ['é€😀', 'é€😀'],
    ['~a-b.c_d', '~a-b.c_d'],
  ];
  it.each(VALUES)('%s is one value of a query, and of a fragment', (segment, value) => {
    for (const from of ['/q/', '/l/']) {
      const [, location = ''] = answer(PLACES, from + segment)?.split('308 ') ?? [];
      const { searchParams } = new URL(location, 'https://a.example');
      expect([...searchParams]).toEqual([
        ['x', value],
        ['role', 'guest'],
      ]);
      expect(location).not.toMatch(/[;+']/);
    }
    const [, fragment = ''] = answer(PLACES, `/f/${segment}`)?.split('#') ?? [];
    expect([...new URLSearchParams(fragment)]).toEqual([
      ['x', value],
      ['role', 'guest'],
    ]);
    expect(answer(PLACES, `/h/${segment}`)?.split('#/users/')[1]).not.toMatch(/[&=+;]/);
    // It was taken for text, and `:a` was sent.
    const whole = answer(PLACES, `/i/${segment}`)?.split('#')[1] ?? '';
    expect(decodeURIComponent(whole)).toBe(value);
    expect(whole).not.toMatch(/[&=+;]/);
  });

  it('a rest in a query keeps its slashes', () => {
    expect(answer(PLACES, '/s/a/b&c')).toBe('308 /find?path=/a/b%26c');
  });

  const DOTS = [
    '.',
    '..',
    '%2e',
    '%2E%2e',
    '.%2e',
    '%252e%252e',
    '..%2f..',
    'a%2f..%2fb',
    '..%5cb',
    '..;x',
    '%2e%2e%3b',
  ];
  it.each(DOTS)('%s leads nowhere', (dots) => {
    const moves: Relocations = {
      '/old/*': '/new/*',
      '/users/:id': '/people/:id/profile',
      '/cdn/*': 'https://cdn.example/public/*',
      '/find/:id': '/find?id=:id',
    };
    for (const path of [
      `/old/${dots}`,
      `/old/a/${dots}/b`,
      `/old/${dots}/`,
      `/users/${dots}`,
      `/cdn/a/${dots}`,
    ])
      expect(answer(moves, path), path).toBeUndefined();
    expect(answer({ '/old/*': '/new/*' }, `/old/../${dots}/admin`)).toBeUndefined();
  });

  it.each(['a..b', '...', '.well-known', 'a.', '..a', '%2e%2ea'])(
    '%s is a name like any other',
    (segment) => {
      expect(answer({ '/old/*': '/new/*' }, `/old/${segment}`)).toBe(`308 /new/${segment}`);
    },
  );
});
