import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatStructuredString } from '../../src/fields/structured-list.ts';
import { parseIdempotencyKey } from '../../src/idempotency/key.ts';

const read = (value: string | readonly string[] | undefined) => parseIdempotencyKey(value, 255);

describe('a key', () => {
  it.each([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"clkyoesmbgybucifusbbtdsbohtyuuwz"', 'clkyoesmbgybucifusbbtdsbohtyuuwz'],
    ['"a, b; c"', 'a, b; c'],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ['"a";v=1', 'a'], // parameters are ignored (RFC 9651 §1.2)
    ['dGhpcyBpcyBiYXNlNjQ+/w==', 'dGhpcyBpcyBiYXNlNjQ+/w=='],
    ['order:7/retry', 'order:7/retry'],
    ['1', '1'],
    ['?1', '?1'],
    ['a'.repeat(255), 'a'.repeat(255)],
    [`"${'a'.repeat(255)}"`, 'a'.repeat(255)],
  ])('%s is %s', (text, key) => {
    expect(read(text)).toEqual({ kind: 'key', key });
  });

  it.each([
    ['two keys', '"a", "b"'],
    ['two keys, as Node joins two lines', 'a, b'],
    ['two lines', ['a', 'b']],
    ['a string that is never closed', '"a'],
    ['something behind the string', '"a" b'],
    ['an escape of something else', '"a\\n"'],
    ['text beyond ASCII in a string', '"é"'],
    ['text beyond ASCII', 'é'],
    ['a space inside', 'a b'],
    ['a control character', 'a\tb'],
    ['a parameter', 'a;v=1'],
    ['a quote inside', 'a"b'],
    ['a backslash', 'a\\b'],
    ['an empty string', '""'],
    ['nothing', ''],
    ['one character too many', 'a'.repeat(256)],
    ['one character too many in quotes', `"${'a'.repeat(256)}"`],
    ['a megabyte', 'a'.repeat(1_000_000)],
  ])('is not %s', (_what, text) => {
    expect(read(text)).toMatchObject({ kind: 'malformed' });
  });

  it('is missing where there is no field', () => {
    expect(read(undefined)).toEqual({ kind: 'missing' });
  });

  it('is what the client made a string of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 255 }), (key) => {
        expect(read(formatStructuredString(key))).toEqual({ kind: 'key', key });
      }),
    );
  });

  it('is visible ASCII and spaces, of 1 to 255 characters, whatever comes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary-ascii' }),
      fc.string({ unit: fc.constantFrom('"', '\\', ';', ',', 'a', ' ', '=', 'é') }),
    );
    fc.assert(
      fc.property(text, (value) => {
        const reading = read(value);
        if (reading.kind === 'key') expect(reading.key).toMatch(/^[ -~]{1,255}$/);
      }),
    );
  });
});
