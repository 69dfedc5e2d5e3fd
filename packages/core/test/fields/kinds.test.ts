import { describe, expect, it } from 'vitest';
import { FIELD_KINDS, fieldsOfKinds } from '../../src/fields/kinds.ts';
import { isToken } from '../../src/fields/token.ts';

const names: readonly string[] = Object.values(FIELD_KINDS).flatMap((kind) => [...kind]);

describe('the kinds of fields', () => {
  it('have each name once, in lower case', () => {
    expect(names).toEqual([...new Set(names)]);
    expect(names.filter((name) => !isToken(name) || name !== name.toLowerCase())).toEqual([]);
  });

  it('are joined in the order asked for', () => {
    expect(fieldsOfKinds('validator', 'format')).toEqual([
      'etag',
      'last-modified',
      'content-encoding',
      'content-type',
    ]);
    expect(fieldsOfKinds()).toEqual([]);
  });
});
