import { requireFunction, show } from '../arguments.ts';
import type { Json } from '../errors/json.ts';
import { BadRequest, type Fault } from '../errors/validation.ts';
import { isThenable } from '../hook.ts';
import { decodeCursor } from './cursor.ts';
import { type Target, targetOf, valuesOf } from './page-target.ts';

/** What the query parameters are called. Default: each by its own name. */
export interface PageParameters {
  readonly page?: string | undefined;
  readonly offset?: string | undefined;
  readonly limit?: string | undefined;
  readonly cursor?: string | undefined;
}

interface LimitOptions {
  /** The number of items where the client names none. Default: 20, or `maxLimit` if that is less. */
  readonly defaultLimit?: number | undefined;
  /** The most items that a client may ask for. Default: 100. */
  readonly maxLimit?: number | undefined;
  readonly parameters?: PageParameters | undefined;
}

/** How a query for a page is read. */
export interface PageQueryOptions extends LimitOptions {
  /** Whether pages are counted (`?page=2`, from 1) or items are (`?offset=20`, from 0). Default: `'page'`. */
  readonly by?: 'page' | 'offset' | undefined;
  /** The furthest offset, for a database that reads all that it skips. Default: none. */
  readonly maxOffset?: number | undefined;
}

/** A query for a page; `page` takes it as it is, with the total beside it. */
export interface PageQuery {
  readonly url: string | URL;
  readonly limit: number;
  readonly offset: number;
  /** Undefined where items are counted. */
  readonly page: number | undefined;
  readonly parameters: PageParameters | undefined;
}

/** How a query with a cursor is read. */
export interface CursorQueryOptions<T> extends LimitOptions {
  /** Checks the position in a cursor: gives it back in its type, or throws or gives undefined where it is none. Compulsory. */
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
 * The page that a request asks for: `?page=2&limit=20`, or `?offset=20&limit=20`.
 *
 * `url` is the target of the request (`req.originalUrl`, `ctx.originalUrl`) or a URL. Throws a BadRequest that names each parameter
 * which is no number, out of bounds or given twice; a RangeError for options that make no sense.
 *
 * @example
 * pageQuery('/airports?page=2&limit=50'); // { url: '/airports?page=2&limit=50', limit: 50, offset: 50, page: 2 }
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
 * The page behind a cursor: `?cursor=…&limit=20`. What comes is the client's, whatever it was when it was made: `parse` checks it.
 *
 * Throws a BadRequest that names the parameter for a cursor that is none of {@link encodeCursor}, for one that `parse` refuses, and for
 * a bad limit; a TypeError or a RangeError for options that make no sense.
 *
 * @example
 * cursorQuery('/notes?cursor=eyJhZnRlciI6N30', { parse: (position) => position }).cursor; // { after: 7 }
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
      throw new TypeError('parse: expected a function that answers at once, got a promise');
    if (cursor === undefined) faults.push({ detail: 'must be a cursor as it was given', parameter: name });
  }
  refuse(faults, cause);
  return { url, limit, cursor, parameters };
}
