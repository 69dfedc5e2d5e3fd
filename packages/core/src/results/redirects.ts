import { show } from '../arguments.ts';
import { makeResult, type Result } from './result.ts';
import { headersOf, type Member, OF_ALL, type ResultInit, type WaitInit } from './result-init.ts';
import { checkTarget, originsOf } from './target.ts';

/** A status that sends the client to another URI. */
export type RedirectStatus = 301 | 302 | 303 | 307 | 308;

/** Options and fields of a redirection. */
export interface RedirectInit extends ResultInit, WaitInit {
  /**
   * Other hosts that the target may name: `login.example` (https), `login.example:8443`, or an origin such as `http://localhost:3000`.
   * Default: none, so that the target stays on the origin of the request.
   */
  readonly allowHosts?: readonly string[] | undefined;
  /** Target to use if the first one is refused, which may then be any value, such as `req.query.next`. Default: a refused target throws. */
  readonly fallback?: string | URL | undefined;
}

/** Options of a redirection with a fallback, whose target may be any value. */
export interface FallbackInit extends RedirectInit {
  /** Target to use if the first one is refused. */
  readonly fallback: string | URL;
}

/** A function that sends the client to a target on the origin of the request, or on one of `allowHosts`. */
export interface Redirector<S extends RedirectStatus> {
  (target: string | URL, init?: RedirectInit): Result<S, undefined>;
  (target: unknown, init: FallbackInit): Result<S, undefined>;
}

const MEMBERS: readonly Member[] = [...OF_ALL, 'retryAfter', 'allowHosts', 'fallback'];

function redirectTo<S extends RedirectStatus>(
  status: S,
  helper: string,
  target: unknown,
  init: RedirectInit | undefined,
  members = MEMBERS,
): Result<S, undefined> {
  const headers = headersOf(init, members, helper);
  const origins = originsOf(init?.allowHosts);
  const fallback = init?.fallback === undefined ? undefined : checkTarget(init.fallback, origins);
  if (fallback !== undefined && 'refused' in fallback)
    throw new TypeError(`${helper}: fallback: ${fallback.refused}`);
  const checked = checkTarget(target, origins);
  const chosen = 'refused' in checked ? (fallback ?? checked) : checked;
  if ('refused' in chosen) throw new TypeError(`${helper}: ${chosen.refused}`);
  return makeResult(status, { ...headers, location: chosen.location }, undefined);
}

/**
 * Returns a 303: the request has been processed, and GET on the target returns the response to it (RFC 9110 §15.4.4). Send it after a
 * form was posted, so that a reload of the page posts nothing.
 *
 * The target is a path (`/orders/7`, `./7`, `?page=2`) or a URL on one of `allowHosts`. Characters outside ASCII are percent-encoded.
 *
 * @throws {TypeError} If the target is neither a path nor a URL of `allowHosts` and there is no `fallback`, or a field is invalid.
 *
 * @example
 * ```ts
 * seeOther('/orders/7'); // 303
 * seeOther('//evil.example', { fallback: '/' }); // 303
 * ```
 */
export const seeOther: Redirector<303> = function seeOther(
  target: unknown,
  init?: RedirectInit,
): Result<303, undefined> {
  return redirectTo(303, 'seeOther', target, init);
};

/**
 * Returns a 302: the target is temporarily elsewhere, and a POST may become a GET (RFC 9110 §15.4.3). After a POST, {@link seeOther} or
 * {@link moved}`.temporarily` says which is meant.
 *
 * @throws {TypeError} If the target is neither a path nor a URL of `allowHosts` and there is no `fallback`, or a field is invalid.
 *
 * @example
 * ```ts
 * found('/login'); // 302
 * ```
 */
export const found: Redirector<302> = function found(
  target: unknown,
  init?: RedirectInit,
): Result<302, undefined> {
  return redirectTo(302, 'found', target, init);
};

/** Options of a permanent move in which a POST may become a GET, as it does in browsers. */
export interface MayChangeInit extends RedirectInit {
  /** Permits the client to change POST to GET. */
  readonly method: 'may-change';
}

