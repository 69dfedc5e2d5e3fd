import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFieldValue, requireFieldValue } from '../../src/fields/field-value.ts';

describe('field value (RFC 9110 §5.5)', () => {
  it('holds tab, space and visible ASCII', () => {
    for (let code = 0; code < 0x300; code++) {
      expect(isFieldValue(String.fromCharCode(code)), code.toString(16)).toBe(
        code === 9 || (code >= 0x20 && code <= 0x7e),
      );
    }
  });

  it('loses the whitespace at its ends', () => {
    expect(requireFieldValue('X', ' \t a \t b\t ')).toBe('a \t b');
    expect(requireFieldValue('X', '')).toBe('');
    expect(requireFieldValue('X', ' \t ')).toBe('');
  });

  it.each(['a\r\nSet-Cookie: b', 'a\0', 'é', '\u2028', '\ud800', 1, null, undefined, ['a']])(
    'refuses %j by name',
    (value) => {
      expect(() => requireFieldValue('X-Thing', value)).toThrow(TypeError);
      expect(() => requireFieldValue('X-Thing', value)).toThrow(
        /^X-Thing: expected a string of visible ASCII, spaces and tabs, got /,
      );
    },
  );

  it('accepts what it returned', () => {
    const text = fc.string({ unit: fc.constantFrom(...' \ta"\\,;~') });
    fc.assert(
      fc.property(text, (value) => {
        const once = requireFieldValue('X', value);
        expect(requireFieldValue('X', once)).toBe(once);
      }),
    );
  });
});
