import { expected } from '../arguments.ts';
import { isToken } from './token.ts';

const FIRST = ['GET', 'HEAD', 'QUERY', 'POST', 'PUT', 'PATCH', 'DELETE'];
const LAST = ['OPTIONS', 'TRACE'];

/**
 * Returns methods in the order in which responses list them, each once: reads, writes, others by name, then OPTIONS and TRACE.
 * Methods are case-sensitive (RFC 9110 §9.1).
 *
 * @example
 * ```ts
 * orderMethods(['OPTIONS', 'PURGE', 'POST', 'GET', 'GET']); // ['GET', 'POST', 'PURGE', 'OPTIONS']
 * ```
 */
export function orderMethods(methods: Iterable<string>): string[] {
  const given = new Set(methods);
  const known = new Set([...FIRST, ...LAST]);
  return [
    ...FIRST.filter((method) => given.has(method)),
    ...[...given].filter((method) => !known.has(method)).sort(),
    ...LAST.filter((method) => given.has(method)),
  ];
}

/**
 * Returns methods with HEAD added if GET is among them: routers answer HEAD from GET (RFC 9110 §9.3.2), and only some list it.
 *
 * @example
 * ```ts
 * withHead(['GET', 'PUT']); // ['GET', 'PUT', 'HEAD']
 * ```
 */
export function withHead(methods: Iterable<string>): string[] {
  const all = new Set(methods);
  if (all.has('GET')) all.add('HEAD');
  return [...all];
}

/**
 * Returns a list of methods unchanged. Methods are case-sensitive (RFC 9110 §9.1), so a list with `put` would select no request.
 *
 * @throws {TypeError} If the value is not a list of methods, or has one with a lower-case letter. `name` begins the message.
 *
 * @example
 * ```ts
 * requireMethods(['PUT', 'PATCH'], 'methods'); // ['PUT', 'PATCH']
 * ```
 */
export function requireMethods(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value) && value.every((method) => isToken(method) && method === method.toUpperCase()))
    return value;
  throw new TypeError(expected(name, "a list of methods in upper case, such as ['PUT']", value));
}
