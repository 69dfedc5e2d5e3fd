import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type FromOptions,
  httpError,
  isHttpError,
  NotFound,
  type Rule,
  rules,
  toHttpError,
} from '../../../src/index.ts';

class ApiError extends Error {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(statusCode: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.statusCode = statusCode;
    this.headers = headers;
  }
}

// As TypeScript and Babel write it for old engines.
function OldError(this: Record<string, unknown>, status: number) {
  this['status'] = status;
  this['message'] = 'old';
}
OldError.prototype = Object.create(Error.prototype, { constructor: { value: OldError } });
const Old = OldError as unknown as new (status: number) => Error;

const by = (rule: Rule, value: unknown) => toHttpError(value, { rules: [rule] });

describe('rules.from(Class)', () => {
  it.each([400, 404, 409, 418, 422, 499])('believes the status %i and shows the message', (status) => {
    const thrown = new ApiError(status, 'for the client');
    const made = by(rules.from(ApiError), thrown);
    expect(made).toMatchObject({ status, detail: 'for the client', cause: thrown });
  });

  it.each([500, 502, 503, 200, 302, 600, Number.NaN])('a status of %d stays an opaque 500', (status) => {
    const made = by(rules.from(ApiError), new ApiError(status, 'hunter2'));
    expect(made).toMatchObject({ status: 500, detail: undefined });
  });

  it('knows subclasses, and classes of old engines', () => {
    class Sub extends ApiError {}
    expect(by(rules.from(ApiError), new Sub(404, 'x')).status).toBe(404);
    expect(by(rules.from(Old), new Old(410))).toMatchObject({ status: 410, detail: 'old' });
    expect(by(rules.from(ApiError), new Old(410)).status).toBe(500);
  });

  it('knows a class whose values are no Errors, such as the refusal of a limiter', () => {
    class Refusal {
      readonly msBeforeNext = 1500;
    }
    const rule = rules.from(Refusal, { status: 429 });
    expect(by(rule, new Refusal())).toMatchObject({ status: 429, detail: undefined });
  });

  it('takes a predicate', () => {
    const isMine = (value: unknown): value is ApiError => value instanceof Error && 'statusCode' in value;
    expect(by(rules.from(isMine), Object.assign(new Error('x'), { statusCode: 404 })).status).toBe(404);
    expect(
      by(
        rules.from((value) => value === 'gone', { status: 410 }),
        'gone',
      ).status,
    ).toBe(410);
    expect(by(rules.from(isMine), null).status).toBe(500);
  });

  it('takes the fields that belong to the status, or those that are named', () => {
    const headers = {
      'WWW-Authenticate': 'Bearer',
      'Retry-After': '5',
      'X-Code': '7',
      Vary: 'a',
      'Set-Cookie': 'a=b',
    };
    const made = (status: number, options?: FromOptions<ApiError>) =>
      by(rules.from(ApiError, options), new ApiError(status, 'x', headers)).headers;
    expect(made(401)).toEqual({ 'www-authenticate': 'Bearer' });
    expect(made(429)).toEqual({ 'retry-after': '5' });
    expect(made(404)).toEqual({});
    expect(made(404, { fields: ['X-Code'] })).toEqual({ 'x-code': '7' });
    expect(made(429, { fields: [] })).toEqual({});
  });

  it('status, detail and faults may be said', () => {
    const thrown = new ApiError(404, 'inside');
    expect(by(rules.from(ApiError, { status: 503 }), thrown)).toMatchObject({
      status: 503,
      detail: undefined,
    });
    expect(by(rules.from(ApiError, { status: 503, detail: 'Later.' }), thrown).toJSON().detail).toBe(
      'Later.',
    );
    expect(by(rules.from(ApiError, { status: (error) => error.statusCode + 6 }), thrown).status).toBe(410);
    expect(by(rules.from(ApiError, { status: () => undefined }), thrown).status).toBe(500);
    expect(by(rules.from(ApiError, { detail: false }), thrown).detail).toBeUndefined();
    expect(by(rules.from(ApiError, { detail: (error) => error.message.toUpperCase() }), thrown).detail).toBe(
      'INSIDE',
    );
    const faults = () => [{ detail: 'no', parameter: 'id' }];
    expect(by(rules.from(Error, { faults }), new Error('x'))).toMatchObject({
      status: 422,
      errors: faults(),
    });
    expect(
      toHttpError(new Error('x'), { validation: 400, rules: [rules.from(Error, { faults })] }).status,
    ).toBe(400);
  });

  it.each(['cause', 'parent', 'original', 'driverError'])('finds it as %s, at most 5 deep', (name) => {
    const wrap = (depth: number): Error => {
      let error: Error = new ApiError(404, 'inside');
      for (let at = 0; at < depth; at++) error = Object.assign(new Error('outside'), { [name]: error });
      return error;
    };
    expect([1, 2, 5, 6].map((depth) => by(rules.from(ApiError), wrap(depth)).status)).toEqual([
      404, 404, 404, 500,
    ]);
    expect(by(rules.from(ApiError), wrap(1)).cause).toBeInstanceOf(Error);
  });

  it('ends if an error wraps itself', () => {
    const one: Error & { cause?: unknown } = new Error('one');
    const other = new Error('other', { cause: one });
    one.cause = other;
    expect(by(rules.from(ApiError), one).status).toBe(500);
  });

  it('does not show the message of a system error', () => {
    const thrown = Object.assign(new ApiError(404, '/srv/secret'), { syscall: 'open', code: 'ENOENT' });
    expect(by(rules.from(ApiError), thrown)).toMatchObject({ status: 404, detail: undefined });
  });

  it.each<[unknown, unknown, RegExp]>([
    ['ApiError', undefined, /^the first argument: expected a function, got "ApiError"/],
    [ApiError, null, /^options: expected an object, got null/],
    [ApiError, { status: 200 }, /^options\.status: expected an integer from 400 to 599/],
    [ApiError, { detail: 5 }, /^options\.detail: expected a string, a boolean or a function, got 5$/],
    [ApiError, { fields: 'vary' }, /^options\.fields: expected a list of field names/],
    [ApiError, { fields: ['a b'] }, /^options\.fields: expected a list of field names/],
    [ApiError, { faults: [] }, /^options\.faults: expected a function/],
  ])('refuses %s with %j', (known, options, message) => {
    expect(() => rules.from(known as never, options as never)).toThrow(message);
  });
});

