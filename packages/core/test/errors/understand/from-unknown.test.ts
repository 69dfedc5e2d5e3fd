import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  BadGateway,
  Conflict,
  type ErrorContext,
  HttpError,
  isHttpError,
  NotFound,
  type Rule,
  rules,
  toHttpError,
} from '../../../src/index.ts';
import { madeByHttpErrors } from './made.ts';

// An unhealed 401 warns once for each process; warnings are the matter of another test.
beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

const error = (members: object = {}, message = 'inside'): Error => Object.assign(new Error(message), members);

describe('an error of ours', () => {
  it('is itself, the same object', () => {
    class Mine extends HttpError<409> {}
    for (const own of [new NotFound(), new BadGateway('x'), new Mine(409)]) {
      expect(toHttpError(own)).toBe(own);
      expect(toHttpError(own, { rules: [() => new Conflict('another')] })).toBe(own);
      expect(toHttpError(own, { compat: 'trust-status', context: { responseStatus: 404 } })).toBe(own);
    }
  });

  it('keeps all its fields', () => {
    const own = new NotFound({ headers: { 'x-a': '1', 'set-cookie': ['a=1'] } });
    expect(toHttpError(own).headers).toEqual({ 'x-a': '1', 'set-cookie': ['a=1'] });
  });
});

describe('a value that is not ours is an opaque 500', () => {
  it.each([
    ['an Error', new Error('secret')],
    ['a TypeError', new TypeError('secret')],
    ['null', null],
    ['undefined', undefined],
    ['a string', 'secret'],
    ["Express's 'route'", 'route'],
    ["Express's 'router'", 'router'],
    ['a number', 404],
    ['a boolean', false],
    ['a symbol', Symbol('secret')],
    ['a bigint', 404n],
    ['a function', () => 'secret'],
    ['a plain object', { secret: 1, status: 404, statusCode: 404, expose: true, message: 'secret' }],
    ['a list', ['secret']],
    ['an object without a prototype', Object.create(null)],
    ['an Error with a status', error({ status: 404 }, 'secret')],
    ['an Error with a statusCode', error({ statusCode: 404 }, 'secret')],
    [
      'an Error with all three that no class of http-errors has',
      error({ status: 404, statusCode: 404, expose: true }, 'secret'),
    ],
    ['an Error with both, but no expose', error({ status: 404, statusCode: 404 }, 'secret')],
    ['an Error whose statuses differ', error({ status: 404, statusCode: 410, expose: true }, 'secret')],
    ['an Error whose expose is no boolean', error({ status: 404, statusCode: 404, expose: 1 }, 'secret')],
    ['an Error with a status that is a string', error({ status: '404', statusCode: '404', expose: true })],
    ['status 200', error({ status: 200, statusCode: 200, expose: true }, 'secret')],
    ['status 99', error({ status: 99, statusCode: 99, expose: true }, 'secret')],
    ['status 600', error({ status: 600, statusCode: 600, expose: true }, 'secret')],
    ['an Error of another realm', Object.assign(Object.create(Error.prototype), { message: 'secret' })],
    ['an AggregateError', new AggregateError([new NotFound()], 'secret')],
    ['an Error caused by one of ours', new Error('secret', { cause: new NotFound('secret') })],
  ])('%s', (_what, value) => {
    const made = toHttpError(value);
    expect(isHttpError(made)).toBe(true);
    expect(made).toMatchObject({ status: 500, name: 'InternalServerError', expose: false, headers: {} });
    expect(made.cause).toBe(value);
    expect(made.toJSON()).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
  });

  it.each([
    [new Error('the reason'), 'the reason'],
    ['the reason', 'thrown: "the reason"'],
    [null, 'thrown: null'],
    [undefined, 'thrown: undefined'],
    [{ password: 'x' }, 'thrown: an object'],
    [() => 1, 'thrown: a function'],
    [new Error(''), ''],
    [error({ message: 1 }), 'an error without a message'],
  ])('the log says what it was: %s', (value, log) => {
    expect(toHttpError(value).log).toBe(log);
  });
});

