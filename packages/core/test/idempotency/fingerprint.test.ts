import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, fingerprintOf, nameOf } from '../../src/idempotency/fingerprint.ts';

const parsed = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const of = (content: unknown) => fingerprintOf('POST', '/a', content);

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([name, member]) => [name, shuffled(member)]));
}

describe('a fingerprint', () => {
  it('is a hash: it shows nothing of the content', () => {
    expect(of({ card: '4242' })).toMatch(/^[\w-]{43}$/);
  });

  it('tells apart method, target and content, and kinds of content', () => {
    const all = [
      fingerprintOf('POST', '/a', undefined),
      fingerprintOf('PATCH', '/a', undefined),
      fingerprintOf('POST', '/a?b', undefined),
      fingerprintOf('POST', '/a', ''),
      ...[
        'a',
        new TextEncoder().encode('a'),
        ['a'],
        { a: 1 },
        { a: '1' },
        { a: { b: 1 } },
        [],
        {},
        null,
        0,
      ].map(of),
      ...[[1, 2], [2, 1], [12], [[1], 2], [[1, 2]], { a: [] }, { a: {} }, { a: null }, { '': 1 }].map(of),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('takes the members of an object in any order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonical(shuffled(value))).toBe(canonical(value));
      }),
    );
  });

  it('tells apart what JSON tells apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(canonical(a) === canonical(b)).toBe(isDeepStrictEqual(parsed(a), parsed(b)));
      }),
    );
  });

  it('takes any depth that a parser lets through', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(of(deep)).not.toBe(of([deep]));
  });

  it('takes what has a toJSON as that, and refuses what has no members', () => {
    expect(of({ at: new Date(0) })).toBe(of({ at: '1970-01-01T00:00:00.000Z' }));
    for (const value of [new Map(), new Set(), { a: new Map() }]) expect(() => of(value)).toThrow(TypeError);
  });
});

describe('the name of a key', () => {
  it('is never the same for two callers, or for a caller and all', () => {
    const names = [
      nameOf('a', '', 'b'),
      nameOf('a', 'b', ''),
      nameOf('ab', '', ''),
      nameOf('', '', 'ab'),
      nameOf('a","b', '', ''),
      nameOf(null, '', 'b'),
      nameOf('null', '', 'b'),
      nameOf(1, '', 'b'),
      nameOf('1', '', 'b'),
    ];
    expect(new Set(names).size).toBe(names.length);
  });
});
