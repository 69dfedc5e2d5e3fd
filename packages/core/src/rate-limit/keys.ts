import { createHash } from 'node:crypto';
import { expected, requireFunction, requireInteger, show } from '../arguments.ts';
import { requireToken } from '../fields/token.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import { warnOnce } from '../warn.ts';
import { networkOf } from './ip-address.ts';
import { misuse } from './misuse.ts';
import { asksProxies, checkForwarded, checkTrust } from './trust.ts';

/**
 * Returns the key under which a request counts; `null` if it is not limited. Undefined and an empty string are errors of the
 * program, so that no two strangers share the key `undefined` by accident.
 */
export type RateLimitKey = (request: Addressed & WithFields) => string | null;

/**
 * What happens to a request without a key: `'skip'`, it is not limited; `'shared'`, all such requests share one limit; or another
 * key, such as `byIp()`.
 */
export type WithoutKey = 'skip' | 'shared' | RateLimitKey;

/** The part of an Express request or a Koa context from which the address of the client is read. */
export interface Addressed {
  readonly ip?: string | undefined;
  readonly socket?: unknown;
}

/** How addresses are grouped. */
export interface ByIpOptions {
  /**
   * Bits of an IPv6 address that make the key, 1 to 128. A provider usually assigns a /56 to a customer (RIPE-690), in which there
   * are 256 networks. Default: 56.
   */
  readonly ipv6Prefix?: number | undefined;
}

/** Clients without a known address share this key. It is not an address, so no other client can have it. */
const UNKNOWN = 'ip:unknown';

function isGone(socket: unknown): boolean {
  return (socket as { destroyed?: unknown } | null | undefined)?.destroyed === true;
}

const NAMES: OptionNames<ByIpOptions> = {
  ipv6Prefix: true,
};

/**
 * Returns a key function: the key is the address of the client, as the framework knows it. IPv4 addresses count one by one, also
 * if they are written as IPv6 or come through 6to4, Teredo or NAT64; IPv6 addresses count by network.
 *
 * What a trusted proxy names that is not an address (`unknown`, RFC 7239 §6.2) counts under one shared key, and so does a client
 * that has left. The key function throws a TypeError with the code `STATUSKIT_TRUST_PROXY` if the framework lets any client choose
 * its own address, and one with the code `STATUSKIT_NO_KEY` if there is no address and no proxy, as behind a Unix socket.
 *
 * @throws {RangeError} If `ipv6Prefix` is not an integer from 1 to 128.
 *
 * @example
 * ```ts
 * app.use(rateLimit({ policies, key: byIp({ ipv6Prefix: 64 }) }));
 * ```
 */
export function byIp(options: ByIpOptions = {}): RateLimitKey {
  warnOfUnknown('byIp', options, NAMES);
  const ipv6Prefix = requireInteger('ipv6Prefix', options.ipv6Prefix ?? 56, { least: 1, most: 128 });
  let checkedApp: unknown;
  let hasSeenProxy = false;

  return function byIp(request) {
    const { app } = request as { readonly app?: unknown };
    if (app !== checkedApp) {
      checkTrust(request);
      checkedApp = app;
    }
    if (!hasSeenProxy) hasSeenProxy = checkForwarded(request);
    const { ip } = request;
    const network = typeof ip === 'string' ? networkOf(ip, ipv6Prefix) : undefined;
    if (network !== undefined) return network;
    if (asksProxies(request) || isGone(request.socket)) return UNKNOWN;
    throw misuse('STATUSKIT_NO_KEY', `byIp: expected an address, got ${show(ip)}; use a key of your own`);
  };
}

function without(name: string, otherwise: WithoutKey | undefined): RateLimitKey {
  if (typeof otherwise === 'function') return otherwise;
  if (otherwise === 'skip') return () => null;
  if (otherwise === 'shared') return () => `${name} none`;
  if (otherwise !== undefined)
    throw new TypeError(expected(name, "'skip', 'shared' or another key", otherwise));
  return () => {
    throw misuse(
      'STATUSKIT_NO_KEY',
      `${name}: a request had no key; say what to do then: ${name}(…, 'skip')`,
    );
  };
}

type UserId = string | number | bigint;

// Core knows no framework, and what others put on a request has no type: to have it checked, name the type of `request`.
// biome-ignore lint/suspicious/noExplicitAny: `(req) => req.user?.id` is what is written in practice, and must compile
type AnyRequest = any;

/** Requests without a user after which a limiter by user is suspected to stand before the authentication. */
const SUSPICIOUS = 1000;

/**
 * Returns a key function: the key is the id of the user. Mount it behind the authentication; a limiter before it never sees a
 * user. If none of the first 1,000 requests has one, the process warns once.
 *
 * @param otherwise What to do with a request without a user. If it is not given, such a request is a TypeError with the code
 * `STATUSKIT_NO_KEY`.
 *
 * @throws {TypeError} If an argument has the wrong type.
 *
 * @example
 * ```ts
 * app.use(authenticate);
 * app.use(rateLimit({ policies, key: byUser((req) => req.user?.id, byIp()) }));
 * ```
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
  requireFunction('byUser', user);
  const fallback = without('byUser', otherwise);
  let hasFound = false;
  let missed = 0;

  function withoutUser(request: Addressed & WithFields): string | null {
    if (!hasFound && ++missed === SUSPICIOUS) {
      warnOnce(
        'STATUSKIT_NO_USER',
        `byUser has found no user in ${SUSPICIOUS} requests: a limiter by user must stand behind the authentication.`,
      );
    }
    return fallback(request);
  }

  return function byUser(request) {
    const id: unknown = user(request as Request); // the framework's own
    if (id === undefined || id === null || id === '') return withoutUser(request);
    if (typeof id !== 'string' && typeof id !== 'number' && typeof id !== 'bigint')
      throw misuse('STATUSKIT_NO_KEY', `byUser: expected a string or a number, got ${show(id)}`);
    hasFound = true;
    return `u:${id}`;
  };
}

/** The part of a request from which its fields are read. */
export interface WithFields {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Returns a key function: the key is the SHA-256 hash of a field of the request, such as an API key, so that no store ever sees
 * the secret. Anybody can send any field: use it only behind the middleware that checks it.
 *
 * @param otherwise What to do with a request without the field. If it is not given, such a request is a TypeError with the code
 * `STATUSKIT_NO_KEY`.
 *
 * @throws {TypeError} If an argument has the wrong type, or if the name is not a field name.
 *
 * @example
 * ```ts
 * app.use(rateLimit({ policies, key: byHeaderHash('X-API-Key', byIp()) }));
 * ```
 */
export function byHeaderHash(name: string, otherwise?: WithoutKey): RateLimitKey {
  const field = requireToken(name, 'field name').toLowerCase();
  const fallback = without('byHeaderHash', otherwise);
  return function byHeaderHash(request) {
    const value = request.headers[field];
    if (value === undefined || value.length === 0) return fallback(request);
    return `h:${createHash('sha256').update(String(value)).digest('base64url')}`;
  };
}
