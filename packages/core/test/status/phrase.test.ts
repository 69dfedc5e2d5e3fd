import { describe, expect, it } from 'vitest';
import { reasonPhrase } from '../../src/status/index.ts';

describe('reasonPhrase', () => {
  it.each([
    [200, 'OK'],
    [203, 'Non-Authoritative Information'],
    [207, 'Multi-Status'],
    [226, 'IM Used'],
    [413, 'Content Too Large'],
    [414, 'URI Too Long'],
    [416, 'Range Not Satisfiable'],
    [422, 'Unprocessable Content'],
    [505, 'HTTP Version Not Supported'],
  ])('of %i is %s', (status, phrase) => {
    expect(reasonPhrase(status)).toBe(phrase);
  });

  it.each([
    [199, 'Informational'],
    [299, 'Successful'],
    [399, 'Redirection'],
    [499, 'Client Error'],
    [599, 'Server Error'],
  ])('of %i, which nobody registered, is the name of its class (RFC 9110 §15)', (status, phrase) => {
    expect(reasonPhrase(status)).toBe(phrase);
  });

  it.each([
    [306, 'Redirection'],
    [418, 'Client Error'],
  ])('of %i, which is reserved, is never "(Unused)"', (status, phrase) => {
    expect(reasonPhrase(status)).toBe(phrase);
  });

  it.each([99, 600, 0, -404, 404.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (status) => {
    expect(() => reasonPhrase(status)).toThrow(RangeError);
    expect(() => reasonPhrase(status)).toThrow(`status: expected an integer from 100 to 599, got ${status}`);
  });

  it('shows a string in quotes, so that "404" does not look right', () => {
    // @ts-expect-error a string is no status
    expect(() => reasonPhrase('404')).toThrow('got "404"');
  });
});