describe('foreign fields', () => {
  const headers = {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': '*',
    'access-control-expose-headers': ['a', 'b'],
    'Retry-After': 5,
    'WWW-Authenticate': 'Bearer',
    'Proxy-Authenticate': 'Basic',
    Allow: 'GET',
    'Content-Range': 'bytes */5',
    'Set-Cookie': 'session=stolen',
    'Content-Length': '3',
    'Transfer-Encoding': 'chunked',
    'Content-Type': 'text/html',
    ETag: '"x"',
    'Cache-Control': 'public',
    Location: '/',
    Server: 'theirs',
    Link: '</a>; rel="a"',
    'X-Powered-By': 'theirs',
  };
  const OF_STATUS: readonly (readonly [number, Readonly<Record<string, string>>])[] = [
    [400, {}],
    [401, { 'www-authenticate': 'Bearer' }],
    [403, { 'www-authenticate': 'Bearer' }],
    [404, {}],
    [405, { allow: 'GET' }],
    [407, { 'proxy-authenticate': 'Basic' }],
    [409, {}],
    [413, { 'retry-after': '5' }],
    [416, { 'content-range': 'bytes */5' }],
    [422, {}],
    [429, { 'retry-after': '5' }],
    [500, {}],
    [502, {}],
    [503, { 'retry-after': '5' }],
  ];

  it('of an unknown producer: none, neither Vary nor CORS', () => {
    expect(toHttpError(error({ headers })).headers).toEqual({});
    expect(toHttpError(error({ status: 401, statusCode: 401, expose: true, headers })).headers).toEqual({});
  });

  it.each(OF_STATUS)('of a known producer: those that belong to the status %i', (status, fields) => {
    expect(toHttpError(madeByHttpErrors({ status, headers })).headers).toEqual(fields);
    const boom = error({ isBoom: true, output: { statusCode: status, payload: {}, headers } });
    expect(toHttpError(boom).headers).toEqual(fields);
  });

  it.each(OF_STATUS)(
    'with compat those that belong to the status %i, of a client library none',
    (status, fields) => {
      const compat = 'trust-status';
      const context = { responseField: () => 'there' };
      const heal = { 401: 'www-authenticate', 405: 'allow', 407: 'proxy-authenticate' }[status];
      expect(toHttpError(error({ status, headers }), { compat }).headers).toEqual(fields);
      expect(toHttpError(error({ status, headers, config: {} }), { compat, context }).headers).toEqual(
        heal === undefined ? {} : { [heal]: 'there' },
      );
    },
  );

  it.each([
    [
      'a parameter twice',
      'Bearer error="invalid_token", error="token invalid"',
      'Bearer error="invalid_token"',
    ],
    [
      'one of several twice',
      'Basic realm="a", Digest realm="b", nonce="c", REALM="d"',
      ['Basic realm="a"', 'Digest realm="b", nonce="c"'],
    ],
    ['a broken parameter', 'Bearer realm="a", error="', 'Bearer realm="a"'],
  ])('a challenge with %s is not sent as it is', (_what, challenge, sent) => {
    for (const status of [401, 403]) {
      const made = toHttpError(madeByHttpErrors({ status, headers: { 'WWW-Authenticate': challenge } }));
      expect(made.headers).toEqual({ 'www-authenticate': sent });
    }
  });

  it.each(['Basic', 'Bearer realm="a, b", scope=x', 'Negotiate YWI=', 'Basic realm="a", Bearer'])(
    'the challenge %s is sent as it is',
    (challenge) => {
      const made = toHttpError(madeByHttpErrors({ status: 401, headers: { 'WWW-Authenticate': challenge } }));
      expect(made.headers).toEqual({ 'www-authenticate': challenge });
    },
  );

  const limited = (value: unknown): Error =>
    madeByHttpErrors({ status: 429, headers: { 'Retry-After': value } });

  it.each([
    ['CR LF', 'a\r\nSet-Cookie: b'],
    ['é', 'é'],
    ['NUL', '\0'],
    ['an object', {}],
    ['null', null],
    ['a symbol', Symbol('x')],
    ['a list of such', ['é', null]],
    ['an empty list', []],
  ])('leave out %s', (_what, value) => {
    expect(toHttpError(limited(value)).headers).toEqual({});
  });

  it('keep the lines of a list that can be sent', () => {
    expect(toHttpError(limited(['1', 'é', '2'])).headers).toEqual({ 'retry-after': ['1', '2'] });
  });

  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  it.each([
    ['null', null],
    ['a string', 'retry-after: 5'],
    ['a revoked proxy', revoked.proxy],
    ['a value that is a revoked proxy', { 'retry-after': revoked.proxy }],
    ['a list that holds one', { 'retry-after': [revoked.proxy] }],
    [
      'a getter that throws',
      {
        get 'retry-after'() {
          throw new Error('trap');
        },
      },
    ],
    [
      'keys that throw',
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error('trap');
          },
        },
      ),
    ],
  ])('are none where headers are %s', (_what, given) => {
    expect(toHttpError(madeByHttpErrors({ status: 429, headers: given }))).toMatchObject({
      status: 429,
      headers: {},
    });
  });
});

