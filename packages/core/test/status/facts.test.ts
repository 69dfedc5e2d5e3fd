import { describe, expect, expectTypeOf, it } from 'vitest';
import type {
  FactsOf,
  RequiredFields,
  Status,
  StatusFacts,
  StatusWithRequiredField,
} from '../../src/status/index.ts';
import { isRegisteredStatus, STATUS_NAMES, statusFacts } from '../../src/status/index.ts';
import { type CompleteRows, ROW_DEFAULTS } from '../../src/status/row.ts';

const all: readonly StatusFacts[] = Object.keys(STATUS_NAMES)
  .map(Number)
  .filter(isRegisteredStatus)
  .map((status) => statusFacts(status));

describe.each(all.map((facts) => [facts.code, facts] as const))('the facts about %i', (code, facts) => {
  const fieldLists = [
    facts.requiredFields,
    facts.recommendedFields,
    facts.optionalFields,
    facts.repeatedFields,
  ];

  it('carry code and name, and no property that the type does not know', () => {
    expect(facts.name).toBe(STATUS_NAMES[code]);
    const known = [
      ...Object.keys(ROW_DEFAULTS),
      'spec',
      'code',
      'name',
      'useWhen',
      'confusedWith',
      'fieldNote',
    ];
    expect(known).toEqual(expect.arrayContaining(Object.keys(facts)));
  });

  it('point to a section', () => {
    if ('draft' in facts.spec) expect(facts.standing).toBe('temporary');
    else expect(facts.spec.section).toMatch(/^\d+(\.\d+)*$/);
  });

  it('spell field names as tokens, name none twice', () => {
    const fields = fieldLists.flat();
    for (const field of fields) expect(field).toMatch(/^[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)*$/);
    expect(new Set(fields).size).toBe(fields.length);
  });

  it('explain in whole sentences, and compare with other registered statuses only, each once', () => {
    for (const text of [facts.useWhen, ...facts.confusedWith.map(({ difference }) => difference)]) {
      expect(text).toMatch(/^\S.*[^.]\.$/);
    }
    if (facts.fieldNote !== undefined) expect(facts.fieldNote).toMatch(/^\S.*[^.]\.$/);
    const others = facts.confusedWith.map((other) => other.code);
    expect(new Set(others).size).toBe(others.length);
    expect(others).not.toContain(code);
    for (const other of others) expect(isRegisteredStatus(other)).toBe(true);
  });

  it('advise about repeating if and only if it is an error that somebody may send', () => {
    const isError = code >= 400 && facts.standing !== 'reserved';
    expect(facts.retry !== 'not-applicable').toBe(isError);
  });

  it('never have it both ways with caches', () => {
    expect(facts.heuristicallyCacheable && facts.mustNotStore).toBe(false);
  });

  it('are a fresh object on each call, with the same content', () => {
    expect(statusFacts(code)).not.toBe(statusFacts(code));
    expect(statusFacts(code)).toEqual(facts);
  });
});

describe('the whole table', () => {
  const codesWhere = (test: (facts: StatusFacts) => boolean) => all.filter(test).map(({ code }) => code);

  it('knows as heuristically cacheable what RFC 9110 §15.1 lists, and 451 (RFC 7725 §3)', () => {
    expect(codesWhere((facts) => facts.heuristicallyCacheable)).toEqual([
      200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 451, 501,
    ]);
  });

  it('forbids storing what RFC 6585 says', () => {
    expect(codesWhere((facts) => facts.mustNotStore)).toEqual([428, 429, 431, 511]);
  });

  it('lets no content follow 1xx, 204, 205 and 304', () => {
    expect(codesWhere((facts) => !facts.mayHaveContent)).toEqual([100, 101, 102, 103, 104, 204, 205, 304]);
  });

  it('demands a field without condition from six statuses', () => {
    const demanding = all.filter((facts) => facts.requiredFields.length > 0);
    expect(Object.fromEntries(demanding.map((facts) => [facts.code, facts.requiredFields]))).toEqual({
      101: ['Upgrade', 'Connection'],
      226: ['ETag'],
      401: ['WWW-Authenticate'],
      405: ['Allow'],
      407: ['Proxy-Authenticate'],
      426: ['Upgrade', 'Connection'],
    });
  });

  it('has nobody send what is reserved', () => {
    expect(codesWhere((facts) => facts.standing === 'reserved')).toEqual([306, 418]);
    expect(codesWhere((facts) => facts.sender === 'nobody')).toEqual([306, 418]);
  });

  it('gives no phrase to two statuses, former ones included', () => {
    const phrases = all
      .flatMap((facts) => [facts.name, ...facts.formerNames])
      .filter((phrase) => phrase !== '(Unused)');
    expect(new Set(phrases).size).toBe(phrases.length);
  });
});

describe('statusFacts', () => {
  it('is undefined for what nobody registered', () => {
    const unregistered = statusFacts(509);
    expectTypeOf(unregistered).toEqualTypeOf<undefined>();
    expect(unregistered).toBeUndefined();
  });

  it.each([99, 600, 200.5, Number.NaN])('refuses %d', (status) => {
    expect(() => statusFacts(status)).toThrow(RangeError);
  });

  it('has literal types for a literal status', () => {
    const facts = statusFacts(405);
    expectTypeOf(facts.code).toEqualTypeOf<405>();
    expectTypeOf(facts.name).toEqualTypeOf<'Method Not Allowed'>();
    expectTypeOf(facts.requiredFields).toEqualTypeOf<readonly ['Allow']>();
    expectTypeOf(facts.heuristicallyCacheable).toEqualTypeOf<true>();
    expectTypeOf(facts.mustNotStore).toEqualTypeOf<false>();
    expectTypeOf(facts.spec.section).toEqualTypeOf<'15.5.6'>();
    expectTypeOf(statusFacts(502).retry).toEqualTypeOf<'if-idempotent'>();
    // @ts-expect-error 405 is not retried after a wait
    const wrong: 'after-wait' = facts.retry;
    expect(wrong).toBe('after-change');
  });

  it('has the general type for a number that is only known at run time', () => {
    const status: number = 404;
    expectTypeOf(statusFacts(status)).toEqualTypeOf<StatusFacts | undefined>();
    // @ts-expect-error it may be undefined
    expect(statusFacts(status).code).toBe(404);
    expectTypeOf<FactsOf<Status>>().toExtend<StatusFacts>();
  });

  it('tells by type which statuses need a field, and which', () => {
    expectTypeOf<StatusWithRequiredField>().toEqualTypeOf<101 | 226 | 401 | 405 | 407 | 426>();
    expectTypeOf<RequiredFields<401>>().toEqualTypeOf<readonly ['WWW-Authenticate']>();
    expectTypeOf<RequiredFields<404>>().toEqualTypeOf<readonly []>();
  });
});

describe('CompleteRows', () => {
  type Good = { readonly spec: { readonly rfc: 9110; readonly section: '1' } };

  it('takes the rows of exactly the statuses named', () => {
    expectTypeOf<CompleteRows<1 | 2, { 1: Good; 2: Good }>>().toEqualTypeOf<{ 1: Good; 2: Good }>();
    // @ts-expect-error a row is missing
    type Missing = CompleteRows<1 | 2, { 1: Good }>;
    // @ts-expect-error a row too many
    type TooMany = CompleteRows<1, { 1: Good; 2: Good }>;
    // @ts-expect-error no such advice
    type Misspelt = CompleteRows<1, { 1: Good & { readonly retry: 'perhaps' } }>;
    expectTypeOf<[Missing, TooMany, Misspelt]>().toBeArray();
  });
});
