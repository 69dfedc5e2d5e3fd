import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isToken, requireToken } from '../../src/fields/token.ts';
import { anyText } from './arbitraries.ts';

const TCHARS = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

describe('token (RFC 9110 §5.6.2)', () => {
  it('holds exactly the 77 tchars', () => {
    const accepted = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).filter(isToken);
    expect(accepted.sort()).toEqual([...TCHARS].sort());
  });

  it.each([undefined, null, 1, {}, [], ['GET'], '', 'a b', 'é', 'a\n', '\ud800', '\0'])(
    'refuses %j',
    (value) => {
      expect(isToken(value)).toBe(false);
      expect(() => requireToken(value, 'a method')).toThrow(TypeError);
    },
  );

  it('looks at every character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(isToken(text)).toBe(text !== '' && [...text].every((char) => TCHARS.includes(char)));
      }),
    );
  });

  it('says in the error what was expected and what came, cut short', () => {
    expect(() => requireToken('a b', 'method')).toThrow(/^method: expected a token \(.*\), got "a b"$/);
    expect(() => requireToken('x y'.repeat(1e6), 'it')).toThrow(/got "(x y){20}"…$/);
  });
});