describe('the message of a foreign 4xx', () => {
  const made = (members: object, message = 'for the client'): Error =>
    madeByHttpErrors({ status: 404, ...members }, message);

  it('is shown where its producer means it for clients', () => {
    expect(toHttpError(made({})).detail).toBe('for the client');
    const boom = error({ isBoom: true, output: { statusCode: 404, payload: { message: 'for the client' } } });
    expect(toHttpError(boom).detail).toBe('for the client');
  });

  it.each([
    ['expose is false', { expose: false }],
    ['it is a system error: code', { code: 'ENOENT' }],
    ['it is a system error: code of a name that cannot be resolved', { code: 'EAI_AGAIN' }],
    ['it is a system error: syscall', { syscall: 'open' }],
    ['it is a system error: errno', { errno: -2 }],
  ])('is not shown where %s', (_why, members) => {
    const foreign = toHttpError(made(members));
    expect(foreign).toMatchObject({ status: 404, detail: undefined, log: 'for the client' });
    expect(JSON.stringify(foreign)).not.toContain('for the client');
  });

  it.each([
    ['a code', { code: 'EBADCSRFTOKEN' }],
    ['a code in words', { code: 'NAME_REQUIRED' }],
    ['a number as code', { code: 40 }],
    ['a path', { path: '/notes/name' }],
    ['an errno that is text', { errno: 'x' }],
    ['details', { details: [1], validationErrors: {} }],
  ])('is shown beside %s, which a program has added', (_what, members) => {
    expect(toHttpError(made(members)).detail).toBe('for the client');
    const boom = error({
      isBoom: true,
      output: { statusCode: 404, payload: { message: 'for the client' } },
      ...members,
    });
    Object.defineProperty(boom, 'constructor', { value: class Boom {} });
    expect(toHttpError(boom).detail).toBe('for the client');
  });

  it.each([
    ['code', { code: '22P02' }],
    ['path', { path: '/srv/app' }],
  ])('is not shown of an error that http-errors or Boom has only marked, with %s', (_what, members) => {
    const marks = { expose: true, statusCode: 404, status: 404 };
    const marked = toHttpError(Object.assign(error(members, 'for the log'), marks));
    expect(marked).toMatchObject({ status: 404, detail: undefined, log: 'for the log' });
    const payload = { message: 'for the log' };
    expect(
      toHttpError(error({ ...members, isBoom: true, output: { statusCode: 404, payload } })).detail,
    ).toBe(undefined);
  });

  it.each([500, 502, 503, 504, 599])('is not shown with %i, whatever expose says', (status) => {
    const foreign = toHttpError(made({ status, statusCode: status, expose: true }));
    expect(foreign.status).toBe(status);
    expect(foreign.detail).toBeUndefined();
    expect(JSON.stringify(foreign)).not.toContain('for the client');
  });

  it.each([
    [404, 'NotFoundError', 'Not Found'],
    [400, 'BadRequestError', 'Bad Request'],
    [418, 'ImATeapotError', "I'm a Teapot"],
    [404, 'NotFoundError', ''],
  ])('is left out where it only repeats the phrase: %i %s %j', (status, name, message) => {
    expect(toHttpError(made({ status, statusCode: status, name }, message)).detail).toBeUndefined();
  });

  it('with compat neither is that of a system error or of a client library', () => {
    const compat = 'trust-status';
    const exposed = { status: 404, expose: true };
    expect(toHttpError(error(exposed, 'shown'), { compat }).detail).toBe('shown');
    expect(toHttpError(error({ ...exposed, code: 'ENOENT' }, 'x'), { compat }).detail).toBeUndefined();
    expect(toHttpError(error({ ...exposed, response: {} }, 'x'), { compat }).detail).toBeUndefined();
    expect(toHttpError(error({ status: 404 }, 'x'), { compat }).detail).toBeUndefined();
    expect(toHttpError(error({ ...exposed, status: 502 }, 'x'), { compat }).detail).toBeUndefined();
  });
});

