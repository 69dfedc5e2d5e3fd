import { show } from '../arguments.ts';
import { FRAMING } from '../errors/init.ts';
import { formatCacheControl } from '../fields/cache-control.ts';
import type { CacheControl } from '../fields/cache-directives.ts';
import { copyFields } from '../fields/copy-fields.ts';
import { requireEntityTag } from '../fields/entity-tag.ts';
import { requireFieldValue } from '../fields/field-value.ts';
import { formatHttpDate } from '../fields/http-date.ts';
import { parseMediaType } from '../fields/media-type.ts';
import { formatRetryAfter, type RetryAfter, retryAfterSeconds } from '../fields/retry-after.ts';
import { formatVary, unionVary } from '../fields/vary.ts';

/** Fields of a result. All are optional. */
export interface ResultInit {
  /** Entity tag of the current representation of the target: `etag.strong(7)`, or a text such as `"v7"`. Default: none. */
  readonly etag?: string | undefined;
  /** When the target was last modified. Default: none. */
  readonly lastModified?: Date | undefined;
  /** What caches may do with the response. Default: no Cache-Control. */
  readonly cacheControl?: CacheControl | undefined;
  /** Request fields that the response depends on. They are added to those that are already on the response. Default: none. */
  readonly vary?: string | readonly string[] | undefined;
  /** Links, as `preload` and `formatLink` return them. They follow those that are already on the response. Default: none. */
  readonly link?: string | readonly string[] | undefined;
  /** Other response fields. The named properties take precedence over fields of the same name. Default: none. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
}

/** Fields of a result that has content. */
export interface ContentInit extends ResultInit {
  /** Media type. Default: `application/json`; for text `text/plain; charset=utf-8`, for bytes `application/octet-stream`. */
  readonly contentType?: string | undefined;
}

/** Fields of a result that may ask the client to come back later. */
export interface WaitInit {
  /** When to come back, sent as whole seconds, rounded up. Default: no Retry-After. */
  readonly retryAfter?: RetryAfter | undefined;
}

type Headers = Record<string, string | readonly string[]>;

/** What the init of a helper may hold; each helper says which. */
export type Member =
  | keyof ContentInit
  | keyof WaitInit
  | 'allowHosts'
  | 'body'
  | 'fallback'
  | 'keepMethod'
  | 'method'
  | 'permanent';

export const OF_ALL: readonly Member[] = ['etag', 'lastModified', 'cacheControl', 'vary', 'link', 'headers'];
export const OF_CONTENT: readonly Member[] = [...OF_ALL, 'contentType'];

function refusedField(field: string): string | undefined {
  if (field === 'content-type') return 'is the member contentType of a result';
  if (field === 'location') return 'is the first argument of created, accepted and the redirections';
  if (field === 'content-encoding') return undefined; // bytes may come compressed
  return FRAMING.has(field) ? 'is set when the result is written' : undefined;
}

/**
 * Returns the checked fields of a result.
 *
 * @throws {TypeError} If a property is not one that the helper knows (a body that is not allowed is one), or a value is invalid in its field.
 */
export function headersOf(init: unknown, members: readonly Member[], helper: string): Headers {
  if (init === undefined) return {};
  if (typeof init !== 'object' || init === null || Array.isArray(init)) {
    throw new TypeError(`${helper}: expected an object of ${members.join(', ')}, got ${show(init)}`);
  }
  for (const name of Object.keys(init)) {
    if (!(members as readonly string[]).includes(name)) {
      throw new TypeError(`${helper}: expected only ${members.join(', ')}, got ${show(name)}`);
    }
  }
  // Only known names are left; their values are checked below.
  const given = init as ContentInit & WaitInit;
  const headers: Headers = copyFields(given.headers, refusedField);
  if (given.etag !== undefined) headers['etag'] = requireEntityTag(given.etag, 'etag');
  if (given.lastModified !== undefined) headers['last-modified'] = formatHttpDate(given.lastModified);
  if (given.cacheControl !== undefined) setCacheControl(headers, given.cacheControl);
  if (given.vary !== undefined) {
    const { vary } = given;
    headers['vary'] = unionVary(headers['vary'], formatVary(typeof vary === 'string' ? [vary] : vary));
  }
  if (given.link !== undefined) {
    const links = [given.link].flat().map((link) => requireFieldValue('link', link));
    if (links.length > 0) headers['link'] = [...[headers['link'] ?? []].flat(), ...links];
  }
  if (given.contentType !== undefined) headers['content-type'] = requireMediaType(given.contentType);
  if (given.retryAfter !== undefined) {
    headers['retry-after'] = formatRetryAfter(retryAfterSeconds(given.retryAfter, Date.now()));
  }
  return headers;
}

function setCacheControl(headers: Headers, directives: CacheControl): void {
  const value = formatCacheControl(directives);
  if (value !== '') headers['cache-control'] = value;
}

function requireMediaType(value: unknown): string {
  if (typeof value === 'string' && parseMediaType(value) !== undefined)
    return requireFieldValue('contentType', value);
  throw new TypeError(
    `contentType: expected a media type such as "text/csv; charset=utf-8", got ${show(value)}`,
  );
}
