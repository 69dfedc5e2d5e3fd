import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { expectsMore, pathOf, requestCheck } from '../src/request-check.ts';

function request(lines: readonly string[], more: object = {}): IncomingMessage {
  const rawHeaders = lines.flatMap((line) => line.split(/: ?(.*)/s, 2));
  const headers: Record<string, string> = {};
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers[String(rawHeaders[at]).toLowerCase()] ??= String(rawHeaders[at + 1]);
  const base = { method: 'GET', url: '/', httpVersionMajor: 1, httpVersionMinor: 1, rawHeaders, headers };
  return Object.assign(base, more) as unknown as IncomingMessage;
}

describe('the target', () => {
  it.each([
    ['/', 'b.example'],
    ['/http://a.example/', 'b.example'],
    ['http://a.example/', 'a.example'],
    ['HTTP://a.example:81?q', 'a.example:81'],
    ['http://[::1]', '[::1]'],
  ])('of %j, with the Host b.example: the application reads %j', (url, host) => {
    const asked = request(['Host: b.example'], { url });
    expect(requestCheck(1000)(asked)).toBeUndefined();
    expect(asked.headers.host).toBe(host);
  });
});

describe('Host', () => {
  const check = requestCheck(1000);
  it.each(['a.example', 'a.example:8080', 'a', '127.0.0.1:1', '[::1]', '[v1.x:y]:80', 'a_b', 'a%20b', ''])(
    '%j is one',
    (host) => {
      for (const name of ['Host', 'host', 'HOST'])
        expect(check(request([`${name}: ${host}`]))).toBeUndefined();
    },
  );

  it.each([
    'a b',
    'a/b',
    'a?b',
    'a#b',
    'me@a',
    'a:b',
    '[::1',
    '::1',
    'a%2',
    'ä',
    'a\tb',
    `${'a'.repeat(2000)}`,
  ])('%j is none', (host) => {
    expect(check(request([`Host: ${host}`]))?.status).toBe(400);
  });

  it('exactly one, also in HTTP/1.0, which may leave it out', () => {
    const old = { httpVersionMinor: 0 };
    expect(check(request([]))?.status).toBe(400);
    expect(check(request([], old))).toBeUndefined();
    for (const version of [{}, old]) {
      expect(check(request(['Host: a', 'hOsT: a'], version))?.status).toBe(400);
    }
  });

  it('stays checked after a valid one', () => {
    expect(check(request(['Host: a']))).toBeUndefined();
    expect(check(request(['Host: a b']))?.status).toBe(400);
    expect(check(request(['Host: a']))).toBeUndefined();
  });
});

it.each([
  ['chunked', undefined],
  ['Chunked', undefined],
  ['gzip, chunked', 501],
  ['chunked, chunked', 501],
  ['identity', 501],
  ['', 501],
])('Transfer-Encoding %j', (coding, status) => {
  expect(requestCheck(0)(request(['Host: a', `Transfer-Encoding: ${coding}`]))?.status).toBe(status);
});

it.each([
  [0, 5000, undefined],
  [10, 9, undefined],
  [10, 10, 431],
])('a limit of %d fields and %d of them', (limit, count, status) => {
  const fields = Array.from({ length: count - 1 }, (_, at) => `X-${at}: 1`);
  expect(requestCheck(limit)(request(['Host: a', ...fields]))?.status).toBe(status);
});

it.each([
  [{ httpVersionMajor: 2, httpVersionMinor: 0 }, 505],
  [{ httpVersionMajor: 0, httpVersionMinor: 9 }, 505],
  [{ method: 'TRACE' }, 501],
])('%o is a %d', (more, status) => {
  expect(requestCheck(0)(request(['Host: a'], more))?.status).toBe(status);
});

it.each([
  [{ ':authority': 'a.example' }, undefined],
  [{ ':authority': 'a.example', host: 'a.example' }, undefined],
  [{ ':authority': 'a.example', host: 'b.example' }, 400],
  [{ ':authority': 'a b' }, 400],
  [{ host: 'a.example' }, undefined],
  [{}, undefined],
])('HTTP/2 with %o', (headers, status) => {
  const view = request([], { headers, stream: {}, httpVersionMajor: 2, httpVersionMinor: 0 });
  expect(requestCheck(0)(view)?.status).toBe(status);
});

it.each([
  ['100-continue', false],
  ['100-Continue ', false],
  ['100-continue, 100-continue', false],
  [' , 100-CONTINUE\t,', false],
  ['', false],
  ['100-continue, tea', true],
  ['100-continue100-continue', true],
  ['tea', true],
])('Expect: %j', (value, more) => {
  expect(expectsMore(request([], { headers: { expect: value } }))).toBe(more);
});

it.each([
  ['/livez', '/livez'],
  ['/livez?a=/b', '/livez'],
  ['//livez', '//livez'],
  ['http://a.example/livez?a', '/livez'],
  ['HTTP://a.example:80/livez', '/livez'],
  ['http://a.example', '/'],
  ['http://a.example?/livez', '/'],
])('the path of %j is %j', (url, path) => {
  expect(pathOf(request([], { url }))).toBe(path);
});
