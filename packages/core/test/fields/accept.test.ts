import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAccept, parseAccept, quality } from '../../src/fields/accept.ts';
import { formatAcceptEncoding, parseAcceptEncoding } from '../../src/fields/accept-encoding.ts';
import { formatAcceptPatch, parseAcceptPatch } from '../../src/fields/accept-patch.ts';
import { formatAcceptPost, parseAcceptPost } from '../../src/fields/accept-post.ts';
import { type MediaType, parseMediaType } from '../../src/fields/media-type.ts';
import { quote } from '../../src/fields/quoted-string.ts';
import { parseQvalue } from '../../src/fields/weight.ts';
import { printable, token } from './arbitraries.ts';

describe('media type (RFC 9110 §8.3.1)', () => {
  it.each([
    ['text/html', { type: 'text', subtype: 'html', params: {} }],
    [' Text/HTML ; Charset=UTF-8;', { type: 'text', subtype: 'html', params: { charset: 'UTF-8' } }],
    ['a/b;;x="1\\"2" ; ;y=3', { type: 'a', subtype: 'b', params: { x: '1"2', y: '3' } }],
    ['a/b;x=1;X=2', { type: 'a', subtype: 'b', params: { x: '1' } }],
    ['a/b;__proto__=c', { type: 'a', subtype: 'b', params: JSON.parse('{"__proto__":"c"}') }],
  ])('%s', (text, type) => {
    expect(parseMediaType(text)).toEqual(type);
  });

  it.each([
    '',
    'text',
    'text/',
    '/html',
    'text/*',
    '*/*',
    'text /html',
    'text/html x',
    'a/b;x',
    'a/b;x=',
    'a/b;x:y',
    'a/b;x =1',
    'a/b;x= 1',
    'a/b;x="1',
    'a/b;x="1"2',
    'a/b, c/d',
    'a/b/c',
    'a;b',
    'axb',
    'é/b',
  ])('%j is none', (text) => {
    expect(parseMediaType(text)).toBeUndefined();
  });
});

describe('quality (RFC 9110 §12.5.1)', () => {
  // The table of the RFC itself.
  const field =
    'text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5';
  it.each([
    ['text/plain;format=flowed', 1],
    ['text/plain', 0.7],
    ['text/html', 0.3],
    ['image/jpeg', 0.5],
    ['text/plain;format=fixed', 0.4],
    ['text/html;level=3', 0.3],
  ])('the table of the RFC: %s is %d', (type, q) => {
    expect(quality(parseAccept(field), type)).toBe(q);
  });

  it.each([
    [undefined, 'a/b', 1],
    ['', 'a/b', 1],
    [' , ', 'a/b', 1],
    ['text/html', 'a/b', 0],
    ['a/b;q=0, */*', 'a/b', 0],
    ['*/*, a/b;q=0', 'a/b', 0],
    ['A/B;X=Y', 'a/b; x=y', 1],
    ['a/b;x=1', 'a/b', 0],
    ['a/b;x=1;q=0.5, a/b;x=1;y=2;q=0.6, a/b;q=0.7', 'a/b;y=2;x=1', 0.6],
    ['a/*;x=1;q=0.1, a/b;q=0.2', 'a/b;x=1', 0.2],
    ['a/b;x="1,2";q=0.4, a/b', 'a/b;x="1,2"', 0.4],
    ['a/b;q=0.4;x=1', 'a/b;x=1', 0.4], // a weight need not be last
    ['a/b;q=0.4, a/b;q=0.9', 'a/b', 0.4],
    ['*/*;q=0.1, a/*;q=0.2', 'a/b', 0.2],
    ['a/*;q=0.2, */*;x=1;q=0.9', 'a/b;x=1', 0.2],
    ['a/c;q=0.9, a/*;q=0.2', 'a/b', 0.2],
    [['a/b;q=0.1', 'c/d;q=0.2'], 'c/d', 0.2],
    // A malformed range is no range: here none is left, there one is.
    ['a/b;q=2', 'c/d', 1],
    ['a/b;q=abc, c/d', 'a/b', 0],
    ['*;q=.2, a/b;q=0.5', 'a/b', 0.5],
    ['*/b, a/b;q=0.5', 'a/b', 0.5],
    ['a/b;q="0.5", c/d', 'a/b', 0],
    ['a/b;q=0.5;q=0.6, c/d', 'a/b', 0],
  ])('%j wants %s by %d', (lines, type, q) => {
    expect(quality(parseAccept(lines), type)).toBe(q);
  });

  it('any number of parameters weighs less than a part named', () => {
    const many = Array.from({ length: 1000 }, (_, at) => `;p${at}=1`).join('');
    expect(quality(parseAccept(`a/*${many};q=0.1, a/b;q=0.2`), `a/b${many}`)).toBe(0.2);
    expect(
      quality(parseAccept(`a/b${many.replace(';p0=1', '')};q=0.1, a/b${many};q=0.2`), `a/b${many}`),
    ).toBe(0.2);
  });

  it.each(['', 'html', 'text/*', undefined, 5])('%j is refused as a type', (type) => {
    // @ts-expect-error what plain JavaScript may pass
    expect(() => quality([], type)).toThrow(
      new TypeError(`type: expected a media type such as "text/html", got ${JSON.stringify(type)}`),
    );
  });
});

