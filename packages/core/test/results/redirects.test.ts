import { describe, expect, it } from 'vitest';
import { found, moved, type Result, redirect, seeOther, toReply } from '../../src/index.ts';

const GET = { method: 'GET' };

type Loose = (...args: unknown[]) => Result;
const loose = (helper: unknown): Loose => helper as Loose;

const BY_NAME: readonly (readonly [name: string, to: Loose, status: number])[] = [
  ['seeOther', loose(seeOther), 303],
  ['found', loose(found), 302],
  ['moved.permanently', loose(moved.permanently), 308],
  ['moved.temporarily', loose(moved.temporarily), 307],
];

describe.each(BY_NAME)('%s', (name, to, status) => {
  it(`is a ${status} with Location, and without a body of its own`, () => {
    expect(to('/orders/7')).toMatchObject({ status, headers: { location: '/orders/7' }, body: undefined });
  });

  it('takes fields', () => {
    const init = {
      retryAfter: { seconds: 1.5 },
      cacheControl: { maxAgeSeconds: 60 },
      headers: { 'X-A': 'b' },
    };
    expect(to('/x', init).headers).toEqual({
      location: '/x',
      'retry-after': '2',
      'cache-control': 'max-age=60',
      'x-a': 'b',
    });
  });

  it.each([
    ['a body', { body: 'x' }, /expected only .*, got "body"/],
    ['a media type', { contentType: 'text/html' }, /got "contentType"/],
    ['a text', 'permanent', /expected an object of/],
    ['a list of hosts that is none', { allowHosts: 'good.example' }, /allowHosts: expected a list of hosts/],
    ['a fallback elsewhere', { fallback: '//evil.example' }, /fallback: target: expected a path/],
  ])('refuses %s', (_what, init, message) => {
    expect(() => to('/x', init)).toThrow(TypeError);
    expect(() => to('/x', init)).toThrow(message);
    expect(() => to('/x', init)).toThrow(new RegExp(`^(?:${name}|allowHosts): `));
  });
});

describe('the status', () => {
  it.each([
    [{ permanent: true, keepMethod: true }, 308],
    [{ permanent: false, keepMethod: true }, 307],
    [{ keepMethod: true }, 307],
    [{ permanent: true, keepMethod: false }, 301],
    [{ permanent: false, keepMethod: false }, 302],
    [{ keepMethod: false }, 302],
  ])('of redirect by %j is %i', (init, status) => {
    expect(redirect('/x', init)).toMatchObject({ status, headers: { location: '/x' } });
  });

  it('of a permanent move is 301 only where the method says so', () => {
    expect(moved.permanently('/x', { method: 'may-change' }).status).toBe(301);
    expect(() => loose(moved.permanently)('/x', { method: 'GET' })).toThrow(
      /expected method to be "may-change"/,
    );
    expect(() => loose(moved.temporarily)('/x', { method: 'may-change' })).toThrow(/got "method"/);
  });

  it.each([[undefined], [{}], [{ permanent: true }], [{ keepMethod: 'yes' }], [{ keepMethod: 1 }]])(
    'cannot be told from %j',
    (init) => {
      expect(() => loose(redirect)('/x', init)).toThrow(/expected keepMethod to be true or false/);
    },
  );

  it('cannot be told from a permanent that is neither true nor false', () => {
    expect(() => loose(redirect)('/x', { keepMethod: true, permanent: 1 })).toThrow(
      /expected permanent to be/,
    );
  });
});

describe('a target within the own origin', () => {
  it.each([
    ['/', '/'],
    ['/orders/7?a=b&c=%20#top', '/orders/7?a=b&c=%20#top'],
    ['?page=2', '?page=2'],
    ['#top', '#top'],
    ['.', '.'],
    ['./', './'],
    ['./7', './7'],
    ['../orders', '../orders'],
    ['..?a', '..?a'],
    ['/cafés/à la carte', '/caf%C3%A9s/%C3%A0%20la%20carte'],
    ['/Łódź?q=ł#ź', '/%C5%81%C3%B3d%C5%BA?q=%C5%82#%C5%BA'],
    ['/😀', '/%F0%9F%98%80'],
    ['/100%', '/100%25'],
    ['/a%2Fb%20c', '/a%2Fb%20c'],
    ['/a//b', '/a//b'],
    ['/a/../b', '/a/../b'],
    ['/a:b@c', '/a:b@c'],
    ['/x?next=//evil.example', '/x?next=//evil.example'],
    ['/x?next=https://evil.example/\\', '/x?next=https://evil.example/%5C'],
    ['/x?text=line%0Aline', '/x?text=line%0Aline'],
    ['/proxy/https://other.example/', '/proxy/https://other.example/'],
    ['/"quoted"<>', '/%22quoted%22%3C%3E'],
  ])('%s is written as %s', (target, location) => {
    expect(seeOther(target).headers['location']).toBe(location);
  });
});

