import { isAlpha, isDigit, isTchar, scanDigits, skipOws } from './scan.ts';

const SP = 0x20;
const DQUOTE = 0x22;
const STAR = 0x2a;
const COMMA = 0x2c;
const DASH = 0x2d;
const DOT = 0x2e;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const QUESTION = 0x3f;
const BACKSLASH = 0x5c;

/** A value of a structured field (RFC 9651 §3.3), and its text. */
export interface BareItem {
  readonly kind: 'token' | 'string' | 'number' | 'boolean';
  /** The text as it was written. Of a string, the text between its quotes, unescaped; of a boolean `'1'` or `'0'`. */
  readonly text: string;
}

/** A member of a structured list. If a parameter is repeated, the last counts (RFC 9651 §3.1.2). */
export interface StructuredItem extends BareItem {
  readonly params: ReadonlyMap<string, BareItem>;
}

/**
 * Parses a structured list (RFC 9651 §4.2.1) of tokens, strings, numbers and booleans.
 *
 * Returns undefined if any part is malformed: such a field is ignored as a whole (RFC 9651 §4.2). Inner lists, bytes, dates and
 * display strings count as malformed.
 *
 * @example
 * ```ts
 * parseStructuredList('"hourly";r=5, b')?.map(({ kind, text }) => `${kind} ${text}`); // ['string hourly', 'token b']
 * parseStructuredList('a,'); // undefined
 * ```
 */
export function parseStructuredList(text: string): StructuredItem[] | undefined {
  const items: StructuredItem[] = [];
  const whole = scanMembers(text, (cursor) => {
    const item = scanItem(cursor);
    if (item !== undefined) items.push(item);
    return item !== undefined;
  });
  return whole ? items : undefined;
}

/**
 * Parses a structured dictionary (RFC 9651 §4.2.2) with the values of {@link parseStructuredList}. If a key is repeated, the
 * last counts. Returns undefined if any part is malformed.
 *
 * @example
 * ```ts
 * parseStructuredDictionary('u=1, i')?.get('u')?.text; // '1'
 * ```
 */
export function parseStructuredDictionary(text: string): Map<string, StructuredItem> | undefined {
  const members = new Map<string, StructuredItem>();
  const whole = scanMembers(text, (cursor) => {
    const key = takeKey(cursor);
    if (key === undefined) return false;
    const item = text.charCodeAt(cursor.at) === EQUALS ? scanItemAfter(cursor) : scanParams(cursor, TRUE);
    if (item === undefined) return false;
    members.delete(key); // the last one's place counts too
    members.set(key, item);
    return true;
  });
  return whole ? members : undefined;
}

const TRUE: BareItem = { kind: 'boolean', text: '1' };

/** Reports whether the text consists of members, separated by commas. */
function scanMembers(text: string, member: (cursor: Cursor) => boolean): boolean {
  const cursor = { text, at: skipSpaces(text, 0) };
  while (cursor.at < text.length) {
    if (!member(cursor)) return false;
    cursor.at = skipOws(text, cursor.at);
    if (cursor.at === text.length) return true;
    if (text.charCodeAt(cursor.at) !== COMMA) return false;
    cursor.at = skipOws(text, cursor.at + 1);
    if (cursor.at === text.length) return false; // a trailing comma
  }
  return true;
}

/** Reports whether a text is a token of a structured field (RFC 9651 §3.3.4). */
export function isStructuredToken(text: string): boolean {
  return text !== '' && scanStructuredToken(text, 0) === text.length;
}

/** Reports whether a text is a key of a dictionary or a parameter (RFC 9651 §3.1.2). */
export function isStructuredKey(text: string): boolean {
  return text !== '' && scanKey(text, 0) === text.length;
}

/**
 * Formats a string of a structured field (RFC 9651 §4.1.6). Returns undefined if it has characters that such a string cannot
 * hold.
 *
 * @example
 * ```ts
 * formatStructuredString('say "hi"'); // '"say \\"hi\\""'
 * formatStructuredString('caf\u00e9'); // undefined
 * ```
 */
export function formatStructuredString(text: string): string | undefined {
  let escaped = '';
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isPrintable(code)) return undefined;
    if (code === DQUOTE || code === BACKSLASH) {
      escaped += `${text.slice(start, at)}\\`;
      start = at;
    }
  }
  return `"${escaped}${text.slice(start)}"`;
}

