import * as crypto from 'node:crypto';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256By } from '../../src/conditional/hash.ts';
import { type EntityTag, etag } from '../../src/conditional/index.ts';

/** Any code units, lone surrogates among them. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
  .map((codes) => String.fromCharCode(...codes));

describe('etag.strong and etag.weak', () => {
  it.each([
    ['7', '"7"'],
    ['', '""'],
    [7, '"7"'],
    [7n, '"7"'],
    ['a,b', '"a,b"'],
    ['W/', '"W/"'],
    ['\\', '"\\"'],
  ])('of %s give %s', (opaque, tag) => {
    expect(etag.strong(opaque)).toBe(tag);
    expect(etag.weak(opaque)).toBe(`W/${tag}`);
    expect(etag.parse(etag.weak(opaque))).toBe(`W/${tag}`);
  });

  it.each([
    'a b',
    'a"b',
    '"7"',
    'caf\u00e9',
    'a\r\nSet-Cookie: x=1',
    '\0',
    '\x7f',
    1.5,
    Number.NaN,
    2 ** 60,
    null,
    undefined,
    {},
    true,
    new Date(0),
  ])('refuse %j', (opaque) => {
    // @ts-expect-error some of them are what plain JavaScript may give
    expect(() => etag.strong(opaque)).toThrow(TypeError);
    // @ts-expect-error some of them are what plain JavaScript may give
    expect(() => etag.weak(opaque)).toThrow(TypeError);
  });
});

describe('etag.of', () => {
  it('is SHA-256, cut', () => {
    const whole = createHash('sha256').update('hello').digest('base64url');
    expect(etag.of('hello')).toBe(`"${whole.slice(0, 27)}"`);
  });

  it('gives a text and its UTF-8 the same tag', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(etag.of(text)).toBe(etag.of(new TextEncoder().encode(text)));
      }),
    );
  });

  it('looks at the bytes of a view, not at what lies around them', () => {
    expect(etag.of(new Uint8Array([1, 2, 3, 4]).subarray(1, 3))).toBe(etag.of(Uint8Array.of(2, 3)));
  });

  it('is the same where Node has no hash in one call', () => {
    for (const content of ['', 'hello', 'caf\u00e9', Uint8Array.of(0, 255)]) {
      expect(sha256By(undefined)(content)).toBe(sha256By(crypto.hash)(content));
    }
  });

  it.each([undefined, null, 7, {}, [1, 2], new ArrayBuffer(2)])('refuses %j', (content) => {
    // @ts-expect-error what plain JavaScript may give
    expect(() => etag.of(content)).toThrow(/^content: expected text or bytes, got /);
  });
});

describe('etag.join', () => {
  it.each([
    [['de'], '"7;de"'],
    [['de', 'text/html', 'gzip'], '"7;de;text/html;gzip"'],
    [['text/html; charset=utf-8'], '"7;text/html%3B%20charset=utf-8"'],
    [['a,b', '"', '\\', '%'], '"7;a%2Cb;%22;%5C;%25"'],
    [['\ud800', '\u00e9'], '"7;%EF%BF%BD;%C3%A9"'],
    [[''], '"7;"'],
    [[], '"7"'],
  ])('of %j', (parts, tag) => {
    expect(etag.join(etag.strong('7'), ...parts)).toBe(tag);
    expect(etag.join(etag.weak('7'), ...parts)).toBe(`W/${tag}`);
  });

  it('gives other parts another tag, however they are cut', () => {
    const text = fc.string({ unit: fc.constantFrom(...'a;%3B",\\ '), maxLength: 5 });
    const opaque = fc.string({ unit: fc.constantFrom(...'a;%3B,'), maxLength: 5 });
    const made = fc.tuple(opaque, fc.array(text, { maxLength: 3 }));
    fc.assert(
      fc.property(made, made, ([a, as], [b, bs]) => {
        const same = JSON.stringify([a, as]) === JSON.stringify([b, bs]);
        expect(etag.join(etag.strong(a), ...as) === etag.join(etag.strong(b), ...bs)).toBe(same);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives a tag that the field can hold, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 3 }), (parts) => {
        const tag = etag.join(etag.weak('7'), ...parts);
        expect(etag.parse(tag)).toBe(tag);
      }),
    );
  });

  it.each([[undefined], [null], [7]])('refuses the part %j', (part) => {
    // @ts-expect-error what plain JavaScript may give
    expect(() => etag.join(etag.strong('7'), part)).toThrow(/^part: expected a string, got /);
  });

  it('refuses what is no tag', () => {
    expect(() => etag.join('7' as EntityTag, 'de')).toThrow(/^tag: expected an entity tag/);
  });
});

describe('etag.parse', () => {
  it.each(['"7"', 'W/"7"', '""', '"a,b"', '"d41d8cd98f00b204e9800998ecf8427e-5"'])('takes %s', (text) => {
    expect(etag.parse(text)).toBe(text);
  });

  it.each(['7', '', '"7', 'w/"7"', '"7", "8"', '*', ' "7"', undefined, 7])('refuses %j', (text) => {
    // @ts-expect-error some of them are what plain JavaScript may give
    expect(() => etag.parse(text)).toThrow(/^text: expected an entity tag such as "\\"v7\\"" or /);
  });
});

it('tags are compared strongly and weakly', () => {
  const [strong, weak] = [etag.strong('7'), etag.weak('7')];
  expect([etag.isWeak(strong), etag.isWeak(weak)]).toEqual([false, true]);
  expect(etag.matchesStrongly(strong, etag.parse('"7"'))).toBe(true);
  expect(etag.matchesStrongly(strong, weak)).toBe(false);
  expect(etag.matchesWeakly(strong, weak)).toBe(true);
  expect(etag.matchesWeakly(strong, etag.weak('8'))).toBe(false);
});
