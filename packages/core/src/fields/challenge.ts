import { expected, show } from '../arguments.ts';
import { quote } from './quoted-string.ts';
import {
  type FieldLines,
  isAlpha,
  isDigit,
  listElements,
  scanQuotedString,
  scanToken,
  skipOws,
} from './scan.ts';
import { requireToken } from './token.ts';

const SP = 0x20;
const EQUALS = 0x3d;

/** One challenge of WWW-Authenticate or Proxy-Authenticate (RFC 9110 §11.6.1): a scheme with parameters, or with a token68. */
export type Challenge =
  | {
      readonly scheme: string;
      readonly params?: Readonly<Record<string, string>> | undefined;
      readonly token68?: undefined;
    }
  | { readonly scheme: string; readonly token68: string; readonly params?: undefined };

/**
 * Formats one challenge of WWW-Authenticate or Proxy-Authenticate. Values are quoted by {@link quote}, except `stale` and
 * `algorithm` of Digest, which RFC 7616 §3.3 requires without quotes.
 *
 * @throws {TypeError} If the scheme, a name or the token68 is malformed, a name is repeated, or a value is not a string.
 *
 * @example
 * ```ts
 * formatChallenge({ scheme: 'Bearer', params: { realm: 'api', error: 'invalid_token' } }); // 'Bearer realm="api", error="invalid_token"'
 * formatChallenge({ scheme: 'Negotiate' }); // 'Negotiate'
 * ```
 */
export function formatChallenge(challenge: Challenge): string {
  // A plain JavaScript caller may pass anything.
  if (typeof challenge !== 'object' || challenge === null) {
    throw new TypeError(expected('challenge', "an object such as { scheme: 'Bearer' }", challenge));
  }
  const scheme = requireToken(challenge.scheme, 'challenge.scheme');
  const { params, token68 } = challenge;
  if (token68 !== undefined) {
    if (params !== undefined) throw new TypeError('challenge: expected params or token68, got both');
    if (typeof token68 !== 'string' || scanToken68(token68, 0) !== token68.length || token68 === '') {
      throw new TypeError(
        expected('challenge.token68', 'letters, digits and -._~+/ with = at the end', token68),
      );
    }
    return `${scheme} ${token68}`;
  }
  if (params === undefined) return scheme;
  const parts = formatParams(params, scheme.toLowerCase() === 'digest');
  return parts.length === 0 ? scheme : `${scheme} ${parts.join(', ')}`;
}

/**
 * Parses challenges, of which a line can hold several. Schemes and parameter names are returned in lower case, and `params` is
 * an object without a prototype. If a name is repeated in a challenge, the first counts.
 *
 * A malformed parameter is skipped. A challenge is skipped if its beginning is malformed.
 *
 * @example
 * ```ts
 * parseChallenges('Basic realm="a, b", Negotiate YWI='); // [{ scheme: 'basic', params: { realm: 'a, b' } }, { scheme: 'negotiate', token68: 'YWI=' }]
 * ```
 */
export function parseChallenges(lines: FieldLines): Challenge[] {
  const challenges: Challenge[] = [];
  // RFC 9110 §11.6.1: a comma separates challenges and parameters alike; which of them it was shows in the next element.
  let params: Record<string, string> | undefined;
  for (const element of listElements(lines)) {
    const tokenEnd = scanToken(element, 0);
    if (tokenEnd > 0 && element.charCodeAt(skipOws(element, tokenEnd)) === EQUALS) {
      addParam(params, element, 0);
      continue;
    }
    params = undefined;
    const scheme = element.slice(0, tokenEnd).toLowerCase();
    const at = skipSpaces(element, tokenEnd);
    if (at === tokenEnd && at < element.length) continue;
    if (at < element.length && scanToken68(element, at) === element.length) {
      challenges.push({ scheme, token68: element.slice(at) });
      continue;
    }
    const own: Record<string, string> = Object.create(null);
    if (at < element.length && !addParam(own, element, at)) continue;
    params = own;
    challenges.push({ scheme, params });
  }
  return challenges;
}

function formatParams(params: unknown, digest: boolean): string[] {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw new TypeError(expected('challenge.params', 'an object of strings', params));
  }
  const seen = new Set<string>();
  return Object.entries(params).map(([name, value]: [string, unknown]) => {
    requireToken(name, 'challenge parameter name');
    const key = name.toLowerCase();
    // RFC 9110 §11.2: each name at most once in a challenge.
    if (seen.has(key))
      throw new TypeError(`challenge.params: expected each name once, got ${show(name)} twice`);
    seen.add(key);
    if (typeof value !== 'string') {
      throw new TypeError(expected(`challenge parameter ${show(name)}`, 'a string', value));
    }
    // RFC 7616 §3.3: quotes around these two break old clients.
    if (!digest || (key !== 'stale' && key !== 'algorithm')) return `${name}=${quote(value)}`;
    return `${name}=${requireToken(value, `Digest parameter ${show(name)}`)}`;
  });
}

/** Parses `name = value` from `at` to the end of the element, and reports whether it was one. */
function addParam(params: Record<string, string> | undefined, element: string, at: number): boolean {
  const nameEnd = scanToken(element, at);
  // RFC 9110 §11.2 allows whitespace around "=" from old senders.
  const equals = skipOws(element, nameEnd);
  if (element.charCodeAt(equals) !== EQUALS) return false;
  const valueAt = skipOws(element, equals + 1);
  const tokenEnd = scanToken(element, valueAt);
  const scanned =
    tokenEnd > valueAt
      ? { value: element.slice(valueAt, tokenEnd), end: tokenEnd }
      : scanQuotedString(element, valueAt);
  if (scanned === undefined || scanned.end !== element.length) return false;
  const name = element.slice(at, nameEnd).toLowerCase();
  if (params !== undefined && params[name] === undefined) params[name] = scanned.value;
  return true;
}

/** Returns the index after the token68 at `at` (RFC 9110 §11.2), or `at` if there is none. */
function scanToken68(text: string, at: number): number {
  let end = at;
  while (end < text.length && isToken68Char(text.charCodeAt(end))) end++;
  if (end === at) return at;
  while (text.charCodeAt(end) === EQUALS) end++;
  return end;
}

function isToken68Char(code: number): boolean {
  return (
    isAlpha(code) ||
    isDigit(code) ||
    // - . / _ ~ +
    (code >= 0x2d && code <= 0x2f) ||
    code === 0x5f ||
    code === 0x7e ||
    code === 0x2b
  );
}

function skipSpaces(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === SP) end++;
  return end;
}
