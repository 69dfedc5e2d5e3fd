import { expected, show } from '../arguments.ts';
import { quote } from './quoted-string.ts';
import { type FieldLines, linesOf, scanQuotedString, scanToken, skipOws, trimOws } from './scan.ts';
import { requireToken } from './token.ts';
import { isUriReference } from './uri-reference.ts';

const DQUOTE = 0x22;
const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const LESS = 0x3c;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;

/** One link of a Link field (RFC 8288). */
export interface Link {
  /** The URI reference between `<` and `>`, as it was written: often relative, and untrusted. */
  readonly target: string;
  /** Names in lower case, in an object without a prototype. If a name is repeated, the first counts (RFC 8288 §3.3). */
  readonly params: Readonly<Record<string, string>>;
}

/** The parameters of a link. RFC 8288 §3.3 requires `rel`. */
export interface LinkParams {
  readonly rel: string;
  readonly [name: string]: string;
}

/**
 * Formats one link (RFC 8288 §3). Values are quoted by {@link quote}, except those whose name ends in `*`, such as `title*`:
 * they must be encoded as in RFC 8187 and are written without quotes.
 *
 * @throws {TypeError} If the target has characters that a URI cannot have, `rel` is missing or empty, a name is malformed or
 * repeated, or a value is not a string.
 *
 * @example
 * ```ts
 * formatLink('/notes?page=2', { rel: 'next' }); // '</notes?page=2>; rel="next"'
 * ```
 */
export function formatLink(target: string, params: LinkParams): string {
  if (typeof target !== 'string' || !isUriReference(target)) {
    throw new TypeError(
      expected(
        'target',
        'a link target of URI characters only (percent-encode it, or pass new URL(target).href)',
        target,
      ),
    );
  }
  // A plain JavaScript caller may pass anything.
  if (typeof params !== 'object' || params === null) {
    throw new TypeError(expected('params', "the parameters of a link such as { rel: 'next' }", params));
  }
  const seen = new Set<string>();
  let text = `<${target}>`;
  for (const [name, value] of Object.entries(params)) {
    requireToken(name, 'link parameter name');
    const key = name.toLowerCase();
    if (seen.has(key)) throw new TypeError(`params: expected each name once, got ${show(name)} twice`);
    seen.add(key);
    if (typeof value !== 'string' || (key === 'rel' && trimOws(value) === '')) {
      const what = key === 'rel' ? 'a non-empty string' : 'a string';
      throw new TypeError(expected(`link parameter ${show(name)}`, what, value));
    }
    text += `; ${name}=${name.endsWith('*') ? requireToken(value, `link parameter ${show(name)}`) : quote(value)}`;
  }
  if (!seen.has('rel')) throw new TypeError(expected('params', 'the parameter rel', params));
  return text;
}

/**
 * Parses Link. Malformed text is skipped up to the next comma.
 *
 * A value without quotes extends to the next `;` or `,`, as in RFC 8288 appendix B.3: old senders write `type=text/html`. A
 * parameter without a value has the value `''`.
 *
 * @example
 * ```ts
 * parseLink('</a>; rel=next, </b>; rel="prev"; title="b, c"')[1]; // { target: '/b', params: { rel: 'prev', title: 'b, c' } }
 * ```
 */
export function parseLink(lines: FieldLines): Link[] {
  const links: Link[] = [];
  for (const line of linesOf(lines)) pushLinks(line, links);
  return links;
}

function pushLinks(line: string, links: Link[]): void {
  let at = skipOws(line, 0);
  while (at < line.length) {
    if (line.charCodeAt(at) !== LESS) {
      at = afterComma(line, at);
      continue;
    }
    const close = line.indexOf('>', at);
    // No later link can have its ">" either.
    if (close < 0) return;
    const params: Record<string, string> = Object.create(null);
    const end = scanLinkParams(line, close + 1, params);
    if (end === line.length || line.charCodeAt(end) === COMMA)
      links.push({ target: line.slice(at + 1, close), params });
    at = afterComma(line, end);
  }
}

/** Adds parameters to `params`. Returns the index at which they end: at a comma, at the end, or at malformed text. */
function scanLinkParams(line: string, at: number, params: Record<string, string>): number {
  let next = skipOws(line, at);
  while (line.charCodeAt(next) === SEMICOLON) {
    next = skipOws(line, next + 1);
    const nameEnd = scanToken(line, next);
    if (nameEnd === next) continue; // an empty parameter, or the end of the loop
    const name = line.slice(next, nameEnd).toLowerCase();
    next = skipOws(line, nameEnd);
    let value = '';
    if (line.charCodeAt(next) === EQUALS) {
      next = skipOws(line, next + 1);
      if (line.charCodeAt(next) === DQUOTE) {
        const scanned = scanQuotedString(line, next);
        if (scanned === undefined) return next;
        value = scanned.value;
        next = skipOws(line, scanned.end);
      } else {
        const valueEnd = endOfPlainValue(line, next);
        value = trimOws(line.slice(next, valueEnd));
        next = valueEnd;
      }
    }
    if (params[name] === undefined) params[name] = value;
  }
  return next;
}

function endOfPlainValue(line: string, at: number): number {
  let end = at;
  while (end < line.length && line.charCodeAt(end) !== SEMICOLON && line.charCodeAt(end) !== COMMA) end++;
  return end;
}

/** Returns the index after the next comma outside quotes, and after whitespace behind it. */
function afterComma(line: string, at: number): number {
  let quoted = false;
  for (let next = at; next < line.length; next++) {
    const code = line.charCodeAt(next);
    if (quoted && code === BACKSLASH) next++;
    else if (code === DQUOTE) quoted = !quoted;
    else if (code === COMMA && !quoted) return skipOws(line, next + 1);
  }
  return line.length;
}
