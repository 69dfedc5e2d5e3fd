import { describe, expect, it } from 'vitest';
import {
  foreignHeaders,
  isChosen,
  isFromClientLibrary,
  isOfMachine,
  isSystemError,
} from '../../../src/errors/understand/foreign.ts';
import { revoked, thrown } from './rules/cases.ts';

const OPENAI = { status: 401, headers: {}, requestID: 'x', error: {} };
// After a failed connection, the properties are there and undefined.
const UNCONNECTED = { status: undefined, headers: undefined, requestID: undefined, error: undefined };
const STRIPE = { type: 'StripeCardError', raw: {} };
const without = (members: object, name: string): object => ({ ...members, [name]: undefined });
const lacking = (members: object, name: string): object => {
  const { [name]: _left, ...others } = members as Record<string, unknown>;
  return others;
};

describe('an error of a client for other servers', () => {
  it.each<[string, object, boolean]>([
    ...['config', 'request', 'response', '$metadata', '$response', 'options'].flatMap(
      (mark): [string, object, boolean][] => [
        [mark, { [mark]: {} }, true],
        [`${mark} that is text`, { [mark]: 'x' }, false],
        [`${mark} that is null`, { [mark]: null }, false],
      ],
    ),
    ['no mark', {}, false],
    ["OpenAI's", OPENAI, true],
    ["Anthropic's", { status: 401, headers: {}, request_id: 'x', error: {} }, true],
    ["OpenAI's without a connection", UNCONNECTED, true],
    [
      'one of the same generator, with Headers',
      { status: 401, headers: new Headers(), request_id: null },
      true,
    ],
    ['one with plain headers and without an error', lacking(OPENAI, 'error'), false],
    ['one without a status', lacking(OPENAI, 'status'), false],
    ['one without headers', lacking(OPENAI, 'headers'), false],
    ['one without an id', lacking(OPENAI, 'requestID'), false],
    ["Stripe's", STRIPE, true],
    ["Stripe's, of a newer class", { type: 'card_error', rawType: 'card_error', raw: {} }, true],
    ["Stripe's without a raw one", without(STRIPE, 'raw'), false],
    ['one with another type', { type: 'MyStripeError', raw: {} }, false],
    ['one without a type', { raw: {}, rawType: 'x' }, false],
    // A webhook is our own request.
    ["Stripe's about a signature", { type: 'StripeSignatureVerificationError', raw: {} }, false],
  ])('%s', (_what, members, isOfClient) => {
    expect(isFromClientLibrary(thrown(members))).toBe(isOfClient);
    expect(isOfMachine(thrown(members))).toBe(isOfClient);
  });

  it('is false for what cannot be read', () => {
    const trap = (): never => {
      throw new Error('trap');
    };
    expect(isFromClientLibrary(revoked())).toBe(false);
    expect(isFromClientLibrary(new Proxy(thrown(OPENAI), { getOwnPropertyDescriptor: trap }))).toBe(false);
    expect([undefined, null, 'x'].map(isFromClientLibrary)).toEqual([false, false, false]);
  });
});

// The names of POSIX and of libuv.
const ERRNO =
  'E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF EBADMSG EBUSY ECANCELED ECHARSET ECHILD ' +
  'ECONNABORTED ECONNREFUSED ECONNRESET EDEADLK EDESTADDRREQ EDOM EDQUOT EEXIST EFAULT EFBIG EFTYPE EHOSTDOWN ' +
  'EHOSTUNREACH EIDRM EILSEQ EINPROGRESS EINTR EINVAL EIO EISCONN EISDIR ELOOP EMFILE EMLINK EMSGSIZE ENAMETOOLONG ' +
  'ENETDOWN ENETRESET ENETUNREACH ENFILE ENOBUFS ENODATA ENODEV ENOENT ENOEXEC ENOLCK ENOLINK ENOMEM ENOMSG ENONET ' +
  'ENOPROTOOPT ENOSPC ENOSYS ENOTCONN ENOTDIR ENOTEMPTY ENOTFOUND ENOTSOCK ENOTSUP ENOTTY ENXIO EOPNOTSUPP EOVERFLOW ' +
  'EPERM EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE ERANGE EREMOTEIO EROFS ESHUTDOWN ESOCKTNOSUPPORT ESPIPE ESRCH ESTALE ' +
  'ETIME ETIMEDOUT ETXTBSY EWOULDBLOCK EXDEV EAI_AGAIN EAI_FAIL';

