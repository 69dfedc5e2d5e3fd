import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { heal as healError } from '../../../src/errors/understand/heal.ts';
import { type ErrorContext, HttpError, type ToHttpErrorOptions, toHttpError } from '../../../src/index.ts';
import { madeByHttpErrors } from './made.ts';

const REGISTER = Symbol.for('statuskit.warned/1');
let warn: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  Reflect.deleteProperty(globalThis, REGISTER); // each test is a process that has warned of nothing
  warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(globalThis, REGISTER);
});

const foreign = (status: number, headers?: object): Error => madeByHttpErrors({ status, headers }, 'x');
const responseWith = (fields: Readonly<Record<string, unknown>>): ErrorContext => ({
  responseField: (name) => fields[name],
});
const heal = (status: number, options?: ToHttpErrorOptions, headers?: object): HttpError =>
  toHttpError(foreign(status, headers), options);

describe.each([
  [401, 'www-authenticate'],
  [407, 'proxy-authenticate'],
])('a foreign %i', (status, field) => {
  const challenge = { scheme: 'Bearer', params: { realm: 'api' } };

  it('keeps the challenge that it has', () => {
    const made = heal(
      status,
      { challenge, context: responseWith({ [field]: 'Digest' }) },
      { [field]: 'Own' },
    );
    expect(made.headers).toEqual({ [field]: 'Own' });
    expect(warn).not.toHaveBeenCalled();
  });

  it('counts the one that is on the response already, as passport leaves it', () => {
    const made = heal(status, { challenge, context: responseWith({ [field]: 'Basic realm="x"' }) });
    expect(made.headers).toEqual({ [field]: 'Basic realm="x"' });
    const two = heal(status, { challenge, context: responseWith({ [field]: ['Basic', 'Digest'] }) });
    expect(two.headers).toEqual({ [field]: ['Basic', 'Digest'] });
    expect(warn).not.toHaveBeenCalled();
  });

  it('else gets the configured one', () => {
    expect(heal(status, { challenge }).headers).toEqual({ [field]: 'Bearer realm="api"' });
    expect(heal(status, { challenge: [challenge, { scheme: 'Basic' }] }).headers).toEqual({
      [field]: ['Bearer realm="api"', 'Basic'],
    });
    expect(warn).not.toHaveBeenCalled();
  });

  it('else stays as it is with a placeholder, and one coded warning', () => {
    for (let times = 0; times < 3; times++) {
      expect(heal(status)).toMatchObject({ status, headers: { [field]: 'Unspecified' } });
    }
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining(String(status)),
      expect.objectContaining({ type: 'StatuskitWarning', code: 'STATUSKIT_NO_CHALLENGE' }),
    );
  });

  it('does not take what no field can hold', () => {
    const made = heal(status, { challenge, context: responseWith({ [field]: 'é' }) }, { [field]: 'a\r\nb' });
    expect(made.headers).toEqual({ [field]: 'Bearer realm="api"' });
  });

  it('with compat is healed as well', () => {
    const bare = Object.assign(new Error('x'), { status });
    expect(toHttpError(bare, { compat: 'trust-status', challenge }).headers).toEqual({
      [field]: 'Bearer realm="api"',
    });
  });
});