describe('a target elsewhere', () => {
  it.each([
    ['https://good.example', ['good.example'], 'https://good.example/'],
    ['https://good.example/é?q=é', ['good.example'], 'https://good.example/%C3%A9?q=%C3%A9'],
    ['HTTPS://GOOD.example:443/', ['Good.Example'], 'https://good.example/'],
    ['https://good.example:8443/x', ['good.example:8443'], 'https://good.example:8443/x'],
    ['http://localhost:3000/x', ['http://localhost:3000'], 'http://localhost:3000/x'],
    ['https://bücher.example/', ['xn--bcher-kva.example'], 'https://xn--bcher-kva.example/'],
    [
      'https://good.example/x?y=%5C#z',
      ['other.example', 'https://good.example/'],
      'https://good.example/x?y=%5C#z',
    ],
    [new URL('https://good.example/a b'), ['good.example'], 'https://good.example/a%20b'],
  ])('%s is written where %j is allowed', (target, allowHosts, location) => {
    expect(seeOther(target, { allowHosts }).headers['location']).toBe(location);
  });

  it('is named in the message, with what would be allowed', () => {
    expect(() => seeOther('https://evil.example/')).toThrow(
      'seeOther: target: expected a path, or a URL of one of allowHosts (none), got "https://evil.example/"',
    );
    expect(() => seeOther('//evil.example')).toThrow('expected a path; "//" begins another host');
    expect(() => found('evil.example')).toThrow('a path that begins with "/", "./" or "../", or a query');
  });

  it.each([
    ['*.good.example'],
    ['good.example/path'],
    ['user@good.example'],
    ['good.example\\'],
    ['good .example'],
    ['https://good.example?x'],
    ['ftp://good.example'],
    ['//good.example'],
    [''],
    [7],
    [/good/],
    ['good%2eexample'],
  ])('cannot be allowed by %j', (host) => {
    expect(() => loose(seeOther)('/x', { allowHosts: [host] })).toThrow(
      /^allowHosts: expected hosts such as/,
    );
  });
});

describe('a target that is no text', () => {
  it.each([[undefined], [null], [7], [{}], [['/a', '/b']], [true]])(
    '%j is refused, or the fallback taken',
    (target) => {
      expect(() => loose(seeOther)(target)).toThrow(/target: expected a non-empty string or a URL/);
      expect(seeOther(target, { fallback: '/home' }).headers['location']).toBe('/home');
      expect(
        moved.temporarily(target, { fallback: 'https://good.example', allowHosts: ['good.example'] }).headers,
      ).toEqual({
        location: 'https://good.example/',
      });
    },
  );
});

describe('the note', () => {
  const to = "/a?b=c&d='e'";

  it.each([
    [undefined],
    ['*/*'],
    ['application/json'],
    ['text/plain'],
    ['text/html, text/plain'],
    ['text/*'],
    ['text/html;q=0.1, text/plain;q=0.2'],
    ['text/html;q=0'],
  ])('is text for Accept: %s', (accept) => {
    const reply = toReply(seeOther(to), { ...GET, headers: { accept } });
    expect(reply).toEqual({
      status: 303,
      headers: {
        location: to,
        'content-type': 'text/plain; charset=utf-8',
        'content-length': String(to.length + 12),
        'x-content-type-options': 'nosniff',
        vary: 'Accept',
      },
      drop: [],
      body: `See Other: ${to}\n`,
      close: false,
    });
  });

  it.each([
    ['text/html'],
    ['text/html,application/xhtml+xml,*/*;q=0.8'],
    ['text/html;q=0.2, text/plain;q=0.1'],
  ])('is HTML for Accept: %s, escaped and without anything to run', (accept) => {
    const reply = toReply(moved.permanently(to, { vary: 'Origin' }), { ...GET, headers: { accept } });
    const url = '/a?b=c&amp;d=&#39;e&#39;';
    expect(reply.body).toContain(`<a href="${url}">${url}</a>`);
    expect(reply.body).toContain('<title>308 Permanent Redirect</title>');
    expect(reply.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      vary: 'Origin, Accept',
    });
  });

  it('holds no markup of a target', () => {
    const reply = toReply(seeOther('/"><script>alert(1)</script>'), {
      ...GET,
      headers: { accept: 'text/html' },
    });
    expect(reply.body).not.toContain('<script');
    expect(reply.headers['location']).toBe('/%22%3E%3Cscript%3Ealert(1)%3C/script%3E');
  });

  it('is left out for HEAD', () => {
    const reply = toReply(seeOther(to), { method: 'HEAD' });
    expect([reply.body, reply.headers]).toEqual([undefined, toReply(seeOther(to), GET).headers]);
  });
});

// A target of any length was normalized, at a cost that grew with its square, and sent: 98 KB of Location.
describe('a target longer than 8,000 characters is refused', () => {
  const HOST = { allowHosts: ['a.example'] };
  const path = (length: number) => `/${'x'.repeat(length - 1)}`;

  it.each<[what: string, target: string | URL, init?: object]>([
    ['a path', path(8001)],
    ['a query', `/?q=${'x'.repeat(98_000)}`],
    ['a path that is longer when it is encoded', `/${'é'.repeat(1400)}`],
    ['a path of characters that combine', `/${'\u0315'.repeat(16_000)}${'\u0300'.repeat(16_000)}`],
    ['a URL as text', `https://a.example${path(8000)}`, HOST],
    ['a URL', new URL(`https://a.example${path(8000)}`), HOST],
    ['a URL whose host is longer when it is encoded', `https://a.example/${'é'.repeat(1400)}`, HOST],
  ])('%s', (_, target, init) => {
    for (const [, to] of BY_NAME) {
      expect(() => to(target, init)).toThrow(/target: expected at most 8000 characters/);
      expect(to(target, { ...init, fallback: '/' }).headers['location']).toBe('/');
    }
  });

  it.each([
    ['a path', path(8000)],
    ['a path that is as long when it is encoded', `/${'é'.repeat(1333)}`],
  ])('but not %s of that length', (_, target) => {
    expect(String(seeOther(target).headers['location']).length).toBeGreaterThan(7990);
  });
});
