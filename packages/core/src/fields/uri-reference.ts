import { show } from '../arguments.ts';
import { isAlpha, isDigit } from './scan.ts';

const PERCENT = 0x25;

// RFC 3986 §2.2 and §2.3, beside letters and digits; "%" is checked apart.
const URI_MARKS = "-._~:/?#[]@!$&'()*+,;=";

/** Whether a text has only characters that a URI has, and no `%` without its two digits. Says nothing of their order. */
export function isUriReference(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (!isUriCharacter(text, at)) return false;
  }
  return true;
}

/**
 * Writes a URI-reference as fields such as Location hold it (RFC 9110 §10.2.2): what is no character of a URI is
 * percent-encoded as UTF-8 (RFC 3987 §3.1), and what is encoded already stays.
 *
 * @throws TypeError for what is neither a string nor a URL, for an empty one, and where it has control characters, spaces at
 * an end, or half of a surrogate pair. `what` names it in the message.
 * @example
 * ```ts
 * formatUriReference('/cafés/à la carte?50%', 'location'); // '/caf%C3%A9s/%C3%A0%20la%20carte?50%25'
 * ```
 */
export function formatUriReference(target: string | URL, what: string = 'target'): string {
  const text = target instanceof URL ? target.href : target;
  if (typeof text !== 'string' || text === '') {
    throw new TypeError(`${what}: expected a non-empty string or a URL, got ${show(target)}`);
  }
  // Browsers strip some of these before they read a URL, so that it is another one than it seems.
  if (hasControls(text) || text.startsWith(' ') || text.endsWith(' ')) {
    throw new TypeError(
      `${what}: expected a URL without control characters and without spaces around it, got ${show(text)}`,
    );
  }
  if (isUriReference(text)) return text;
  try {
    return encoded(text);
  } catch (cause) {
    throw new TypeError(`${what}: expected well-formed text, got ${show(text)}`, { cause });
  }
}

/** Whether a text has characters of C0, DEL or C1. */
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
    // encodeURIComponent throws for half of a surrogate pair, and leaves what a URI has as it is but for its marks.
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
