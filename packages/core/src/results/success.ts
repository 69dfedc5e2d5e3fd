import { show } from '../arguments.ts';
import { formatUriReference } from '../fields/uri-reference.ts';
import type { Content } from './content.ts';
import { makeResult, type Result } from './result.ts';
import {
  type ContentInit,
  headersOf,
  OF_ALL,
  OF_CONTENT,
  type ResultInit,
  type WaitInit,
} from './result-init.ts';

/**
 * @throws {TypeError} If a helper whose status has no body was called with one.
 */
function refuseMore(more: readonly unknown[], helper: string): void {
  if (more.length > 0) throw new TypeError(`${helper}: expected no body, got ${show(more[0])}`);
}

function refuseTypeWithoutBody(body: unknown, init: ContentInit | undefined, helper: string): void {
  if (body === undefined && init?.contentType !== undefined)
    throw new TypeError(`${helper}: expected a body beside contentType, got undefined`);
}

function withContent<S extends 200 | 201 | 202 | 207, B>(
  status: S,
  body: B,
  init: ContentInit | undefined,
  helper: string,
): Result<S, B> {
  const headers = headersOf(init, OF_CONTENT, helper);
  refuseTypeWithoutBody(body, init, helper);
  return makeResult(status, headers, body);
}

/**
 * Returns a 200 with fields (RFC 9110 §15.3.1). A value that a handler returns by itself is a 200 too. Without a body the content is
 * empty.
 *
 * @throws {TypeError} If a field is invalid or is not one of this result.
 *
 * @example
 * ```ts
 * ok(note, { etag: '"v7"', cacheControl: { maxAgeSeconds: 60 } }); // 200
 * ```
 */
export function ok<B = undefined>(body?: B & Content<B>, init?: ContentInit): Result<200, B> {
  return withContent(200, body as B, init, 'ok'); // undefined only if B is
}

/** The two forms of a 201. */
export interface Created {
  /**
   * Returns a 201 with Location (RFC 9110 §15.3.2): what a POST has created has another URI than its target. The ETag is that of what
   * was created.
   *
   * @param location A URL, or a reference relative to the target. Characters outside ASCII are percent-encoded.
   *
   * @throws {TypeError} If `location` is not a URI reference, or a field is invalid.
   *
   * @example
   * ```ts
   * created(`/notes/${note.id}`, note, { etag: '"v1"' }); // 201
   * ```
   */
  <B = undefined>(location: string | URL, body?: B & Content<B>, init?: ContentInit): Result<201, B>;
  /**
   * Returns a 201 without Location: the target itself was created, as by a PUT, which must then be a 201 (RFC 9110 §9.3.4, §15.3.2).
   *
   * @throws {TypeError} If a field is invalid or is not one of this result.
   *
   * @example
   * ```ts
   * created.here(note, { etag: '"v1"' }); // 201
   * ```
   */
  here<B = undefined>(body?: B & Content<B>, init?: ContentInit): Result<201, B>;
}

/** Returns a 201: something was created, at `location`, or with `created.here` at the target itself. */
export const created: Created = /* @__PURE__ */ Object.assign(
  function created<B>(location: string | URL, body?: B, init?: ContentInit): Result<201, B> {
    const at = formatUriReference(location, 'location');
    const result = withContent(201, body as B, init, 'created'); // undefined only if B is
    return makeResult(201, { ...result.headers, location: at }, result.body);
  },
  {
    here<B>(body?: B, init?: ContentInit): Result<201, B> {
      return withContent(201, body as B, init, 'created.here'); // undefined only if B is
    },
  },
);

/** Fields and content of a 202. */
export interface AcceptedInit<B> extends ContentInit, WaitInit {
  /** Content. Default: `{ monitor }`, the URL of the monitor, or nothing if there is no monitor. */
  readonly body?: B | undefined;
}

/** Content of a 202 without `body`. */
export type Monitor<M> = M extends null ? undefined : { readonly monitor: string };

/**
 * Returns a 202: the work continues after the response (RFC 9110 §15.3.3). The monitor, which {@link jobStatus} answers for, reports the
 * state of the work. It is sent in Location, by convention, and in the content, as the RFC recommends; `null` if there is no monitor.
 *
 * @throws {TypeError} If `monitor` is neither a URI reference nor null, or a field is invalid.
 *
 * @example
 * ```ts
 * accepted(`/jobs/${job.id}`, { retryAfter: { seconds: 2 } }); // 202
 * ```
 */
export function accepted<M extends string | URL | null, B = Monitor<M>>(
  monitor: M,
  init?: AcceptedInit<B & Content<B>>,
): Result<202, B> {
  const at = monitor === null ? undefined : formatUriReference(monitor, 'monitor');
  const headers = headersOf(init, [...OF_CONTENT, 'retryAfter', 'body'], 'accepted');
  const body = init?.body ?? (at === undefined ? undefined : { monitor: at });
  refuseTypeWithoutBody(body, init, 'accepted');
  return makeResult(202, at === undefined ? headers : { ...headers, location: at }, body as B); // the default of B, if there is no body
}

/**
 * Returns a 204: the request has succeeded, and there is nothing to show (RFC 9110 §15.3.5). The ETag is that of the current
 * representation of the target.
 *
 * @throws {TypeError} If a body is passed, or a field is invalid.
 *
 * @example
 * ```ts
 * noContent({ etag: '"v8"' }); // 204
 * ```
 */
export function noContent(init?: ResultInit, ...none: []): Result<204, undefined> {
  refuseMore(none, 'noContent');
  return makeResult(204, headersOf(init, OF_ALL, 'noContent'), undefined);
}

/**
 * Returns a 205: the request has succeeded, and the form may be cleared for the next entry (RFC 9110 §15.3.6). Unlike a 204 it has a
 * length, of 0.
 *
 * @throws {TypeError} If a body is passed, or a field is invalid.
 *
 * @example
 * ```ts
 * resetContent(); // 205
 * ```
 */
export function resetContent(init?: ResultInit, ...none: []): Result<205, undefined> {
  refuseMore(none, 'resetContent');
  return makeResult(205, headersOf(init, OF_ALL, 'resetContent'), undefined);
}

/**
 * Returns a 304: the response that the client has stored is still current (RFC 9110 §15.4.5). It repeats the ETag, Vary, Cache-Control,
 * Expires and Content-Location of the 200. `conditional` decides by itself when to send one.
 *
 * Writing it throws if the request cannot receive a 304: its method is not GET, HEAD or QUERY, or it has neither If-None-Match nor
 * If-Modified-Since.
 *
 * @throws {TypeError} If a body is passed, or a field is invalid.
 *
 * @example
 * ```ts
 * notModified({ etag: '"v7"', cacheControl: { maxAgeSeconds: 60 } }); // 304
 * ```
 */
export function notModified(init?: ResultInit, ...none: []): Result<304, undefined> {
  refuseMore(none, 'notModified');
  return makeResult(304, headersOf(init, OF_ALL, 'notModified'), undefined);
}

/**
 * Returns a 207: several statuses in one body (RFC 4918 §11.1). The RFC defines the body as XML; as JSON it is a convention of the
 * server, which has to document it. `batch` makes one.
 *
 * @throws {TypeError} If there is no body, or a field is invalid.
 *
 * @example
 * ```ts
 * multiStatus([{ status: 201, location: '/users/7' }, { status: 409 }]); // 207
 * ```
 */
export function multiStatus<B>(body: B & Content<B>, init?: ContentInit): Result<207, B> {
  if (body === undefined) throw new TypeError('multiStatus: expected a body, got undefined');
  return withContent(207, body as B, init, 'multiStatus');
}
