import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTag, isEntityTag, isWeakTag, requireEntityTag, sameTag } from '../../src/fields/entity-tag.ts';
import { parseRange } from '../../src/fields/range.ts';

const opaque = fc.string({ unit: fc.constantFrom(...'!#,;W/*\\~aZ0'), maxLength: 6 });
const tag = fc.tuple(fc.boolean(), opaque).map(([weak, text]) => `${weak ? 'W/' : ''}"${text}"`);

describe('findTag', () => {
  it('finds any tag of a list, however it is written down', () => {
    const comma = fc.constantFrom(',', ', ', ' ,', '\t,,\t, ');
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1, maxLength: 5 }), comma, fc.nat(), (tags, between, pick) => {
        const wanted = tags[pick % tags.length] ?? '';
        const value = `${between.trim()}${tags.join(between)}${between}`;
        expect(findTag(value, wanted, 'weak')).toBe('listed');
        const strong = !isWeakTag(wanted) && tags.includes(wanted);
        expect(findTag(value, wanted, 'strong')).toBe(strong ? 'listed' : 'unlisted');
      }),
    );
  });

  it('does not find what is not there', () => {
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 5 }), tag, (tags, wanted) => {
        fc.pre(!tags.some((one) => sameTag(one, wanted, 'weak')));
        expect(findTag(tags.join(', '), wanted, 'weak')).toBe(tags.length === 0 ? 'empty' : 'unlisted');
        expect(findTag(tags.join(', '), undefined, 'weak')).toBe(tags.length === 0 ? 'empty' : 'unlisted');
      }),
    );
  });

  it.each([
    ['*', 'any'],
    ['"*"', 'unlisted'],
    ['', 'empty'],
    [' ', 'empty'],
    [',\t,', 'empty'],
    ['*, "a"', 'malformed'],
    ['"a", *', 'malformed'],
    ['"a"x', 'malformed'],
    ['"v" x', 'malformed'],
    ['x', 'malformed'],
    ['"', 'malformed'],
    ['W/', 'malformed'],
    ['w/"v"', 'malformed'],
    ['W/W/"v"', 'malformed'],
    ['"\x7f"', 'malformed'],
    ['"\0"', 'malformed'],
    [',,"a","\0"', 'malformed'],
    ['"\xff"', 'unlisted'],
    ['"v", \xa0', 'malformed'],
    ['"v"', 'listed'],
    ['W/"v"', 'unlisted'],
    ['W/"v", "v"', 'listed'],
    ['Wx"v"', 'malformed'],
    ['"a""b"', 'malformed'],
    ['"a" "b"', 'malformed'],
  ])('takes %j for %s', (value, result) => {
    expect(findTag(value, '"v"', 'strong')).toBe(result);
  });
});

it.each([
  ['weak', 'listed'],
  ['strong', 'unlisted'],
] as const)('by %s comparison, a weak tag that is sent back alone is %s', (comparison, result) => {
  expect(findTag('W/"v"', 'W/"v"', comparison)).toBe(result);
});

describe('sameTag (RFC 9110 §8.8.3.2, the table of examples)', () => {
  it.each([
    ['W/"1"', 'W/"1"', false, true],
    ['W/"1"', 'W/"2"', false, false],
    ['W/"1"', '"1"', false, true],
    ['"1"', '"1"', true, true],
  ])('%s and %s: strongly %s, weakly %s', (a, b, strongly, weakly) => {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      expect(sameTag(x, y, 'strong')).toBe(strongly);
      expect(sameTag(x, y, 'weak')).toBe(weakly);
    }
  });
});

describe('requireEntityTag', () => {
  it.each(['""', '"a"', 'W/"a"', '"a,b"', '"\\"', '"\xe9"', '"\x80\xff"'])('lets %s through', (text) => {
    expect(requireEntityTag(text, 'etag')).toBe(text);
  });

  it.each([
    '',
    'a',
    '"',
    '"a',
    'a"',
    'w/"a"',
    '"a" ',
    '"a"b"',
    '"a b"',
    '"\u0100"',
    '"\u20ac"',
    '*',
    7,
    null,
    undefined,
  ])('refuses %j', (text) => {
    expect(isEntityTag(text)).toBe(false);
    expect(() => requireEntityTag(text, 'etag')).toThrow(TypeError);
  });

  it('says what a tag is', () => {
    expect(() => requireEntityTag('v7', 'etag')).toThrow(
      'etag: expected an entity tag such as "\\"v7\\"" or "W/\\"v7\\"", got "v7"',
    );
  });
});

// A text that counts how often it is looked at: time is too coarse a measure on a busy machine.
function counted(text: string): { readonly text: string; readonly looks: () => number } {
  let looks = 0;
  const spy = {
    length: text.length,
    charCodeAt(at: number): number {
      looks++;
      return text.charCodeAt(at);
    },
    startsWith(part: string, at: number): boolean {
      looks += part.length;
      return text.startsWith(part, at);
    },
    slice(from: number, to?: number): string {
      looks += (to ?? text.length) - from;
      return text.slice(from, to);
    },
  };
  return { text: spy as unknown as string, looks: () => looks };
}

const FOURTEEN_KB = 14 * 1024;

describe('fourteen kilobytes', () => {
  it.each(['', ',', ' ', ', ', '"a",', '"a"', 'W/"a",', 'W/', '"', '"a" ', '"v" , ', '""', 'a'])(
    'of %j are looked at a few times each, in a list of tags',
    (pattern) => {
      for (const start of ['', '"x', '"v",']) {
        const whole = start + pattern.repeat(FOURTEEN_KB / Math.max(pattern.length, 1));
        const { text, looks } = counted(whole);
        findTag(text, '"v"', 'weak');
        expect(looks()).toBeLessThanOrEqual(5 * whole.length + 20);
      }
    },
  );

  it.each([',', ' ', ', ', '1-2,', '-', '1', '0-0 ,', '1-', '00'])(
    'of %j are looked at a few times each, in a list of ranges',
    (pattern) => {
      for (const start of ['bytes=', 'bytes=0-']) {
        const whole = start + pattern.repeat(FOURTEEN_KB / pattern.length);
        const { text, looks } = counted(whole);
        parseRange(text);
        expect(looks()).toBeLessThanOrEqual(6 * whole.length + 20);
      }
    },
  );
});
