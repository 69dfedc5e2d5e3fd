import { expected } from '../arguments.ts';
import { trimOws } from './scan.ts';

/**
 * Reports whether a value can be sent as a field value: tabs, spaces and visible ASCII (RFC 9110 §5.5), nothing else.
 *
 * The obs-text of the grammar is excluded: a string with `é` has no single form on the wire.
 *
 * @example
 * ```ts
 * isFieldValue('max-age=60, private'); // true
 * isFieldValue('a\r\nb'); // false
 * isFieldValue('café'); // false
 * ```
 */
export function isFieldValue(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 0x20 && code !== 0x09) || code > 0x7e) return false;
  }
  return true;
}

/**
 * Returns a field value without whitespace at its ends, which is not part of it (RFC 9110 §5.5).
 *
 * @throws {TypeError} If the value cannot be sent. `name` begins the message.
 */
export function requireFieldValue(name: string, value: unknown): string {
  if (isFieldValue(value)) return trimOws(value);
  throw new TypeError(expected(name, 'a string of visible ASCII, spaces and tabs', value));
}
