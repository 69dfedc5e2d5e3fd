import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFieldValue } from '../../src/fields/field-value.ts';
import { formatLink, parseLink } from '../../src/fields/link.ts';
import { printable, token } from './arbitraries.ts';

describe('formatLink (RFC 8288 §3)', () => {
  it.each([
    ['https://example.org/a?b=c#d', { rel: 'blocked-by' }, '<https://example.org/a?b=c#d>; rel="blocked-by"'],
    ['', { rel: 'self' }, '<>; rel="self"'],
    [
      "//[::1]:8080/~a/%C3%A9!$&'()*+,;=:@",
      { rel: 'a b' },
      '<//[::1]:8080/~a/%C3%A9!$&\'()*+,;=:@>; rel="a b"',
    ],
    [
      '/x',
      { rel: 'next', title: 'é "', 'title*': "UTF-8''%C3%A9" },
      '</x>; rel="next"; title="? \\""; title*=UTF-8\'\'%C3%A9',
    ],
    ['/x', { REL: 'next', rel2: '' }, '</x>; REL="next"; rel2=""'],
  ])('%s %j', (target, params, text) => {
    // @ts-expect-error in one row the name is in upper case
    expect(formatLink(target, params)).toBe(text);
  });

  it.each([
    'a b',
    '<a',
    'a>',
    '"',
    'a\r\nb',
    'é',
    '\u{1f600}',
    '\0',
    '\\',
    '^',
    '`',
    '{id}',
    '|',
    '%',
    '%4',
    '%zz',
  ])('a target with %j is refused, with a word on what to do', (target) => {
    expect(() => formatLink(target, { rel: 'next' })).toThrow(TypeError);
    expect(() => formatLink(target, { rel: 'next' })).toThrow('new URL(target).href');
  });

  const refused: unknown[] = [
    undefined,
    null,
    {},
    { title: 'x' },
    { rel: '' },
    { rel: ' ' },
    { rel: 1 },
    { rel: 'a', Rel: 'b' },
    { rel: 'a', 'b c': 'd' },
    { rel: 'a', 'title*': 'é' },
  ];
  it.each(refused.map((params) => ({ params })))('parameters $params are refused', ({ params }) => {
    // @ts-expect-error what plain JavaScript may give
    expect(() => formatLink('/', params)).toThrow(TypeError);
  });

  const TOKEN = "a token (letters, digits and !#$%&'*+-.^_`|~)";
  it.each<[unknown, unknown, string]>([
    ...['a b', 5].map((target): [unknown, unknown, string] => [
      target,
      { rel: 'a' },
      `target: expected a link target of URI characters only (percent-encode it, or pass new URL(target).href), got ${JSON.stringify(target)}`,
    ]),
    ...[null, 'x'].map((params): [unknown, unknown, string] => [
      '/',
      params,
      `params: expected the parameters of a link such as { rel: 'next' }, got ${JSON.stringify(params)}`,
    ]),
    ['/', { rel: 'a', 'b c': 'd' }, `link parameter name: expected ${TOKEN}, got "b c"`],
    ['/', { rel: 'a', Rel: 'b' }, 'params: expected each name once, got "Rel" twice'],
    ['/', { rel: '\t' }, 'link parameter "rel": expected a non-empty string, got "\\t"'],
    ['/', { rel: 'a', title: 1 }, 'link parameter "title": expected a string, got 1'],
    ['/', { rel: 'a', 'title*': 'b c' }, `link parameter "title*": expected ${TOKEN}, got "b c"`],
    ['/', { title: 'x' }, 'params: expected the parameter rel, got {"title":"x"}'],
  ])('to %j with %j is refused with what was expected', (target, params, message) => {
    expect(() => formatLink(target as string, params as never)).toThrow(new TypeError(message));
  });

  it('a link without rel does not compile', () => {
    // @ts-expect-error rel is compulsory
    expect(() => formatLink('/', { title: 'x' })).toThrow(TypeError);
  });
});

describe('parseLink', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['</a>', [['/a', {}]]],
    [
      '</a,b;c>;rel=next,</d>',
      [
        ['/a,b;c', { rel: 'next' }],
        ['/d', {}],
      ],
    ],
    [
      ['</a>; rel=a', ' , </b>; rel=b,'],
      [
        ['/a', { rel: 'a' }],
        ['/b', { rel: 'b' }],
      ],
    ],
    [
      '</a> ; Rel = "x" ;; crossorigin ; type=text/html;',
      [['/a', { rel: 'x', crossorigin: '', type: 'text/html' }]],
    ],
    ['</a>; rel=a; rel=b', [['/a', { rel: 'a' }]]],
    [
      '</a>; title="</b>, <c>", </d>',
      [
        ['/a', { title: '</b>, <c>' }],
        ['/d', {}],
      ],
    ],
    // Malformed: passed over up to the next comma outside quotes.
    ['nonsense "a, b", </d>', [['/d', {}]]],
    ['nonsense "a\\", b", </d>', [['/d', {}]]],
    ['nonsense</b>, </d>', [['/d', {}]]],
    ['</a> junk, </d>', [['/d', {}]]],
    ['</a>; rel="x" junk, </d>', [['/d', {}]]],
    ['</a>; @=x, </d>', [['/d', {}]]],
    ['</d>, </a', [['/d', {}]]],
    ['</d>, </a>; rel="open, </b>', [['/d', {}]]],
  ])('%j', (lines, links) => {
    expect(parseLink(lines).map(({ target, params }) => [target, { ...params }])).toEqual(links);
  });

  it('has params without a prototype', () => {
    const [link] = parseLink('</a>; __proto__="x"');
    expect(Object.getPrototypeOf(link?.params)).toBeNull();
    expect(Object.entries(link?.params ?? {})).toEqual([['__proto__', 'x']]);
  });

  it('gives back what was written', () => {
    const target = fc.string({ unit: fc.constantFrom(...'a0/?#,;:=&[]~', '%2C') });
    const name = token.filter((text) => text.toLowerCase() !== 'rel' && !text.endsWith('*'));
    const params = fc.uniqueArray(fc.tuple(name, printable), {
      selector: ([key]) => key.toLowerCase(),
      maxLength: 4,
    });
    const link = fc.record({ target, params, rel: fc.constantFrom('next', 'a b', 'https://x/"') });
    fc.assert(
      fc.property(fc.array(link), (links) => {
        const written = links.map(({ target, params, rel }) =>
          formatLink(target, { ...Object.fromEntries(params), rel }),
        );
        expect(written.every(isFieldValue)).toBe(true);
        const expected = links.map(({ target, params, rel }) => ({
          target,
          params: { ...Object.fromEntries(params.map(([key, value]) => [key.toLowerCase(), value])), rel },
        }));
        expect(parseLink(written)).toEqual(expected);
        expect(parseLink(written.join(', '))).toEqual(expected);
      }),
    );
  });
});
