import { expect, it } from 'vitest';
import * as fields from '../../src/fields/index.ts';

it.each([[null], [5], [{}], [[5, null, 'a/b', undefined]]])(
  '%j in place of lines does not throw',
  (lines) => {
    const readers = [
      fields.parseAccept,
      fields.parseAllow,
      fields.parseCacheControl,
      fields.parseCdnCacheControl,
      fields.parseChallenges,
      fields.parseLink,
      fields.parseVary,
      fields.parseAcceptQuery,
    ];
    // @ts-expect-error what plain JavaScript may give
    for (const read of readers) expect(() => read(lines)).not.toThrow();
  },
);

it.each([5, {}, [5, null, undefined]])('%j in place of lines is read as nothing', (lines) => {
  expect(fields.parseVary(lines as never)).toEqual([]);
  expect(fields.parseCacheControl(lines as never)).toEqual({});
  expect(fields.parseCdnCacheControl(lines as never)).toBeUndefined();
  expect(fields.parseAcceptQuery(lines as never)).toEqual([]);
  expect(fields.parseLink(lines as never)).toEqual([]);
});

it.each([null, undefined])('the absence of a field, %s, is read as nothing', (absent) => {
  for (const parse of [
    fields.parseContentRange,
    fields.parseHttpDate,
    fields.parseMediaRange,
    fields.parseMediaType,
    fields.parseRange,
    fields.parseRetryAfter,
  ]) {
    expect(parse(absent)).toBeUndefined();
  }
  for (const parse of [
    fields.parseAccept,
    fields.parseAllow,
    fields.parseChallenges,
    fields.parseLink,
    fields.parseVary,
  ]) {
    expect(parse(absent)).toEqual([]);
  }
});