describe("an upstream client's error", () => {
  it.each([
    ['axios', { status: 401, code: 'ERR_BAD_REQUEST', config: {}, request: {}, response: { status: 401 } }],
    ['got', { code: 'ERR_NON_2XX_3XX_RESPONSE', options: {}, response: { statusCode: 401 } }],
    ['gaxios', { status: 401, config: {}, response: {} }],
    ['AWS SDK 3', { $metadata: { httpStatusCode: 401 }, $fault: 'client' }],
    ['AWS SDK 2', { statusCode: 401, code: 'AccessDenied', requestId: 'x' }],
    ['octokit', { status: 401, request: {}, response: {} }],
    ['superagent', { status: 401, response: {} }],
    ['one that keeps the body as text', { status: 400, body: '{"secret":1}' }],
    ['one that went through http-errors', { status: 401, statusCode: 401, expose: true, config: {} }],
    ['one that went through Boom', { isBoom: true, output: { statusCode: 401, payload: {} }, response: {} }],
  ])('of %s is a 500, and none of its fields pass', (_what, members) => {
    const upstream = { 'www-authenticate': 'Upstream', 'set-cookie': 'a=b', 'retry-after': '5' };
    const made = toHttpError(error({ headers: upstream, ...members }));
    expect(made).toMatchObject({ status: 500, headers: {} });
    expect(made.toJSON()).not.toHaveProperty('detail');
  });

  it('is a 502 by rule', () => {
    const upstream: Rule = (value) =>
      (value as { config?: unknown }).config === undefined ? undefined : new BadGateway({ cause: value });
    expect(toHttpError(error({ status: 401, config: {} }), { rules: [upstream] }).status).toBe(502);
  });
});

