import { describe, expect, it } from 'vitest';
import { copyFields } from '../../src/fields/copy-fields.ts';

const copy = (given: unknown): Record<string, string | string[]> =>
  copyFields(given, (field) => (field === 'date' ? 'is set by the server' : undefined));

describe('copyFields', () => {
  it.each<[unknown, Record<string, string | string[]>]>([
    [undefined, {}],
    [{}, {}],
    [{ 'X-One': ' a ', 'x-two': undefined }, { 'x-one': 'a' }],
    [{ 'Set-Cookie': ['a=1', ' b=2'] }, { 'set-cookie': ['a=1', 'b=2'] }],
    [{ 'X-None': [] }, { 'x-none': [] }],
    // RFC 9110 §8.8.3: a tag may hold obs-text.
    [{ ETag: '"\u00e9"' }, { etag: '"\u00e9"' }],
    [Object.assign(Object.create(null), { a: 'b' }), { a: 'b' }],
  ])('%j', (given, fields) => {
    expect(copy(given)).toStrictEqual(fields);
  });

  it('is a copy', () => {
    const given = { 'x-list': ['a'] };
    expect(copy(given)['x-list']).not.toBe(given['x-list']);
  });

  it.each<[unknown, string]>([
    [null, 'headers: expected an object of field names and values, got null'],
    ['a: b', 'headers: expected an object of field names and values, got "a: b"'],
    [new Headers({ a: 'b' }), 'headers: expected an object of field names and values'],
    [[['a', 'b']], 'headers: expected an object of field names and values, got [["a","b"]]'],
    [{ 'a b': 'c' }, 'field name: expected a token'],
    [{ Date: 'x' }, 'headers: date is set by the server'],
    [JSON.parse('{"__proto__":"x"}'), 'headers: expected a field name, got __proto__'],
    [{ 'X-A': 'é' }, 'x-a: expected a string of visible ASCII, spaces and tabs, got "é"'],
    [{ 'X-A': ['b', 5] }, 'x-a: expected a string of visible ASCII, spaces and tabs, got 5'],
    [{ 'X-A': '"\u00e9"' }, 'x-a: expected a string of visible ASCII, spaces and tabs'],
    [{ ETag: '\u00e9' }, 'etag: expected a string of visible ASCII, spaces and tabs'],
  ])('%j is refused', (given, message) => {
    expect(() => copy(given)).toThrow(TypeError);
    expect(() => copy(given)).toThrow(message);
  });
});
