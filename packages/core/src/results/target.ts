import { show } from '../arguments.ts';
import { formatUriReference } from '../fields/uri-reference.ts';

/** What a target means, or why it is refused. */
export type Target = { readonly location: string } | { readonly refused: string };

// What a relative target is resolved against, to see whether it stays: two schemes, since `http:x` is relative to one only, and
// a path with and without folders.
const BASES = ['https://origin.invalid/', 'http://origin.invalid/a/b/c'];

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const ABSOLUTE = /^https?:\/\/[^/?#]+/i;
const RELATIVE = /^(?:\/(?!\/)|\.{1,2}(?:[/?#]|$)|[?#])/;

/**
 * How long a target may be, as it came and as it is sent. RFC 9110 §4.1 recommends support for 8,000 octets, and many clients
 * and proxies take no longer field. It also bounds what is normalized below, at a cost that is not known to be linear.
 */
const LONGEST = 8000;

/** How often a path may be encoded over and over before it is refused for that alone. */
const MOST_LAYERS = 5;

/**
 * The origins that a list of hosts stands for: `login.example` and `login.example:8443` by https, or a whole origin such as
 * `http://localhost:3000`. Throws a TypeError for what is neither.
 */
export function originsOf(allowHosts: unknown): ReadonlySet<string> {
  if (allowHosts === undefined) return new Set();
  if (!Array.isArray(allowHosts)) {
    throw new TypeError(`allowHosts: expected a list of hosts, got ${show(allowHosts)}`);
  }
  return new Set(allowHosts.map(originOf));
}

function originOf(entry: unknown): string {
  const text = typeof entry === 'string' ? entry : '';
  const absolute = ABSOLUTE.test(text) ? text : `https://${text}`;
  const url = URL.canParse(absolute) ? new URL(absolute) : undefined;
  // Nothing but a host and a port, as they were written, so that no entry allows more than it seems to.
  if (url === undefined || /^\/|[\\@*%\s]/.test(text) || ![url.origin, `${url.origin}/`].includes(url.href)) {
    throw new TypeError(
      `allowHosts: expected hosts such as "login.example" or origins such as "http://localhost:3000", got ${show(entry)}`,
    );
  }
  return url.origin;
}

/**
 * Where a redirection leads: a reference that cannot leave the origin of the request, or a URL of one of these origins. What is
 * outside ASCII comes back percent-encoded.
 *
 * Only what cannot be read in two ways passes. Browsers take `\` for `/`, strip tabs and line breaks, and read `//host` as another
 * host; proxies decode what was encoded. So such a target is refused even if today's browsers would stay.
 */
export function checkTarget(target: unknown, origins: ReadonlySet<string>): Target {
  const text = target instanceof URL ? target.href : target;
  if (typeof text === 'string' && text.length > LONGEST) return tooLong(text);
  let location: string;
  try {
    location = formatUriReference(target as string | URL); // refuses all else
  } catch (failure) {
    return { refused: failure instanceof Error ? failure.message : String(failure) };
  }
  const given = String(text);
  if (location.length > LONGEST) return tooLong(given);
  if (SCHEME.test(given)) return checkAbsolute(given, origins);
  if (/^[^?#]*\\/.test(given))
    return refuse('a path without backslashes, which browsers take for slashes', given);
  if (given.startsWith('//')) return refuse('a path; "//" begins another host', given);
  if (!RELATIVE.test(given)) return refuse('a path that begins with "/", "./" or "../", or a query', given);
  return staysHere(location) ? { location } : refuse('a path that can be read in one way only', given);
}

function refuse(expected: string, given: string): Target {
  return { refused: `target: expected ${expected}, got ${show(given)}` };
}

function tooLong(given: string): Target {
  return refuse(`at most ${LONGEST} characters, percent-encoded`, given);
}

function checkAbsolute(given: string, origins: ReadonlySet<string>): Target {
  const authority = ABSOLUTE.exec(given)?.[0];
  if (authority === undefined)
    return refuse('a path, or a URL that begins with "https://" and a host', given);
  if (/[\\@]/.test(authority) || !URL.canParse(given)) {
    return refuse('a URL with a plain host and nothing before it', given);
  }
  const url = new URL(given);
  if (!origins.has(url.origin)) {
    return refuse(`a path, or a URL of one of allowHosts (${[...origins].join(', ') || 'none'})`, given);
  }
  const location = formatUriReference(url, 'target');
  return location.length > LONGEST ? tooLong(given) : { location };
}

/** Whether a relative reference stays within its origin, however often somebody decodes its path before it is resolved. */
function staysHere(location: string): boolean {
  const pathEnd = location.search(/[?#]/);
  const path = pathEnd < 0 ? location : location.slice(0, pathEnd);
  let layer = path;
  for (let layers = 0; layers < MOST_LAYERS; layers++) {
    if (!isPlainPath(layer)) return false;
    const decoded = decodedOnce(layer);
    if (decoded === layer) return true;
    layer = decoded;
  }
  return false;
}

function isPlainPath(path: string): boolean {
  // As those read it who fold wide letters into narrow ones: `／` is a slash then.
  const folded = path.normalize('NFKC');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[\x00-\x1f\x7f-\x9f]/.test(folded)) return false;
  return BASES.every((base) => {
    if (!URL.canParse(folded, base)) return false;
    const { origin, pathname } = new URL(folded, base);
    // A path of "//host" stays, but becomes a host for a program that resolves it once more.
    return origin === new URL(base).origin && !pathname.startsWith('//');
  });
}

function decodedOnce(path: string): string {
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      // No UTF-8: each ASCII character by itself, as those decode it who go by bytes.
      return run.replace(/%[0-7][0-9a-f]/gi, (one) => String.fromCharCode(Number.parseInt(one.slice(1), 16)));
    }
  });
}
