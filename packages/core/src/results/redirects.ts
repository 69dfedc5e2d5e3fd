import { show } from '../arguments.ts';
import { makeResult, type Result } from './result.ts';
import { headersOf, type Member, OF_ALL, type ResultInit, type WaitInit } from './result-init.ts';
import { checkTarget, originsOf } from './target.ts';

/** A status that sends the client elsewhere. */
export type RedirectStatus = 301 | 302 | 303 | 307 | 308;

/** What may be said about a redirection. */
export interface RedirectInit extends ResultInit, WaitInit {
  /**
   * Where else than to the own origin it may lead: `login.example` (by https), `login.example:8443`, or an origin such as
   * `http://localhost:3000`. Default: nowhere.
   */
  readonly allowHosts?: readonly string[] | undefined;
  /** Where to go if the target is refused, so that it may be anything, such as `req.query.next`. Default: a refused target throws. */
  readonly fallback?: string | URL | undefined;
}

/** With a fallback a target may be anything. */
export interface FallbackInit extends RedirectInit {
  readonly fallback: string | URL;
}

/** Sends the client to a target within the own origin, or at one of `allowHosts`. */
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
 * 303: what was asked for is done, or the answer is found by GET elsewhere (RFC 9110 §15.4.4). The one to send after a form was
 * posted, so that a reload of the page posts nothing.
 *
 * The target is a path (`/orders/7`, `./7`, `?page=2`) or a URL of `allowHosts`; what is outside ASCII is percent-encoded. Throws a
 * TypeError for any other target, unless there is a `fallback`, and for fields of the wrong form.
 *
 * @example
 * seeOther('/orders/7');
 * seeOther(request.query.next, { fallback: '/' });
 */
export const seeOther: Redirector<303> = function seeOther(
  target: unknown,
  init?: RedirectInit,
): Result<303, undefined> {
  return redirectTo(303, 'seeOther', target, init);
};

/**
 * 302: it is elsewhere for now, and a POST may become a GET on the way (RFC 9110 §15.4.3). After a POST say what is meant:
 * {@link seeOther} or {@link moved}`.temporarily`. Targets and what is thrown: as for `seeOther`.
 *
 * @example
 * found('/login');
 */
export const found: Redirector<302> = function found(
  target: unknown,
  init?: RedirectInit,
): Result<302, undefined> {
  return redirectTo(302, 'found', target, init);
};

/** A permanent move in which a POST may become a GET, as it does in browsers. */
export interface MayChangeInit extends RedirectInit {
  readonly method: 'may-change';
}

/** Moves, which keep the method and the content of the request. */
export interface Moved {
  /**
   * 308: it is elsewhere for good; the client repeats the request there as it was (RFC 9110 §15.4.9). With
   * `{ method: 'may-change' }` a 301, for clients that do not know a 308 (§15.4.2).
   *
   * Browsers keep either for as long as they like, unless `cacheControl` sets a bound. Targets and what is thrown: as for `seeOther`.
   *
   * @example
   * moved.permanently('/airports/NQZ', { cacheControl: { maxAgeSeconds: 86_400 } });
   */
  permanently(target: string | URL, init: MayChangeInit): Result<301, undefined>;
  permanently(target: string | URL, init?: RedirectInit): Result<308, undefined>;
  permanently(target: unknown, init: FallbackInit): Result<308, undefined>;
  /**
   * 307: it is elsewhere for now; the client repeats the request there as it was (RFC 9110 §15.4.8). Targets and what is thrown: as
   * for `seeOther`.
   *
   * @example
   * moved.temporarily('/maintenance', { retryAfter: { seconds: 600 } });
   */
  temporarily: Redirector<307>;
}

/** The target has moved: `permanently` is a 308, `temporarily` a 307. */
export const moved: Moved = {
  // The overloads of Moved: a 301 only where the method says so.
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

/** What decides the status of a redirection. */
export interface RedirectChoice<P extends boolean, K extends boolean> extends RedirectInit {
  /** Whether the move is for good. Default: false. */
  readonly permanent?: P | undefined;
  /** Whether the client repeats the request as it was; else a POST may become a GET. To be said each time. */
  readonly keepMethod: K;
}

/** The status that a choice means. */
export type RedirectStatusFor<P extends boolean, K extends boolean> = P extends true
  ? K extends true
    ? 308
    : 301
  : K extends true
    ? 307
    : 302;

/**
 * A redirection by what it is to mean: 308, 307, 301 or 302 (RFC 9110 §15.4). Targets and what is thrown: as for {@link seeOther};
 * a TypeError too where `keepMethod` is not said.
 *
 * @example
 * redirect('/new', { permanent: true, keepMethod: true }); // 308
 * redirect('/new', { keepMethod: false }); // 302
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
