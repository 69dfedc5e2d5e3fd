import { show } from '../arguments.ts';
import { scanToken } from './scan.ts';

/**
 * Says whether a value is a token of RFC 9110 §5.6.2: the shape of methods, field names, schemes and parameter names.
 *
 * @example
 * ```ts
 * isToken('If-Match'); // true
 * isToken('If Match'); // false
 * ```
 */
export function isToken(text: unknown): text is string {
  return typeof text === 'string' && text !== '' && scanToken(text, 0) === text.length;
}

/**
 * Gives a token back unchanged.
 *
 * @throws TypeError where the value is no token; `what` says in the message what it was meant to be.
 * @example
 * ```ts
 * requireToken('GET', 'a method'); // 'GET'
 * ```
 */
export function requireToken(text: unknown, what: string): string {
  if (isToken(text)) return text;
  throw new TypeError(
    `expected ${what} to be a token (letters, digits and !#$%&'*+-.^_\`|~), got ${show(text)}`,
  );
}
