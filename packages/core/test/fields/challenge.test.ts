import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Challenge, formatChallenge, parseChallenges } from '../../src/fields/challenge.ts';
import { isFieldValue } from '../../src/fields/field-value.ts';
import { anyText, printable, token } from './arbitraries.ts';

describe('formatChallenge (RFC 9110 §11.6.1)', () => {
  it.each<[Challenge, string]>([
    [{ scheme: 'Negotiate' }, 'Negotiate'],
    [{ scheme: 'Bearer', params: {} }, 'Bearer'],
    [{ scheme: 'Bearer', params: undefined, token68: undefined }, 'Bearer'],
    [{ scheme: 'Bearer', params: { realm: 'api' } }, 'Bearer realm="api"'],
    [
      { scheme: 'Basic', params: { realm: 'say "hi" \\', charset: 'UTF-8' } },
      'Basic realm="say \\"hi\\" \\\\", charset="UTF-8"',
    ],
    [{ scheme: 'Basic', params: { realm: 'caf\u00e9\r\nX: \u{1f600}' } }, 'Basic realm="caf???X: ?"'],
    [{ scheme: 'Negotiate', token68: 'YWI/+-._~==' }, 'Negotiate YWI/+-._~=='],
    [
      { scheme: 'Custom', params: JSON.parse('{"__proto__":"x","constructor":"y"}') },
      'Custom __proto__="x", constructor="y"',
    ],
    // RFC 7616 §3.3: these two never quoted, qop always.
    [
      { scheme: 'digest', params: { realm: 'a', qop: 'auth', Algorithm: 'SHA-256', stale: 'true' } },
      'digest realm="a", qop="auth", Algorithm=SHA-256, stale=true',
    ],
    [{ scheme: 'Other', params: { stale: 'true' } }, 'Other stale="true"'],
  ])('%# %j', (challenge, text) => {
    expect(formatChallenge(challenge)).toBe(text);
  });

  const refused: unknown[] = [
    undefined,
    null,
    'Bearer',
    {},
    { scheme: '' },
    { scheme: 'Bearer realm="x"' },
    { scheme: 'Bearer', params: 'x' },
    { scheme: 'Bearer', params: ['x'] },
    { scheme: 'Bearer', params: null },
    { scheme: 'Bearer', params: { realm: 1 } },
    { scheme: 'Bearer', params: { realm: undefined } },
    { scheme: 'Bearer', params: { 'a b': 'x' } },
    { scheme: 'Bearer', params: { realm: 'a', Realm: 'b' } },
    { scheme: 'Bearer', params: {}, token68: 'a' },
    { scheme: 'Negotiate', token68: '' },
    { scheme: 'Negotiate', token68: '=' },
    { scheme: 'Negotiate', token68: 'a=b' },
    { scheme: 'Negotiate', token68: 'a b' },
    { scheme: 'Negotiate', token68: 5 },
    { scheme: 'Digest', params: { stale: 'a b' } },
  ];
  it.each(refused.map((challenge) => ({ challenge })))('$challenge is refused', ({ challenge }) => {
    // @ts-expect-error what plain JavaScript may give
    expect(() => formatChallenge(challenge)).toThrow(TypeError);
  });

  const TOKEN = "a token (letters, digits and !#$%&'*+-.^_`|~)";
  it.each<[unknown, string]>([
    ['Bearer', 'challenge: expected an object such as { scheme: \'Bearer\' }, got "Bearer"'],
    [null, "challenge: expected an object such as { scheme: 'Bearer' }, got null"],
    [{}, `challenge.scheme: expected ${TOKEN}, got undefined`],
    [{ scheme: 'a', params: {}, token68: 'b' }, 'challenge: expected params or token68, got both'],
    [
      { scheme: 'a', token68: 5 },
      'challenge.token68: expected letters, digits and -._~+/ with = at the end, got 5',
    ],
    [
      { scheme: 'a', token68: null },
      'challenge.token68: expected letters, digits and -._~+/ with = at the end, got null',
    ],
    [
      { scheme: 'a', token68: '' },
      'challenge.token68: expected letters, digits and -._~+/ with = at the end, got ""',
    ],
    ...['x', null, ['x']].map((params): [unknown, string] => [
      { scheme: 'a', params },
      `challenge.params: expected an object of strings, got ${JSON.stringify(params)}`,
    ]),
    [{ scheme: 'a', params: { 'b c': 'd' } }, `challenge parameter name: expected ${TOKEN}, got "b c"`],
    [
      { scheme: 'a', params: { realm: 'b', Realm: 'c' } },
      'challenge.params: expected each name once, got "Realm" twice',
    ],
    [{ scheme: 'a', params: { realm: 1 } }, 'challenge parameter "realm": expected a string, got 1'],
    [
      { scheme: 'Digest', params: { stale: 'a b' } },
      `Digest parameter "stale": expected ${TOKEN}, got "a b"`,
    ],
  ])('of %j is refused with what was expected', (challenge, message) => {
    expect(() => formatChallenge(challenge as Challenge)).toThrow(new TypeError(message));
  });
});

