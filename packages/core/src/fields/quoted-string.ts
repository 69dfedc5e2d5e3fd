import { scanQuotedString } from './scan.ts';

/**
 * Formats data as a quoted-string (RFC 9110 §5.6.4).
 *
 * Any string is accepted, so that a user name with `é` cannot turn a 401 into a 500: `"` and `\` are escaped, and each
 * character other than tab, space and visible ASCII becomes `?`.
 *
 * @example
 * ```ts
 * quote('say "hi"'); // '"say \\"hi\\""'
 * quote('caf\u00e9'); // '"caf?"'
 * ```
 */
export function quote(text: string): string {
  let safe = '';
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22 || code === 0x5c) {
      safe += `${text.slice(start, at)}\\`;
      start = at;
    } else if ((code < 0x20 && code !== 0x09) || code > 0x7e) {
      safe += `${text.slice(start, at)}?`;
      if (isPair(code, text.charCodeAt(at + 1))) at++;
      start = at + 1;
    }
  }
  return `"${safe}${text.slice(start)}"`;
}

/**
 * Parses a quoted-string that makes up the whole text. Returns undefined if the text is not one.
 *
 * @example
 * ```ts
 * unquote('"a\\"b"'); // 'a"b'
 * unquote('"open'); // undefined
 * ```
 */
export function unquote(text: string): string | undefined {
  const scanned = scanQuotedString(text, 0);
  return scanned?.end === text.length ? scanned.value : undefined;
}

function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}
