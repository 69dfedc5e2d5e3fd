import { requireFunction, show } from '../arguments.ts';
import type { Json } from '../errors/json.ts';
import { BadRequest, type Fault } from '../errors/validation.ts';
import { isThenable } from '../hook.ts';
import { decodeCursor } from './cursor.ts';
import { type Target, targetOf, valuesOf } from './page-target.ts';

/** Names of the query parameters. Default: each has the name of its property. */
export interface PageParameters {
  readonly page?: string | undefined;
  readonly offset?: string | undefined;
  readonly limit?: string | undefined;
  readonly cursor?: string | undefined;
}

interface LimitOptions {
  /** Number of items if the request names none. Default: 20, or `maxLimit` if that is less. */
  readonly defaultLimit?: number | undefined;
  /** Largest number of items that a client may ask for. Default: 100. */
  readonly maxLimit?: number | undefined;
  readonly parameters?: PageParameters | undefined;
}

/** How a query for a page is read. */
export interface PageQueryOptions extends LimitOptions {
  /** Whether the request counts pages (`?page=2`, from 1) or items (`?offset=20`, from 0). Default: `'page'`. */
  readonly by?: 'page' | 'offset' | undefined;
  /** Largest offset, for a database that reads all that it skips. Default: no limit. */
  readonly maxOffset?: number | undefined;
}

/** A query for a page. `page` accepts it as it is, with the total beside it. */
export interface PageQuery {
  readonly url: string | URL;
  readonly limit: number;
  readonly offset: number;
  /** Number of the page, from 1. Undefined if items are counted. */
  readonly page: number | undefined;
  readonly parameters: PageParameters | undefined;
}

/** How a query with a cursor is read. */
export interface CursorQueryOptions<T> extends LimitOptions {
  /** Checks the position in a cursor: returns it with its type, or returns undefined or throws if it is invalid. Required. */
  readonly parse: (position: Json) => T | undefined;
}

/** A query with a cursor. */
export interface CursorQuery<T> {
  readonly url: string | URL;
  readonly limit: number;
  /** Undefined for the first page. */
  readonly cursor: T | undefined;
  readonly parameters: PageParameters | undefined;
}

function requireInteger(value: number, least: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`${what}: expected a whole number from ${least}, got ${show(value)}`);
}

/** Reads one parameter that is a number, and notes what is wrong with it. */
function readInteger(
  target: Target,
  name: string,
  bounds: { readonly least: number; readonly most: number; readonly otherwise: number },
  faults: Fault[],
): number {
  const { least, most, otherwise } = bounds;
  const values = valuesOf(target, name);
  if (values.length === 0) return otherwise;
  const [value, ...more] = values;
  const number = /^(?:0|[1-9]\d{0,15})$/.test(value ?? '') ? Number(value) : Number.NaN;
  if (more.length > 0) faults.push({ detail: 'must be given once', parameter: name });
  else if (!(number >= least && number <= most)) {
    const range = most > 1_000_000_000 ? `${least} or more` : `${least} to ${most}`;
    faults.push({ detail: `must be a whole number, ${range}`, parameter: name });
  }
  return number;
}

function readLimit(target: Target, options: LimitOptions, faults: Fault[]): number {
  const most = requireInteger(options.maxLimit ?? 100, 1, 'maxLimit');
  const otherwise = requireInteger(options.defaultLimit ?? Math.min(20, most), 1, 'defaultLimit');
  if (otherwise > most) {
    throw new RangeError(`defaultLimit: expected at most maxLimit (${most}), got ${otherwise}`);
  }
  return readInteger(target, options.parameters?.limit ?? 'limit', { least: 1, most, otherwise }, faults);
}

function refuse(faults: readonly Fault[], cause?: unknown): void {
  if (faults.length === 0) return;
  const detail = faults.map((fault) => `${fault.parameter} ${fault.detail}`).join('; ');
  throw new BadRequest({ detail, errors: faults, ...(cause !== undefined && { cause }) });
}

/**
 * Returns the page that a request asks for: `?page=2&limit=20`, or `?offset=20&limit=20`.
 *
 * @param url Target of the request (`req.originalUrl`, `ctx.originalUrl`), or a URL.
 *
 * @throws {BadRequest} If a parameter is not a number, is out of bounds or occurs twice; it names each.
 * @throws {TypeError} If `url` or `by` is invalid.
 * @throws {RangeError} If a limit in the options is not a positive integer, or `defaultLimit` exceeds `maxLimit`.
 *
 * @example
 * ```ts
 * const { limit, offset } = pageQuery('/airports?page=2&limit=50');
 * offset; // 50
 * ```
 */
export function pageQuery(url: string | URL, options: PageQueryOptions = {}): PageQuery {
  const { by = 'page', parameters } = options;
  if (by !== 'page' && by !== 'offset')
    throw new TypeError(`by: expected 'page' or 'offset', got ${show(by)}`);
  const furthest = requireInteger(options.maxOffset ?? Number.MAX_SAFE_INTEGER, 0, 'maxOffset');
  const target = targetOf(url);
  const faults: Fault[] = [];
  const limit = readLimit(target, options, faults);
  if (by === 'offset') {
    const bounds = { least: 0, most: furthest, otherwise: 0 };
    const offset = readInteger(target, parameters?.offset ?? 'offset', bounds, faults);
    refuse(faults);
    return { url, limit, offset, page: undefined, parameters };
  }
  const most = Number.isNaN(limit) ? furthest : Math.floor(furthest / limit) + 1;
  const bounds = { least: 1, most, otherwise: 1 };
  const page = readInteger(target, parameters?.page ?? 'page', bounds, faults);
  refuse(faults);
  return { url, limit, offset: (page - 1) * limit, page, parameters };
}

/**
 * Returns the page after a cursor: `?cursor=…&limit=20`. A cursor comes from the client, so `parse` checks it.
 *
 * @throws {BadRequest} If {@link encodeCursor} cannot have made the cursor, `parse` rejects it, or the limit is invalid; it names the
 * parameter.
 * @throws {TypeError} If `url` is invalid, or `parse` is not a function or returns a promise.
 * @throws {RangeError} If a limit in the options is not a positive integer, or `defaultLimit` exceeds `maxLimit`.
 *
 * @example
 * ```ts
 * cursorQuery('/notes?cursor=eyJhZnRlciI6N30', { parse: (position) => position }).cursor; // { after: 7 }
 * ```
 */
export function cursorQuery<T>(url: string | URL, options: CursorQueryOptions<T>): CursorQuery<T> {
  const { parse, parameters } = options;
  requireFunction('parse', parse);
  const target = targetOf(url);
  const faults: Fault[] = [];
  const limit = readLimit(target, options, faults);
  const name = parameters?.cursor ?? 'cursor';
  const values = valuesOf(target, name);
  const [text = ''] = values;
  let cursor: T | undefined;
  let cause: unknown;
  if (values.length > 1) faults.push({ detail: 'must be given once', parameter: name });
  else if (values.length === 1) {
    const position = decodeCursor(text);
    try {
      cursor = position === undefined ? undefined : parse(position);
    } catch (thrown) {
      cause = thrown;
    }
    if (isThenable(cursor))
      throw new TypeError('parse: expected a function that returns synchronously, got a promise');
    if (cursor === undefined) faults.push({ detail: 'must be a cursor as it was given', parameter: name });
  }
  refuse(faults, cause);
  return { url, limit, cursor, parameters };
}
