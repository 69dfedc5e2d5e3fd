import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAcceptQuery, parseAcceptQuery } from '../../src/fields/accept-query.ts';
import { quote } from '../../src/fields/quoted-string.ts';
import { parseStructuredList } from '../../src/fields/structured-list.ts';

describe('Accept-Query (RFC 10008 §3, RFC 9651)', () => {
  it.each([
    [[], ''],
    [['application/sql'], 'application/sql'],
    [['*/*', 'text/*'], '*/*, text/*'],
    [['3GPP/x', '!a/b'], '"3gpp/x", "!a/b"'],
    [['a/b;Charset=UTF-8'], 'a/b;charset=UTF-8'],
    [['a/b;version=1'], 'a/b;version="1"'], // a bare 1 would be an Integer
    [['a/b;x="p, \\"q\\" \\\\"'], 'a/b;x="p, \\"q\\" \\\\"'],
    [['a/b;x=""'], 'a/b;x=""'],
    [['a/b;x=1;X=2'], 'a/b;x="1"'],
  ])('%j is %s', (types, text) => {
    expect(formatAcceptQuery(types)).toBe(text);
  });

  it.each(['html', 'a/b;q=0.5', 'a/b;9=x', 'a/b;x!=1', 'a/b;x="\t"', 'a/b, c/d', '*/b', ''])(
    '%j cannot be written',
    (text) => {
      expect(() => formatAcceptQuery([text])).toThrow(TypeError);
    },
  );

  it.each([
    [undefined, []],
    ['', []],
    ['  ', []],
    ['application/jsonpath, "application/sql" ;a=1', []], // no space before ";"
    [
      'application/jsonpath\t,\t"application/sql"; charset="UTF-8"',
      ['application/jsonpath', 'application/sql'],
    ],
    [
      ['a/b', 'c/d;x;y=?0;z=1.5, "e/f"'],
      ['a/b', 'e/f'],
    ],
    ['"a/b;x=1", 5, -1.5, ?1, nonsense, ok/ok;v=2', ['ok/ok']],
    // Malformed anywhere: ignored whole (RFC 9651 §4.2).
    ['a/b,', []],
    [',a/b', []],
    ['a/b,,c/d', []],
    ['a/b c/d', []],
    ['a/b;X=1', []],
    ['a/b;x="é"', []],
    ['a/b;x="\\a"', []],
    ['a/b;x="', []],
    ['3gpp/x', []],
    ['a/b;x=1234567890123456', []],
    ['a/b;x=1.2345', []],
    ['a/b;x=1.', []],
    ['a/b;x=-', []],
    ['a/b;x=?2', []],
    ['a/b;x=', []],
    ['(a/b)', []],
    ['\ta/b', []],
  ])('%j reads as %j', (lines, types) => {
    expect(parseAcceptQuery(lines).map(({ type, subtype }) => `${type}/${subtype}`)).toEqual(types);
  });

  it.each<[unknown, string]>([
    [
      ['html'],
      'Accept-Query[0]: expected a media range without a weight, such as "application/sql" or "text/*", got "html"',
    ],
    [['a/b;9=x'], 'Accept-Query: expected parameters that fit a structured field (RFC 9651), got "a/b;9=x"'],
    [['a/b;x="\t"'], 'Accept-Query: expected parameters that fit a structured field (RFC 9651), got'],
    ['a/b', 'Accept-Query: expected an array, got "a/b"'],
  ])('%j is refused with what was expected', (types, message) => {
    expect(() => formatAcceptQuery(types as string[])).toThrow(message);
  });

  it('where a parameter comes twice, the last counts (RFC 9651 §3.1.2)', () => {
    expect(parseAcceptQuery('a/b;x=y;x="z"')[0]?.params).toEqual({ x: 'z' });
    expect(parseStructuredList('a;b;b=?0')?.[0]?.params.get('b')).toEqual({ kind: 'boolean', text: '0' });
  });

  it('gives back what was written', () => {
    const part = fc.string({ unit: fc.constantFrom(..."ab0.+-!^_`|~'"), minLength: 1, maxLength: 6 });
    const key = fc
      .tuple(fc.constantFrom('a', 'b', '*'), fc.string({ unit: fc.constantFrom(...'a0_-.*'), maxLength: 4 }))
      .map((all) => all.join(''));
    const text = fc.string({ unit: fc.constantFrom(...' "\\,;=a*:/0~') });
    const type = fc.record({ type: part, subtype: part, params: fc.dictionary(key, text, { maxKeys: 3 }) });
    fc.assert(
      fc.property(fc.array(type), (types) => {
        const written = types.map(
          ({ type, subtype, params }) =>
            `${type}/${subtype}${Object.entries(params)
              .map(([name, value]) => `;${name}=${quote(value)}`)
              .join('')}`,
        );
        expect(parseAcceptQuery(formatAcceptQuery(written))).toEqual(types);
      }),
    );
  });
});
