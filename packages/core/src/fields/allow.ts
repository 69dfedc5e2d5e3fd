import { requireElements } from './list.ts';
import { orderMethods } from './methods.ts';
import { type FieldLines, tokenElements } from './scan.ts';
import { isToken } from './token.ts';

/**
 * Formats Allow (RFC 9110 §10.2.1): each method once, in the order of {@link orderMethods}.
 *
 * Returns `''` for an empty list, which is a valid value: the resource allows no method for now.
 *
 * @throws {TypeError} If `methods` is not an array, or one of them is not a token.
 *
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
 * Parses Allow: each method once, as first written. Elements that are not a method are skipped.
 *
 * @example
 * ```ts
 * parseAllow(['GET, HEAD', 'PUT,,GET']); // ['GET', 'HEAD', 'PUT']
 * ```
 */
export function parseAllow(lines: FieldLines): string[] {
  return tokenElements(lines);
}
