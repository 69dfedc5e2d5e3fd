import { numberFrom } from './arguments.ts';
import { type RequestOptions, sameOrigin, sender } from './exchange.ts';
import { nextLink } from './fields.ts';

/** Options of {@link pages}. */
export interface PagesOptions extends RequestOptions {
  /** The most pages that are read. Default: 1,000. */
  readonly maxPages?: number | undefined;
}

/** One page of a list. */
export interface ListPage<Content> {
  readonly url: string;
  /** The JSON content of the page. */
  readonly content: Content;
  readonly response: Response;
}

/**
 * Iterates over the pages of a list: follows the Link with `rel="next"` (RFC 8288) of each page, as long as there is one.
 *
 * A link to another origin is not followed, since `headers` may hold credentials, and neither is one that has been followed
 * before: the iteration then rejects.
 *
 * @throws {TypeError} If an argument has the wrong type.
 * @throws {RangeError} If `maxPages` is not an integer of at least 1.
 *
 * @example
 * ```ts
 * import { pages } from '@statuskit/client';
 *
 * const fetch = async () => Response.json(['first', 'second']);
 * for await (const { content } of pages<string[]>('https://api.example/notes', { fetch })) console.log(content.length);
 * ```
 */
export async function* pages<Content = unknown>(
  url: string | URL,
  options: PagesOptions = {},
): AsyncGenerator<ListPage<Content>, void, undefined> {
  const maxPages = numberFrom(options, 'maxPages', 1000, 1);
  const send = sender(options);
  const seen = new Set<string>();
  let origin = originOf(String(url));
  for (let at: string | undefined = String(url); at !== undefined; ) {
    if (seen.has(at)) throw new Error(`pages: ${at} is a page for the second time`);
    if (seen.size === maxPages) throw new Error(`pages: there are more than ${maxPages} pages`);
    seen.add(at);
    const response = await send(at, { accept: 'application/json' }, {});
    const base: string = response.url || at;
    yield { url: base, content: (await response.json()) as Content, response };
    const link = nextLink(response.headers.get('link') ?? '');
    if (link === undefined) return;
    // Of the caller's URL: a redirect may have led elsewhere, without the credentials that the next request would carry.
    origin ??= new URL(base).origin;
    at = sameOrigin('pages: the next page', link, base, origin);
  }
}

/** The origin of a URL; in a browser of a relative one as well. */
function originOf(url: string): string | undefined {
  try {
    return new URL(url, (globalThis as { location?: { href: string } }).location?.href).origin;
  } catch {
    return undefined; // relative, for a `fetch` of the caller's that knows to what
  }
}
