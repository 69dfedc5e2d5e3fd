import { describe, expect, it } from 'vitest';
import {
  Conflict,
  ContentTooLarge,
  type HttpErrorInit,
  MethodNotAllowed,
  NotFound,
  RangeNotSatisfiable,
  TooManyRequests,
  Unauthorized,
  UnavailableForLegalReasons,
  UpgradeRequired,
} from '../../src/index.ts';

const make = (headers: unknown): NotFound => new NotFound({ headers: headers as HttpErrorInit['headers'] });

describe('headers in init', () => {
  it('are kept under names in lower case', () => {
    expect(make({ 'X-Trace-Id': 'a', LINK: 'b' }).headers).toEqual({ 'x-trace-id': 'a', link: 'b' });
  });

  it('keep several lines as a list, which is a copy', () => {
    const lines = ['a=1', 'b=2'];
    const error = make({ 'Set-Cookie': lines });
    lines.push('c=3');
    expect(error.headers).toEqual({ 'set-cookie': ['a=1', 'b=2'] });
  });

  it('are a copy', () => {
    const given = { 'x-a': '1' };
    const error = make(given);
    given['x-a'] = '2';
    expect(error.headers).toEqual({ 'x-a': '1' });
  });

  it('lose the whitespace at the ends of a value, which is no part of it (RFC 9110 §5.5)', () => {
    expect(make({ 'x-a': ' \tb c ' }).headers).toEqual({ 'x-a': 'b c' });
  });

  it('may be empty', () => {
    expect(make({ 'x-a': '' }).headers).toEqual({ 'x-a': '' });
  });

  it.each([
    ['CR LF', 'a\r\nX-Injected: b'],
    ['LF', 'a\nb'],
    ['CR', 'a\rb'],
    ['NUL', 'a\0b'],
    ['DEL', 'a\x7fb'],
    ['é', 'café'],
    ['a character outside Latin-1', '日本'],
    ['a number', 5],
    ['null', null],
    ['an object', {}],
  ])('refuse %s in a value, alone and in a list', (_name, value) => {
    expect(() => make({ 'X-A': value })).toThrow(/x-a: expected a string of visible ASCII/);
    expect(() => make({ 'X-A': ['fine', value] })).toThrow(TypeError);
  });

  it.each(['', 'a b', 'a:b', 'a\r\nb', 'é', 'a\0', '(a)'])('refuse the name %j', (name) => {
    expect(() => make({ [name]: 'x' })).toThrow(/field name/);
  });

  it('refuse __proto__', () => {
    expect(() => make(JSON.parse('{"__proto__":"x"}'))).toThrow(
      'headers: expected a field name, got __proto__',
    );
  });

  it.each([
    'Connection',
    'Content-Encoding',
    'Content-Length',
    'Content-Type',
    'HTTP2-Settings',
    'Keep-Alive',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
  ])('refuse %s: an error never brings framing', (name) => {
    expect(() => make({ [name]: 'x' })).toThrow(
      `headers: ${name.toLowerCase()} is set by the renderer and cannot come with an error`,
    );
  });

  it.each([
    ['null', null],
    ['a string', 'x: y'],
    ['a list of pairs', [['x-a', 'b']]],
    ['a Headers', new Headers({ 'x-a': 'b' })],
    ['a Map', new Map([['x-a', 'b']])],
  ])('are refused as %s, of which nothing would be left', (_name, headers) => {
    expect(() => make(headers)).toThrow('headers: expected an object of field names and values, got');
  });

  it('give way to the field that the class sets', () => {
    const headers = {
      'WWW-Authenticate': 'Wrong',
      Allow: 'WRONG',
      'Content-Range': 'wrong',
      'Retry-After': 'wrong',
      ETag: 'wrong',
    };
    expect(new Unauthorized({ scheme: 'Bearer' }, { headers }).headers['www-authenticate']).toBe('Bearer');
    expect(new MethodNotAllowed(['GET'], { headers }).headers['allow']).toBe('GET');
    expect(new RangeNotSatisfiable(5, { headers }).headers['content-range']).toBe('bytes */5');
    expect(new TooManyRequests({ seconds: 5 }, { headers }).headers['retry-after']).toBe('5');
    expect(new ContentTooLarge({ retryAfter: { seconds: 5 }, headers }).headers['retry-after']).toBe('5');
    expect(new Conflict(null, { etag: '"v7"', headers }).headers['etag']).toBe('"v7"');
  });

  it('append to the Link of a 451, since a response may have several', () => {
    const by = 'https://isp.example/';
    const own = `<${by}>; rel="blocked-by"`;
    const link = (headers: unknown): unknown =>
      new UnavailableForLegalReasons(by, { headers: headers as HttpErrorInit['headers'] }).headers['link'];
    expect(link(undefined)).toBe(own);
    expect(link({ Link: '</law>; rel="help"' })).toEqual([own, '</law>; rel="help"']);
    expect(link({ Link: ['</a>; rel="a"', '</b>; rel="b"'] })).toEqual([
      own,
      '</a>; rel="a"',
      '</b>; rel="b"',
    ]);
  });

  it('cannot spoil a 426', () => {
    expect(() => new UpgradeRequired(['HTTP/3.0'], { headers: { connection: 'close' } })).toThrow(TypeError);
  });
});
