import { expected } from '../arguments.ts';
import { scanToken } from './scan.ts';

/**
 * Reports whether a value is a token (RFC 9110 §5.6.2): the form of methods, field names, schemes and parameter names.
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
 * Returns a token unchanged.
 *
 * @throws {TypeError} If the value is not a token. `name` begins the message.
 */
export function requireToken(text: unknown, name: string): string {
  if (isToken(text)) return text;
  throw new TypeError(expected(name, "a token (letters, digits and !#$%&'*+-.^_`|~)", text));
}
