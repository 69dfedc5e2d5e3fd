import { describe, expect, it } from 'vitest';
import { linesOf, listElements, tokenElements, trimOws } from '../../src/fields/scan.ts';

describe('a list (RFC 9110 §5.6.1.2)', () => {
  it.each<[string | string[] | undefined, string[]]>([
    [undefined, []],
    ['', []],
    [',, ,\t', []],
    ['a', ['a']],
    [' a ,b\t', ['a', 'b']],
    [
      ['a, "b, c"', ', d'],
      ['a', '"b, c"', 'd'],
    ],
    ['"a\\", b", c', ['"a\\", b"', 'c']],
    [
      ['"a, b', 'c'],
      ['"a, b', 'c'],
    ],
    ['a\\, b', ['a\\', 'b']],
  ])('%j', (lines, elements) => {
    expect(listElements(lines)).toEqual(elements);
  });

  it('of tokens has each once, as first written', () => {
    expect(tokenElements('b, a, "c", b, B, d e')).toEqual(['b', 'a', 'B']);
  });
});

it.each([
  [' \t a \t b\t ', 'a \t b'],
  [' ', ''],
  ['', ''],
  // Not whitespace in HTTP.
  ['\u00a0a\n', '\u00a0a\n'],
])('%j without the whitespace around it is %j (RFC 9110 §5.6.3)', (text, trimmed) => {
  expect(trimOws(text)).toBe(trimmed);
});

it.each<[unknown, string[]]>([
  ['a', ['a']],
  [
    ['a', 5, null, 'b'],
    ['a', 'b'],
  ],
  [undefined, []],
  [5, []],
])('the lines of %j are %j', (given, lines) => {
  expect(linesOf(given as string)).toEqual(lines);
});
