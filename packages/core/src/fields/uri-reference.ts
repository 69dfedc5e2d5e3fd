import { expected } from '../arguments.ts';
import { isAlpha, isDigit } from './scan.ts';

const PERCENT = 0x25;

// RFC 3986 §2.2 and §2.3, beside letters and digits; "%" is checked apart.
const URI_MARKS = "-._~:/?#[]@!$&'()*+,;=";

/** Reports whether a text has only characters of a URI, and no `%` without its two digits. Their order is not checked. */
export function isUriReference(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (!isUriCharacter(text, at)) return false;
  }
  return true;
}

/**
 * Formats a URI reference for a field such as Location (RFC 9110 §10.2.2): characters that a URI cannot have are
 * percent-encoded as UTF-8 (RFC 3987 §3.1), and text that is already encoded stays as it is.
 *
 * @param what Begins the message of an error. Default: `target`.
 *
 * @throws {TypeError} If `target` is not a string or a URL, is empty, or has control characters, spaces at an end, or half of a
 * surrogate pair.
 *
 * @example
 * ```ts
 * formatUriReference('/cafés/à la carte?50%', 'location'); // '/caf%C3%A9s/%C3%A0%20la%20carte?50%25'
 * ```
 */
export function formatUriReference(target: string | URL, what: string = 'target'): string {
  const text = target instanceof URL ? target.href : target;
  if (typeof text !== 'string' || text === '') {
    throw new TypeError(expected(what, 'a non-empty string or a URL', target));
  }
  // Browsers remove some of these before they parse a URL, which is then another one than it seems.
  if (hasControls(text) || text.startsWith(' ') || text.endsWith(' ')) {
    throw new TypeError(
      expected(what, 'a URL without control characters and without spaces around it', text),
    );
  }
  if (isUriReference(text)) return text;
  try {
    return encoded(text);
  } catch (cause) {
    throw new TypeError(expected(what, 'well-formed text', text), { cause });
  }
}

/** Reports whether a text has characters of C0, DEL or C1. */
function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
  }
  return false;
}

function encoded(text: string): string {
  let written = '';
  let at = 0;
  for (const character of text) {
    // encodeURIComponent throws for half of a surrogate pair.
    written += isUriCharacter(text, at) ? character : encodeURIComponent(character);
    at += character.length;
  }
  return written;
}

function isUriCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === PERCENT) return isHexDigit(text.charCodeAt(at + 1)) && isHexDigit(text.charCodeAt(at + 2));
  return isAlpha(code) || isDigit(code) || URI_MARKS.includes(text.charAt(at));
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}
