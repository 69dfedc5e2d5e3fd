import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  asCurrent,
  asDistinct,
  asExpected,
  asNode,
  asOptions,
} from '../../../../test/conformance/conditional/as-given.ts';
import type { Options, State } from '../../../../test/conformance/conditional/case.ts';
import { CASES } from '../../../../test/conformance/conditional/index.ts';
import { oracle } from '../../../../test/conformance/conditional/oracle.ts';
import { evaluatePreconditions } from '../../src/conditional/index.ts';

const NOW = new Date('2026-01-01T00:00:00Z');

it('agrees with the table', () => {
  for (const one of CASES) expect([one.name, oracle(one, NOW)]).toEqual([one.name, one.expected]);
});

const tag = fc.constantFrom('"a"', 'W/"a"', '"b"', 'W/"b"', '""', 'W/""', '"a,b"', '"*"', '"\u00e9"');
const date = fc.oneof(
  fc.constantFrom(
    'Sun, 06 Nov 1994 08:49:36 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:38 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:36 GMT',
    'Sun Nov  6 08:49:37 1994',
    'Sun Nov  6 08:49:36 1994',
    'Mon, 06 Nov 1994 08:49:37 GMT',
    '1994-11-06T08:49:37Z',
    '',
  ),
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((one) => one.toUTCString()),
);
/** Pieces that make a list of tags now and then, and nearly one most of the time. */
const pieces = (...of: string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof({ weight: 3, arbitrary: tag }, fc.constantFrom(...of)), { maxLength: 6 })
    .map((parts) => parts.join(''));
const list = fc.oneof(
  fc.array(tag, { maxLength: 4 }).map((tags) => tags.join(', ')),
  fc.constantFrom('*', '', ',', ' , ', 'a', '"a', 'a"', 'w/"a"', '"a" "b"', '"a";"b"', '*, "a"'),
  pieces(',', ', ', ' ', '\t', '"', 'W/', '*', 'x', '\\', ';'),
);
const goodSpec = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 14 })).map(([a, b]) => `${a}-${b}`),
  fc.integer({ min: 0, max: 12 }).map((first) => `${first}-`),
  fc.integer({ min: 0, max: 12 }).map((suffix) => `-${suffix}`),
);
const spec = fc.oneof(
  { weight: 6, arbitrary: goodSpec },
  fc.constantFrom(
    '',
    ' ',
    'x',
    '-',
    '1',
    '00-1',
    '99999999999999999998-99999999999999999999',
    '99999999999999999999-99999999999999999998',
  ),
);
const range = fc
  .tuple(
    fc.constantFrom('bytes=', 'bytes=', 'Bytes=', 'items=', 'bytes'),
    fc.oneof(fc.array(spec, { maxLength: 2 }), fc.array(spec, { maxLength: 9 })),
    fc.constantFrom(',', ', ', ' ,', ' '),
  )
  .map(([unit, specs, comma]) => unit + specs.join(comma));

const line = fc
  .oneof(
    fc.tuple(fc.constantFrom('If-Match', 'if-none-match', 'If-None-Match', 'If-Range'), list),
    fc.tuple(
      fc.constantFrom('If-Modified-Since', 'If-Unmodified-Since', 'IF-MODIFIED-SINCE', 'If-Range'),
      date,
    ),
    fc.tuple(fc.constant('Range'), range),
  )
  .map(([name, value]) => `${name}: ${value}`);

const state: fc.Arbitrary<State> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<State>({ exists: false }) },
  {
    weight: 5,
    arbitrary: fc.record(
      {
        exists: fc.constant(true as const),
        etag: fc.constantFrom('"a"', 'W/"a"', '""', '"a,b"', '"*"'),
        lastModified: fc.constantFrom(
          '1994-11-06T08:49:37Z',
          '1994-11-06T08:49:37.999Z',
          '2030-01-01T00:00:00Z',
          '1969-12-31T23:59:59.5Z',
        ),
        length: fc.integer({ min: 0, max: 10 }),
        lastModifiedIsStrong: fc.boolean(),
      },
      { requiredKeys: ['exists'] },
    ),
  },
);
const options: fc.Arbitrary<Options> = fc.record(
  {
    require: fc.constantFrom<boolean | string[]>(true, false, ['GET', 'PUT'], []),
    plainStatus: fc.constantFrom(200, 200, 201, 204, 404, 412, 500),
    alreadyApplied: fc.boolean(),
    ranges: fc.boolean(),
    maxRanges: fc.integer({ min: 1, max: 9 }),
    malformed: fc.constantFrom('rfc', '400'),
  },
  { requiredKeys: [] },
);
const anything = fc.record({
  method: fc.constantFrom(
    'GET',
    'GET',
    'GET',
    'HEAD',
    'QUERY',
    'PUT',
    'PUT',
    'PATCH',
    'DELETE',
    'POST',
    'OPTIONS',
    'PURGE',
  ),
  lines: fc.array(line, { maxLength: 4 }),
  state,
  options,
});

/** A range of something that has a length, and as a rule nothing else: one that gets through is rare otherwise. */
const ranged = fc
  .record({
    range,
    length: fc.integer({ min: 0, max: 5 }),
    ifRange: fc.option(fc.oneof(list, date), { freq: 2 }),
    state,
    options,
  })
  .map(({ range: value, length, ifRange, state: given, options: policy }) => ({
    method: 'GET',
    lines: [`Range: ${value}`, ...(ifRange === null ? [] : [`If-Range: ${ifRange}`])],
    state: { ...given, exists: true as const, length },
    options: { ...policy, plainStatus: 200, ranges: true },
  }));
const asked = fc.oneof({ weight: 2, arbitrary: anything }, { weight: 1, arbitrary: ranged });

it('agrees with the evaluator about whatever is asked', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(asked, (one) => {
      const expected = oracle(one, NOW);
      for (const request of [asNode(one), asDistinct(one)]) {
        const outcome = evaluatePreconditions(request, asCurrent(one.state), asOptions(one.options));
        expect(asExpected(outcome)).toBe(expected);
      }
      const kind = expected.slice(0, 3);
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }),
    { numRuns: 3000 },
  );
  // Each of them often, or this would prove little.
  expect(
    [...seen]
      .filter(([, count]) => count > 9)
      .map(([kind]) => kind)
      .sort(),
  ).toEqual(['206', '304', '400', '412', '416', '428', 'pro']);
});
