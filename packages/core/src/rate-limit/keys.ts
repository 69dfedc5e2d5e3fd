import { createHash } from 'node:crypto';
import { show } from '../arguments.ts';
import { requireToken } from '../fields/token.ts';
import { networkOf } from './ip-address.ts';
import { checkForwarded, checkTrust, misuse } from './misuse.ts';

/**
 * Whom a request counts for, as the helpers here give it. `null` says that it counts for nobody and is not limited; nothing,
 * or an empty text, is an error of the program, so that no two strangers share the key `undefined` by accident.
 */
export type RateLimitKey = (request: Addressed & WithFields) => string | null;

/**
 * What to do where a request has no key: not to limit it, to have all such requests share one limit, or to take another
 * key, such as `byIp()`.
 */
export type WithoutKey = 'skip' | 'shared' | RateLimitKey;

/** What is read of a request of Express or a context of Koa to know where it came from. */
export interface Addressed {
  readonly ip?: string | undefined;
  readonly socket?: unknown;
}

/** How addresses are grouped. */
export interface ByIpOptions {
  /** Bits of an IPv6 address that make the key, 1 to 128: whoever has one address has at least a /64. Default 64. */
  readonly ipv6Prefix?: number | undefined;
}

function isGone(socket: unknown): boolean {
  return (socket as { destroyed?: unknown } | null | undefined)?.destroyed === true;
}

/**
 * The key is the address of the client, as the framework knows it: an IPv4 address, also where it is mapped into IPv6 or comes
 * by NAT64, or the network of an IPv6 address.
 *
 * Throws a RangeError for a prefix that is none; with the first request a TypeError with the code `STATUSKIT_TRUST_PROXY`
 * where the framework lets any client choose its own address, and with the code `STATUSKIT_NO_KEY` where there is no
 * address, as with a Unix socket.
 *
 * @example
 * app.use(rateLimit({ policies, key: byIp({ ipv6Prefix: 56 }) }));
 */
export function byIp(options: ByIpOptions = {}): RateLimitKey {
  const { ipv6Prefix = 64 } = options;
  if (!Number.isInteger(ipv6Prefix) || ipv6Prefix < 1 || ipv6Prefix > 128)
    throw new RangeError(`ipv6Prefix: expected a whole number from 1 to 128, got ${show(ipv6Prefix)}`);
  let checkedApp: unknown;
  let hasSeenProxy = false;

  return function byIp(request) {
    const { app } = request as { readonly app?: unknown };
    if (app !== checkedApp || app === undefined) {
      checkTrust(request as object);
      checkedApp = app;
    }
    if (!hasSeenProxy) hasSeenProxy = checkForwarded(request as object);
    const { ip } = request;
    // A client that is gone has lost its address too, and needs no answer.
    if (ip === undefined || ip === '') {
      if (isGone(request.socket)) return null;
      throw misuse('STATUSKIT_NO_KEY', 'byIp: the request has no address; give a key of your own');
    }
    const network = networkOf(ip, ipv6Prefix);
    if (network === undefined) throw misuse('STATUSKIT_NO_KEY', `byIp: expected an address, got ${show(ip)}`);
    return network;
  };
}

function without(otherwise: WithoutKey | undefined, what: string): RateLimitKey {
  if (typeof otherwise === 'function') return otherwise;
  if (otherwise === 'skip') return () => null;
  if (otherwise === 'shared') return () => `${what} none`;
  if (otherwise !== undefined)
    throw new TypeError(`${what}: expected 'skip', 'shared' or another key, got ${show(otherwise)}`);
  return () => {
    throw misuse(
      'STATUSKIT_NO_KEY',
      `${what}: a request had no key; say what to do then: ${what}(…, 'skip')`,
    );
  };
}

type UserId = string | number | bigint;

// Core knows no framework, and what others put on a request has no type: who wants it checked names the type of `request`.
// biome-ignore lint/suspicious/noExplicitAny: `(req) => req.user?.id` is what is written in practice, and must compile
type AnyRequest = any;

/**
 * The key is the id of the user. `otherwise` says what to do where there is none, as for a request without a session.
 *
 * Throws a TypeError for arguments of the wrong form, and with the code `STATUSKIT_NO_KEY` for a request without a user
 * where nothing was said about it.
 *
 * @example
 * app.use(rateLimit({ policies, key: byUser((req) => req.user?.id, byIp()) }));
 */
export function byUser<Request = AnyRequest>(user: (request: Request) => UserId): RateLimitKey;
export function byUser<Request = AnyRequest>(
  user: (request: Request) => UserId | null | undefined,
  otherwise: WithoutKey,
): RateLimitKey;
export function byUser<Request>(
  user: (request: Request) => UserId | null | undefined,
  otherwise?: WithoutKey,
): RateLimitKey {
  if (typeof user !== 'function') throw new TypeError(`byUser: expected a function, got ${show(user)}`);
  const fallback = without(otherwise, 'byUser');
  return function byUser(request) {
    const id: unknown = user(request as Request); // the framework's own
    if (id === undefined || id === null || id === '') return fallback(request);
    if (typeof id !== 'string' && typeof id !== 'number' && typeof id !== 'bigint')
      throw misuse('STATUSKIT_NO_KEY', `byUser: expected a text or a number, got ${show(id)}`);
    return `u:${id}`;
  };
}

/** What is read of a request to know its fields. */
export interface WithFields {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * The key is the SHA-256 hash of a field of the request, such as an API key, so that no store ever sees the secret. `otherwise`
 * says what to do where the field is missing. Anybody can send any field: use it only behind what checks it.
 *
 * Throws a TypeError for arguments of the wrong form, and with the code `STATUSKIT_NO_KEY` for a request without the field where
 * nothing was said about it.
 *
 * @example
 * app.use(rateLimit({ policies, key: byHeaderHash('X-API-Key', byIp()) }));
 */
export function byHeaderHash(name: string, otherwise?: WithoutKey): RateLimitKey {
  const field = requireToken(name, 'field name').toLowerCase();
  const fallback = without(otherwise, 'byHeaderHash');
  return function byHeaderHash(request) {
    const value = request.headers[field];
    if (value === undefined || value.length === 0) return fallback(request);
    return `h:${createHash('sha256').update(String(value)).digest('base64url')}`;
  };
}
