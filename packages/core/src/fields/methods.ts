const FIRST = ['GET', 'HEAD', 'QUERY', 'POST', 'PUT', 'PATCH', 'DELETE'];
const LAST = ['OPTIONS', 'TRACE'];

/**
 * Puts methods into the one order in which they are shown everywhere, each once: reads, writes, others by name, then
 * OPTIONS and TRACE. Case is kept, since methods differ by it (RFC 9110 §9.1).
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
 * Adds HEAD where GET is among the methods: routers answer HEAD from GET (RFC 9110 §9.3.2), and only some say so.
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
