import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as fields from '../../src/fields/index.ts';
import { hostile } from './arbitraries.ts';

/** Each function that reads what a stranger wrote. */
const parsers: Record<string, (text: string) => unknown> = {
  findTag: (text) => fields.findTag(text, '"a"', 'weak'),
  isEntityTag: fields.isEntityTag,
  isFieldValue: fields.isFieldValue,
  isToken: fields.isToken,
  parseAccept: fields.parseAccept,
  parseAcceptEncoding: fields.parseAcceptEncoding,
  parseAcceptPatch: fields.parseAcceptPatch,
  parseAcceptPost: fields.parseAcceptPost,
  parseAcceptQuery: fields.parseAcceptQuery,
  parseAllow: fields.parseAllow,
  parseCacheControl: fields.parseCacheControl,
  parseCdnCacheControl: fields.parseCdnCacheControl,
  parseChallenges: fields.parseChallenges,
  parseContentRange: fields.parseContentRange,
  parseHttpDate: (text) => fields.parseHttpDate(text, 0),
  parseLink: fields.parseLink,
  parseMediaRange: fields.parseMediaRange,
  parseMediaType: fields.parseMediaType,
  parseRange: fields.parseRange,
  parseRetryAfter: (text) => fields.parseRetryAfter(text, 0),
  parseStructuredDictionary: fields.parseStructuredDictionary,
  parseStructuredList: fields.parseStructuredList,
  parseUpgrade: fields.parseUpgrade,
  parseVary: fields.parseVary,
  quality: (text) => fields.quality(fields.parseAccept(text), 'text/html'),
  quote: fields.quote,
  unionVary: (text) => fields.unionVary(text, text),
  unquote: fields.unquote,
};

/** Repeated to 50 KB: at a cost that grows with the square, each would take seconds. */
const patterns = [
  ',',
  '"',
  '\\',
  ' ',
  '\t',
  ';',
  '=',
  '<',
  '>',
  'a',
  '1',
  '*',
  '"\\',
  '\\"',
  ', ',
  '; ',
  ' ,',
  'a,',
  'a;',
  'a=',
  'a =',
  'a ',
  'a b,',
  '",',
  ',"',
  '<a',
  '<a>,',
  '<>;a="',
  '<a>;',
  ',<',
  'a/b;q=0.5,',
  'a/b;c="',
  'a/b;',
  ';a=b',
  ';a="b"',
  'Basic a="b",',
  'Basic a,',
  'Basic =',
  'a="\\',
  'é',
  '\ud800',
  '\0',
];
const prefixes = ['', 'max-age="', 'a/b', 'a/b;c="', '<a>;b="', 'Basic ', 'Basic a="', 'bytes '];

it('the list above has each parser that is public', () => {
  expect(Object.keys(fields).filter((name) => name.startsWith('parse') && !(name in parsers))).toEqual([]);
});

const names = Object.keys(parsers);

/** Each pattern behind one prefix, another one for each parser: all pairs of two of the three, and not each of the 8,000 triples. */
function pairsFor(name: string): readonly string[] {
  const shift = names.indexOf(name);
  const behind = patterns.map(
    (pattern, at) => [prefixes[(at + shift) % prefixes.length] ?? '', pattern] as const,
  );
  return behind.map(([prefix, pattern]) => prefix + pattern.repeat(Math.ceil(50_000 / pattern.length)));
}

describe.each(Object.entries(parsers))('%s', (name, parse) => {
  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(hostile, (text) => void parse(text)),
      { numRuns: 500 },
    );
  });

  it('takes time in proportion to the text', () => {
    for (const text of pairsFor(name)) {
      const before = performance.now();
      parse(text);
      // Some milliseconds are the rule; a slow machine has hundreds of times that.
      expect(performance.now() - before, JSON.stringify(text.slice(0, 24))).toBeLessThan(2000);
    }
  });
});

it('reading lines apart or joined by a comma gives the same (RFC 9110 §5.3)', () => {
  const line = hostile.filter((text) => !text.includes('"') && !text.includes('<'));
  fc.assert(
    fc.property(line, line, (a, b) => {
      for (const parse of [
        fields.parseAccept,
        fields.parseAllow,
        fields.parseCacheControl,
        fields.parseChallenges,
        fields.parseUpgrade,
        fields.parseVary,
      ]) {
        expect(parse([a, b])).toEqual(parse(`${a}, ${b}`));
      }
    }),
  );
});
