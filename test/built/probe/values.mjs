// @ts-check
// What is thrown at the error handler, by name. Each value is made afresh for its request. SECRET stands wherever no
// client may see it; OWN where even the log may not print it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction, createContext, runInNewContext } from 'node:vm';
import * as kit from '@statuskit/core';
import createError from 'http-errors';

export const SECRET = 'S3CR3T-inside';
export const OWN = 'S3CR3T-own-member';

const { Conflict, NotFound, BadGateway, ServiceUnavailable, TooManyRequests, Unauthorized } = kit;
const { HttpError, InternalServerError, UnprocessableContent } = kit;
const require = createRequire(import.meta.url);
const cjs = require('@statuskit/core');

/** http-errors, loaded in another realm, as test runners and sandboxes do. */
const createErrorOfRealm = (() => {
  const path = require.resolve('http-errors');
  const parsingContext = createContext({ process });
  const load = compileFunction(readFileSync(path, 'utf8'), ['require', 'module'], { parsingContext });
  const module = { exports: createError };
  load(createRequire(path), module);
  return module.exports;
})();

/** @param {(resolve: (value: unknown) => void, reject: (reason: unknown) => void) => void} then gives no promise */
export function thenable(then) {
  return { then };
}

/**
 * @param {object} target
 * @param {readonly PropertyKey[]} names
 */
export function throwingGetters(target, names) {
  // Older V8 makes the text of the stack when it is first looked at, out of the message that is about to throw.
  Reflect.get(target, 'stack');
  for (const name of names) {
    Object.defineProperty(target, name, {
      configurable: true,
      get() {
        throw new Error(`${SECRET} in getter ${String(name)}`);
      },
    });
  }
  return target;
}

/** @param {object} target */
function throwingProxy(target) {
  const traps = [
    'get',
    'has',
    'ownKeys',
    'getPrototypeOf',
    'getOwnPropertyDescriptor',
    'set',
    'defineProperty',
  ];
  const handler = Object.fromEntries(
    traps.map((trap) => [
      trap,
      () => {
        throw new Error(`${SECRET} in trap ${trap}`);
      },
    ]),
  );
  return new Proxy(target, handler);
}

/** @param {object} target */
function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** @param {number} length */
function cycle(length) {
  const errors = Array.from({ length }, (_, index) => new Error(`${SECRET} ${index}`));
  for (const [index, error] of errors.entries()) error.cause = errors[(index + 1) % length];
  return errors[0];
}

/** @param {number} depth */
function chain(depth) {
  let error = new Error(SECRET);
  for (let at = 0; at < depth; at++) error = new Error(SECRET, { cause: error });
  return error;
}

/**
 * @template {object} T
 * @param {T} target
 * @returns {T}
 */
function deepFrozen(target) {
  for (const name of Object.getOwnPropertyNames(target)) {
    const member = /** @type {Record<string, unknown>} */ (target)[name];
    if (typeof member === 'object' && member !== null) Object.freeze(member);
  }
  return Object.freeze(target);
}

/**
 * An error of ours of which somebody has changed members after it was made.
 *
 * @param {object} members
 * @param {InstanceType<typeof HttpError>} [error]
 */
function changed(members, error = new NotFound({ detail: 'no such note', cause: new Error(SECRET) })) {
  return Object.defineProperties(error, Object.getOwnPropertyDescriptors(members));
}

/** @param {Record<string, unknown>} fields */
function withFields(fields) {
  const error = new NotFound();
  Object.assign(error.headers, fields);
  return error;
}

/** @param {() => unknown} toJSON */
function withJson(toJSON) {
  class Odd extends HttpError {
    constructor() {
      super(409, { detail: 'shown' });
    }
    toJSON() {
      return /** @type {never} */ (toJSON());
    }
  }
  return new Odd();
}

/** @param {object} fields */
function foreign429(fields) {
  return createError(429, 'slow down', { headers: fields });
}

const FRAMING = {
  'content-length': '3',
  'Transfer-Encoding': 'chunked',
  connection: 'upgrade',
  'keep-alive': 'timeout=9999',
  trailer: 'x-t',
  upgrade: 'h2c',
  te: 'trailers',
  'content-type': 'text/html',
  'content-encoding': 'gzip',
};

