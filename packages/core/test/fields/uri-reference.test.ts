import { describe, expect, it } from 'vitest';
import { formatUriReference, isUriReference } from '../../src/fields/uri-reference.ts';

// RFC 3986 §2.2 and §2.3.
const ALLOWED = "-._~:/?#[]@!$&'()*+,;=ABCXYZabcxyz0189";

describe('isUriReference (RFC 3986 §2)', () => {
  it('allows letters, digits and the marks of a URI, and no other character of ASCII', () => {
    for (let code = 0; code < 0x100; code++) {
      const character = String.fromCharCode(code);
      const isAllowed = ALLOWED.includes(character) || /[A-Za-z0-9]/.test(character);
      expect(isUriReference(`/${character}`), JSON.stringify(character)).toBe(isAllowed);
    }
  });

  it.each([
    ['', true],
    ['%00', true],
    ['%aF', true],
    ['%Fa', true],
    ['%ff', true],
    ['%9A', true],
    ['%', false],
    ['%4', false],
    ['%4g', false],
    ['%g4', false],
    ['%4G', false],
    ['%4@', false],
    ['%4`', false],
    ['%/0', false],
    ['%0:', false],
    ['%%41', false],
  ])('%j: %s', (text, allowed) => {
    expect(isUriReference(text)).toBe(allowed);
  });
});

describe('formatUriReference (RFC 9110 §10.2.2, RFC 3987 §3.1)', () => {
  it.each<[string | URL, string]>([
    ['/a?b=c#d', '/a?b=c#d'],
    ['?page=2', '?page=2'],
    ['/cafés/à la carte?50%', '/caf%C3%A9s/%C3%A0%20la%20carte?50%25'],
    ['/\u{1f600}/%41/%4', '/%F0%9F%98%80/%41/%254'],
    ['/{id}"<>\\^`|', '/%7Bid%7D%22%3C%3E%5C%5E%60%7C'],
    ['/\u00a0', '/%C2%A0'],
    [new URL('https://example.org/é?x y'), 'https://example.org/%C3%A9?x%20y'],
  ])('%s is written as %s', (target, written) => {
    expect(formatUriReference(target)).toBe(written);
    expect(formatUriReference(written)).toBe(written);
  });

  it.each<[unknown, string]>([
    ['', 'target: expected a non-empty string or a URL, got ""'],
    [5, 'target: expected a non-empty string or a URL, got 5'],
    [undefined, 'target: expected a non-empty string or a URL, got undefined'],
    ...[' /a', '/a ', '/a\r\nb', '/\0', '/\u001f', '/\u007f', '/\u0080', '/\u009f'].map(
      (text): [string, string] => [
        text,
        `target: expected a URL without control characters and without spaces around it, got ${JSON.stringify(text)}`,
      ],
    ),
    ['/\ud800', 'target: expected well-formed text, got "/\\ud800"'],
  ])('%j is refused', (target, message) => {
    const write = (what?: string): string => formatUriReference(target as string, what); // what plain JavaScript may pass
    expect(() => write()).toThrow(TypeError);
    expect(() => write()).toThrow(message);
    expect(() => write('location')).toThrow(message.replace('target', 'location'));
  });

  it('has the error of the encoder as its cause', () => {
    let caught: unknown;
    try {
      formatUriReference('/\udc00');
    } catch (error) {
      caught = error;
    }
    expect((caught as Error).cause).toBeInstanceOf(URIError);
  });
});
