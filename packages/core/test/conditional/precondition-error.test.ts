import { describe, expect, it } from 'vitest';
import {
  type Current,
  etag,
  type PreconditionField,
  preconditionError,
  type RefusedOutcome,
} from '../../src/conditional/index.ts';
import {
  BadRequest,
  PreconditionFailed,
  PreconditionRequired,
  RangeNotSatisfiable,
} from '../../src/index.ts';

const here: Current = { exists: true, etag: etag.strong('7') };
const IF_MATCH = { kind: 'precondition-failed', because: 'If-Match' } as const;

describe('a failed condition is a 412', () => {
  it('with the current state and its tag', () => {
    const error = preconditionError(IF_MATCH, here, { state: { text: 'hello' } });
    expect(error).toBeInstanceOf(PreconditionFailed);
    expect(error.headers).toEqual({ etag: '"7"' });
    expect(error.toJSON()).toMatchObject({ status: 412, current: { text: 'hello' } });
  });

  it('without a state where none is given, which is not the state null', () => {
    expect(preconditionError(IF_MATCH, here).toJSON()).not.toHaveProperty('current');
    expect(preconditionError(IF_MATCH, here, { state: null }).toJSON()).toHaveProperty('current', null);
  });

  it('without a tag where there is none', () => {
    expect(preconditionError(IF_MATCH, { exists: true }).headers).toEqual({});
    expect(preconditionError(IF_MATCH, { exists: false }).headers).toEqual({});
  });

  it.each<[Omit<Extract<RefusedOutcome, { because: unknown }>, 'kind'>, Current, RegExp]>([
    [{ because: 'If-Match' }, here, /not what If-Match asks for; it may have been changed meanwhile/],
    [{ because: 'If-Match' }, { exists: false }, /a resource that exists, and this one does not/],
    [{ because: 'If-Match', weak: true }, here, /A proxy on the way has probably weakened it/],
    [
      { because: 'If-Match', weak: true },
      { exists: true, etag: etag.weak('7') },
      /has only a weak entity tag/,
    ],
    [{ because: 'If-None-Match' }, here, /exists, and is one that If-None-Match excludes/],
    [{ because: 'If-Unmodified-Since' }, here, /after the date in If-Unmodified-Since/],
  ])('that says why: %j, %j', (outcome, current, detail) => {
    expect(preconditionError({ kind: 'precondition-failed', ...outcome }, current).detail).toMatch(detail);
  });

  it('but no 412 for a state that has no JSON form', () => {
    expect(() => preconditionError(IF_MATCH, here, { state: new Map() })).toThrow(TypeError);
  });
});

describe('a condition that is demanded is a 428 that says how to repeat the request (RFC 6585 §3)', () => {
  it.each<[[PreconditionField, ...PreconditionField[]], string]>([
    [['If-Match'], 'Read the resource, and repeat the request with its ETag in If-Match.'],
    [
      ['If-Match', 'If-Unmodified-Since'],
      'Read the resource, and repeat the request with its ETag in If-Match or its Last-Modified in If-Unmodified-Since.',
    ],
    [
      ['If-None-Match'],
      'Repeat the request with If-None-Match: *, so that it creates the resource only if nobody else has.',
    ],
  ])('%j', (required, detail) => {
    const error = preconditionError({ kind: 'precondition-required', required }, here);
    expect(error).toBeInstanceOf(PreconditionRequired);
    expect(error.toJSON()).toMatchObject({ status: 428, required, detail });
  });
});

it('a range that cannot be had is a 416 with the length', () => {
  const error = preconditionError({ kind: 'range-not-satisfiable', length: 10 }, here);
  expect(error).toBeInstanceOf(RangeNotSatisfiable);
  expect(error.headers).toEqual({ 'content-range': 'bytes */10' });
});

it('a malformed field is a 400 that names it', () => {
  const error = preconditionError({ kind: 'malformed', field: 'If-None-Match' }, here);
  expect(error).toBeInstanceOf(BadRequest);
  expect(error.toJSON()['errors']).toEqual([
    {
      header: 'If-None-Match',
      detail: 'must be * or a list of entity tags, each in double quotes as ETag gave it',
    },
  ]);
});

it('what is no error is refused', () => {
  // @ts-expect-error what plain JavaScript may give
  expect(() => preconditionError({ kind: 'proceed' }, here)).toThrow(
    'outcome: expected one that refuses the request',
  );
});
