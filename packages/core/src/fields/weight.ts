import type { Parameter } from './parameters.ts';
import { isDigit } from './scan.ts';

/**
 * Returns the weight among parameters, wherever it stands (RFC 9110 §12.5.1): 1 if there is none, and undefined if it is
 * malformed, quoted or repeated.
 */
export function weightOf(parameters: readonly Parameter[]): number | undefined {
  let q: number | undefined;
  for (const { name, value, quoted } of parameters) {
    if (name !== 'q') continue;
    if (q !== undefined || quoted) return undefined;
    q = parseQvalue(value);
    if (q === undefined) return undefined;
  }
  return q ?? 1;
}

/** Parses a qvalue (RFC 9110 §12.4.2): 0 to 1 with at most three decimals. */
export function parseQvalue(text: string): number | undefined {
  if (text.length > 5) return undefined;
  const whole = text.charCodeAt(0) - 0x30;
  if (whole !== 0 && whole !== 1) return undefined;
  if (text.length > 1 && text.charCodeAt(1) !== 0x2e) return undefined;
  for (let at = 2; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (whole === 1 ? code !== 0x30 : !isDigit(code)) return undefined;
  }
  return Number(text);
}
