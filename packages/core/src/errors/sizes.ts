import { expected } from '../arguments.ts';
import { formatUnsatisfiedRange } from '../fields/content-range.ts';
import type { RetryAfter } from '../fields/retry-after.ts';
import { HttpError } from './http-error.ts';
import { type HttpErrorInit, refuseMore } from './init.ts';
import type { ProblemDocument } from './problem-document.ts';
import { setRetryAfter } from './waits.ts';

/** Options of a 413. */
export type ContentTooLargeInit = HttpErrorInit & {
  /** Largest content that is accepted, in bytes. Sent as the member `limit`. Default: none. */
  readonly limit?: number | undefined;
  /** When the same content would be accepted, if the condition is temporary (RFC 9110 §15.5.14). Default: none. */
  readonly retryAfter?: RetryAfter | undefined;
};

/**
 * 413: the content is larger than the server is willing to process (RFC 9110 §15.5.14).
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 * @throws {RangeError} If `limit` is not an integer of at least 0.
 *
 * @example
 * ```ts
 * throw new ContentTooLarge({ limit: 1_048_576 });
 * ```
 */
export class ContentTooLarge extends HttpError<413> {
  static override readonly tag: string = 'ContentTooLarge';
  /** Largest content that is accepted, in bytes. */
  declare readonly limit: number | undefined;
  /** Whole seconds to wait; undefined if waiting does not help. */
  declare readonly retryAfterSeconds: number | undefined;

  constructor(init?: string | ContentTooLargeInit) {
    super(413, init);
    refuseMore(this, 1, arguments.length);
    const { limit, retryAfter } = typeof init === 'object' ? init : {};
    if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0)) {
      throw new RangeError(expected('init.limit', 'a whole number of bytes', limit));
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
 * @throws {RangeError} If `completeLength` is not an integer of at least 0.
 * @throws {TypeError} If `init` has another form, or a third argument is passed.
 *
 * @example
 * ```ts
 * throw new RangeNotSatisfiable(file.size);
 * ```
 */
export class RangeNotSatisfiable extends HttpError<416> {
  static override readonly tag: string = 'RangeNotSatisfiable';

  constructor(completeLength: number, init?: string | HttpErrorInit) {
    super(416, init);
    refuseMore(this, 2, arguments.length);
    this.headers['content-range'] = formatUnsatisfiedRange(completeLength);
  }
}