/** Position of a scan. */
interface Cursor {
  readonly text: string;
  at: number;
}

function scanItem(cursor: Cursor): StructuredItem | undefined {
  const bare = scanBareItem(cursor);
  return bare && scanParams(cursor, bare);
}

function scanItemAfter(cursor: Cursor): StructuredItem | undefined {
  cursor.at++;
  return scanItem(cursor);
}

function scanParams(cursor: Cursor, bare: BareItem): StructuredItem | undefined {
  const { text } = cursor;
  const params = new Map<string, BareItem>();
  while (text.charCodeAt(cursor.at) === SEMICOLON) {
    cursor.at = skipSpaces(text, cursor.at + 1);
    const key = takeKey(cursor);
    if (key === undefined) return undefined;
    let value: BareItem | undefined = TRUE;
    if (text.charCodeAt(cursor.at) === EQUALS) {
      cursor.at++;
      value = scanBareItem(cursor);
      if (value === undefined) return undefined;
    }
    params.set(key, value);
  }
  return { ...bare, params };
}

function takeKey(cursor: Cursor): string | undefined {
  const start = cursor.at;
  cursor.at = scanKey(cursor.text, start);
  return cursor.at === start ? undefined : cursor.text.slice(start, cursor.at);
}

function scanBareItem(cursor: Cursor): BareItem | undefined {
  const { text, at } = cursor;
  const code = text.charCodeAt(at);
  if (code === DQUOTE) return scanString(cursor);
  if (code === QUESTION) {
    const flag = text.charAt(at + 1);
    if (flag !== '0' && flag !== '1') return undefined;
    cursor.at = at + 2;
    return { kind: 'boolean', text: flag };
  }
  const numeric = code === DASH || isDigit(code);
  cursor.at = numeric ? scanNumber(text, at) : scanStructuredToken(text, at);
  return cursor.at === at
    ? undefined
    : { kind: numeric ? 'number' : 'token', text: text.slice(at, cursor.at) };
}

function scanString(cursor: Cursor): BareItem | undefined {
  const { text } = cursor;
  let value = '';
  let start = cursor.at + 1;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DQUOTE) {
      cursor.at = at + 1;
      return { kind: 'string', text: value + text.slice(start, at) };
    }
    if (code === BACKSLASH) {
      value += text.slice(start, at);
      start = ++at;
      const escaped = text.charCodeAt(at);
      if (escaped !== DQUOTE && escaped !== BACKSLASH) return undefined;
    } else if (!isPrintable(code)) return undefined;
  }
  return undefined;
}

/** Returns the index after a number, or `at` if there is none, or one that is too long (RFC 9651 §3.3.1 and §3.3.2). */
function scanNumber(text: string, at: number): number {
  const start = text.charCodeAt(at) === DASH ? at + 1 : at;
  const wholeEnd = scanDigits(text, start);
  const whole = wholeEnd - start;
  if (whole === 0 || whole > 15) return at;
  if (text.charCodeAt(wholeEnd) !== DOT) return wholeEnd;
  const end = scanDigits(text, wholeEnd + 1);
  const decimals = end - wholeEnd - 1;
  return whole > 12 || decimals === 0 || decimals > 3 ? at : end;
}

function scanStructuredToken(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (!isAlpha(first) && first !== STAR) return at;
  let end = at + 1;
  while (end < text.length && isStructuredTokenChar(text.charCodeAt(end))) end++;
  return end;
}

function scanKey(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (!isLowerAlpha(first) && first !== STAR) return at;
  let end = at + 1;
  while (end < text.length && isKeyChar(text.charCodeAt(end))) end++;
  return end;
}

function isStructuredTokenChar(code: number): boolean {
  return isTchar(code) || code === 0x3a || code === 0x2f; // ":" and "/"
}

function isKeyChar(code: number): boolean {
  return (
    isLowerAlpha(code) || isDigit(code) || code === 0x5f || code === DASH || code === DOT || code === STAR
  );
}

function isLowerAlpha(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isPrintable(code: number): boolean {
  return code >= 0x20 && code <= 0x7e;
}

function skipSpaces(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === SP) end++;
  return end;
}
