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

/** Throws a TypeError where a body was given to a helper whose status has none. */
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
 * 200 with fields (RFC 9110 §15.3.1): a value that a handler returns bare is a 200 too. Without a body the content is empty.
 *
 * Throws a TypeError for fields of the wrong form.
 *
 * @example
 * ok(note, { etag: '"v7"', cacheControl: { maxAgeSeconds: 60 } });
 */
export function ok<B = undefined>(body?: B & Content<B>, init?: ContentInit): Result<200, B> {
  return withContent(200, body as B, init, 'ok'); // undefined only where B is
}

/** 201, by two forms. */
export interface Created {
  /**
   * 201 with Location (RFC 9110 §15.3.2): what a POST created has another URI than the one that was posted to. An ETag is that of
   * what was created.
   *
   * `location` is a URL or a reference relative to the target; what is outside ASCII is percent-encoded. Throws a TypeError for a
   * location that is none, and for fields of the wrong form.
   *
   * @example
   * created(`/notes/${note.id}`, note, { etag: '"v1"' });
   */
  <B = undefined>(location: string | URL, body?: B & Content<B>, init?: ContentInit): Result<201, B>;
  /**
   * 201 without Location: the target itself names what was created, as where a PUT creates, which must be a 201
   * (RFC 9110 §9.3.4, §15.3.2). Throws a TypeError for fields of the wrong form.
   *
   * @example
   * created.here(note, { etag: '"v1"' });
   */
  here<B = undefined>(body?: B & Content<B>, init?: ContentInit): Result<201, B>;
}

/** 201: something was created, at `location`, or by `created.here` at the target itself. */
export const created: Created = /* @__PURE__ */ Object.assign(
  function created<B>(location: string | URL, body?: B, init?: ContentInit): Result<201, B> {
    const at = formatUriReference(location, 'location');
    const result = withContent(201, body as B, init, 'created'); // undefined only where B is
    return makeResult(201, { ...result.headers, location: at }, result.body);
  },
  {
    here<B>(body?: B, init?: ContentInit): Result<201, B> {
      return withContent(201, body as B, init, 'created.here'); // undefined only where B is
    },
  },
);

/** What may be said about work that is not done yet. */
export interface AcceptedInit<B> extends ContentInit, WaitInit {
  /** Default: `{ monitor }`, the URL to ask; nothing where there is none. */
  readonly body?: B | undefined;
}

/** The body of a 202 that was given none. */
export type Monitor<M> = M extends null ? undefined : { readonly monitor: string };

/**
 * 202: the work goes on (RFC 9110 §15.3.3). The monitor is where to ask how it stands, in Location, as convention has it, and in
 * the body, as the RFC asks; `null` says that nobody can ask. {@link jobStatus} answers there.
 *
 * Throws a TypeError for a monitor that is no URL, and for fields of the wrong form.
 *
 * @example
 * accepted(`/jobs/${job.id}`, { retryAfter: { seconds: 2 } });
 */
export function accepted<M extends string | URL | null, B = Monitor<M>>(
  monitor: M,
  init?: AcceptedInit<B & Content<B>>,
): Result<202, B> {
  const at = monitor === null ? undefined : formatUriReference(monitor, 'monitor');
  const headers = headersOf(init, [...OF_CONTENT, 'retryAfter', 'body'], 'accepted');
  const body = init?.body ?? (at === undefined ? undefined : { monitor: at });
  refuseTypeWithoutBody(body, init, 'accepted');
  return makeResult(202, at === undefined ? headers : { ...headers, location: at }, body as B); // B's default, where none is given
}

/**
 * 204: done, and nothing to show (RFC 9110 §15.3.5). An ETag is that of what the target names now.
 *
 * Throws a TypeError for a body, and for fields of the wrong form.
 *
 * @example
 * noContent({ etag: '"v8"' });
 */
export function noContent(init?: ResultInit, ...none: []): Result<204, undefined> {
  refuseMore(none, 'noContent');
  return makeResult(204, headersOf(init, OF_ALL, 'noContent'), undefined);
}

/**
 * 205: done, and the form may be emptied for the next entry (RFC 9110 §15.3.6). Unlike a 204 it is framed, as empty.
 *
 * Throws a TypeError for a body, and for fields of the wrong form.
 *
 * @example
 * resetContent();
 */
export function resetContent(init?: ResultInit, ...none: []): Result<205, undefined> {
  refuseMore(none, 'resetContent');
  return makeResult(205, headersOf(init, OF_ALL, 'resetContent'), undefined);
}

/**
 * 304: what the client has stored is still right (RFC 9110 §15.4.5). It repeats the ETag, Vary, Cache-Control, Expires and
 * Content-Location of the 200. Writing it fails where the request asks for no such thing: another method than GET, HEAD or QUERY,
 * or no If-None-Match and no If-Modified-Since.
 *
 * `conditional` decides by itself when to send it. Throws a TypeError for a body, and for fields of the wrong form.
 *
 * @example
 * notModified({ etag: '"v7"', cacheControl: { maxAgeSeconds: 60 } });
 */
export function notModified(init?: ResultInit, ...none: []): Result<304, undefined> {
  refuseMore(none, 'notModified');
  return makeResult(304, headersOf(init, OF_ALL, 'notModified'), undefined);
}

/**
 * 207: several statuses in one body (RFC 4918 §11.1). That RFC gives the body as XML; as JSON it is a convention of whoever sends it,
 * to be documented there. `batch` makes one.
 *
 * Throws a TypeError where there is no body, and for fields of the wrong form.
 *
 * @example
 * multiStatus([{ status: 201, location: '/users/7' }, { status: 409 }]);
 */
export function multiStatus<B>(body: B & Content<B>, init?: ContentInit): Result<207, B> {
  if (body === undefined) throw new TypeError('multiStatus: expected a body, got undefined');
  return withContent(207, body as B, init, 'multiStatus');
}