describe('qvalue (RFC 9110 §12.4.2)', () => {
  it.each([
    ['0', 0],
    ['0.', 0],
    ['0.5', 0.5],
    ['0.123', 0.123],
    ['1', 1],
    ['1.', 1],
    ['1.0', 1],
    ['1.000', 1],
  ])('%s', (text, q) => {
    expect(parseQvalue(text)).toBe(q);
  });

  it.each(['', '.5', '0.1234', '1.001', '1.0000', '2', '-0', '+1', '01', '0,5', '1e0', ' 1', '0.5x', 'NaN'])(
    '%j is none',
    (text) => {
      expect(parseQvalue(text)).toBeUndefined();
    },
  );
});

const params = fc
  .array(
    fc.tuple(
      token.filter((name) => name.toLowerCase() !== 'q'),
      fc.oneof(token, printable.map(quote)),
    ),
    { maxLength: 3 },
  )
  .map((list) => list.map(([name, value]) => `;${name}=${value}`).join(''));
const named = fc
  .tuple(
    token,
    token.filter((part) => part !== '*'),
    params,
  )
  .filter(([type]) => type !== '*')
  .map(([type, subtype, rest]) => `${type}/${subtype}${rest}`);
const range = fc.oneof(named, fc.constantFrom('*/*', 'text/*', 'image/*;x="a, b"'));
const weight = fc.constantFrom('', ';q=0', ';q=0.5', '; Q=0.125', ';q=1.000');

describe('Accept and its siblings', () => {
  it('Accept gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(range, weight).map((parts) => parts.join(''))), (types) => {
        const ranges = parseAccept(formatAccept(types));
        expect(ranges).toHaveLength(types.length);
        expect(ranges).toEqual(types.flatMap((type) => parseAccept(type)));
      }),
    );
  });

  it.each<
    [string, (types: readonly string[]) => string, (lines: string) => MediaType[], fc.Arbitrary<string>]
  >([
    ['Accept-Post (W3C LDP §7.1)', formatAcceptPost, parseAcceptPost, range],
    ['Accept-Patch (RFC 5789 §3.1)', formatAcceptPatch, parseAcceptPatch, named],
  ])('%s gives back what was written', (_, format, parse, element) => {
    fc.assert(
      fc.property(fc.array(element), (types) => {
        expect(parse(format(types))).toEqual(types.flatMap((type) => parse(type)));
        expect(parse(format(types))).toHaveLength(types.length);
      }),
    );
  });

  it.each([
    [formatAccept, ['text/html;q=2', 'html', '*', '*/html', 'a/b, c/d', 'a/b;x="é"', 'a/b\r\nX: y', '']],
    [formatAcceptPost, ['text/html;q=0.5', 'text/html;q=5', 'html', '*/html', 'a/b, c/d', '']],
    [formatAcceptPatch, ['text/*', '*/*', 'text/html;q=0.5', 'a/b, c/d', '']],
    [formatAcceptEncoding, ['gzip;q=2', 'gzip;x=1', 'gzip br', 'gzip, br', '', ';q=1']],
  ])('%o refuses what its field has no room for', (format, texts) => {
    for (const text of texts) expect(() => format([text]), text).toThrow(TypeError);
    // @ts-expect-error a lone string is no list
    expect(() => format('text/html')).toThrow(TypeError);
    expect(format([])).toBe('');
  });

  it.each<[(types: readonly string[]) => string, string, string]>([
    [formatAccept, 'Accept', 'a media range such as "text/html" or "text/*;q=0.5"'],
    [formatAcceptPost, 'Accept-Post', 'a media range without a weight, such as "image/*"'],
    [
      formatAcceptPatch,
      'Accept-Patch',
      'a media type without wildcard or weight, such as "application/merge-patch+json"',
    ],
    [formatAcceptEncoding, 'Accept-Encoding', 'a content coding such as "gzip" or "br;q=0.5"'],
  ])('%o says what it expected, and where', (format, field, element) => {
    expect(() => format(['a b'])).toThrow(new TypeError(`${field}[0]: expected ${element}, got "a b"`));
    expect(() => format('x' as never)).toThrow(new TypeError(`${field}: expected an array, got "x"`));
  });

  it('Accept-Post and Accept-Patch are read without what is malformed', () => {
    const types = (parsed: readonly MediaType[]): string[] =>
      parsed.map(({ type, subtype }) => `${type}/${subtype}`);
    expect(types(parseAcceptPost('text/turtle, x, */a, image/*'))).toEqual(['text/turtle', 'image/*']);
    expect(types(parseAcceptPatch('text/turtle, x, image/*, a/b'))).toEqual(['text/turtle', 'a/b']);
  });

  it('Accept-Encoding (RFC 9110 §12.5.3) gives back what was written', () => {
    const coding = fc.tuple(token, weight).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(coding), (codings) => {
        const parsed = parseAcceptEncoding(formatAcceptEncoding(codings));
        expect(parsed.map((each) => each.coding)).toEqual(
          codings.map((text) => text.replace(/;.*/, '').toLowerCase()),
        );
      }),
    );
  });

  it.each([
    [
      'gzip;q=1.0, identity; q=0.5, *;q=0',
      [
        ['gzip', 1],
        ['identity', 0.5],
        ['*', 0],
      ],
    ],
    ['', []],
    ['gzip;q=5, br;level=1, x y, "z", zstd', [['zstd', 1]]],
  ])('Accept-Encoding %j', (line, codings) => {
    expect(parseAcceptEncoding(line).map(({ coding, q }) => [coding, q])).toEqual(codings);
  });
});
