import { show } from '../arguments.ts';

/** A target taken apart: what stands before the query, and the pairs of the query as they came. */
export interface Target {
  readonly path: string;
  readonly pairs: readonly string[];
}

// RFC 3986 §4.3: what an absolute URI has before its path.
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** Percent-encodes what a URI cannot hold; what is encoded already stays. Never throws: the text is the client's. */
function uriOf(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/(?:%(?![\dA-Fa-f]{2})|[^\w\-.~:/?#[\]@!$&'()*+,;=%])+/gu, encodeURIComponent);
}

/**
 * Takes apart what a request line says (RFC 9112 §3.2), or a URL. Of a text the authority is left out, since a client can write
 * any there; of a URL it stays.
 *
 * Throws a TypeError for a text that begins neither with a slash nor with a question mark nor with a scheme and an authority.
 */
export function targetOf(url: string | URL): Target {
  const text = url instanceof URL ? url.href : url;
  if (typeof text !== 'string' || !(/^[/?]/.test(text) || AUTHORITY.test(text))) {
    throw new TypeError(`url: expected a target such as req.originalUrl, or a URL, got ${show(url)}`);
  }
  const [whole = ''] = (url instanceof URL ? text : text.replace(AUTHORITY, '')).split('#', 1);
  const mark = whole.indexOf('?');
  const path = uriOf(mark < 0 ? whole : whole.slice(0, mark));
  const query = mark < 0 ? '' : uriOf(whole.slice(mark + 1));
  return {
    // `//host/path` would lead its reader to another host (RFC 3986 §4.2).
    path: path.startsWith('//') ? `/.${path}` : path,
    pairs: query.split('&').filter((pair) => pair !== ''),
  };
}

/** Returns a name or a value as forms write it, or undefined if it cannot be decoded. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function nameOf(pair: string): string | undefined {
  const [name = ''] = pair.split('=', 1);
  return decoded(name);
}

/** Each value of a parameter; undefined for one that cannot be decoded. */
export function valuesOf({ pairs }: Target, name: string): (string | undefined)[] {
  return pairs
    .filter((pair) => nameOf(pair) === name)
    .map((pair) => (pair.includes('=') ? decoded(pair.slice(pair.indexOf('=') + 1)) : ''));
}

/** The target with one value for a parameter, in its place or else at the end, or with none. All others stay as they came. */
export function withParameter({ path, pairs }: Target, name: string, value: string | undefined): string {
  const written: string[] = [];
  let own = value === undefined ? undefined : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  for (const pair of pairs) {
    if (nameOf(pair) !== name) written.push(pair);
    else if (own !== undefined) {
      written.push(own);
      own = undefined;
    }
  }
  if (own !== undefined) written.push(own);
  if (written.length > 0) return `${path}?${written.join('&')}`;
  // An empty reference is not a link to the first page, but to this one (RFC 3986 §4.4).
  return path === '' ? '?' : path;
}
