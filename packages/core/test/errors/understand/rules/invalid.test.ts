import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/errors/fault.ts';
import { refused } from '../../../../src/errors/understand/rules/invalid.ts';
import type { ErrorContext } from '../../../../src/index.ts';
import { answerOf, thrown, WITH_CONTENT, WITHOUT } from './cases.ts';

const cause = thrown();
const finding = (path: readonly PropertyKey[], isWhole?: boolean): Finding => ({
  detail: 'is missing',
  path,
  isWhole,
});
const answer = (findings: readonly (Finding | undefined)[], context: ErrorContext) =>
  answerOf(refused(findings, cause, context));

const MISSING = { status: 422, detail: 'The request has no content.' };
const sending = (method: string | undefined, url = '/?a') => ({ request: { method, url, headers: {} } });

describe('what a validator found', () => {
  it.each<[string, readonly (Finding | undefined)[], ErrorContext, object | undefined]>([
    ['nothing', [], WITH_CONTENT, undefined],
    [
      'one thing',
      [finding(['a'])],
      WITH_CONTENT,
      { status: 422, errors: [{ pointer: '#/a', detail: 'is missing' }] },
    ],
    [
      'one thing, with another status',
      [finding(['a'])],
      { ...WITH_CONTENT, validation: 400 },
      { status: 400, errors: [{ pointer: '#/a', detail: 'is missing' }] },
    ],
    ['something of another form', [finding(['a']), undefined], WITH_CONTENT, undefined],
    ['one thing, in a request that has nothing', [finding(['a'])], WITHOUT, undefined],
    [
      'the whole of content that is there',
      [finding([], true)],
      WITH_CONTENT,
      { status: 422, errors: [{ pointer: '#', detail: 'is missing' }] },
    ],
    [
      'the whole, where nothing is known',
      [finding([], true)],
      {},
      { status: 422, errors: [{ pointer: '#', detail: 'is missing' }] },
    ],
  ])('%s', (_what, findings, context, expected) => {
    expect(answer(findings, context)).toEqual(expected);
  });
});

describe('content that is missing', () => {
  it.each(['POST', 'PUT', 'PATCH', 'QUERY'])('is said of %s', (method) => {
    for (const url of ['/', '/?a'])
      expect(answer([finding([], true)], sending(method, url))).toEqual(MISSING);
    expect(answer([finding(['body'], true)], sending(method))).toEqual(MISSING);
    // Without anything to validate, it may be the answer of another server: the finding is not quoted.
    expect(answer([finding(['a'])], sending(method, '/'))).toEqual(MISSING);
    expect(answer([finding([], true)], { ...sending(method), validation: 400 })).toEqual({
      ...MISSING,
      status: 400,
    });
    expect(refused([finding([], true)], cause, sending(method))?.cause).toBe(cause);
  });

  it.each([
    ['a method without content', finding([], true), 'GET', ''],
    ['no method', finding([], true), undefined, ''],
    ['a finding that is not about the whole', finding([], false), 'POST', ''],
    ['a finding that does not say so', finding([]), 'POST', ''],
    ['a finding about a part', finding(['a'], true), 'POST', 'a'],
  ])('is not said of %s', (_what, one, method, parameter) => {
    expect(answer([one], sending(method))).toEqual({
      status: 422,
      errors: [{ parameter, detail: 'is missing' }],
    });
  });

  it('is not said if a finding is about something else', () => {
    const errors = [
      { parameter: '', detail: 'is missing' },
      { parameter: 'a', detail: 'is missing' },
    ];
    expect(answer([finding([], true), finding(['a'])], sending('POST'))).toEqual({ status: 422, errors });
    const deep = answer([finding(['body', 'a'], true)], sending('POST'));
    expect(deep).toEqual({ status: 422, errors: [{ pointer: '#/a', detail: 'is missing' }] });
  });
});