/** What other servers' clients throw; none of it may pass for an answer of ours. */
const UPSTREAM_FIELDS = {
  'set-cookie': `upstream=${OWN}`,
  'www-authenticate': 'Basic realm="upstream"',
  'access-control-allow-origin': 'https://upstream.example',
  vary: 'X-Upstream',
  'retry-after': '7',
  'x-upstream': OWN,
};

class AxiosLike extends Error {
  constructor() {
    super(`Request failed with status code 401 ${SECRET}`);
    this.name = 'AxiosError';
    this.isAxiosError = true;
    this.code = 'ERR_BAD_REQUEST';
    this.status = 401;
    this.config = { headers: { Authorization: `Bearer ${OWN}` }, url: 'https://upstream.example' };
    this.response = { status: 401, headers: UPSTREAM_FIELDS, data: { message: OWN } };
    this.headers = UPSTREAM_FIELDS;
  }
  toJSON() {
    return { config: this.config, message: this.message };
  }
}

class GotLike extends Error {
  constructor() {
    super(`Response code 401 (Unauthorized) ${SECRET}`);
    this.name = 'HTTPError';
    this.code = 'ERR_NON_2XX_3XX_RESPONSE';
    this.statusCode = 401;
    this.headers = UPSTREAM_FIELDS;
    this.options = { headers: { authorization: OWN } };
    Object.defineProperty(this, 'response', {
      value: { statusCode: 401, headers: UPSTREAM_FIELDS, body: OWN },
    });
  }
}

class AwsLike extends Error {
  constructor() {
    super(`The security token is invalid ${SECRET}`);
    this.name = 'UnrecognizedClientException';
    this.statusCode = 401;
    this.status = 401;
    this.expose = true; // as http-errors makes it of each that it wraps
    this.$fault = 'client';
    this.$metadata = { httpStatusCode: 401, requestId: OWN };
    this.headers = UPSTREAM_FIELDS;
  }
}

const own = () => new NotFound({ detail: 'no such note', log: SECRET, cause: new Error(SECRET) });
const teapot = () => Object.assign(new Error(SECRET), { own: OWN });

