import { scanQuotedString, scanToken, skipOws } from './scan.ts';

/** One `name=value` of RFC 9110 §5.6.6. */
export interface Parameter {
  /** In lower case, since names are case-insensitive. */
  readonly name: string;
  readonly value: string;
  /** Whether the value was a quoted-string. A weight, for example, must not be one. */
  readonly quoted: boolean;
}

const EQUALS = 0x3d;
const SEMICOLON = 0x3b;

/**
 * Parses `;name=value` pairs from `at` to the end of the text, and skips empty ones (RFC 9110 §5.6.6). Returns undefined if
 * the text holds anything else.
 */
export function scanParameters(text: string, at: number): Parameter[] | undefined {
  const parameters: Parameter[] = [];
  let next = skipOws(text, at);
  while (next < text.length) {
    if (text.charCodeAt(next) !== SEMICOLON) return undefined;
    next = skipOws(text, next + 1);
    const nameEnd = scanToken(text, next);
    if (nameEnd === next) continue;
    const name = text.slice(next, nameEnd).toLowerCase();
    // RFC 9110 §5.6.6: no whitespace around "=".
    if (text.charCodeAt(nameEnd) !== EQUALS) return undefined;
    const valueAt = nameEnd + 1;
    const valueEnd = scanToken(text, valueAt);
    if (valueEnd > valueAt) {
      parameters.push({ name, value: text.slice(valueAt, valueEnd), quoted: false });
      next = skipOws(text, valueEnd);
    } else {
      const scanned = scanQuotedString(text, valueAt);
      if (scanned === undefined) return undefined;
      parameters.push({ name, value: scanned.value, quoted: true });
      next = skipOws(text, scanned.end);
    }
  }
  return parameters;
}
