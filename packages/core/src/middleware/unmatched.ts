import { NotFound } from '../errors/client-errors.ts';
import type { HttpError } from '../errors/http-error.ts';
import { NotImplemented } from '../errors/server-errors.ts';
import { MethodNotAllowed } from '../errors/unsupported.ts';
import { formatAllow } from '../fields/allow.ts';
import { withHead } from '../fields/methods.ts';
import type { Reply } from '../reply.ts';

/** What a router knows of a request that no route has answered. */
export interface Routing {
  readonly method: string;
  readonly url: string;
  /** The methods that routes have for the target, in any order; `*` where a route takes each method. */
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

function optionsReply(methods: ReadonlySet<string>): Reply {
  return {
    status: 204,
    headers: { allow: formatAllow(withHead(methods)) },
    drop: [],
    body: undefined,
    close: false,
  };
}

/**
 * The answer to a request that no route has answered: 501 for a method that no route anywhere knows (RFC 9110 §15.6.2),
 * OPTIONS from the methods of the target, 405 with Allow where it has other methods, else 404.
 */
export function answerUnmatched(routing: Routing): HttpError | Reply {
  const { method, allowed } = routing;
  if (!STANDARD.has(method)) {
    const every = routing.everyMethod();
    if (!every.has(method) && !every.has('*'))
      return new NotImplemented({ detail: `No resource here supports ${method}.` });
  }
  // RFC 9110 §9.3.7: the asterisk asks about the server as a whole.
  if (method === 'OPTIONS' && routing.url === '*') return optionsReply(withoutAny(routing.everyMethod()));
  if (allowed.size === 0 || allowed.has('*') || allowed.has(method)) return new NotFound();
  if (method === 'HEAD' && allowed.has('GET')) return new NotFound();
  if (method === 'OPTIONS') return optionsReply(allowed);
  return new MethodNotAllowed(withHead(allowed));
}

function withoutAny(methods: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...methods].filter((method) => method !== '*'));
}
