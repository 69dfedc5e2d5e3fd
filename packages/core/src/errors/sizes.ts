import { show } from '../arguments.ts';
import { formatUnsatisfiedRange } from '../fields/content-range.ts';
import type { RetryAfter } from '../fields/retry-after.ts';
import { HttpError } from './http-error.ts';
import type { HttpErrorInit } from './init.ts';
import type { ProblemDocument } from './problem-document.ts';
import { setRetryAfter } from './waits.ts';

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