describe('parseChallenges', () => {
  it.each<[string | string[] | undefined, Challenge[]]>([
    [undefined, []],
    ['', []],
    [[], []],
    // The example of RFC 9110 §11.6.1.
    [
      'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""',
      [
        { scheme: 'basic', params: { realm: 'simple' } },
        { scheme: 'newauth', params: { realm: 'apps', type: '1', title: 'Login to "apps"' } },
      ],
    ],
    ['Negotiate', [{ scheme: 'negotiate', params: {} }]],
    [
      'Negotiate , ,Basic  realm = "x"',
      [
        { scheme: 'negotiate', params: {} },
        { scheme: 'basic', params: { realm: 'x' } },
      ],
    ],
    [
      'Negotiate abc==, Bearer',
      [
        { scheme: 'negotiate', token68: 'abc==' },
        { scheme: 'bearer', params: {} },
      ],
    ],
    ['Basic a=', [{ scheme: 'basic', token68: 'a=' }]],
    ['Basic a==b', []],
    ['Basic realm="x, Bearer realm=y"', [{ scheme: 'basic', params: { realm: 'x, Bearer realm=y' } }]],
    ['Basic realm="a", REALM="b"', [{ scheme: 'basic', params: { realm: 'a' } }]],
    [
      ['Basic realm="a"', 'Bearer'],
      [
        { scheme: 'basic', params: { realm: 'a' } },
        { scheme: 'bearer', params: {} },
      ],
    ],
    // Two lines are one list (§5.3): what a proxy joins and what it leaves apart mean the same.
    [['Basic realm="a"', 'charset="UTF-8"'], [{ scheme: 'basic', params: { realm: 'a', charset: 'UTF-8' } }]],
    // A parameter belongs to nobody at the start, behind a token68 and behind what is malformed.
    ['realm="a", Basic', [{ scheme: 'basic', params: {} }]],
    ['Negotiate abc, realm="a"', [{ scheme: 'negotiate', token68: 'abc' }]],
    ['Basic @, realm="a", Bearer', [{ scheme: 'bearer', params: {} }]],
    ['"x", realm="a", Bearer', [{ scheme: 'bearer', params: {} }]],
    ['Basic"x", Bearer', [{ scheme: 'bearer', params: {} }]],
    ['Basic a b, Bearer', [{ scheme: 'bearer', params: {} }]],
    ['Basic a bc, Bearer', [{ scheme: 'bearer', params: {} }]],
    ['Basic a=b c, Bearer', [{ scheme: 'bearer', params: {} }]],
    ['Basic =x, Bearer', [{ scheme: 'bearer', params: {} }]],
    ['Basic/abc, Bearer', [{ scheme: 'bearer', params: {} }]],
    ['/abc, Bearer', [{ scheme: 'bearer', params: {} }]],
    ['Basic realm="a", =x, y=1', [{ scheme: 'basic', params: { realm: 'a' } }]],
    // A malformed parameter goes alone.
    ['Basic realm="a", x=@, y=1', [{ scheme: 'basic', params: { realm: 'a', y: '1' } }]],
    ['Basic realm="a", realm2="open, Bearer', [{ scheme: 'basic', params: { realm: 'a' } }]],
  ])('%# %j', (lines, challenges) => {
    expect(parseChallenges(lines)).toEqual(challenges);
  });

  it('has params without a prototype', () => {
    const [challenge] = parseChallenges('Basic __proto__="x", constructor="y"');
    expect(Object.getPrototypeOf(challenge?.params)).toBeNull();
    expect(Object.entries(challenge?.params ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  const params = fc
    .uniqueArray(fc.tuple(token, printable), { selector: ([name]) => name.toLowerCase(), maxLength: 5 })
    .map((entries): Record<string, string> => Object.fromEntries(entries));
  const token68 = fc
    .tuple(fc.string({ unit: fc.constantFrom(...'aZ0-._~+/'), minLength: 1 }), fc.nat({ max: 3 }))
    .map(([text, signs]) => text + '='.repeat(signs));
  const challenge: fc.Arbitrary<Challenge> = fc.oneof(
    fc.record({ scheme: token, params }),
    fc.record({ scheme: token, token68 }),
  );

  it('gives back what was written, joined on one line or not', () => {
    fc.assert(
      fc.property(fc.array(challenge), (challenges) => {
        const lines = challenges.map(formatChallenge);
        const parsed = parseChallenges(lines);
        expect(parsed).toEqual(
          challenges.map((each) => {
            const scheme = each.scheme.toLowerCase();
            if (each.token68 !== undefined) return { scheme, token68: each.token68 };
            return {
              scheme,
              params: Object.fromEntries(
                Object.entries(each.params ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
              ),
            };
          }),
        );
        expect(parseChallenges(lines.join(', '))).toEqual(parsed);
        expect(parseChallenges(parsed.map(formatChallenge))).toEqual(parsed);
      }),
    );
  });

  it('whatever the data, what is written is a field value', () => {
    fc.assert(
      fc.property(anyText, (realm) => isFieldValue(formatChallenge({ scheme: 'Basic', params: { realm } }))),
    );
  });
});
