import { describe, expect, it } from 'vitest';
import * as core from '../../src/index.ts';
import { type ErrorStatus, errorClassName, HttpError, problem, STATUS_NAMES } from '../../src/index.ts';

/** As plain JavaScript sees the package. */
type Untyped = new (...args: unknown[]) => HttpError;
const classes = core as unknown as Readonly<Record<string, Untyped>>;

function classFor(status: number): Untyped {
  const Class = classes[errorClassName(status as ErrorStatus)];
  if (Class === undefined) throw new Error(`no class for ${status}`);
  return Class;
}

const ALL = Object.keys(STATUS_NAMES)
  .map(Number)
  .filter((status) => status >= 400 && status !== 418);

/** What each class demands, and what it puts on the wire for it. */
const COMPULSORY: readonly (readonly [number, unknown, Readonly<Record<string, unknown>>])[] = [
  [401, { scheme: 'Bearer', params: { realm: 'api' } }, { 'www-authenticate': 'Bearer realm="api"' }],
  [405, ['POST', 'GET'], { allow: 'GET, POST' }],
  [406, ['text/csv'], {}],
  [407, { scheme: 'Basic', params: { realm: 'proxy' } }, { 'proxy-authenticate': 'Basic realm="proxy"' }],
  [409, 'taken', {}],
  [415, { accept: ['application/json'] }, { accept: 'application/json' }],
  [416, 1234, { 'content-range': 'bytes */1234' }],
  [426, ['HTTP/3.0'], { upgrade: 'HTTP/3.0', connection: 'upgrade' }],
  [428, ['If-Match'], {}],
  [429, { seconds: 30 }, { 'retry-after': '30' }],
  [451, 'https://isp.example/', { link: '<https://isp.example/>; rel="blocked-by"' }],
  [503, { seconds: 30 }, { 'retry-after': '30' }],
];
const FIRST = new Map(COMPULSORY.map(([status, first]) => [status, first]));

function make(status: number, init?: unknown): HttpError {
  const Class = classFor(status);
  // The state of a 412 may be left out, but has its place.
  return FIRST.has(status) || status === 412 ? new Class(FIRST.get(status), init) : new Class(init);
}

describe('there is one class for each registered 4xx and 5xx but 418', () => {
  it.each(ALL)('%i', (status) => {
    const error = make(status);
    expect(error).toBeInstanceOf(HttpError);
    expect(error).toBeInstanceOf(classFor(status));
    expect(error).toMatchObject({
      status,
      statusCode: status,
      title: STATUS_NAMES[status as ErrorStatus],
      type: 'about:blank',
      expose: status < 500,
      name: errorClassName(status as ErrorStatus),
    });
  });

  it('and none for 418', () => {
    expect(Object.keys(core).filter((name) => /teapot/i.test(name))).toEqual([]);
  });
});

describe('what is compulsory is the first argument and reaches the wire', () => {
  it.each(COMPULSORY)('%i', (status, first, fields) => {
    expect(new (classFor(status))(first).headers).toEqual(fields);
  });

  it.each(ALL.filter((status) => !FIRST.has(status)))('%i demands nothing and sets no field', (status) => {
    expect(make(status).headers).toEqual({});
  });
});

