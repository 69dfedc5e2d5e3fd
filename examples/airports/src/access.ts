import type { IncomingHttpHeaders } from 'node:http';
import { Forbidden, NotFound, Unauthorized } from '@statuskit/core';

/** Who may do what: a reader reads, an editor also adds, an admin also removes and sees the audit. */
export type Role = 'reader' | 'editor' | 'admin';

/** Someone who showed a token. */
export type User = { readonly name: string; readonly role: Role };

/** The protection space of the register, RFC 9110 §11.5. */
export const realm = 'airports';

// For this demo only: in the source, readable by everyone, and good for nothing else.
const demoTokens: ReadonlyMap<string, User> = new Map([
  ['demo-token-of-rita-the-reader', { name: 'rita', role: 'reader' }],
  ['demo-token-of-edda-the-editor', { name: 'edda', role: 'editor' }],
  ['demo-token-of-anna-the-admin', { name: 'anna', role: 'admin' }],
]);

const ranks: Readonly<Record<Role, number>> = { reader: 0, editor: 1, admin: 2 };

// RFC 6750 §2.1: the scheme in any case, spaces, one token68.
const bearer = /^bearer +([\w.~+/-]+=*) *$/i;

function identify({ authorization }: IncomingHttpHeaders): User | 'none' | 'invalid' {
  // RFC 6750 §3.1: who shows no token of this scheme is told of no error, only how to come in.
  if (authorization === undefined || !/^bearer(?: |$)/i.test(authorization)) return 'none';
  return demoTokens.get(bearer.exec(authorization)?.[1] ?? '') ?? 'invalid';
}

/**
 * The user behind the request's bearer token, at least of the given role.
 *
 * Throws Unauthorized with a challenge where there is no token or a wrong one, Forbidden where the role does not do.
 *
 * @example
 * const { name } = authorize(request.headers, 'editor');
 */
export function authorize(headers: IncomingHttpHeaders, least: Role): User {
  const user = identify(headers);
  if (user === 'none') throw new Unauthorized({ scheme: 'Bearer', params: { realm } });
  if (user === 'invalid') {
    throw new Unauthorized({ scheme: 'Bearer', params: { realm, error: 'invalid_token' } });
  }
  if (ranks[user.role] < ranks[least])
    throw new Forbidden(`This takes the role ${least}; yours is ${user.role}.`);
  return user;
}

/**
 * Like `authorize`, for things whose very existence is nobody's business: everyone else gets the 404 that any unknown
 * path gets (RFC 9110 §15.5.4).
 */
export function authorizeHidden(headers: IncomingHttpHeaders, least: Role): User {
  const user = identify(headers);
  if (user === 'none' || user === 'invalid' || ranks[user.role] < ranks[least]) throw new NotFound();
  return user;
}

/** Whose request this is, for what is remembered of it: nobody may get at what another one's key stands for. */
export function callerOf(headers: IncomingHttpHeaders): string {
  const user = identify(headers);
  return typeof user === 'string' ? 'nobody' : user.name;
}

/**
 * Hides all of `/admin` from everyone but admins. A route's own 404 is not enough: the 405 and the OPTIONS that are
 * answered for its path would still tell that there is one.
 *
 * Throws what `authorizeHidden` throws.
 */
export function hideAdmin(path: string, headers: IncomingHttpHeaders): void {
  // Both routers match paths in any case.
  if (/^\/admin(?:\/|$)/i.test(path)) authorizeHidden(headers, 'admin');
}
