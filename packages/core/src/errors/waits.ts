import { expected } from '../arguments.ts';
import { formatRetryAfter, type RetryAfter, retryAfterSeconds } from '../fields/retry-after.ts';
import { HttpError } from './http-error.ts';
import { type HttpErrorInit, refuseMore } from './init.ts';
import type { ProblemDocument } from './problem-document.ts';

/** When a request may be repeated, or the word `unknown`, so that leaving it out is a decision. */
export type Wait = RetryAfter | 'unknown';

/** Sets Retry-After in whole seconds, rounded up, so that no client comes back early. Returns the seconds. */
export function setRetryAfter(error: HttpError, wait: Wait, what: string): number | undefined {
  if (wait === 'unknown') return undefined;
  if (typeof wait !== 'object' || wait === null)
    throw new TypeError(expected(what, "{ seconds }, { at: Date } or 'unknown'", wait));
  const seconds = retryAfterSeconds(wait, Date.now());
  error.headers['retry-after'] = formatRetryAfter(seconds);
  return seconds;
}

/** Adds the wait as a member: scripts of other origins cannot read Retry-After unless the server exposes it. */
function withWait(shown: ProblemDocument, seconds: number | undefined): ProblemDocument {
  return seconds === undefined || 'retryAfter' in shown ? shown : { ...shown, retryAfter: seconds };
}

/**
 * 429: the client has sent too many requests (RFC 6585 §4). The wait is compulsory; pass `'unknown'` if there is none to
 * announce. It is sent as Retry-After and as the member `retryAfter` of the problem document, in whole seconds. Caches must
 * not store the response.
 *
 * @throws {TypeError} If the wait is not `{ seconds }`, `{ at: Date }` or `'unknown'`, or a third argument is passed.
 * @throws {RangeError} If the wait is negative or not finite.
 *
 * @example
 * ```ts
 * throw new TooManyRequests({ seconds: 30 });
 * ```
 */
export class TooManyRequests extends HttpError<429> {
  static override readonly tag: string = 'TooManyRequests';
  /** Whole seconds to wait; undefined if unknown. */
  declare readonly retryAfterSeconds: number | undefined;

  constructor(retryAfter: Wait, init?: string | HttpErrorInit) {
    super(429, init);
    refuseMore(this, 2, arguments.length);
    this.retryAfterSeconds = setRetryAfter(this, retryAfter, 'retryAfter');
  }

  override toJSON(): ProblemDocument {
    return withWait(super.toJSON(), this.retryAfterSeconds);
  }
}

/**
 * 503: the server is overloaded or under maintenance (RFC 9110 §15.6.4). The wait is compulsory; pass `'unknown'` if there is
 * none to announce. It is sent as Retry-After and as the member `retryAfter` of the problem document, in whole seconds. A
 * string as the last argument is for the log.
 *
 * @throws {TypeError} If the wait is not `{ seconds }`, `{ at: Date }` or `'unknown'`, or a third argument is passed.
 * @throws {RangeError} If the wait is negative or not finite.
 *
 * @example
 * ```ts
 * throw new ServiceUnavailable({ at: maintenance.end }, { detail: 'Maintenance until 18:00' });
 * ```
 */
export class ServiceUnavailable extends HttpError<503> {
  static override readonly tag: string = 'ServiceUnavailable';
  /** Whole seconds to wait; undefined if unknown. */
  declare readonly retryAfterSeconds: number | undefined;

  constructor(retryAfter: Wait, init?: string | HttpErrorInit) {
    super(503, init);
    refuseMore(this, 2, arguments.length);
    this.retryAfterSeconds = setRetryAfter(this, retryAfter, 'retryAfter');
  }

  override toJSON(): ProblemDocument {
    return withWait(super.toJSON(), this.retryAfterSeconds);
  }
}