describe("compat: 'trust-status'", () => {
  const compat = 'trust-status';
  it.each([
    ['status', error({ status: 404 }), 404],
    ['statusCode', error({ statusCode: 410 }), 410],
    ['status before statusCode', error({ status: 404, statusCode: 410 }), 404],
    ['statusCode where status is none', error({ status: 200, statusCode: 410 }), 410],
    ['a plain object', { status: 404 }, 404],
    ['no status', error(), 500],
    ['a status that is a string', error({ status: '404' }), 500],
    ['a status of success', error({ status: 200 }), 500],
    ["an upstream's", error({ status: 404, response: {} }), 404],
    ['null', null, 500],
  ])('believes %s', (_what, value, status) => {
    expect(toHttpError(value, { compat }).status).toBe(status);
  });

  it('believes the status on the response where the value has none, if it is one of an error', () => {
    const at = (responseStatus: number, value: unknown = error()): number =>
      toHttpError(value, { compat, context: { responseStatus } }).status;
    expect([at(403), at(200), at(302), at(503), at(403, error({ status: 404 }))]).toEqual([
      403, 500, 500, 503, 404,
    ]);
  });

  it.each<[string, unknown, boolean | undefined, string | undefined]>([
    ['an error that exposes it', error({ status: 404, expose: true }), undefined, 'inside'],
    ['an error of a framework that shows messages', error({ status: 404 }), true, 'inside'],
    ['an error of a framework that does not', error({ status: 404 }), false, undefined],
    ['an error that does not expose it', error({ status: 404, expose: false }), true, undefined],
    ['an object that is not an Error', { status: 404, message: 'inside' }, true, undefined],
    ['a 500 of a framework that shows messages', error({ status: 500 }), true, undefined],
  ])('shows the message of %s, or logs it', (_what, value, showsMessages, detail) => {
    const made = toHttpError(value, { compat, context: { showsMessages } });
    expect([made.detail, made.log]).toEqual(
      detail === undefined ? [undefined, 'inside'] : [detail, undefined],
    );
    expect(made.cause).toBe(value);
  });

  it('has an empty text for the log where there is no message', () => {
    for (const value of [{ status: 404 }, error({ status: 404, expose: true }, '')]) {
      expect(toHttpError(value, { compat })).toMatchObject({ detail: undefined, log: '' });
    }
  });

  it('takes no field of an error whose status is that of the response', () => {
    const limited = error({ headers: { 'retry-after': '5' } });
    expect(toHttpError(limited, { compat, context: { responseStatus: 429 } }).headers).toEqual({});
    expect(toHttpError(limited, { compat }).headers).toEqual({});
  });

  it('is off by default', () => {
    const context = { responseStatus: 403 };
    expect(toHttpError(error({ status: 404 }), { context }).status).toBe(500);
  });

  it('comes after the rules', () => {
    expect(
      toHttpError(error({ status: 404 }), { compat, rules: [() => new Conflict('by rule')] }).status,
    ).toBe(409);
  });
});

