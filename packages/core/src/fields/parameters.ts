import { scanQuotedString, scanToken, skipOws } from './scan.ts';

/** One `name=value` of RFC 9110 §5.6.6. */
export interface Parameter {
  /** In lower case: names are compared so. */
  readonly name: string;
  readonly value: string;
  /** Whether the value was a quoted-string; a weight, for one, may not be. */
  readonly quoted: boolean;
}

const EQUALS = 0x3d;
const SEMICOLON = 0x3b;

/**
 * Reads `;name=value` pairs from `at` to the end of the text, empty ones passed over (RFC 9110 §5.6.6); nothing where
 * anything else stands there.
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
