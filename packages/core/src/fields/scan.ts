/** The lines of one field as Node or `Headers` has them: one, several, or none. */
export type FieldLines = string | readonly string[] | null | undefined;

const HTAB = 0x09;
const SP = 0x20;
const DQUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

// RFC 9110 §5.6.2, looked up by char code: each response passes here several times.
const TCHAR: Uint8Array = new Uint8Array(128);
for (const char of "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
  TCHAR[char.charCodeAt(0)] = 1;
}

/** Reports whether a char code is allowed in a token (RFC 9110 §5.6.2). */
export function isTchar(code: number): boolean {
  return TCHAR[code] === 1;
}

/** Reports whether a char code is an ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Reports whether a char code is an ASCII letter. */
export function isAlpha(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** Returns the index after any spaces and tabs (RFC 9110 §5.6.3). */
export function skipOws(text: string, at: number): number {
  let end = at;
  while (end < text.length && isOws(text.charCodeAt(end))) end++;
  return end;
}

/** Returns the index after the token at `at`, or `at` if there is none. */
export function scanToken(text: string, at: number): number {
  let end = at;
  while (end < text.length && TCHAR[text.charCodeAt(end)] === 1) end++;
  return end;
}

/** Returns the index after the digits at `at`, or `at` if there are none. */
export function scanDigits(text: string, at: number): number {
  let end = at;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return end;
}

/** Removes spaces and tabs from both ends. `trim()` would also remove characters that are not whitespace in HTTP. */
export function trimOws(text: string): string {
  const start = skipOws(text, 0);
  let end = text.length;
  while (end > start && isOws(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** The text that a scan has found, and the index after it. */
export interface Scanned {
  readonly value: string;
  readonly end: number;
}

/** Parses the quoted-string that opens at `at` (RFC 9110 §5.6.4). Returns undefined if it is malformed or never closed. */
export function scanQuotedString(text: string, at: number): Scanned | undefined {
  if (text.charCodeAt(at) !== DQUOTE) return undefined;
  let value = '';
  let start = at + 1;
  for (let next = start; next < text.length; next++) {
    const code = text.charCodeAt(next);
    if (code === DQUOTE) return { value: value + text.slice(start, next), end: next + 1 };
    if (code === BACKSLASH) {
      value += text.slice(start, next);
      start = ++next;
      if (!isQuotable(text.charCodeAt(next))) return undefined; // NaN at the end of the text included
    } else if (!isQuotable(code)) return undefined;
  }
  return undefined;
}

/** Returns the lines as a list. Other values that JavaScript may pass, such as a number, are skipped. */
export function linesOf(lines: FieldLines): readonly string[] {
  if (typeof lines === 'string') return [lines];
  return Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : [];
}

/**
 * Returns the elements of a comma-separated list over all lines, trimmed and without empty ones (RFC 9110 §5.6.1.2).
 *
 * A comma inside a quoted string does not separate. A string that is never closed extends to the end of its line.
 *
 * @example
 * ```ts
 * listElements(['a, "b, c"', ', d']); // ['a', '"b, c"', 'd']
 * ```
 */
export function listElements(lines: FieldLines): string[] {
  const elements: string[] = [];
  for (const line of linesOf(lines)) pushElements(line, elements);
  return elements;
}

/** Returns the elements of a list that are tokens, each once and as first written. Others are skipped. */
export function tokenElements(lines: FieldLines): string[] {
  const tokens = new Set<string>();
  for (const element of listElements(lines)) {
    if (scanToken(element, 0) === element.length) tokens.add(element);
  }
  return [...tokens];
}

function pushElements(line: string, elements: string[]): void {
  let start = 0;
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (quoted) {
      if (code === BACKSLASH) at++;
      else if (code === DQUOTE) quoted = false;
    } else if (code === DQUOTE) quoted = true;
    else if (code === COMMA) {
      pushElement(line.slice(start, at), elements);
      start = at + 1;
    }
  }
  pushElement(line.slice(start), elements);
}

function pushElement(text: string, elements: string[]): void {
  const element = trimOws(text);
  if (element !== '') elements.push(element);
}

function isOws(code: number): boolean {
  return code === SP || code === HTAB;
}

function isQuotable(code: number): boolean {
  // HTAB, SP, VCHAR and obs-text, which Node decodes as Latin-1.
  return code === HTAB || (code >= SP && code <= 0xff && code !== 0x7f);
}