describe('a foreign 405', () => {
  const allowedMethods = (): readonly string[] => ['POST', 'GET', 'HEAD'];

  it.each([
    ['its own', { allowedMethods }, { Allow: 'PUT' }, 'PUT'],
    ['its own, empty', { allowedMethods }, { Allow: '' }, ''],
    ['that on the response', { allowedMethods, ...responseWith({ allow: 'DELETE' }) }, {}, 'DELETE'],
    ["the router's methods", { allowedMethods }, {}, 'GET, HEAD, POST'],
    ['nothing where there is no router', {}, {}, ''],
    ['nothing where the router does not know', { allowedMethods: () => undefined }, {}, ''],
  ])('allows %s', (_what, context, headers, allow) => {
    expect(heal(405, { context }, headers)).toMatchObject({ status: 405, headers: { allow } });
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('a foreign 416', () => {
  it.each([
    ['its own', {}, { 'Content-Range': 'bytes */9' }, 'bytes */9'],
    ['the one on the response', { 'content-range': 'bytes */8' }, {}, 'bytes */8'],
    ['the length on the response', { 'content-length': '7' }, {}, 'bytes */7'],
    ['a longer length', { 'content-length': '12345' }, {}, 'bytes */12345'],
    ['the length as a number', { 'content-length': 7 }, {}, 'bytes */7'],
    ['none, which is legal (RFC 9110 §15.5.17)', {}, {}, undefined],
    ['none from a satisfied range', { 'content-range': 'bytes 0-1/8' }, {}, undefined],
    ['none from a length that is none', { 'content-length': 'x' }, {}, undefined],
    ['none from a length that ends as one', { 'content-length': 'x7' }, {}, undefined],
    ['none from a length that begins as one', { 'content-length': '7x' }, {}, undefined],
    ['none from a length too large to count with', { 'content-length': '9'.repeat(20) }, {}, undefined],
  ])('has %s', (_what, fields, headers, range) => {
    const made = heal(416, { context: responseWith(fields) }, headers);
    expect(made.status).toBe(416);
    expect(made.headers).toStrictEqual(range === undefined ? {} : { 'content-range': range });
    expect(warn).not.toHaveBeenCalled();
  });

  it('is left as it is without a length', () => {
    const error = new (class extends HttpError<416> {})(416);
    const lengths = ['x7', '7x'].map((length) => responseWith({ 'content-length': length }));
    for (const context of [{}, ...lengths]) {
      expect(healError(error as HttpError, context, undefined)).toBe(error);
    }
    expect(error.headers).toStrictEqual({});
  });
});

describe('a foreign 426', () => {
  it.each([
    ['Upgrade', { Upgrade: 'h2c, websocket' }, {}],
    ['upgrade', { upgrade: 'h2c, websocket' }, {}],
    ['Upgrade, behind another field', { Vary: 'a', Upgrade: 'h2c, websocket' }, {}],
    ['that on the response', {}, { upgrade: 'h2c, websocket' }],
  ])('keeps %s, with Connection beside it', (_what, headers, fields) => {
    const made = heal(426, { context: responseWith(fields) }, headers);
    expect(made).toMatchObject({
      status: 426,
      headers: { upgrade: 'h2c, websocket', connection: 'upgrade' },
    });
    expect(warn).not.toHaveBeenCalled();
  });

  // Two lines on the response were once a 500.
  it.each([
    ['its own', { Upgrade: ['h2c', 'websocket'] }, {}],
    ['those on the response', {}, { upgrade: ['h2c', 'websocket'] }],
  ])('keeps two lines: %s', (_what, headers, fields) => {
    const made = heal(426, { context: responseWith(fields) }, headers);
    expect(made).toMatchObject({
      status: 426,
      headers: { upgrade: ['h2c', 'websocket'], connection: 'upgrade' },
    });
  });

  it.each([
    ['nothing', {}],
    ['an empty value', { Upgrade: '' }],
    ['what is no protocol', { Upgrade: 'a/b/c' }],
    ['CR LF', { Upgrade: 'h2c\r\nX: y' }],
  ])('that names %s cannot be sent and is a 500 with one coded warning', (_what, headers) => {
    for (let times = 0; times < 2; times++) {
      const thrown = foreign(426, headers);
      const made = toHttpError(thrown);
      expect(made).toMatchObject({
        status: 500,
        headers: {},
        log: 'a 426 that names no protocol cannot be sent',
      });
      expect(made.cause).toBe(thrown);
    }
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('Throw new UpgradeRequired(protocols).'),
      expect.objectContaining({ code: 'STATUSKIT_NO_UPGRADE' }),
    );
  });

  it('of ours without a cause is the cause itself', () => {
    const own = new (class extends HttpError<426> {})(426);
    expect(toHttpError(own)).toMatchObject({ status: 500, cause: own });
  });
});

describe('other statuses', () => {
  it.each([400, 403, 404, 406, 413, 415, 429, 451, 503])('%i is left as it is', (status) => {
    expect(heal(status, { challenge: { scheme: 'Bearer' } }).headers).toEqual({});
  });
});

describe('a subclass of a user that left its field out', () => {
  class NoChallenge extends HttpError<401> {
    constructor() {
      super(401);
    }
  }

  it('is healed itself', () => {
    const error = new NoChallenge();
    expect(toHttpError(error, { challenge: { scheme: 'Bearer' } })).toBe(error);
    expect(error.headers).toEqual({ 'www-authenticate': 'Bearer' });
  });

  const challenge = { scheme: 'Bearer' };
  const HEALED = { 'www-authenticate': 'Bearer' };
  const locked = (): HttpError =>
    Object.defineProperty(new NoChallenge(), 'headers', { writable: false }) as HttpError;
  const derived = (): HttpError => Object.create(new NoChallenge()) as HttpError;

  it.each<[string, () => HttpError]>([
    ['that is sealed', () => Object.seal(new NoChallenge()) as HttpError],
    ['that inherits its fields', derived],
  ])('is healed itself: one %s', (_what, make) => {
    const error = make();
    expect(toHttpError(error, { challenge })).toBe(error);
    expect(error.headers).toEqual(HEALED);
  });

  it.each<[string, () => HttpError]>([
    ['that is frozen', () => Object.freeze(new NoChallenge()) as HttpError],
    ['whose fields cannot be replaced', locked],
    ['that inherits its fields and takes no property', () => Object.preventExtensions(derived())],
  ])('is the prototype of the healed one: one %s', (_what, make) => {
    const error = make();
    const healed = toHttpError(error, { challenge });
    expect(healed.headers).toEqual(HEALED);
    expect(healed).not.toBe(error);
    expect(Object.getPrototypeOf(healed)).toBe(error);
    expect(error.headers).toEqual({});
  });
});