describe('what rules.from(Class) takes', () => {
  const made = (options: FromOptions<ApiError>, thrown: Error) => rules.from(ApiError, options)(thrown, {});
  const faults = () => [{ detail: 'no', parameter: 'id' }];
  const coded = (status: number) => new ApiError(status, 'x', { 'X-Code': '7' });

  it.each<[string, FromOptions<ApiError>, Error]>([
    ['a status of 500', {}, new ApiError(500, 'x')],
    ['a status of success', {}, new ApiError(200, 'x')],
    ['another class, with a status that is set', { status: 410 }, new Error('x')],
  ])('nothing of %s', (_what, options, thrown) => {
    expect(made(options, thrown)).toBeUndefined();
  });

  it('the message, for the client or for the log', () => {
    expect(made({}, coded(404))).toMatchObject({ detail: 'x', log: 'x' });
    expect(made({ status: 500 }, coded(404))).toMatchObject({ detail: undefined, log: 'x' });
    expect(made({}, Object.assign(coded(404), { message: 1 }))).toMatchObject({ detail: undefined, log: '' });
  });

  it('faults of a 400 and a 422, and of no other status', () => {
    for (const status of [400, 422] as const) {
      const thrown = coded(status);
      expect(made({ faults }, thrown)).toMatchObject({ status, errors: faults(), cause: thrown, log: 'x' });
      expect(made({ fields: ['x-code'] }, thrown)?.headers).toEqual({ 'x-code': '7' });
    }
    expect(made({ faults }, coded(409))?.toJSON()).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'x',
    });
  });
});