describe('an error of the system', () => {
  it.each(ERRNO.split(' '))('has the code %s', (code) => {
    expect(isSystemError(thrown({ code }))).toBe(true);
  });

  it.each<[string, object, boolean]>([
    ['a syscall', { syscall: 'open' }, true],
    ['an errno', { errno: -2 }, true],
    ['a syscall that is not text', { syscall: 1 }, false],
    ['an errno that is text', { errno: 'x' }, false],
    ['a code of the program', { code: 'EBADCSRFTOKEN' }, false],
    ['a code that only contains EAI_', { code: 'XEAI_' }, false],
    ['a code that is a number', { code: 2 }, false],
    ['an empty code', { code: '' }, false],
    ['nothing', {}, false],
  ])('is known by %s', (_what, members, isOfSystem) => {
    expect(isSystemError(thrown(members))).toBe(isOfSystem);
  });

  it.each<[string, object, boolean]>([
    ['a syscall', { syscall: 'open' }, true],
    ['any code', { code: '22P02' }, true],
    ['any path', { path: '/srv' }, true],
    ['nothing', {}, false],
  ])('or of a database, if a program has passed it on, by %s', (_what, members, isOf) => {
    expect(isOfMachine(thrown(members))).toBe(isOf);
  });
});

it.each<[object, boolean]>([
  [{ expose: true }, true],
  [{ expose: false }, true],
  [{ isBoom: true }, true],
  [{ expose: 1 }, false],
  [{ isBoom: 1 }, false],
  [{}, false],
])('a program has chosen the status itself: %j', (members, isOwn) => {
  expect(isChosen(thrown(members))).toBe(isOwn);
});

describe('the fields of an error that belong to its status', () => {
  const NAMES =
    'accept accept-encoding accept-patch accept-post accept-query allow content-range proxy-authenticate retry-after ' +
    'www-authenticate vary set-cookie';
  const given = Object.fromEntries(NAMES.split(' ').map((name) => [name, 'Bearer']));
  it.each<[number, string]>([
    [401, 'www-authenticate'],
    [403, 'www-authenticate'],
    [404, ''],
    [405, 'allow'],
    [407, 'proxy-authenticate'],
    [413, 'retry-after'],
    [415, 'accept accept-encoding accept-patch accept-post accept-query'],
    [416, 'content-range'],
    [429, 'retry-after'],
    [503, 'retry-after'],
  ])('%i: %s', (status, names) => {
    const expected = names === '' ? [] : names.split(' ');
    expect(Object.keys(foreignHeaders(given, status)).sort()).toEqual(expected);
  });

  it('or those that are named', () => {
    expect(foreignHeaders({ Vary: 'a', Allow: 'GET' }, 405, ['vary'])).toEqual({ vary: 'a' });
    expect(foreignHeaders({ Vary: 'a', Allow: 'GET' }, 405, [])).toEqual({});
  });

  it.each(['www-authenticate', 'proxy-authenticate'])('%s: a parameter occurs once', (name) => {
    const twice = 'Bearer error="a", error="b"';
    expect(foreignHeaders({ [name]: twice }, 400, [name])).toEqual({ [name]: 'Bearer error="a"' });
    expect(foreignHeaders({ vary: twice }, 400, ['vary'])).toEqual({ vary: twice });
  });

  it.each<[string, string | string[], string | string[]]>([
    ['one parameter', 'Bearer realm="a"', 'Bearer realm="a"'],
    ['a scheme alone', 'basic', 'basic'],
    ['a token', 'Negotiate YWI=', 'Negotiate YWI='],
    ['two', 'Basic  realm="a", Bearer', 'Basic  realm="a", Bearer'],
    ['two lines', ['Basic realm="a"', 'Bearer'], ['Basic realm="a"', 'Bearer']],
    ['two parameters, written with spaces', 'Digest realm="a" ,nonce="b"', 'Digest realm="a" ,nonce="b"'],
    ['one of two with a parameter twice', 'Basic, Digest a=b, a=c', ['Basic', 'Digest a="b"']],
    ['one with a broken parameter', 'Bearer realm="a", error="', 'Bearer realm="a"'],
  ])(
    'challenges that can be read are sent as they are, except a parameter that is repeated: %s',
    (_what, given, sent) => {
      expect(foreignHeaders({ 'www-authenticate': given }, 401)).toEqual({ 'www-authenticate': sent });
    },
  );

  it('a challenge that cannot be read is left out, and so is its field', () => {
    expect(foreignHeaders({ 'www-authenticate': '"' }, 401)).toEqual({});
    expect(Object.keys(foreignHeaders({ 'www-authenticate': '"' }, 401))).toEqual([]);
  });
});
