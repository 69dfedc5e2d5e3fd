import { formatCacheControl } from '../fields/cache-control.ts';
import type { CacheControl } from '../fields/cache-directives.ts';
import { requireEntityTag } from '../fields/entity-tag.ts';
import { requireFieldValue } from '../fields/field-value.ts';
import { formatHttpDate } from '../fields/http-date.ts';
import { fieldsOfKinds } from '../fields/kinds.ts';
import { formatLastModified } from '../fields/last-modified.ts';
import { unionVary } from '../fields/vary.ts';
import type { Reply } from '../reply.ts';
import { type Current, secondsOf } from './current.ts';

/** Fields that a 200 carries, and a 304 or 206 for the same request as well (RFC 9110 §15.4.5, §15.3.7). */
export interface RepresentationFields {
  readonly vary?: string | readonly string[] | undefined;
  readonly cacheControl?: string | CacheControl | undefined;
  readonly contentLocation?: string | undefined;
  readonly expires?: Date | undefined;
}

/** When a response is made. */
export interface RepresentationOptions {
  /** Default: the clock. */
  readonly now?: Date | undefined;
}

type Headers = Record<string, string>;

/**
 * Returns the fields that describe the selected representation: its validators, and how long and for whom it may be stored.
 * They belong on the 200 and on the 304 alike. A modification date in the future is sent as now (RFC 9110 §8.8.2.1).
 *
 * @throws {TypeError} If a value is not what its field can hold.
 * @throws {RangeError} If a date or a duration is out of range.
 *
 * @example
 * ```ts
 * representationHeaders({ exists: true, etag: etag.strong('7') }, { vary: 'Accept' }); // { etag: '"7"', vary: 'Accept' }
 * ```
 */
export function representationHeaders(
  current: Current,
  fields: RepresentationFields = {},
  { now }: RepresentationOptions = {},
): Headers {
  const headers: Headers = {};
  if (current.exists) {
    if (current.etag !== undefined) headers['etag'] = requireEntityTag(current.etag, 'etag');
    if (current.lastModified !== undefined) {
      const nowSeconds = secondsOf(now, 'now');
      const nowMs = nowSeconds === undefined ? Date.now() : nowSeconds * 1000;
      headers['last-modified'] = formatLastModified(current.lastModified, nowMs);
    }
  }
  const { vary, cacheControl, contentLocation, expires } = fields;
  if (cacheControl !== undefined) {
    headers['cache-control'] =
      typeof cacheControl === 'object'
        ? formatCacheControl(cacheControl)
        : requireFieldValue('Cache-Control', cacheControl);
  }
  if (contentLocation !== undefined)
    headers['content-location'] = requireFieldValue('Content-Location', contentLocation);
  if (expires !== undefined) headers['expires'] = formatHttpDate(expires);
  if (vary !== undefined) headers['vary'] = unionVary(vary, undefined);
  return headers;
}

/** Fields that describe content, which a 304 has not; Accept-Ranges, CORS, cookies and security fields stay. */
const CONTENT_FIELDS: readonly string[] = fieldsOfKinds('framing', 'format', 'content', 'representation');

/**
 * Returns the 304: the fields of the 200 that guide a cache, and none that describes content. Last-Modified is sent only
 * without an entity tag (RFC 9110 §15.4.5).
 *
 * @example
 * ```ts
 * notModifiedReply({ exists: true, etag: etag.strong('7') }).headers; // { etag: '"7"' }
 * ```
 */
export function notModifiedReply(
  current: Current,
  fields?: RepresentationFields,
  options?: RepresentationOptions,
): Reply {
  const { 'last-modified': lastModified, ...headers } = representationHeaders(current, fields, options);
  if (headers['etag'] === undefined && lastModified !== undefined) headers['last-modified'] = lastModified;
  const drop = headers['etag'] === undefined ? CONTENT_FIELDS : [...CONTENT_FIELDS, 'last-modified'];
  return { status: 304, headers, drop, body: undefined, close: false };
}
