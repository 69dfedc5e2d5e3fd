import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codedTag,
  notModifiedAsKnown,
  tagForNotModified,
  withoutCodings,
} from '../../src/conditional/coded-tag.ts';
import { etag } from '../../src/conditional/index.ts';

const V3 = etag.strong('3');
const CODINGS = ['gzip', 'br', 'deflate', 'zstd', 'x-gzip', 'compress'];

describe('codedTag', () => {
  it.each(CODINGS)('%s has a strong tag of its own, as etag.join makes it', (coding) => {
    expect(codedTag(V3, coding)).toBe(etag.join(V3, coding));
    expect(codedTag(V3, coding.toUpperCase())).toBe(`"3;${coding}"`);
  });
  it('a weak tag stays, and what cannot be recognized again is weak', () => {
    expect(codedTag(etag.weak('3'), 'gzip')).toBe('W/"3"');
    for (const coding of ['aes128gcm', 'gzip, br', '"', 'x y']) expect(codedTag(V3, coding)).toBe('W/"3"');
  });
});

describe('withoutCodings', () => {
  const read = (name: 'if-match' | 'if-none-match' | 'if-range', value: string | string[], tag = V3) =>
    withoutCodings({ method: 'PUT', headers: { [name]: value, accept: '*/*' } }, tag).headers;

  it.each<[string | string[], string]>([
    ['"3;gzip"', '"3"'],
    ['"2", "3;br"', '"2", "3"'],
    ['W/"3;gzip"', 'W/"3"'],
    ['"3;gzip","3;br"', '"3","3"'],
    [['"2"', '"3;zstd"'], '"2", "3"'],
  ])('%j stands for %s', (value, wanted) => {
    expect(read('if-match', value)).toEqual({ 'if-match': wanted, accept: '*/*' });
    expect(read('if-none-match', value)).toEqual({ 'if-none-match': wanted, accept: '*/*' });
  });

  it.each(['"3"', '"3;x"', '"3;gzip;x"', '"33;gzip"', '3;gzip', '*', '', '"3;GZIP"'])(
    '%s is left as it is',
    (value) => {
      expect(read('if-match', value)).toMatchObject({ 'if-match': value });
    },
  );

  it('If-Range is left as it is: a range is taken of the uncoded content', () => {
    expect(read('if-range', '"3;gzip"')).toMatchObject({ 'if-range': '"3;gzip"' });
  });

  it('a weak tag, or none, has no coded forms', () => {
    expect(read('if-match', '"3;gzip"', etag.weak('3'))).toMatchObject({ 'if-match': '"3;gzip"' });
    const request = { method: 'GET', headers: { 'if-none-match': '"3;gzip"' } };
    expect(withoutCodings(request, undefined)).toBe(request);
  });

  it('never throws, and leaves a list without coded tags untouched', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const request = { method: 'GET', headers: { 'if-none-match': value } };
        if (!value.includes('"3;')) expect(withoutCodings(request, V3)).toBe(request);
      }),
    );
  });
});

describe('tagForNotModified', () => {
  it.each([
    ['"3"', '"3"'],
    ['"3;gzip"', '"3;gzip"'],
    ['"3;gzip", "3"', '"3"'],
    ['"2", W/"3;br"', '"3;br"'],
    ['*', '"3"'],
  ])('%s: %s', (value, wanted) => {
    expect(tagForNotModified({ headers: { 'if-none-match': value } }, V3)).toBe(wanted);
    expect(tagForNotModified({}, V3)).toBe('"3"');
  });
});

// The 304 for a compressed representation lacked the Vary of its 200, since compression leaves a 304 alone.
describe('notModifiedAsKnown', () => {
  const current = { exists: true, etag: V3 } as const;

  it.each([
    ['"3"', undefined, { etag: '"3"' }],
    ['"3;gzip"', undefined, { etag: '"3;gzip"', vary: 'Accept-Encoding' }],
    ['"3;gzip"', 'Accept', { etag: '"3;gzip"', vary: 'Accept, Accept-Encoding' }],
    ['"3;gzip"', '*', { etag: '"3;gzip"', vary: '*' }],
    ['"3"', 'Accept', { etag: '"3"', vary: 'Accept' }],
  ])('%s beside Vary: %s', (known, vary, headers) => {
    const request = { method: 'GET', headers: { 'if-none-match': known } };
    expect(notModifiedAsKnown(request, current, { vary })).toMatchObject({ status: 304, headers });
    expect(Object.keys(notModifiedAsKnown(request, current, { vary }).headers)).toHaveLength(
      Object.keys(headers).length,
    );
  });

  it('without a tag it has the date', () => {
    const dated = { exists: true, lastModified: new Date(0) } as const;
    expect(notModifiedAsKnown({ method: 'GET', headers: {} }, dated).headers).toEqual({
      'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
    });
  });
});
