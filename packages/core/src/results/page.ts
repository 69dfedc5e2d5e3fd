import { show } from '../arguments.ts';
import { formatLink } from '../fields/link.ts';
import type { Content } from './content.ts';
import type { PageParameters } from './page-query.ts';
import { type Target, targetOf, valuesOf, withParameter } from './page-target.ts';
import { makeResult, type Result } from './result.ts';
import { type ContentInit, headersOf, OF_CONTENT } from './result-init.ts';

interface CommonOptions<Body> extends Omit<ContentInit, 'headers' | 'link'> {
  /**
   * Target of the request (`req.originalUrl`, `ctx.originalUrl`), for relative links, or a URL, for absolute links. Its other query
   * parameters are kept, in their order.
   */
  readonly url: string | URL;
  readonly parameters?: PageParameters | undefined;
  /** Content, such as an envelope. Default: the items. */
  readonly body?: Body | undefined;
  /** More response fields. */
  readonly headers?: ContentInit['headers'];
}

interface CountedOptions<Body> extends CommonOptions<Body> {
  /** Largest number of items on a page. Default: the number in the query of `url`. */
  readonly limit?: number | undefined;
  /** Number of items on all pages. Default: unknown; a full page then has a next page. */
  readonly total?: number | undefined;
  readonly cursor?: undefined;
}

/** Position of a page: its number, the number of items before it, or cursors. */
export type PageOptions<Body = unknown> =
  | (CountedOptions<Body> & {
      /** Number of the page, from 1. Takes precedence over `offset`. */
      readonly page: number;
      readonly offset?: number | undefined;
    })
  | (CountedOptions<Body> & {
      /** Number of items before the page, from 0. */
      readonly offset: number;
      readonly page?: number | undefined;
    })
  | (CommonOptions<Body> & {
      /**
       * Cursor of the next page, or of the next and the previous one, from {@link encodeCursor}; null if there is no next page.
       */
      readonly cursor:
        | string
        | null
        | { readonly next?: string | null | undefined; readonly prev?: string | null | undefined };
      readonly limit?: number | undefined;
      readonly page?: undefined;
      readonly offset?: undefined;
      readonly total?: undefined;
    });

type Relation = 'first' | 'prev' | 'next' | 'last';

function requireCount(value: unknown, least: number, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`${what}: expected a whole number from ${least}, got ${show(value)}`);
}

function limitOf(options: PageOptions, target: Target): number {
  const [text] = valuesOf(target, options.parameters?.limit ?? 'limit');
  const given = options.limit ?? (text === undefined ? undefined : Number(text));
  return requireCount(given, 1, 'limit');
}

/** The offsets of the pages around one. */
function offsetsAround(
  offset: number,
  limit: number,
  items: number,
  total: number | undefined,
): Map<Relation, number> {
  const around = new Map<Relation, number>([['first', 0]]);
  // The pages are aligned with this one: the first begins at the remainder of its offset.
  const last = total === undefined ? undefined : lastOffset(offset, limit, total);
  if (offset > 0) around.set('prev', Math.min(Math.max(0, offset - limit), last ?? offset));
  const hasNext = total === undefined ? items === limit : offset + limit < total;
  if (hasNext) around.set('next', offset + limit);
  if (last !== undefined) around.set('last', last);
  return around;
}

function lastOffset(offset: number, limit: number, total: number): number {
  const rest = offset % limit;
  return total <= rest ? 0 : rest + Math.floor((total - 1 - rest) / limit) * limit;
}

function counted(options: PageOptions, target: Target, items: number): Map<Relation, string> {
  const limit = limitOf(options, target);
  if (items > limit) throw new RangeError(`items: expected at most limit (${limit}) of them, got ${items}`);
  const total = options.total === undefined ? undefined : requireCount(options.total, 0, 'total');
  const byPage = options.page !== undefined;
  const offset = byPage
    ? (requireCount(options.page, 1, 'page') - 1) * limit
    : requireCount(options.offset, 0, 'offset');
  const name = byPage ? (options.parameters?.page ?? 'page') : (options.parameters?.offset ?? 'offset');
  const links = new Map<Relation, string>();
  for (const [relation, at] of offsetsAround(offset, limit, items, total)) {
    links.set(relation, withParameter(target, name, String(byPage ? at / limit + 1 : at)));
  }
  return links;
}

function byCursor(options: PageOptions, target: Target): Map<Relation, string> {
  const { cursor, parameters } = options;
  const { next, prev } =
    typeof cursor === 'string' || cursor === null || cursor === undefined
      ? { next: cursor, prev: undefined }
      : cursor;
  const name = parameters?.cursor ?? 'cursor';
  const links = new Map<Relation, string>([['first', withParameter(target, name, undefined)]]);
  for (const [relation, value] of [
    ['prev', prev],
    ['next', next],
  ] as const) {
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' || value === '') {
      throw new TypeError(`cursor.${relation}: expected a non-empty string or null, got ${show(value)}`);
    }
    links.set(relation, withParameter(target, name, value));
  }
  return links;
}

/**
 * Returns one page of a list, with Link (RFC 8288) to the first, the previous, the next and the last page as far as they are known. A
 * page beyond the end is an empty 200 with links that lead back.
 *
 * @throws {TypeError} If `items` is not an array, `url` or a field is invalid, or there is neither `page`, `offset` nor `cursor`.
 * @throws {RangeError} If a number is out of range, or there are more items than the limit. {@link pageQuery} and {@link cursorQuery} check
 * what a client sends.
 *
 * @example
 * ```ts
 * page([{ id: 3 }, { id: 4 }], { ...pageQuery('/airports?page=2&limit=2'), total: 5 }); // 200
 * ```
 */
export function page<Items extends readonly unknown[], Body = Items>(
  items: Items & Content<Items>,
  options: PageOptions<Body & Content<Body>>,
): Result<200, Body> {
  if (!Array.isArray(items)) throw new TypeError(`items: expected a list, got ${show(items)}`);
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(
      `options: expected an object with url and page, offset or cursor, got ${show(options)}`,
    );
  }
  const { url, parameters, body, limit, total, page: number, offset, cursor, ...init } = options;
  const target = targetOf(url);
  if (number === undefined && offset === undefined && cursor === undefined) {
    throw new TypeError('options: expected page, offset or cursor (null on the last page)');
  }
  const links =
    number === undefined && offset === undefined
      ? byCursor(options, target)
      : counted(options, target, items.length);
  const link = [...links].map(([relation, href]) => formatLink(href, { rel: relation }));
  const headers = headersOf({ ...init, link }, OF_CONTENT, 'page');
  return makeResult(200, headers, (body ?? items) as Body); // Items, if no body is passed
}
