import { formatUnsatisfiedRange } from '../fields/content-range.ts';
import { formatRetryAfter, type RetryAfter, retryAfterSeconds } from '../fields/retry-after.ts';
import { show } from '../fields/show.ts';
import { HttpError } from './http-error.ts';
import type { HttpErrorInit } from './init.ts';
import type { ProblemDocument } from './problem-document.ts';

/** When to come back, or the word `unknown`, so that leaving it out is a decision. */
export type Wait = RetryAfter | 'unknown';

/** Sets Retry-After, in whole seconds rounded up, so that nobody comes back early. */
function setRetryAfter(error: HttpError, wait: Wait, what: string): number | undefined {
  if (wait === 'unknown') return undefined;
  if (typeof wait !== 'object' || wait === null) {
    throw new TypeError(`${what}: expected { seconds }, { at: Date } or 'unknown', got ${show(wait)}`);
  }
  const seconds = retryAfterSeconds(wait, Date.now());
  error.headers['retry-after'] = formatRetryAfter(seconds);
  return seconds;
}

/**
 * 429: the client has sent too many requests. RFC 6585 §4 lets it carry Retry-After; here the wait is compulsory, with
 * the word `unknown` for those who cannot tell. Must not be stored by a cache.
 *
 * Throws a TypeError or a RangeError for a wait of the wrong form.
 *
 * @example
 * throw new TooManyRequests({ seconds: 30 });
 */
export class TooManyRequests extends HttpError<429> {
  static override readonly tag: string = 'TooManyRequests';
  /** Whole seconds to wait; undefined where unknown. */
  declare readonly retryAfterSeconds: number | undefined;

  constructor(retryAfter: Wait, init?: string | HttpErrorInit) {
    super(429, init);
    this.retryAfterSeconds = setRetryAfter(this, retryAfter, 'retryAfter');
  }
}

/**
 * 503: overload or maintenance, for a while. RFC 9110 §15.6.4 lets it carry Retry-After; here the wait is compulsory,
 * with the word `unknown` for those who cannot tell. A string in the last place is for the log.
 *
 * Throws a TypeError or a RangeError for a wait of the wrong form.
 *
 * @example
 * throw new ServiceUnavailable({ at: maintenance.end }, { detail: 'Maintenance until 18:00' });
 */
export class ServiceUnavailable extends HttpError<503> {
  static override readonly tag: string = 'ServiceUnavailable';
  /** Whole seconds to wait; undefined where unknown. */
  declare readonly retryAfterSeconds: number | undefined;

  constructor(retryAfter: Wait, init?: string | HttpErrorInit) {
    super(503, init);
    this.retryAfterSeconds = setRetryAfter(this, retryAfter, 'retryAfter');
  }
}

/** What may be said about a 413. */
export type ContentTooLargeInit = HttpErrorInit & {
  /** The most that would have been accepted, in bytes. Member `limit` of the problem document. */
  readonly limit?: number | undefined;
  /** When the same content would be accepted: only where the condition is temporary (RFC 9110 §15.5.14). */
  readonly retryAfter?: RetryAfter | undefined;
};

/**
 * 413: the content is larger than the server is willing to process. RFC 9110 §15.5.14.
 *
 * Throws a RangeError where `limit` is no whole number of bytes.
 *
 * @example
 * throw new ContentTooLarge({ limit: 1_048_576 });
 */
export class ContentTooLarge extends HttpError<413> {
  static override readonly tag: string = 'ContentTooLarge';
  /** The most that would have been accepted, in bytes. */
  declare readonly limit: number | undefined;
  /** Whole seconds to wait; undefined where waiting does not help. */
  declare readonly retryAfterSeconds: number | undefined;

  constructor(init?: string | ContentTooLargeInit) {
    super(413, init);
    const { limit, retryAfter } = typeof init === 'object' ? init : {};
    if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0)) {
      throw new RangeError(`limit: expected a whole number of bytes, got ${show(limit)}`);
    }
    this.limit = limit;
    this.retryAfterSeconds =
      retryAfter === undefined ? undefined : setRetryAfter(this, retryAfter, 'init.retryAfter');
  }

  override toJSON(): ProblemDocument {
    return this.limit === undefined ? super.toJSON() : { ...super.toJSON(), limit: this.limit };
  }
}

/**
 * 416: no range of the request overlaps the representation. Its complete length in bytes is sent in Content-Range,
 * in the form for an unsatisfied range (RFC 9110 §15.5.17, §14.4).
 *
 * Throws a RangeError where the length is no whole number of bytes.
 *
 * @example
 * throw new RangeNotSatisfiable(file.size);
 */
export class RangeNotSatisfiable extends HttpError<416> {
  static override readonly tag: string = 'RangeNotSatisfiable';

  constructor(completeLength: number, init?: string | HttpErrorInit) {
    super(416, init);
    this.headers['content-range'] = formatUnsatisfiedRange(completeLength);
  }
}
