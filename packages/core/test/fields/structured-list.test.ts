import { describe, expect, it } from 'vitest';
import {
  formatStructuredString,
  isStructuredKey,
  isStructuredToken,
  parseStructuredDictionary,
  parseStructuredList,
} from '../../src/fields/structured-list.ts';

/** Each code of ASCII, and the first behind it. */
const CODES = Array.from({ length: 0x81 }, (_, code) => String.fromCharCode(code));

describe('a token (RFC 9651 §3.3.4)', () => {
  it.each([
    ['a', true],
    ['Z9', true],
    ['*', true],
    ['a:/b', true],
    ['', false],
    ['9a', false],
    [':a', false],
    ['a b', false],
    ['a,', false],
  ])('%j: %s', (text, is) => {
    expect(isStructuredToken(text)).toBe(is);
  });

  it('begins with a letter or a star, and goes on with characters of a token, ":" and "/"', () => {
    expect(CODES.filter((code) => isStructuredToken(code)).join('')).toMatch(/^\*[A-Z]{26}[a-z]{26}$/);
    const rest = "!#$%&'*+-./0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~";
    expect(CODES.filter((code) => isStructuredToken(`a${code}`)).join('')).toBe(rest);
  });
});

describe('a key (RFC 9651 §3.1.2)', () => {
  it.each(['', 'A', 'a b', 'aB', 'a=', '1'])('is not %j', (text) => {
    expect(isStructuredKey(text)).toBe(false);
  });

  it('begins with a lower-case letter or a star, and goes on with these, digits and _-.*', () => {
    expect(CODES.filter((code) => isStructuredKey(code)).join('')).toBe('*abcdefghijklmnopqrstuvwxyz');
    expect(CODES.filter((code) => isStructuredKey(`a${code}`)).join('')).toBe(
      '*-.0123456789_abcdefghijklmnopqrstuvwxyz',
    );
  });
});

describe('a string (RFC 9651 §3.3.3)', () => {
  it('is written of visible ASCII and spaces, and read back', () => {
    const held = CODES.filter((code) => formatStructuredString(`x${code}`) !== undefined);
    expect(held.join('')).toMatch(/^ .{93}~$/);
    for (const code of held) {
      const written = formatStructuredString(`a${code}b`) ?? '';
      expect(parseStructuredList(written)).toEqual([
        { kind: 'string', text: `a${code}b`, params: new Map() },
      ]);
    }
  });

  it.each([
    ['', '""'],
    ['"a"', '"\\"a\\""'],
    ['\\\\', '"\\\\\\\\"'],
    ['a\u007f', undefined],
    ['a\u001f', undefined],
  ])('%j is written as %j', (text, written) => {
    expect(formatStructuredString(text)).toBe(written);
  });

  it.each(['"', '"a', '"a\\', '"a\\"', '"\\a"', '"\u007f"', '"\u001f"', '"\u00e9"', '"a" "b"'])(
    '%j is malformed',
    (text) => {
      expect(parseStructuredList(text)).toBeUndefined();
    },
  );
});

describe('a list (RFC 9651 §4.2.1)', () => {
  const shown = (text: string): unknown =>
    parseStructuredList(text)?.map(
      ({ kind, text, params }) =>
        `${kind} ${text}${[...params].map(([name, value]) => `;${name}=${value.kind} ${value.text}`).join('')}`,
    );

  it.each<[string, string[] | undefined]>([
    ['', []],
    ['   ', []],
    ['  a', ['token a']],
    ['a  ', ['token a']],
    ['a\t,\t b', ['token a', 'token b']],
    ['*', ['token *']],
    ['?1, ?0', ['boolean 1', 'boolean 0']],
    ['1, -1, 0', ['number 1', 'number -1', 'number 0']],
    ['1.5, -0.123', ['number 1.5', 'number -0.123']],
    // RFC 9651 §3.3.1, §3.3.2: 15 digits, or 12 before the point and 3 behind it.
    ['123456789012345', ['number 123456789012345']],
    ['1234567890123456', undefined],
    ['123456789012.123', ['number 123456789012.123']],
    ['1234567890123.1', undefined],
    ['1.1234', undefined],
    ['1.', undefined],
    ['-', undefined],
    ['--1', undefined],
    ['1-', undefined],
    ['.5', undefined],
    ['?', undefined],
    ['?2', undefined],
    ['?1?', undefined],
    ['a;b', ['token a;b=boolean 1']],
    ['a;  b', ['token a;b=boolean 1']],
    ['a;\tb', undefined],
    ['a ;b', undefined],
    ['a;b=', undefined],
    ['a;b =1', undefined],
    ['a;b= 1', undefined],
    ['a;', undefined],
    ['a;B', undefined],
    ['a;b=?0;c="x y";d=tok;e=1.5', ['token a;b=boolean 0;c=string x y;d=token tok;e=number 1.5']],
    ['"x";a', ['string x;a=boolean 1']],
    ['a,', undefined],
    ['a, ', undefined],
    [',a', undefined],
    ['a,,b', undefined],
    ['a b', undefined],
    ['\ta', undefined],
    ['(a)', undefined],
    [':YQ==:', undefined],
    ['@1', undefined],
  ])('%j', (text, items) => {
    expect(shown(text)).toEqual(items);
  });
});

describe('a dictionary (RFC 9651 §4.2.2)', () => {
  const shown = (text: string): unknown => {
    const members = parseStructuredDictionary(text);
    return (
      members && [...members].map(([key, { kind, text, params }]) => [key, kind, text, [...params.keys()]])
    );
  };

  it.each<[string, unknown]>([
    ['', []],
    ['a', [['a', 'boolean', '1', []]]],
    ['a;x', [['a', 'boolean', '1', ['x']]]],
    ['a=1;x;y', [['a', 'number', '1', ['x', 'y']]]],
    // The last one's value and its place count.
    [
      'a=1, b=2, a=3',
      [
        ['b', 'number', '2', []],
        ['a', 'number', '3', []],
      ],
    ],
    ['*a=tok', [['*a', 'token', 'tok', []]]],
    ['a=', undefined],
    ['a =1', undefined],
    ['a= 1', undefined],
    ['A=1', undefined],
    [',a', undefined],
    ['a,,b', undefined],
    ['=1', undefined],
    ['a=1,', undefined],
    ['a=1;', undefined],
    ['a;B', undefined],
    ['a=(1)', undefined],
  ])('%j', (text, members) => {
    expect(shown(text)).toEqual(members);
  });
});
