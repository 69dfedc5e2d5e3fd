import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hintAt } from '../../../src/errors/understand/hint.ts';
import { ofClass, thrown } from './rules/cases.ts';

const REGISTER = Symbol.for('statuskit.hinted/1');
let lines: string[] = [];

beforeEach(() => {
  Reflect.deleteProperty(globalThis, REGISTER); // each test is a process that has printed nothing
  lines = [];
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line));
  vi.stubEnv('NODE_ENV', 'development');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  Reflect.deleteProperty(globalThis, REGISTER);
});

const UNKNOWN = 'was answered with 500, since no rule knows its class.';
const REFUSED = 'was answered with 500, since no rule admits that status.';
const PREDICATE = 'or admit it: errorHandler({ rules: [rules.from((error) => isMine(error))] })';
const of = (name: string, members: object = { status: 409 }): Error => ofClass(name, members);
const foreignRealm = (): object => Object.assign(Object.create(null), { status: 409 });

describe('the line of code that admits a class', () => {
  it.each<[string, unknown, string]>([
    [
      'a class',
      of('OrderError'),
      `OrderError with status 409 ${UNKNOWN} If it is yours, admit it: errorHandler({ rules: [rules.from(OrderError)] })`,
    ],
    [
      'a class, with a 499',
      of('OrderError', { statusCode: 499 }),
      `OrderError with statusCode 499 ${UNKNOWN} If it is yours, admit it: errorHandler({ rules: [rules.from(OrderError)] })`,
    ],
    [
      'a class, with a 500',
      of('OrderError', { status: 500 }),
      `OrderError with status 500 ${REFUSED} If it is yours, admit it: errorHandler({ rules: [rules.from(OrderError, { status: (error) => error.status })] })`,
    ],
    [
      'a class, with a 503',
      of('OrderError', { statusCode: 503 }),
      `OrderError with statusCode 503 ${REFUSED} If it is yours, admit it: errorHandler({ rules: [rules.from(OrderError, { status: (error) => error.statusCode })] })`,
    ],
    [
      'an Error, with a 500',
      thrown({ status: 500 }),
      `Error with status 500 ${REFUSED} Throw httpError(500, message) instead, or admit it: errorHandler({ rules: [rules.from((error) => isMine(error), { status: 500 })] })`,
    ],
    ...[AggregateError, RangeError, TypeError].map((Class): [string, unknown, string] => [
      Class.name,
      Object.assign(Object.create(Class.prototype), { status: 409 }),
      `${Class.name} with status 409 ${UNKNOWN} Throw httpError(409, message) instead, ${PREDICATE}`,
    ]),
    [
      'an object',
      { status: 409 },
      `Object with status 409 ${UNKNOWN} Throw httpError(409, message) instead, ${PREDICATE}`,
    ],
    [
      'an object without a class',
      foreignRealm(),
      `Object with status 409 ${UNKNOWN} Throw httpError(409, message) instead, ${PREDICATE}`,
    ],
    [
      'an Error without a class',
      thrown({ status: 409, constructor: undefined }),
      `Error with status 409 ${UNKNOWN} Throw httpError(409, message) instead, ${PREDICATE}`,
    ],
    [
      'a client library',
      of('UpstreamError', { status: 409, response: {} }),
      `UpstreamError with status 409 ${UNKNOWN} It comes from a client for other servers. To answer 502 or 504: errorHandler({ rules: [rules.upstream] })`,
    ],
  ])('%s', (_what, value, line) => {
    hintAt(value);
    expect(lines).toEqual([`statuskit: ${line}`]);
  });

  it.each<[string, string, boolean]>([
    ['$', 'an error', true],
    ['_a1', '_a1', true],
    ['Übergabe', 'an error', true],
    ['A'.repeat(60), 'A'.repeat(60), true],
    ['A'.repeat(61), 'an error', true],
    ['1A', '1A', false],
    ['a-b', 'an error', false],
    ['a b', 'an error', false],
    ['(1)A', 'an error', false],
  ])('names a class only by a name that code can have: %s', (name, shown, isName) => {
    hintAt(of(name));
    const advice = isName
      ? `If it is yours, admit it: errorHandler({ rules: [rules.from(${name})] })`
      : `Throw httpError(409, message) instead, ${PREDICATE}`;
    expect(lines).toEqual([`statuskit: ${shown} with status 409 ${UNKNOWN} ${advice}`]);
  });
});

describe('is printed', () => {
  it('once for each of 100 classes', () => {
    for (let round = 0; round < 2; round++) {
      for (let one = 0; one < 102; one++) hintAt(of(`Class${one}`));
    }
    expect(lines).toHaveLength(100);
  });

  it.each([
    ['development', 1],
    ['staging', 1],
    [undefined, 1],
    ['production', 0],
    ['test', 0],
  ])('if NODE_ENV is %s: %i times', (environment, count) => {
    vi.stubEnv('NODE_ENV', environment);
    hintAt(of('OrderError'));
    expect(lines).toHaveLength(count);
  });

  it.each<[string, unknown, number]>([
    ['a process without an environment', {}, 1],
    ['a browser', undefined, 0],
  ])('in %s: %i', (_what, process, count) => {
    const own = globalThis.process;
    Object.assign(globalThis, { process });
    try {
      hintAt(of('OrderError'));
    } finally {
      Object.assign(globalThis, { process: own });
    }
    expect(lines).toHaveLength(count);
  });

  it('only for a value with a status of an error', () => {
    for (const value of [thrown(), thrown({ status: 200 }), null, 'x']) hintAt(value);
    expect(lines).toEqual([]);
  });
});
