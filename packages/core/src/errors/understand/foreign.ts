import { formatChallenge, parseChallenges } from '../../fields/challenge.ts';
import { listElements } from '../../fields/scan.ts';
import { read, readText } from '../../read.ts';
import type { ErrorHeaders } from '../init.ts';
import { readFields } from './snapshot.ts';

// Properties of the errors of axios, got, gaxios, openid-client, the AWS SDKs and others.
const CLIENT_MARKS = ['config', 'request', 'response', '$metadata', '$response', 'options'] as const;

/** Reports whether an error came from a client for other servers: its status and fields are not ours. */
export function isFromClientLibrary(value: unknown): boolean {
  return (
    CLIENT_MARKS.some((mark) => isObject(read(value, mark))) || isFromOpenai(value) || isFromStripe(value)
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function has(value: unknown, name: string): boolean {
  try {
    return isObject(value) && Object.hasOwn(value as object, name);
  } catch {
    return false; // a proxy
  }
}

/** The SDKs of OpenAI, Anthropic and others that one generator makes. After a failed connection the values are undefined. */
function isFromOpenai(value: unknown): boolean {
  if (!has(value, 'status') || !has(value, 'headers')) return false;
  if (!has(value, 'requestID') && !has(value, 'request_id')) return false;
  return has(value, 'error') || typeof read(read(value, 'headers'), 'get') === 'function';
}

/** A webhook's signature that is wrong is about our own request. */
function isFromStripe(value: unknown): boolean {
  const type = readText(value, 'type');
  if (type === undefined || type === 'StripeSignatureVerificationError') return false;
  return isObject(read(value, 'raw')) && (type.startsWith('Stripe') || has(value, 'rawType'));
}

// The names of POSIX and of libuv for what can go wrong in files, sockets, processes and name resolution.
const ERRNO: ReadonlySet<unknown> = new Set(
  (
    'E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF EBADMSG EBUSY ECANCELED ECHARSET ECHILD ECONNABORTED ECONNREFUSED ' +
    'ECONNRESET EDEADLK EDESTADDRREQ EDOM EDQUOT EEXIST EFAULT EFBIG EFTYPE EHOSTDOWN EHOSTUNREACH EIDRM EILSEQ ' +
    'EINPROGRESS EINTR EINVAL EIO EISCONN EISDIR ELOOP EMFILE EMLINK EMSGSIZE ENAMETOOLONG ENETDOWN ENETRESET ' +
    'ENETUNREACH ENFILE ENOBUFS ENODATA ENODEV ENOENT ENOEXEC ENOLCK ENOLINK ENOMEM ENOMSG ENONET ENOPROTOOPT ' +
    'ENOSPC ENOSYS ENOTCONN ENOTDIR ENOTEMPTY ENOTFOUND ENOTSOCK ENOTSUP ENOTTY ENXIO EOPNOTSUPP EOVERFLOW EPERM ' +
    'EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE ERANGE EREMOTEIO EROFS ESHUTDOWN ESOCKTNOSUPPORT ESPIPE ESRCH ESTALE ' +
    'ETIME ETIMEDOUT ETXTBSY EWOULDBLOCK EXDEV'
  ).split(' '),
);

/**
 * Reports whether the operating system made an error: its message names paths and addresses. A `code` that is not one of
 * the system's, or a `path` alone, is a property that a program has added.
 */
export function isSystemError(value: unknown): boolean {
  return (
    typeof read(value, 'syscall') === 'string' ||
    typeof read(value, 'errno') === 'number' ||
    ERRNO.has(read(value, 'code')) ||
    readText(value, 'code')?.startsWith('EAI_') === true
  );
}

/**
 * Reports whether an error that a program has passed on, such as `createError(404, error)`, was made by a system, a
 * database or a client library: its message was not written for clients.
 */
export function isOfMachine(value: unknown): boolean {
  return (
    isSystemError(value) ||
    isFromClientLibrary(value) ||
    ['code', 'path'].some((mark) => read(value, mark) !== undefined)
  );
}

/** Reports whether a program has chosen a status itself, as in `createError(404, 'no such city', { cause })`. */
export function isChosen(value: unknown): boolean {
  return typeof read(value, 'expose') === 'boolean' || read(value, 'isBoom') === true;
}

const CHALLENGES: readonly string[] = ['proxy-authenticate', 'www-authenticate'];

/** The fields that belong to a status, as the status table has them; a test compares the two. */
export const FIELDS_OF_STATUS: Readonly<Partial<Record<number, readonly string[]>>> = {
  401: ['www-authenticate'],
  403: ['www-authenticate'], // RFC 6750 §3.1: insufficient_scope
  405: ['allow'],
  407: ['proxy-authenticate'],
  413: ['retry-after'],
  415: ['accept', 'accept-encoding', 'accept-patch', 'accept-post', 'accept-query'],
  416: ['content-range'],
  429: ['retry-after'],
  503: ['retry-after'],
};

/**
 * Returns the fields that an error of a known producer brings: those that belong to its status, or those that are named.
 * What a field cannot hold is left out.
 */
export function foreignHeaders(
  given: unknown,
  status: number,
  names: readonly string[] = FIELDS_OF_STATUS[status] ?? [],
): ErrorHeaders {
  const headers: ErrorHeaders = {};
  if (names.length === 0) return headers;
  for (const [field, value] of readFields(given)) {
    if (!names.includes(field)) continue;
    const sound = CHALLENGES.includes(field) ? soundChallenges(value) : value;
    if (sound !== undefined) headers[field] = sound;
  }
  return headers;
}

/**
 * Returns challenges in which each parameter occurs once (RFC 9110 §11.2), or undefined without challenges: Boom writes the
 * parameter `error` twice.
 */
function soundChallenges(value: string | string[]): string | string[] | undefined {
  const challenges = parseChallenges(value);
  const counted = challenges.map(({ params }) => Math.max(1, Object.keys(params ?? {}).length));
  if (counted.reduce((sum, count) => sum + count, 0) === listElements(value).length) return value;
  const text = String(value);
  const lines = challenges.map((challenge) => {
    const at = text.toLowerCase().indexOf(challenge.scheme);
    return formatChallenge({ ...challenge, scheme: text.slice(at, at + challenge.scheme.length) });
  });
  return lines.length > 1 ? lines : lines[0];
}