/** Refused arguments, in the order status, what is wrong, the argument, what the message must say. */
const MISSING = [
  ['undefined', undefined],
  ['null', null],
] as const;
const WRONG: readonly (readonly [number, string, unknown, RegExp])[] = [
  // Whatever says nothing at all.
  ...[401, 405, 406, 407, 415, 416, 426, 428, 429, 451, 503].flatMap((status) =>
    MISSING.map(([name, value]) => [status, name, value, new RegExp(`expected .*${name}`)] as const),
  ),
  [409, 'undefined', undefined, /currentStateOrDetail: expected .* got undefined/],
  // 401 and 407 alike.
  ...([401, 407] as const).flatMap((status): (readonly [number, string, unknown, RegExp])[] => [
    [status, 'an empty list', [], /challenge: expected .*non-empty list.* got \[\]/],
    [status, 'a string', 'Bearer', /expected \{ scheme.* got "Bearer"/],
    [status, 'a list of strings', ['Bearer'], /expected \{ scheme.* got \["Bearer"\]/],
    [status, 'a list with a hole', [{ scheme: 'Bearer' }, null], /expected/],
    [status, 'no scheme', {}, /scheme.*undefined/],
    [status, 'an empty scheme', { scheme: '' }, /scheme.*""/],
    [status, 'a scheme with a space', { scheme: 'Bearer x' }, /scheme.*"Bearer x"/],
    [status, 'a scheme with CR LF', { scheme: 'B\r\nX: y' }, /scheme/],
    [
      status,
      'params and token68',
      { scheme: 'A', params: {}, token68: 'eA==' },
      /params or token68, got both/,
    ],
    [status, 'a token68 with a space', { scheme: 'A', token68: 'a b' }, /token68.*"a b"/],
    [status, 'an empty token68', { scheme: 'A', token68: '' }, /token68.*""/],
    [
      status,
      'a parameter that is no string',
      { scheme: 'A', params: { realm: 5 } },
      /"realm".*string, got 5/,
    ],
    [
      status,
      'a parameter name that is no token',
      { scheme: 'A', params: { 'a b': 'x' } },
      /parameter.*"a b"/,
    ],
    [
      status,
      'a parameter twice',
      { scheme: 'A', params: { realm: 'a', Realm: 'b' } },
      /once, got "Realm" twice/,
    ],
    [status, 'an Error', new Error('x'), /scheme/],
  ]),
  [405, 'a string', 'GET', /allowed: expected a list, got "GET"/],
  [405, 'a Set', new Set(['GET']), /allowed: expected a list, got/],
  [405, 'a method with a space', ['GET /'], /Allow.*"GET \/"/],
  [405, 'an empty method', [''], /Allow.*""/],
  [405, 'a number', [5], /Allow.*5/],
  [406, 'an empty list', [], /available: expected a non-empty list, got an empty one/],
  [406, 'a string', 'text/csv', /available: expected a non-empty list, got "text\/csv"/],
  [406, 'a number in the list', [5], /available: expected strings or .* got 5/],
  [406, 'null in the list', [null], /available: .* got null/],
  [406, 'no type', [{ href: '/a' }], /available: .* got \{"href":"\/a"\}/],
  [406, 'an href that is no string', [{ type: 'a/b', href: 5 }], /available: .* got/],
  [406, 'a language that is no string', [{ type: 'a/b', language: ['de'] }], /available: .* got/],
  [409, 'a number', 5, /currentStateOrDetail: expected .* got 5/],
  [409, 'a boolean', true, /currentStateOrDetail: expected .* got true/],
  [
    409,
    'an Error',
    new Error('x'),
    /currentStateOrDetail: expected .* got an Error; write \{ cause: error \}/,
  ],
  [
    412,
    'an Error',
    new Error('x'),
    /currentStateOrDetail: expected .* got an Error; write \{ cause: error \}/,
  ],
  [409, 'a function', () => 1, /currentStateOrDetail: expected .* got a function/],
  [412, 'a number', 5, /currentStateOrDetail: expected .* got 5/],
  [415, 'nothing in it', {}, /exactly one of accept, acceptPost, acceptPatch, acceptQuery, coding, got \{\}/],
  [415, 'a string', 'application/json', /exactly one of .* got "application\/json"/],
  [415, 'a list', ['application/json'], /exactly one of .* got/],
  [415, 'two of them', { accept: ['a/b'], coding: ['gzip'] }, /exactly one of .* got accept and coding/],
  ...['accept', 'acceptPost', 'acceptPatch', 'acceptQuery', 'coding'].flatMap((name) => [
    [
      415,
      `an empty ${name}`,
      { [name]: [] },
      new RegExp(`supported.${name}: expected a non-empty list`),
    ] as const,
    [415, `${name} as a string`, { [name]: 'a/b' }, new RegExp(`supported.${name}: .* got "a/b"`)] as const,
    [415, `${name} with CR LF`, { [name]: ['a/b\r\nX: y'] }, /expected/] as const,
    [415, `${name} with a number`, { [name]: [5] }, /got 5/] as const,
  ]),
  [416, 'a string', '5', /got "5"/],
  [416, 'a fraction', 1.5, /got 1.5/],
  [416, 'less than nothing', -1, /got -1/],
  [416, 'NaN', Number.NaN, /got NaN/],
  [416, 'Infinity', Number.POSITIVE_INFINITY, /got Infinity/],
  [426, 'an empty list', [], /protocols: expected a non-empty list, got an empty one/],
  [426, 'a string', 'websocket', /protocols: expected a non-empty list, got "websocket"/],
  [426, 'what is no protocol', ['a/b/c'], /Upgrade.*"a\/b\/c"/],
  [426, 'CR LF', ['websocket\r\nX: y'], /Upgrade/],
  [428, 'an empty list', [], /fields: expected a non-empty list, got an empty one/],
  [428, 'a string', 'If-Match', /fields: expected a non-empty list, got "If-Match"/],
  [428, 'what is no field name', ['If Match'], /field name.*"If Match"/],
  ...([429, 503] as const).flatMap((status): (readonly [number, string, unknown, RegExp])[] => [
    [
      status,
      'another word',
      'soon',
      /retryAfter: expected \{ seconds \}, \{ at: Date \} or 'unknown', got "soon"/,
    ],
    [status, 'a bare number', 30, /retryAfter: .* got 30/],
    [status, 'a bare Date', new Date(0), /expected \{ seconds: number \} or \{ at: Date \}/],
    [status, 'an empty object', {}, /expected \{ seconds: number \} or \{ at: Date \}, got \{\}/],
    [status, 'both', { seconds: 1, at: new Date(0) }, /expected \{ seconds: number \} or/],
    [status, 'seconds as a string', { seconds: '5' }, /got \{"seconds":"5"\}/],
    [status, 'less than nothing', { seconds: -1 }, /got -1/],
    [status, 'a little less than nothing', { seconds: -0.5 }, /got -0.5/],
    [status, 'NaN', { seconds: Number.NaN }, /got NaN/],
    [status, 'Infinity', { seconds: Number.POSITIVE_INFINITY }, /got Infinity/],
    [status, 'a date as a string', { at: '2030-01-01' }, /got/],
    [status, 'an invalid Date', { at: new Date(Number.NaN) }, /invalid Date/],
  ]),
  [451, 'an empty string', '', /blockedBy: expected .* got ""/],
  [451, 'a number', 5, /blockedBy: expected .* got 5/],
  [451, 'a URI with CR LF', 'https://a/\r\nX: y', /expected a link target/],
  [451, 'a URI with é', 'https://a/é', /expected a link target/],
  [451, 'a URI that ends the brackets', 'https://a/>; rel="x"', /expected a link target/],
];

describe('what is compulsory is checked again at run time', () => {
  it.each(WRONG)('%i refuses %s', (status, _what, argument, message) => {
    let thrown: unknown;
    try {
      new (classFor(status))(argument);
    } catch (error) {
      thrown = error;
    }
    // A mistake of the program, never an answer to the client.
    expect(thrown === undefined || thrown instanceof HttpError).toBe(false);
    expect(thrown instanceof TypeError || thrown instanceof RangeError).toBe(true);
    expect((thrown as Error).message).toMatch(message);
  });

  it.each(WRONG.filter(([, what]) => what === 'undefined'))('%i refuses no argument at all', (status) => {
    expect(() => new (classFor(status))()).toThrow(/expected/);
  });

  it('where the throw is, so that the stack points at the mistake', () => {
    try {
      new (classFor(401))();
    } catch (error) {
      expect((error as Error).stack).toContain('compulsory.test.ts');
    }
    expect.assertions(1);
  });
});

describe('the status', () => {
  class Other extends HttpError {}
  it.each([399, 600, 200, 0, -1, 404.5, Number.NaN, '404', undefined, null])('%s is refused', (status) => {
    expect(() => new Other(status as never)).toThrow(
      new RangeError(
        `status: expected an integer from 400 to 599, got ${status === '404' ? '"404"' : String(status)}`,
      ),
    );
  });

  it.each([400, 499, 520, 599])('%i need not be registered', (status) => {
    expect(new Other(status as ErrorStatus).status).toBe(status);
  });
});

describe('all that is optional comes in the last place', () => {
  it.each(ALL.filter((status) => status < 500))('%i: a string is the detail', (status) => {
    const error = make(status, 'for the client');
    expect(error.detail).toBe('for the client');
    expect(error.log).toBeUndefined();
    expect(error.message).toBe('for the client');
    expect(error.toJSON().detail).toBe('for the client');
  });

  it.each(ALL.filter((status) => status >= 500))('%i: a string is for the log', (status) => {
    const error = make(status, 'for the operator');
    expect(error.log).toBe('for the operator');
    expect(error.detail).toBeUndefined();
    expect(error.message).toBe('for the operator');
    expect(JSON.stringify(error)).not.toContain('operator');
  });

  it.each(ALL)('%i takes each member by name', (status) => {
    const cause = new Error('behind it');
    const error = make(status, {
      detail: 'd',
      log: 'l',
      cause,
      type: 'https://example.org/p',
      title: 'T',
      instance: 'urn:x',
      extensions: { more: 1 },
      headers: { 'X-More': 'yes' },
    });
    expect(error).toMatchObject({ detail: 'd', log: 'l', type: 'https://example.org/p', title: 'T' });
    expect(error).toMatchObject({ instance: 'urn:x', extensions: { more: 1 }, cause });
    expect(error.headers['x-more']).toBe('yes');
  });

  const REFUSED: readonly (readonly [string, unknown, RegExp])[] = [
    [
      'an Error',
      new Error('x'),
      /init: expected a string or an object, got an Error; write \{ cause: error \}/,
    ],
    ['null', null, /init: expected a string or an object, got null/],
    ['a list', [], /init: expected a string or an object, got \[\]/],
    ['a number', 5, /init: expected a string or an object, got 5/],
    ['a function', () => 1, /init: expected a string or an object, got a function/],
    [
      'a type without a title',
      { type: 'https://example.org/p' },
      /type and title together .* got type alone/,
    ],
    ['a title without a type', { title: 'T' }, /type and title together .* got title alone/],
    ['a detail that is no string', { detail: 5 }, /init.detail: expected a string, got 5/],
    ['a detail that is null', { detail: null }, /init.detail: expected a string, got null/],
    ['a log that is no string', { log: new Error('x') }, /init.log: expected a string, got/],
    [
      'an instance that is a URL',
      { instance: new URL('https://a/') },
      /init.instance: expected a string, got/,
    ],
    ['a type that is no string', { type: 5, title: 'T' }, /init.type: expected a string, got 5/],
    ['a title that is no string', { type: 'x', title: 5 }, /init.title: expected a string, got 5/],
  ];
  describe.each(REFUSED)('%s is refused', (_what, init, message) => {
    it.each(ALL)('by %i', (status) => {
      expect(() => make(status, init)).toThrow(message);
    });
  });

  it('an Error that is refused is not lost', () => {
    const cause = new Error('the reason');
    expect(() => make(404, cause)).toThrow(expect.objectContaining({ cause }));
  });

  it('undefined is nothing, as a member and as a whole', () => {
    const error = make(404, { detail: undefined, type: undefined, title: undefined, headers: undefined });
    expect(error.toJSON()).toEqual(make(404, undefined).toJSON());
    expect(make(404, { headers: { 'x-a': undefined } }).headers).toEqual({});
  });
});

describe('a problem type cannot have a status whose class brings a field', () => {
  it.each(ALL)('%i', (status) => {
    const declare = () => problem()({ type: 'https://example.org/x', title: 'X', status: status as 400 });
    if (Object.keys(make(status).headers).length > 0) expect(declare).toThrow(RangeError);
    else expect(declare).not.toThrow();
  });
});

describe('arguments beyond those that a class takes are refused', () => {
  const cause = new Error('the cause');

  it.each(ALL)('%i', (status) => {
    const Class = classFor(status);
    const takesTwo = FIRST.has(status) || status === 412;
    const taken = takesTwo ? [FIRST.get(status), 'a text'] : ['a text'];
    expect(() => new Class(...taken)).not.toThrow();
    const { name } = new Class(...taken);
    for (const beyond of [{ cause }, cause, undefined]) {
      const most = takesTwo ? 'at most 2 arguments, got 3' : 'at most 1 argument, got 2';
      const init = `{ ${status < 500 ? 'detail' : 'log'}, cause })`;
      expect(() => new Class(...taken, beyond)).toThrow(TypeError);
      expect(() => new Class(...taken, beyond)).toThrow(`${name}: expected ${most}`);
      expect(() => new Class(...taken, beyond)).toThrow(init);
    }
  });

  it('by a subclass without a constructor, which passes on everything', () => {
    class NoSuchNote extends core.NotFound {}
    const Untyped = NoSuchNote as unknown as Untyped;
    expect(() => new Untyped('a text', { cause })).toThrow(/^NoSuchNote: expected at most 1 argument, got 2/);
  });

  it('by HttpError and by a problem type', () => {
    class Mine extends HttpError<409> {}
    class Credit extends problem<{ balance: number }>()({
      type: 'https://example.org/credit',
      title: 'Out of credit',
      status: 403,
    }) {}
    expect(() => new (Mine as unknown as Untyped)(409, 'a text', { cause })).toThrow(
      /at most 2 arguments, got 3/,
    );
    expect(() => new (Credit as unknown as Untyped)({ balance: 1 }, 'a text', { cause })).toThrow(
      /^Credit: expected at most 2 arguments, got 3/,
    );
  });
});
