import { requireElements } from './list.ts';
import { orderMethods } from './methods.ts';
import { type FieldLines, tokenElements } from './scan.ts';
import { isToken } from './token.ts';

/**
 * Writes Allow (RFC 9110 §10.2.1): each method once, in the order of {@link orderMethods}.
 *
 * An empty list gives `''`, which is a legal value: the resource allows nothing for now.
 *
 * @throws TypeError where one of the values is no token.
 * @example
 * ```ts
 * formatAllow(['POST', 'GET', 'POST']); // 'GET, POST'
 * ```
 */
export function formatAllow(methods: readonly string[]): string {
  return orderMethods(
    requireElements(methods, { field: 'Allow', element: 'a method such as "GET"', accepts: isToken }),
  ).join(', ');
}

/**
 * Reads Allow: each method once, as first written; what is no method is passed over.
 *
 * @example
 * ```ts
 * parseAllow(['GET, HEAD', 'PUT,,GET']); // ['GET', 'HEAD', 'PUT']
 * ```
 */
export function parseAllow(lines: FieldLines): string[] {
  return tokenElements(lines);
}
