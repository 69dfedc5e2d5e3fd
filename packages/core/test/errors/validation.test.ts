import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadRequest, type Fault, type StandardIssue, UnprocessableContent } from '../../src/index.ts';

function pointer(path: StandardIssue['path']): string | undefined {
  return new BadRequest({ errors: [{ message: 'wrong', path }] }).errors?.[0]?.pointer;
}

/** RFC 6901 §6 read backwards: percent-decoding, then §4. */
function stepsOf(fragment: string): string[] {
  expect(fragment.startsWith('#')).toBe(true);
  return fragment
    .slice(1)
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

describe.each([
  ['BadRequest', BadRequest],
  ['UnprocessableContent', UnprocessableContent],
])('%s', (_name, Class) => {
  it('shows faults as they are, in their order', () => {
    const errors = [
      { detail: 'must be a number', parameter: 'limit' },
      { detail: 'must be three letters', pointer: '#/iata' },
      { detail: 'must be a date', header: 'If-Unmodified-Since' },
      { detail: 'must be an object', pointer: '#' },
    ] as const;
    expect(new Class({ errors }).toJSON()['errors']).toEqual(errors);
  });

  it('takes the issues of a Standard Schema validator', () => {
    const errors = [
      { message: 'expected a string', path: ['profile', { key: 'names' }, 0] },
      { message: 'expected an object' },
    ];
    expect(new Class({ errors }).toJSON()['errors']).toEqual([
      { detail: 'expected a string', pointer: '#/profile/names/0' },
      { detail: 'expected an object', pointer: '#' },
    ]);
  });

  it('shows nothing of an issue but message and place', () => {
    const issue = { message: 'too short', path: ['password'], input: 'hunter2', received: 'hunter2' };
    expect(JSON.stringify(new Class({ errors: [issue] }))).not.toContain('hunter2');
  });

  it('shows nothing of a fault but detail and place', () => {
    const fault = { detail: 'too short', pointer: '#/password', input: 'hunter2' };
    expect(JSON.stringify(new Class({ errors: [fault] }))).not.toContain('hunter2');
  });

  it('has no member errors where none are given, and an empty one where the list is empty', () => {
    expect(new Class().toJSON()).not.toHaveProperty('errors');
    expect(new Class('text').toJSON()).not.toHaveProperty('errors');
    expect(new Class({ errors: [] }).toJSON()['errors']).toEqual([]);
  });

  describe('without a detail has one sentence', () => {
    const at = (pointer: string, detail = 'is wrong') => ({ detail, pointer });

    it.each<readonly [string, readonly (Fault | StandardIssue)[], string | undefined]>([
      ['one fault', [at('#/email', 'is taken')], '1 field is invalid: email (is taken).'],
      [
        'several places, each by its name',
        [at('#/profile/age', 'must be at least 18.'), { detail: 'no number', parameter: 'limit' }],
        '2 fields are invalid: profile.age (must be at least 18), limit (no number).',
      ],
      [
        'a field of the request',
        [{ detail: 'is old', header: 'If-Match' }],
        '1 field is invalid: If-Match (is old).',
      ],
      ['the content as a whole', [at('#', 'no object')], '1 field is invalid: the content (no object).'],
      [
        'all parameters, and all fields',
        [
          { detail: 'one', parameter: '' },
          { detail: 'two', header: '' },
        ],
        '2 fields are invalid: the parameters (one), the header fields (two).',
      ],
      [
        'names as a person reads them',
        [at('#/e mail/a~1b/%C3%A9')],
        '1 field is invalid: e mail.a/b.é (is wrong).',
      ],
      ['names that are not encoded right', [at('#/%E9')], '1 field is invalid: %E9 (is wrong).'],
      ['two faults of one place', [at('#/a', 'one'), at('#/a', 'two')], '1 field is invalid: a (two).'],
      [
        'more than three places',
        ['a', 'b', 'c', 'd', 'e'].map((name) => at(`#/${name}`)),
        '5 fields are invalid: a (is wrong), b (is wrong), c (is wrong), and 2 more.',
      ],
      [
        'more faults than are listed',
        Array.from({ length: 200 }, (_, index) => at(`#/${index}`)),
        'At least 100 fields are invalid: 0 (is wrong), 1 (is wrong), 2 (is wrong), and 97 more.',
      ],
      ['an issue', [{ message: 'too short', path: ['name'] }], '1 field is invalid: name (too short).'],
      ['no fault', [], undefined],
    ])('%s', (_what, errors, sentence) => {
      const error = new Class({ errors });
      expect(error.detail).toBe(sentence);
      expect(error.message).toBe(sentence ?? error.title);
      expect(error.toJSON().detail).toBe(sentence);
    });

    it('of at most 500 characters', () => {
      const errors = Array.from({ length: 9 }, (_, at) => ({
        detail: 'd'.repeat(3000),
        pointer: `#/${at}${'p'.repeat(1900)}`,
      }));
      const { detail = '' } = new Class({ errors });
      expect(detail).toMatch(/^9 fields are invalid: .*, and 6 more\.$/);
      expect(detail.length).toBeLessThan(500);
    });

    it('and keeps the one that is given, and the cause', () => {
      const cause = new Error('x');
      const error = new Class({ errors: [at('#/a')], detail: 'Look again', cause });
      expect([error.detail, error.cause]).toEqual(['Look again', cause]);
      expect(new Class({ errors: [at('#/a')], cause }).cause).toBe(cause);
      expect('cause' in new Class({ errors: [at('#/a')] })).toBe(false);
    });
  });

  it('copies the list', () => {
    const errors = [{ detail: 'a', pointer: '#/a' }];
    const error = new Class({ errors });
    errors.pop();
    expect(error.errors).toHaveLength(1);
  });

  it.each([
    ['no list', 'x', /errors: expected a list, got "x"/],
    ['null', null, /errors: expected a list, got null/],
    ['a string in it', ['x'], /errors\[0\]: expected .* got "x"/],
    ['null in it', [null], /errors\[0\]: expected .* got null/],
    ['no detail', [{ pointer: '#/a' }], /errors\[0\]\.detail: expected a string, got undefined/],
    ['no place', [{ detail: 'x' }], /errors\[0\]: expected exactly one of pointer, parameter and header/],
    ['two places', [{ detail: 'x', pointer: '#', header: 'A' }], /exactly one of/],
    [
      'a number for a place',
      [{ detail: 'x', parameter: 5 }],
      /errors\[0\]\.parameter: expected a string, got 5/,
    ],
    ['a pointer without #', [{ detail: 'x', pointer: '/a' }], /errors\[0\]\.pointer: .*"#\/age", got "\/a"/],
    ['a pointer without /', [{ detail: 'x', pointer: '#a' }], /errors\[0\]\.pointer/],
    [
      'a path that is no list',
      [{ message: 'x', path: 'a.b' }],
      /errors\[0\]\.path: expected a list, got "a.b"/,
    ],
    ['the second one', [{ detail: 'x', header: 'A' }, {}], /errors\[1\]/],
  ])('refuses %s', (_what, errors, message) => {
    expect(() => new Class({ errors: errors as never })).toThrow(TypeError);
    expect(() => new Class({ errors: errors as never })).toThrow(message);
  });
});

// A 422 listed every fault: 96 KB of zeros became a response of 3.9 MB, for each such request.
describe('a list of faults has a bound', () => {
  const KIB_64 = 65_536;
  const fault = (length: number, place = 'parameter') => ({
    detail: 'is wrong',
    [place]: 'é'.repeat(length),
  });
  const many = (count: number, one: object) => Array.from({ length: count }, () => one) as never;

  it.each<[what: string, errors: never, listed: number, more?: number]>([
    ['100 faults', many(100, fault(1)), 100],
    ['101 faults', many(101, fault(1)), 100, 1],
    ['48,000 issues', many(48_000, { message: 'no', path: [1] }), 100, 47_900],
    ['long details, which are cut', many(100, { detail: 'x'.repeat(20_000), header: 'A' }), 32, 68],
    ['long names, counted in bytes', many(100, fault(10_000)), 16, 84],
    ['long keys', many(100, { message: 'no', path: ['x'.repeat(1900)] }), 33, 67],
    ['escapes, counted as JSON has them', many(10, { detail: '\0'.repeat(10_000), header: 'A' }), 5, 5],
    ['none', [] as never, 0],
  ])('%s', (_, errors, listed, more) => {
    for (const Class of [BadRequest, UnprocessableContent]) {
      const error = new Class({ errors });
      expect([error.errors?.length, error.more]).toEqual([listed, more]);
      const document = error.toJSON();
      expect(document).toMatchObject({ errors: error.errors });
      expect(document['more']).toBe(more);
      expect('more' in document).toBe(more !== undefined);
      expect(new TextEncoder().encode(JSON.stringify(document['errors'])).byteLength).toBeLessThanOrEqual(
        KIB_64,
      );
    }
  });
});

describe('the pointer of an issue (RFC 6901)', () => {
  it.each([
    [undefined, '#'],
    [[], '#'],
    [['a', 'b'], '#/a/b'],
    [['a', 0, 'b'], '#/a/0/b'],
    [[''], '#/'],
    [['a/b'], '#/a~1b'],
    [['m~n'], '#/m~0n'],
    [['~1'], '#/~01'],
    [['c%d'], '#/c%25d'],
    [['e^f'], '#/e%5Ef'],
    [[' '], '#/%20'],
    [['k"l'], '#/k%22l'],
    [['é'], '#/%C3%A9'],
    [['#'], '#/%23'],
    [['\ud800'], '#/%EF%BF%BD'],
    [['a\udc00b'], '#/a%EF%BF%BDb'],
    [['😀'], '#/%F0%9F%98%80'],
    [[Symbol('x')], '#/Symbol(x)'],
    [[{ key: 'a/b' }, { key: 3 }], '#/a~1b/3'],
    [[{ key: Symbol.iterator }], '#/Symbol(Symbol.iterator)'],
    [[-1, 1.5], '#/-1/1.5'],
  ] as const)('%j is %s', (path, fragment) => {
    expect(pointer(path)).toBe(fragment);
  });

  it('leads back to the path, whatever its names', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (path) => {
        expect(stepsOf(pointer(path) ?? '')).toEqual(path);
      }),
    );
  });

  it('is ASCII and never throws, lone surrogates included', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        ),
        (path) => {
          expect(pointer(path)).toMatch(/^#[\x21-\x7e]*$/);
        },
      ),
    );
  });
});

describe('a pointer of the author’s, often made from keys of the client', () => {
  it.each([
    ['#/a b/<c>', '#/a%20b/%3Cc%3E'],
    ['#/größe', '#/gr%C3%B6%C3%9Fe'],
    ['#/a%20b', '#/a%20b'],
    ['#/100%', '#/100%25'],
    ['#/a~1b/~0', '#/a~1b/~0'],
    ['#/a~b', '#/a~0b'],
    ['#/a#b"', '#/a%23b%22'],
    ['#/\ud800', '#/%EF%BF%BD'],
  ])('%s becomes a URI fragment that is a JSON Pointer: %s', (given, sent) => {
    const error = new BadRequest({ errors: [{ detail: 'wrong', pointer: given }] });
    expect(error.errors?.[0]?.pointer).toBe(sent);
  });
});
