import { show } from '../arguments.ts';
import { formatRetryAfter, type RetryAfter, retryAfterSeconds } from '../fields/retry-after.ts';
import { HttpError } from './http-error.ts';
import type { HttpErrorInit } from './init.ts';

/** When to come back, or the word `unknown`, so that leaving it out is a decision. */
export type Wait = RetryAfter | 'unknown';

/** Sets Retry-After, in whole seconds rounded up, so that nobody comes back early. */
export function setRetryAfter(error: HttpError, wait: Wait, what: string): number | undefined {
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
