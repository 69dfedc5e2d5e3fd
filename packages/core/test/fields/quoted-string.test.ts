import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFieldValue } from '../../src/fields/field-value.ts';
import { quote, unquote } from '../../src/fields/quoted-string.ts';
import { anyText } from './arbitraries.ts';

describe('quote (RFC 9110 §5.6.4)', () => {
  it.each([
    ['', '""'],
    ['a b\tc', '"a b\tc"'],
    ['"', '"\\""'],
    ['\\', '"\\\\"'],
    ['a\r\nb', '"a??b"'],
    ['é', '"?"'],
    ['\u{1f600}', '"?"'],
    ['\ud83d', '"?"'],
    ['\ude00\ud83d', '"??"'],
    ['\ud83d\ud83d\ude00x', '"??x"'],
    ['\u007f\0', '"??"'],
    // A pair of surrogates is one character; any other two are two.
    ['\ud83da', '"?a"'],
    ['é\ude00', '"??"'],
    ['\ud83d\udbff', '"??"'],
    ['\ud83d\ue000', '"??"'],
    ['\udc00\udc00', '"??"'],
    ['\ud7ff\udc00', '"??"'],
    ['\ud800\udc00x', '"?x"'],
    ['\udbff\udfffx', '"?x"'],
  ])('%j is sent as %s', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });

  it('gives back what it was given, but for the characters replaced, one for each code point', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const quoted = quote(text);
        expect(isFieldValue(quoted)).toBe(true);
        expect(unquote(quoted)).toBe(Array.from(text, (char) => (isFieldValue(char) ? char : '?')).join(''));
      }),
    );
  });
});

describe('unquote', () => {
  it.each([
    ['"\\a\\\\"', 'a\\'],
    ['"\u00ff\\\u00ff\u0080"', '\u00ff\u00ff\u0080'],
    ['"\u00e9\\\u00e9"', 'éé'], // obs-text, as Node hands it over
  ])('%j reads as %j', (text, value) => {
    expect(unquote(text)).toBe(value);
  });

  it.each([
    '',
    '"',
    'a',
    '"a',
    'a"',
    '"a"b',
    '"a\\"',
    '"\\',
    '"\0"',
    '"\n"',
    '"\\\n"',
    '"\u007f"',
    '"\u0100"',
    ' "a"',
  ])('%j is no quoted-string', (text) => {
    expect(unquote(text)).toBeUndefined();
  });
});