describe('a class or a predicate', () => {
  const status = { status: 410 };

  function plain(value: unknown): boolean {
    return value === 'mine';
  }
  function wordy(value: unknown): boolean {
    return value !== 'of no class';
  }
  function bare(value: unknown): boolean {
    return value === 'mine';
  }
  bare.prototype = null;

  it.each<[string, (value: unknown) => boolean]>([
    ['a function that has a prototype', plain],
    ['one whose text has the word', wordy],
    ['one whose prototype was removed', bare],
    ['an arrow function', (value) => value === 'mine'],
  ])('%s is a predicate', (_what, known) => {
    expect(rules.from(known, status)('mine', {})?.status).toBe(410);
  });

  it('a predicate is not asked about undefined', () => {
    const isMine = vi.fn((value: unknown) => (value as Error).message === 'x');
    expect(rules.from(isMine, status)(undefined, {})).toBeUndefined();
    expect(isMine).not.toHaveBeenCalled();
  });

  function WithMethod() {}
  WithMethod.prototype.wait = () => 5;
  function Derived() {}
  Derived.prototype = Object.create(WithMethod.prototype);
  it.each<[string, unknown]>([
    ['a class', class {}],
    ['Error', Error],
    ['a function with a method', WithMethod],
    ['a function that extends another', Derived],
  ])('%s is a class', (_what, known) => {
    const Known = known as new () => unknown;
    expect(rules.from(Known, status)(new Known(), {})?.status).toBe(410);
    expect(rules.from(Known, status)({}, {})).toBeUndefined();
  });
});

describe('httpError', () => {
  it('is of the class of a registered status, and an HttpError of any other', () => {
    expect(httpError(404, 'x')).toBeInstanceOf(NotFound);
    expect(httpError(404, 'x')).toMatchObject({ status: 404, detail: 'x' });
    for (const status of [418, 419, 430, 498, 520, 599]) {
      expect(isHttpError(httpError(status))).toBe(true);
      expect(httpError(status, { log: 'inside' })).toMatchObject({
        status,
        log: 'inside',
        name: 'OtherStatus',
      });
    }
  });

  it.each([399, 600, '404', undefined, Number.NaN])('refuses %s', (status) => {
    expect(() => httpError(status as never)).toThrow(RangeError);
  });

  it('refuses an init of another form, and a third argument', () => {
    expect(() => httpError(404, new Error('x') as never)).toThrow(/write \{ cause: error \}/);
    expect(() => (httpError as (...all: unknown[]) => unknown)(404, 'x', {})).toThrow(
      /at most 2 arguments, got 3/,
    );
  });
});

describe('in development, an unknown error that has a status', () => {
  beforeEach(() => void vi.stubEnv('NODE_ENV', 'development'));
  afterEach(() => void vi.unstubAllEnvs());

  it('prints one line for each class, with the code that admits it', () => {
    const lines: string[] = [];
    vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line));
    class OrderError extends ApiError {}
    for (let n = 0; n < 3; n++) toHttpError(new OrderError(409, 'hunter2'));
    expect(lines).toEqual([
      'statuskit: OrderError with statusCode 409 was answered with 500, since no rule knows its class. If it is yours, admit it: errorHandler({ rules: [rules.from(OrderError)] })',
    ]);
  });

  // The line for a 5xx once named a rule that leaves it a 500, and was printed again behind that rule.
  it('prints for a 5xx a rule that admits it', () => {
    const lines: string[] = [];
    vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line));
    class LateError extends ApiError {}
    toHttpError(new LateError(503, 'hunter2'), { rules: [rules.from(LateError)] });
    toHttpError(Object.assign(new Error('hunter2'), { status: 503 }));
    expect(lines).toEqual([
      'statuskit: LateError with statusCode 503 was answered with 500, since no rule admits that status. If it is yours, admit it: errorHandler({ rules: [rules.from(LateError, { status: (error) => error.statusCode })] })',
      'statuskit: Error with status 503 was answered with 500, since no rule admits that status. Throw httpError(503, message) instead, or admit it: errorHandler({ rules: [rules.from((error) => isMine(error), { status: 503 })] })',
    ]);
    const advised = rules.from(LateError, { status: (error) => error.statusCode });
    expect(toHttpError(new LateError(503, 'hunter2'), { rules: [advised] })).toMatchObject({
      status: 503,
      detail: undefined,
    });
    expect(lines).toHaveLength(2);
  });

  it('prints nothing for a value without a status, for one that a rule knows, and in production', () => {
    const lines: string[] = [];
    vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line));
    class Known extends ApiError {}
    class Plain extends Error {}
    toHttpError(new Plain('x'));
    toHttpError(new Known(409, 'x'), { rules: [rules.from(Known)] });
    vi.stubEnv('NODE_ENV', 'production');
    toHttpError(new Known(409, 'x'));
    expect(lines).toEqual([]);
  });
});