/** @type {Readonly<Record<string, () => unknown>>} */
export const VALUES = {
  // Of no kind of error.
  null: () => null,
  undefined: () => undefined,
  'empty-string': () => '',
  string: () => SECRET,
  'string-route': () => 'route',
  'string-router': () => 'router',
  zero: () => 0,
  'number-42': () => 42,
  'number-404': () => 404,
  nan: () => Number.NaN,
  false: () => false,
  true: () => true,
  bigint: () => 10n,
  symbol: () => Symbol(SECRET),
  'symbol-iterator': () => Symbol.iterator,
  function: () => () => SECRET,
  class: () => class {},
  'object-empty': () => ({}),
  'object-null-prototype': () => Object.assign(Object.create(null), { status: 401, message: SECRET }),
  array: () => [SECRET],
  'array-buffer': () => new ArrayBuffer(8),
  date: () => new Date(Number.NaN),
  map: () => new Map([['status', 404]]),
  weakmap: () => new WeakMap(),
  promise: () => Promise.resolve(SECRET),
  thenable: () => thenable((resolve) => resolve(SECRET)),
  'thenable-rejecting': () => thenable((_resolve, reject) => reject(SECRET)),
  'thenable-throwing-getter': () => throwingGetters({}, ['then']),
  'parsed-json': () =>
    JSON.parse(
      `{"status":401,"statusCode":401,"expose":true,"message":"${SECRET}","isBoom":true,"name":"HttpError","tag":"HttpError","statuskit.tags/1":["HttpError"],"headers":{"set-cookie":"a=b","x-any":"1"},"output":{"statusCode":401,"headers":{"set-cookie":"a=b"}}}`,
    ),
  'brand-forged-in-process': () => ({
    [Symbol.for('statuskit.tags/1')]: ['HttpError'],
    status: 404,
    title: SECRET,
  }),
  'brand-forged-throwing': () => ({
    [Symbol.for('statuskit.tags/1')]: ['HttpError'],
    status: 404,
    toJSON: () => {
      throw new Error(SECRET);
    },
  }),

  // Of other servers.
  'upstream-plain': () => ({
    status: 401,
    headers: { 'set-cookie': 'a=b', 'www-authenticate': 'Basic' },
    body: OWN,
  }),
  'upstream-axios': () => new AxiosLike(),
  'upstream-got': () => new GotLike(),
  'upstream-aws': () => new AwsLike(),
  'upstream-aws-v2': () =>
    Object.assign(new Error(SECRET), {
      statusCode: 404,
      code: 'NoSuchKey',
      requestId: OWN,
      retryable: false,
    }),
  'upstream-fetch': () =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(SECRET), { code: 'ECONNREFUSED' }) }),
  'upstream-in-http-errors-502': () => createError(502, new AxiosLike()),
  'upstream-frozen-in-cause': () => new BadGateway({ log: SECRET, cause: Object.freeze(new AxiosLike()) }),

  // Errors of others.
  error: () => teapot(),
  'error-subclass-status-404': () => Object.assign(new RangeError(SECRET), { status: 404 }),
  'error-enoent': () =>
    Object.assign(new Error(`ENOENT, open '/srv/${SECRET}'`), { code: 'ENOENT', path: `/srv/${SECRET}` }),
  'error-send-404': () =>
    Object.assign(new Error(`ENOENT '/srv/${SECRET}'`), {
      code: 'ENOENT',
      path: '/srv',
      status: 404,
      expose: true,
      statusCode: 404,
    }),
  'error-frozen': () => Object.freeze(teapot()),
  'error-sealed': () => Object.seal(teapot()),
  'error-null-prototype': () => Object.setPrototypeOf(teapot(), null),
  'error-private-fields': () => {
    class Private extends Error {
      #secret = SECRET;
      get status() {
        return this.#secret;
      }
    }
    return new Private();
  },
  'error-private-fields-in-proxy': () => {
    class Private extends Error {
      #secret = SECRET;
      /** @returns {string} */
      get message() {
        return this.#secret;
      }
    }
    return new Proxy(new Private(), {});
  },
  'error-message-1mb': () => new Error(SECRET + 'x'.repeat(1_000_000)),
  'error-message-not-text': () => changedMessage(Symbol(SECRET)),
  'error-stack-not-text': () => Object.assign(new Error(SECRET), { stack: { toString: () => SECRET } }),
  'error-cause-cycle-1': () => cycle(1),
  'error-cause-cycle-3': () => cycle(3),
  'error-cause-deep': () => chain(1000),
  'error-cause-revoked': () => new Error(SECRET, { cause: revoked({}) }),
  'aggregate-error': () => new AggregateError([new Error(SECRET), new NotFound(), null], SECRET),
  'aggregate-error-of-itself': () => {
    const error = new AggregateError([], SECRET);
    error.errors.push(error);
    return error;
  },
  'dom-abort': () => new DOMException(SECRET, 'AbortError'),
  'dom-timeout': () => new DOMException(SECRET, 'TimeoutError'),
  'dom-data-clone': () => new DOMException(SECRET, 'DataCloneError'),
  'abort-signal-timeout': () => AbortSignal.abort().reason,
  'realm-error': () =>
    runInNewContext(
      `Object.assign(new Error('${SECRET}'), { status: 401, headers: { 'set-cookie': 'a=b' } })`,
    ),
  'realm-type-error': () => runInNewContext(`new TypeError('${SECRET}')`),
  'realm-object': () => runInNewContext(`({ status: 404, message: '${SECRET}' })`),
  'realm-http-errors': () => createErrorOfRealm(404, 'no such file'),
  'realm-shape-of-http-errors': () =>
    runInNewContext(`Object.assign(new Error('${SECRET}'), { status: 404, statusCode: 404, expose: true })`),
  'realm-throwing-getter': () =>
    runInNewContext(
      `Object.defineProperty(new Error('x'), 'message', { get() { throw new Error('${SECRET}') } })`,
    ),

  // Members that throw.
  'getters-of-foreign': () =>
    throwingGetters(new Error(SECRET), [
      'status',
      'statusCode',
      'headers',
      'expose',
      'message',
      'stack',
      'cause',
      'name',
      'code',
      'type',
      'toJSON',
      'toString',
      'isBoom',
      'output',
      'config',
      'request',
      'response',
      'options',
      'then',
      'constructor',
      'errors',
      Symbol.toPrimitive,
      Symbol.toStringTag,
      Symbol.for('statuskit.tags/1'),
    ]),
  'getters-of-object': () =>
    throwingGetters({}, [
      'status',
      'headers',
      'message',
      'stack',
      'cause',
      'toJSON',
      Symbol.toPrimitive,
      Symbol.toStringTag,
    ]),
  'getter-message-of-http-errors': () => throwingGetters(createError(404), ['message']),
  'getter-headers-of-http-errors': () => throwingGetters(createError(404), ['headers']),
  'getter-in-headers-of-http-errors': () =>
    foreign429(throwingGetters({ vary: 'x' }, ['retry-after', 'allow'])),
  'to-primitive-throws': () => ({
    [Symbol.toPrimitive]() {
      throw new Error(SECRET);
    },
  }),
  'own-getter-status': () => throwingGetters(own(), ['status']),
  'own-getter-headers': () => throwingGetters(own(), ['headers']),
  'own-getter-title': () => throwingGetters(own(), ['title']),
  'own-getter-detail': () => throwingGetters(own(), ['detail']),
  'own-getter-instance': () => throwingGetters(own(), ['instance']),
  'own-getter-instance-5xx': () => throwingGetters(new BadGateway(SECRET), ['instance']),
  'own-getter-extensions': () => throwingGetters(own(), ['extensions']),
  'own-getter-log-message-stack-cause': () =>
    throwingGetters(new BadGateway(SECRET), ['message', 'stack', 'cause', 'log', Symbol.toPrimitive]),
  'own-getter-all': () =>
    throwingGetters(own(), [
      'status',
      'statusCode',
      'headers',
      'title',
      'type',
      'detail',
      'instance',
      'extensions',
      'message',
      'stack',
      'cause',
      'log',
      'expose',
      'name',
      'toJSON',
    ]),

  // Proxies.
  'proxy-of-error': () => new Proxy(teapot(), {}),
  'proxy-throwing': () => throwingProxy(new Error(SECRET)),
  'proxy-throwing-function': () => throwingProxy(() => SECRET),
  'proxy-revoked': () => revoked(new Error(SECRET)),
  'proxy-revoked-of-own': () => revoked(own()),
  'proxy-of-own': () => new Proxy(own(), {}),
  'proxy-of-own-throwing': () => throwingProxy(own()),
  'proxy-of-own-headers-throwing': () => changed({ headers: throwingProxy({}) }),
  'proxy-of-own-headers-revoked': () => changed({ headers: revoked({}) }),
  'proxy-headers-of-foreign-revoked': () => Object.assign(createError(404, 'gone'), { headers: revoked({}) }),
  'proxy-endless-prototype': () => {
    /** @type {object} */
    const proxy = new Proxy({}, { getPrototypeOf: () => proxy, get: () => proxy });
    return proxy;
  },

  // Ours.
  own,
  'own-frozen': () => Object.freeze(own()),
  'own-deep-frozen': () => deepFrozen(new Conflict({ a: 1 }, { etag: '"v1"' })),
  'own-frozen-401': () => Object.freeze(new Unauthorized({ scheme: 'Bearer' })),
  'own-frozen-401-without-challenge': () => {
    class Lazy extends HttpError {
      constructor() {
        super(401);
      }
    }
    return Object.freeze(new Lazy());
  },
  'own-of-cjs-copy': () => new cjs.NotFound({ detail: 'no such note' }),
  'own-null-prototype': () => Object.setPrototypeOf(own(), null),
  'own-500': () =>
    new InternalServerError({
      detail: SECRET,
      log: SECRET,
      cause: new Error(SECRET),
      extensions: { a: SECRET },
    }),
  'own-502-string': () => new BadGateway(SECRET),
  'own-502-expose': () => Object.assign(new BadGateway(SECRET), { expose: true, message: SECRET }),
  'own-503': () =>
    new ServiceUnavailable({ seconds: 30 }, { detail: 'Maintenance until 18:00', log: SECRET }),
  'own-429': () => new TooManyRequests({ seconds: 3 }),
  'own-detail-1mb': () => new NotFound('y'.repeat(1_000_000)),
  'own-log-1mb': () => new BadGateway(SECRET + 'y'.repeat(1_000_000)),
  'own-cause-cycle': () => {
    const error = new BadGateway(SECRET);
    error.cause = error;
    return error;
  },
  'own-fields-with-line-breaks': () =>
    withFields({
      'x-crlf': 'a\r\nset-cookie: evil=1',
      'x-lf': 'a\nb',
      'x-e': 'é',
      'x-nul': 'a\0b',
      'x-emoji': '😀',
      'x-list': ['good', 'bad\r\nset-cookie: evil=1'],
      'bad name': 'x',
      'set-cookie: evil=1\r\nx': 'x',
      '': 'x',
      é: 'x',
      'x-good': 'kept',
    }),
  'own-fields-not-text': () =>
    withFields({
      'x-undefined': undefined,
      'x-null': null,
      'x-number': 7,
      'x-object': { toString: () => SECRET },
      'x-symbol': Symbol(SECRET),
      'x-function': () => SECRET,
      'x-nested': [['a'], null, 'good'],
      'x-empty': [],
      'x-good': 'kept',
    }),
  'own-fields-framing': () => withFields(FRAMING),
  'own-fields-getter': () => {
    const error = own();
    throwingGetters(error.headers, ['x-throws']);
    Object.defineProperty(error.headers, 'x-throws', { enumerable: true });
    return error;
  },
  'own-fields-proto': () => {
    const error = own();
    error.headers = JSON.parse('{"__proto__":["x"],"constructor":"x","x-good":"kept"}');
    return error;
  },
  'own-fields-10000': () =>
    withFields(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`x-${index}`, 'v']))),
  'own-vary-and-link-odd': () => withFields({ vary: 'a b, é', link: [], date: 'never', server: '' }),
  'own-headers-null': () => changed({ headers: null }),
  'own-headers-undefined': () => changed({ headers: undefined }),
  'own-headers-string': () => changed({ headers: 'x-secret: S3CR3T' }),
  'own-headers-number': () => changed({ headers: 7 }),
  'own-headers-array': () => changed({ headers: ['x-secret', 'S3CR3T'] }),
  'own-headers-function': () => changed({ headers: () => SECRET }),
  'own-headers-instance': () => changed({ headers: new Headers({ 'retry-after': '3' }) }),
  'own-headers-map': () => changed({ headers: new Map([['retry-after', '3']]) }),
  'own-401-headers-null': () => changed({ headers: null }, new Unauthorized({ scheme: 'Bearer' })),
  'own-401-headers-instance': () =>
    changed({ headers: new Headers() }, new Unauthorized({ scheme: 'Bearer' })),
  'own-status-200': () => changed({ status: 200 }),
  'own-status-99': () => changed({ status: 99 }),
  'own-status-text': () => changed({ status: '404' }),
  'own-status-nan': () => changed({ status: Number.NaN }),
  'own-status-404.5': () => changed({ status: 404.5 }),
  'own-status-infinity': () => changed({ status: Number.POSITIVE_INFINITY }),
  'own-status-undefined': () => changed({ status: undefined }),
  'own-status-object': () => changed({ status: { valueOf: () => 404 } }),
  'own-status-symbol': () => changed({ status: Symbol('404') }),
  'own-status-500': () => changed({ status: 500 }, new NotFound({ detail: SECRET })),
  'own-texts-not-text': () => changed({ detail: Symbol(SECRET), title: { a: 1 }, type: 7, instance: {} }),
  'own-texts-odd': () => changed({ title: Symbol('x'), instance: Symbol('y'), detail: 7n }),
  'own-extensions-bigint': () => changed({ extensions: { balance: 10n } }),
  'own-extensions-cycle': () => {
    /** @type {Record<string, unknown>} */
    const extensions = {};
    extensions['self'] = extensions;
    return changed({ extensions });
  },
  'own-extensions-to-json': () => changed({ extensions: { a: throwingGetters({}, ['toJSON']) } }),
  'own-extensions-proto': () =>
    new NotFound({
      extensions: JSON.parse(
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":{"__proto__":{"polluted":1},"b":1}}',
      ),
    }),
  'own-extensions-reserved': () => changed({ extensions: { status: 200, a: 1 } }),
  'own-state-proto': () =>
    new Conflict(
      JSON.parse(
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"id":7,"in":[{"__proto__":{"polluted":1}}]}',
      ),
    ),
  'own-state-constructor': () => new Conflict({ constructor: 'Ferrari', prototype: 'F40' }),
  'own-errors-html': () =>
    new UnprocessableContent({ errors: [{ detail: '<script>alert(1)</script>', pointer: '#/<b>' }] }),
  'own-detail-html': () => new NotFound('<script>alert("1")</script> & \'more\''),
  'own-detail-terminal': () => new NotFound('a\u001b[31mred\u0007\u009b31m\rb'),
  'own-detail-lone-surrogate': () => new NotFound('a\ud800b é 😀'),
  'json-throws': () =>
    withJson(() => {
      throw new Error(SECRET);
    }),
  'json-throws-null': () =>
    withJson(() => {
      throw null;
    }),
  'json-null': () => withJson(() => null),
  'json-string': () => withJson(() => 'abc'),
  'json-array': () => withJson(() => ['abc']),
  'json-rejects': () => withJson(() => Promise.reject(new Error(SECRET))),
  'json-revoked': () => withJson(() => revoked({})),
  'json-bigint': () => withJson(() => ({ title: 't', status: 409, a: 1n })),
  'json-status': () =>
    withJson(() => ({ type: 'about:blank', title: 't', status: 200, instance: 'urn:x:1' })),
  'json-status-typed': () => withJson(() => ({ type: 'urn:x:t', title: 't', status: 200 })),
  'json-private-fields-in-proxy': () => {
    class Private extends NotFound {
      #id = 7;
      toJSON() {
        return { ...super.toJSON(), id: this.#id };
      }
    }
    return new Proxy(new Private(), {});
  },

  // http-errors.
  'http-errors-404': () => createError(404, 'no such note'),
  'http-errors-404-frozen': () => Object.freeze(createError(404, 'no such note')),
  'http-errors-401': () => createError(401, 'who are you?'),
  'http-errors-502-expose': () => createError(502, SECRET, { expose: true, own: OWN }),
  'http-errors-message-1mb': () => createError(400, 'z'.repeat(1_000_000)),
  'http-errors-status-200': () => Object.assign(createError(404), { status: 200, statusCode: 200 }),
  'foreign-fields-with-line-breaks': () =>
    foreign429({
      'retry-after': '10\r\nset-cookie: evil=1',
      'www-authenticate': 'Basic realm="é"',
      allow: 'GET\0',
      vary: ['Origin', 'a\r\nset-cookie: evil=1'],
      'access-control-allow-origin': 'é',
      'access-control\r\nx': 'y',
    }),
  'foreign-fields-framing': () =>
    foreign429({ ...FRAMING, 'Retry-After': 5, 'set-cookie': 'a=b', 'x-any': 'y', etag: '"x"' }),
  'foreign-fields-10000': () =>
    foreign429(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`x-${index}`, 'v']))),
  'foreign-401-bad-challenge': () =>
    createError(401, 'who?', { headers: { 'www-authenticate': 'Basic realm="é"\r\nx: y' } }),
  'foreign-headers-instance': () => foreign429(new Headers({ 'retry-after': '3' })),
  'foreign-headers-text': () => createError(404, 'gone', { headers: 'x-secret: S3CR3T' }),
};

/** @param {unknown} message */
function changedMessage(message) {
  return Object.defineProperty(new Error(SECRET), 'message', { value: message });
}
