import fc from 'fast-check';

/** A token of RFC 9110 §5.6.2; `__proto__` and its like among them. */
export const token: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."!#$%&'*+-.^_`|~019AZaz"), minLength: 1, maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', 'realm', 'q', '*', 'toString'),
);

/** A text that a quoted-string gives back unchanged. */
export const printable: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(...'\t "\\,;=<>/a~Z0'),
  maxLength: 12,
});

/** Any code points. `unit: 'binary'` would build its tables for a second of the processor before the first test. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.nat(0x10ffff), { maxLength: 200 })
  .map((points) => String.fromCodePoint(...points));

/** Any string, lone surrogates and controls among them, and texts made of what means something to a parser. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  anyText,
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
  fc
    .array(
      fc.constantFrom(
        ',',
        ';',
        '"',
        '\\',
        ' ',
        '\t',
        '=',
        '<',
        '>',
        '/',
        '*',
        'q',
        '0.5',
        'a',
        'text',
        '\0',
        '\r\n',
        'é',
        '\ud800',
        'Basic',
        '__proto__',
        '?1',
        '-1',
        ':',
        'GMT',
        '-',
      ),
    )
    .map((parts) => parts.join('')),
);
