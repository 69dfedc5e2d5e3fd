import { METHODS } from 'node:http';
import { NotFound } from '../errors/client-errors.ts';
import type { HttpError } from '../errors/http-error.ts';
import { NotImplemented } from '../errors/server-errors.ts';
import { MethodNotAllowed } from '../errors/unsupported.ts';
import { formatAllow } from '../fields/allow.ts';
import { withHead } from '../fields/methods.ts';
import { isAnswered } from '../node/exchange.ts';
import { answer, CONTINUE, refuse, type Step } from '../step.ts';
import type { Decider } from './decider.ts';

/** How a framework finds its routes. */
export interface RouteFinder<Source> {
  /** Returns the methods that routes have for the target of a request; `*` if a route takes each method. */
  allowed(source: Source): ReadonlySet<string>;
  /** Returns the methods of all routes. */
  every(source: Source): ReadonlySet<string>;
}

/** Reports whether a method is one of RFC 9110, PATCH or QUERY. */
export function isStandardMethod(method: string | undefined): boolean {
  return method !== undefined && STANDARD.has(method);
}

/** What a router knows about a request that no route has answered. */
export interface Routing {
  readonly method: string;
  readonly url: string;
  /** The methods that routes have for the target, in any order; `*` if a route takes each method. */
  readonly allowed: ReadonlySet<string>;
  /** The methods of all routes. */
  everyMethod(): ReadonlySet<string>;
}

// RFC 9110 §9.1, RFC 5789, RFC 10008.
const STANDARD: ReadonlySet<string> = new Set([
  'CONNECT',
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
]);

// Errors that say that nothing has answered a request, rather than that something has failed.
const UNMATCHED = new WeakSet<object>();

/** Notes that an error only says that nothing has answered a request. */
export function markUnmatched(error: HttpError): void {
  UNMATCHED.add(error);
}

/** Reports whether an error only says that nothing has answered a request: the frameworks do not report that as an error. */
export function isUnmatched(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && UNMATCHED.has(thrown);
}

function refuseUnmatched(error: HttpError): Step {
  markUnmatched(error);
  return refuse(error);
}

function answerOptions(methods: ReadonlySet<string>): Step {
  const headers = { allow: formatAllow(withHead(methods)) };
  return answer({ status: 204, headers, drop: [], body: undefined, close: false });
}

/**
 * Returns what happens to a request that no route has answered: a 501 for a method that no route anywhere knows (RFC 9110 §15.6.2),
 * OPTIONS answered from the methods of the target, a 405 with Allow if it has other methods, otherwise a 404.
 */
export function stepForUnmatched(routing: Routing): Step {
  const { method, allowed } = routing;
  if (!STANDARD.has(method)) {
    const every = routing.everyMethod();
    if (!every.has(method) && !every.has('*'))
      return refuseUnmatched(new NotImplemented({ detail: `No resource here supports ${method}.` }));
  }
  // RFC 9110 §9.3.7: the asterisk asks about the server as a whole.
  if (method === 'OPTIONS' && routing.url === '*') return answerOptions(withoutAny(routing.everyMethod()));
  // A layer for every method has run and called `next`, as a guard does: it does not answer requests itself.
  const named = withoutAny(allowed);
  if (!isResource(named)) return refuseUnmatched(new NotFound());
  // Also behind a route for OPTIONS that has called `next`, as `cors({ preflightContinue: true })` does.
  if (method === 'OPTIONS') return answerOptions(named);
  if (named.has(method)) return refuseUnmatched(new NotFound());
  if (method === 'HEAD' && named.has('GET')) return refuseUnmatched(new NotFound());
  return refuseUnmatched(new MethodNotAllowed(withHead(named)));
}

/** OPTIONS alone means CORS for all paths, `app.options('*', cors())`, and not a route of one of them. */
function isResource(named: ReadonlySet<string>): boolean {
  return named.size > (named.has('OPTIONS') ? 1 : 0);
}

/**
 * Returns the methods of one layer of a router, in upper case. One that takes every method of `node:http`, as `app.all` and
 * `router.all` make it, is `*`.
 */
export function methodsOfLayer(methods: readonly string[]): readonly string[] {
  if (methods.length < METHODS.length) return methods;
  const has = new Set(methods);
  return METHODS.every((method) => has.has(method)) ? ['*'] : methods;
}

function withoutAny(methods: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...methods].filter((method) => method !== '*'));
}

/**
 * Returns the half of `unmatched` that both adapters share. `CONTINUE` means that the response has been written already;
 * nothing follows it.
 */
export function unmatchedDecider<Source>({ allowed, every }: RouteFinder<Source>): Decider<Source> {
  return function decideUnmatched(source, { method = 'GET', url = '/' }, response) {
    if (isAnswered(response)) return CONTINUE;
    return stepForUnmatched({ method, url, allowed: allowed(source), everyMethod: () => every(source) });
  };
}