/** Moves that keep the method and the content of the request. */
export interface Moved {
  /**
   * Returns a 308: the target has moved permanently, and the client repeats the request there unchanged (RFC 9110 §15.4.9). With
   * `{ method: 'may-change' }` it is a 301, for clients that do not know 308 (§15.4.2).
   *
   * Browsers store either for as long as they like, unless `cacheControl` sets a limit.
   *
   * @throws {TypeError} If the target is neither a path nor a URL of `allowHosts` and there is no `fallback`, or a field is invalid.
   *
   * @example
   * ```ts
   * moved.permanently('/airports/NQZ', { cacheControl: { maxAgeSeconds: 86_400 } }); // 308
   * ```
   */
  permanently(target: string | URL, init: MayChangeInit): Result<301, undefined>;
  permanently(target: string | URL, init?: RedirectInit): Result<308, undefined>;
  permanently(target: unknown, init: FallbackInit): Result<308, undefined>;
  /**
   * Returns a 307: the target is temporarily elsewhere, and the client repeats the request there unchanged (RFC 9110 §15.4.8).
   *
   * @throws {TypeError} If the target is neither a path nor a URL of `allowHosts` and there is no `fallback`, or a field is invalid.
   *
   * @example
   * ```ts
   * moved.temporarily('/maintenance', { retryAfter: { seconds: 600 } }); // 307
   * ```
   */
  temporarily: Redirector<307>;
}

/**
 * Redirections of a target that has moved: `permanently` is a 308, `temporarily` a 307.
 *
 * @example
 * ```ts
 * moved.permanently('/new'); // 308
 * moved.temporarily('/maintenance'); // 307
 * ```
 */
export const moved: Moved = {
  // The overloads of Moved: a 301 only if the method is passed.
  permanently: function permanently(target: unknown, init?: RedirectInit & { readonly method?: unknown }) {
    if (init?.method === undefined) return redirectTo(308, 'moved.permanently', target, init);
    if (init.method !== 'may-change') {
      throw new TypeError(`moved.permanently: expected method to be "may-change", got ${show(init.method)}`);
    }
    return redirectTo(301, 'moved.permanently', target, init, [...MEMBERS, 'method']);
  } as Moved['permanently'],
  temporarily: function temporarily(target: unknown, init?: RedirectInit) {
    return redirectTo(307, 'moved.temporarily', target, init);
  },
};

/** Options that decide the status of a redirection. */
export interface RedirectChoice<P extends boolean, K extends boolean> extends RedirectInit {
  /** Whether the move is permanent. Default: false. */
  readonly permanent?: P | undefined;
  /** Whether the client repeats the request unchanged; otherwise a POST may become a GET. Required. */
  readonly keepMethod: K;
}

/** The status of a choice. */
export type RedirectStatusFor<P extends boolean, K extends boolean> = P extends true
  ? K extends true
    ? 308
    : 301
  : K extends true
    ? 307
    : 302;

/**
 * Returns a redirection by its meaning: 308, 307, 301 or 302 (RFC 9110 §15.4).
 *
 * @throws {TypeError} If the target is neither a path nor a URL of `allowHosts` and there is no `fallback`, or a field is invalid, or `keepMethod` is
 * not a boolean.
 *
 * @example
 * ```ts
 * redirect('/new', { permanent: true, keepMethod: true }); // 308
 * redirect('/new', { keepMethod: false }); // 302
 * ```
 */
export function redirect<K extends boolean, P extends boolean = false>(
  target: string | URL,
  init: RedirectChoice<P, K>,
): Result<RedirectStatusFor<P, K>, undefined> {
  const { permanent = false, keepMethod }: { permanent?: unknown; keepMethod?: unknown } = init ?? {};
  if (typeof keepMethod !== 'boolean') {
    throw new TypeError(`redirect: expected keepMethod to be true or false, got ${show(keepMethod)}`);
  }
  if (typeof permanent !== 'boolean') {
    throw new TypeError(`redirect: expected permanent to be true or false, got ${show(permanent)}`);
  }
  const status = permanent ? (keepMethod ? 308 : 301) : keepMethod ? 307 : 302;
  const result = redirectTo(status, 'redirect', target, init, [...MEMBERS, 'permanent', 'keepMethod']);
  // The compiler does not relate a choice at run time to the conditional type; a test holds all four.
  return result as Result<RedirectStatusFor<P, K>, undefined>;
}