describe('rules', () => {
  const foreign = madeByHttpErrors({ status: 404 });

  it('of the user come before the built-in ones, in their order', () => {
    const seen: string[] = [];
    const made = toHttpError(foreign, {
      rules: [
        () => void seen.push('first'),
        () => {
          seen.push('second');
          return new Conflict('mine');
        },
        () => void seen.push('third'),
      ] as Rule[],
    });
    expect(made).toMatchObject({ status: 409, detail: 'mine' });
    expect(seen).toEqual(['first', 'second']);
  });

  it('of the user get the value and what is known of the exchange', () => {
    const rule = vi.fn();
    const context = { aborted: false, responseStatus: 200 };
    toHttpError(foreign, { rules: [rule as never], context });
    expect(rule).toHaveBeenCalledExactlyOnceWith(foreign, context);
  });

  it('as a function get the built-in ones and say what is tried', () => {
    expect(toHttpError(foreign, { rules: () => [] }).status).toBe(500);
    expect(toHttpError(foreign, { rules: (builtIn) => builtIn }).status).toBe(404);
    const without = (builtIn: readonly Rule[]): readonly Rule[] =>
      builtIn.filter((rule) => rule !== rules.httpErrors);
    expect(toHttpError(foreign, { rules: without }).status).toBe(500);
    const last = (builtIn: readonly Rule[]): readonly Rule[] => [...builtIn, () => new Conflict('last')];
    expect(toHttpError(foreign, { rules: last }).status).toBe(404);
    expect(toHttpError(error(), { rules: last }).status).toBe(409);
  });

  it('that are given once are the built-in ones', () => {
    let given: readonly Rule[] = [];
    toHttpError(foreign, {
      rules: (builtIn) => {
        given = builtIn;
        return builtIn;
      },
    });
    for (const rule of [
      rules.abort,
      rules.boom,
      rules.bodyParser,
      rules.httpErrors,
      rules.router,
      rules.send,
    ]) {
      expect(given).toContain(rule);
    }
  });

  it('that throw are passed over and heard', () => {
    const broken = new Error('broken rule');
    const heard: unknown[] = [];
    const made = toHttpError(foreign, {
      rules: [
        () => {
          throw broken;
        },
      ],
      onRuleError: (failure) => heard.push(failure),
    });
    expect(made.status).toBe(404);
    expect(heard).toEqual([broken]);
  });

  it.each([
    ['a number', 404, /rule odd: expected an HttpError or undefined, got 404/],
    ['null', null, /expected an HttpError or undefined, got null/],
    ['an object of the same members', { status: 404, headers: {} }, /expected an HttpError or undefined/],
    ['an Error', new Error('x'), /expected an HttpError or undefined/],
    ['a promise', Promise.resolve(new NotFound()), /got a promise/],
    ['a promise that rejects', () => Promise.reject(new Error('late')), /got a promise/],
  ])('that give %s are passed over and heard', async (_what, result, message) => {
    const heard: unknown[] = [];
    const odd = (): never => (typeof result === 'function' ? result() : result) as never;
    const made = toHttpError(foreign, { rules: [odd], onRuleError: (failure) => heard.push(failure) });
    expect(made.status).toBe(404);
    expect(heard).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
    // A rejection that nobody handles ends the process: vitest fails the run for it.
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('that throw are passed over also where nobody listens', () => {
    const rule: Rule = () => {
      throw new Error('broken rule');
    };
    expect(toHttpError(foreign, { rules: [rule] }).status).toBe(404);
    expect(toHttpError(foreign, { rules: [() => 5 as never] }).status).toBe(404);
  });

  it('that do not know a value are not heard', () => {
    const heard: unknown[] = [];
    for (const value of [error(), null, 'x']) {
      expect(toHttpError(value, { onRuleError: (failure) => heard.push(failure) }).status).toBe(500);
    }
    expect(heard).toEqual([]);
  });

  it('know the status for what a validator refuses, from the option or from the exchange', () => {
    const invalid = error({ name: 'ZodError', issues: [{ message: 'x', path: [] }] });
    const at = (options: object): number => toHttpError(invalid, options).status;
    const context = { validation: 400 };
    expect([at({}), at({ validation: 400 }), at({ context })]).toEqual([422, 400, 400]);
    expect(at({ validation: 422, context })).toBe(422);
  });

  it('an answer whose field cannot be found is sent without it', () => {
    const context: ErrorContext = {
      allowedMethods: () => {
        throw new Error('broken router');
      },
    };
    const made = toHttpError(madeByHttpErrors({ status: 405 }), { context });
    expect(made).toMatchObject({ status: 405, headers: {} });
  });

  it.each([
    ['a number', 5, /rules: expected a list of functions, got 5$/],
    ['null', null, /rules: expected a list of functions, got null/],
    ['a string', 'boom', /rules: expected a list of functions, got "boom"/],
    ['the object of rules', { ...rules }, /rules: expected a list of functions/],
    ['a list of something else', [rules.boom, 5], /rules: expected a list of functions/],
    ['a function that gives nothing', () => undefined, /rules: expected a list of functions, got undefined/],
    [
      'a single rule',
      rules.boom,
      /rules: expected a list of functions, got undefined from the function; one rule is written rules: \[rule\]$/,
    ],
    [
      'a class',
      [class ApiError extends Error {}],
      /^rules: expected a rule, got the class ApiError; write rules\.from\(ApiError\)$/,
    ],
  ])('that are %s are refused', (_what, given, message) => {
    expect(() => toHttpError(foreign, { rules: given as never })).toThrow(TypeError);
    expect(() => toHttpError(foreign, { rules: given as never })).toThrow(message);
  });
});

describe('an abort', () => {
  const abort = (): Error => new DOMException('This operation was aborted', 'AbortError') as Error;

  it.each([
    ['an AbortError', abort()],
    ['the code of a broken pipe', error({ code: 'EPIPE' })],
    ['a reset connection', error({ code: 'ECONNRESET' })],
    ['a stream that was closed early', error({ code: 'ERR_STREAM_PREMATURE_CLOSE' })],
    ['what raw-body says', error({ type: 'request.aborted', status: 400, statusCode: 400, expose: true })],
    ["what Node's parser says", error({ code: 'HPE_INVALID_EOF_STATE' }, 'Parse Error')],
    ["what Node's request says", error({ code: 'ECONNRESET' }, 'aborted')],
  ])('together with a closed request is a 499 for the log: %s', (_what, value) => {
    const made = toHttpError(value, { context: { aborted: true } });
    expect(made).toMatchObject({ status: 499, log: 'Client Closed Request', cause: value });
  });

  it('with an open request is a 500: something of ours was aborted', () => {
    expect(toHttpError(abort(), { context: { aborted: false } }).status).toBe(500);
    expect(toHttpError(abort()).status).toBe(500);
    expect(toHttpError(error({ code: 'ECONNRESET' })).status).toBe(500);
  });

  it('does not hide a fault of the program behind a closed request', () => {
    expect(toHttpError(new TypeError('x is undefined'), { context: { aborted: true } }).status).toBe(500);
  });
});

describe('files', () => {
  const absent = (members: object = {}): Error =>
    error(
      { code: 'ENOENT', errno: -2, syscall: 'open', path: '/srv/app/secret.txt', ...members },
      "ENOENT: no such file or directory, open '/srv/app/secret.txt'",
    );

  it('a raw error of the file system is a 500: the file was ours', () => {
    const made = toHttpError(absent());
    expect(made.status).toBe(500);
    expect(JSON.stringify(made)).not.toContain('/srv');
  });

  it.each(['ENOENT', 'ENAMETOOLONG', 'ENOTDIR'])(
    '%s with status 404, as koa-send throws it, is a 404 that shows no path',
    (code) => {
      const made = toHttpError(absent({ code, status: 404 }));
      expect(made).toMatchObject({ status: 404, name: 'NotFound', detail: undefined });
      expect(JSON.stringify(made)).not.toContain('/srv');
    },
  );

  it.each(['EACCES', 'EISDIR', 'EMFILE'])('%s with status 404 is none of them', (code) => {
    expect(toHttpError(absent({ code, status: 404 })).status).toBe(500);
  });
});

describe('nothing foreign is changed', () => {
  const deepFreeze = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
      Object.freeze(value);
      for (const key of Reflect.ownKeys(value)) deepFreeze(Reflect.get(value, key));
    }
    return value;
  };
  const members = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Reflect.ownKeys(value).map((key) => [key, Object.getOwnPropertyDescriptor(value, key)]),
        )
      : value;

  const make: readonly (readonly [string, () => unknown])[] = [
    ['an Error', () => error({ headers: { vary: 'Origin' } })],
    ['an http-error', () => madeByHttpErrors({ status: 401, headers: { 'WWW-Authenticate': 'x' } })],
    ['a boom', () => error({ isBoom: true, output: { statusCode: 405, payload: {}, headers: {} } })],
    ['a body-parser error', () => error({ status: 400, type: 'entity.parse.failed', body: '{' })],
    ['a 426', () => madeByHttpErrors({ status: 426, headers: { Upgrade: 'h2c' } })],
    ['a plain object', () => ({ status: 404, headers: { vary: 'x' } })],
  ];

  it.each(make)('%s', (_what, value) => {
    const foreign = value();
    const before = members(foreign);
    for (const compat of [undefined, 'trust-status'] as const) toHttpError(foreign, { compat });
    expect(members(foreign)).toEqual(before);
  });

  it.each(make)('%s may be frozen', (_what, value) => {
    const frozen = deepFreeze(value());
    for (const compat of [undefined, 'trust-status'] as const) {
      expect(toHttpError(frozen, { compat }).headers).toBeTypeOf('object');
    }
  });

  it('a frozen error of ours stays as it is', () => {
    const own = Object.freeze(new NotFound());
    expect(toHttpError(own)).toBe(own);
  });
});
