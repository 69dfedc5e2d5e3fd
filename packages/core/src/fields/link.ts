import { show } from '../arguments.ts';
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
  /** The URI-reference between `<` and `>`, as it was written: often relative, and not to be trusted. */
  readonly target: string;
  /** Names in lower case; an object without a prototype. Where a name comes twice, the first counts (RFC 8288 §3.3). */
  readonly params: Readonly<Record<string, string>>;
}

/** The parameters of a link; RFC 8288 §3.3 demands `rel`. */
export interface LinkParams {
  readonly rel: string;
  readonly [name: string]: string;
}

/**
 * Writes one link (RFC 8288 §3). Values are quoted and made safe; those whose name ends in `*`, as `title*`, are taken as
 * already encoded by RFC 8187 and go without quotes.
 *
 * @throws TypeError where the target has characters that no URI has, `rel` is missing or empty, a name is malformed or comes
 * twice, or a value is no string.
 * @example
 * ```ts
 * formatLink('/notes?page=2', { rel: 'next' }); // '</notes?page=2>; rel="next"'
 * ```
 */
export function formatLink(target: string, params: LinkParams): string {
  if (typeof target !== 'string' || !isUriReference(target)) {
    throw new TypeError(
      `expected a link target of URI characters only (percent-encode it, or pass new URL(target).href), got ${show(target)}`,
    );
  }
  // A plain JavaScript caller may give anything.
  if (typeof params !== 'object' || params === null) {
    throw new TypeError(`expected the parameters of a link such as { rel: 'next' }, got ${show(params)}`);
  }
  const seen = new Set<string>();
  let text = `<${target}>`;
  for (const [name, value] of Object.entries(params)) {
    requireToken(name, 'the name of a link parameter');
    const key = name.toLowerCase();
    if (seen.has(key)) throw new TypeError(`expected each link parameter once, got ${show(name)} twice`);
    seen.add(key);
    if (typeof value !== 'string' || (key === 'rel' && trimOws(value) === '')) {
      throw new TypeError(
        `expected the link parameter ${show(name)} to be a ${key === 'rel' ? 'non-empty ' : ''}string, got ${show(value)}`,
      );
    }
    text += `; ${name}=${name.endsWith('*') ? requireToken(value, `the link parameter ${show(name)}`) : quote(value)}`;
  }
  if (!seen.has('rel')) throw new TypeError(`expected a link to have the parameter rel, got ${show(params)}`);
  return text;
}

/**
 * Reads Link; what is malformed is passed over up to the next comma.
 *
 * Values without quotes are read up to the next `;` or `,`, as RFC 8288 appendix B.3 does: old senders write
 * `type=text/html`. A parameter without a value has the value `''`.
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

/** Reads parameters into `params` and gives the index where they end: at a comma, at the end, or at what is malformed. */
function scanLinkParams(line: string, at: number, params: Record<string, string>): number {
  let next = skipOws(line, at);
  while (line.charCodeAt(next) === SEMICOLON) {
    next = skipOws(line, next + 1);
    const nameEnd = scanToken(line, next);
    if (nameEnd === next) continue; // an empty parameter, or what ends the loop
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

/** Gives the index of what follows the next comma that stands outside quotes. */
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
