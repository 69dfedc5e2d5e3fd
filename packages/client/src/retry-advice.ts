import { numberFrom, optionFrom, wrongType } from './arguments.ts';
import type { HeadersLike } from './headers.ts';
import { read, requireStatus, statusOf, textIn } from './read.ts';
import { dateAfter, LAST_DATE_MS, LONGEST_TIMER_MS, msOf, waitOf } from './retry-after.ts';
import { transportFailure } from './transport.ts';

/** How often and how long to wait. */
export interface RetryOptions {
  /** The most attempts, the first included. Default: 3. */
  readonly maxAttempts?: number | undefined;
  /** The longest random wait after the first attempt, in milliseconds; it doubles with each attempt. Default: 250. */
  readonly baseDelayMs?: number | undefined;
  /** The longest random wait, in milliseconds. Default: 20,000. */
  readonly maxDelayMs?: number | undefined;
  /** Whether a 500 is treated as a 502. Default: false, since the same request usually fails again. */
  readonly retry500?: boolean | undefined;
  /** Returns a number from 0 to 1. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/** One attempt that failed: with a response, or with an error. */
export interface FailedAttempt extends RetryOptions {
  readonly method: string;
  /** The response; its content is not read. */
  readonly response?: Pick<Response, 'status' | 'headers'> | ResponseHead | undefined;
  /** An error of {@link revive}, or what the client has thrown. */
  readonly error?: unknown;
  /** The number of the attempt that failed, from 1. */
  readonly attempt: number;
  /** Whether the request carries an idempotency key that the server honors. Default: false. */
  readonly keyed?: boolean | undefined;
  /** The moment after which nobody waits any more. Default: none. */
  readonly deadline?: Date | undefined;
  /** The current time. Default: `new Date()`. */
  readonly now?: Date | undefined;
}

/** Status and fields of a response. */
export interface ResponseHead {
  readonly status?: number | undefined;
  readonly statusCode?: number | undefined;
  readonly headers?: HeadersLike | undefined;
}

/** Why a request may be sent again. */
export type RetryReason = 'unsent' | 'not-processed' | 'idempotent' | 'keyed';

/** Why a request must not be sent again. */
export type RefusalReason = 'aborted' | 'attempts' | 'deadline' | 'unsafe' | 'final';

/** Whether to send a request again, and when. */
export type RetryAdvice =
  | {
      readonly retry: true;
      /** How long to wait, in milliseconds: never more than a timer can hold. */
      readonly waitMs: number;
      /** Whether to send the same idempotency key. */
      readonly sameKey: boolean;
      /** Whether to send it on another connection. */
      readonly newConnection: boolean;
      /**
       * `'unsent'`: it never reached the server; `'not-processed'`: the server has processed nothing of it;
       * `'idempotent'`: its method may be repeated; `'keyed'`: its key makes repeating it harmless.
       */
      readonly why: RetryReason;
    }
  | {
      readonly retry: false;
      /**
       * `'aborted'`: by the caller; `'attempts'`: there have been enough; `'deadline'`: the wait would be too long;
       * `'unsafe'`: it may have been processed; `'final'`: repeating it cannot help.
       */
      readonly why: RefusalReason;
      /** When the server would be ready, if that is after the deadline. */
      readonly retryAt?: Date;
    };

const IDEMPOTENT = /^(GET|HEAD|OPTIONS|TRACE|PUT|DELETE|QUERY)$/i;
// RateLimit draft, section 6: these requests were counted and not processed. The first is of this project's servers.
const NOT_PROCESSED = /(not-processed|quota-exceeded|temporary-reduced-capacity)$/;
const KEY_IN_USE = /idempotency-key-in-use$/;
// RFC 9110 §15.5.9, RFC 6585 §4, RFC 9110 §15.6.3 to §15.6.5, and what a CDN says in place of a 502 or a 504.
const TEMPORARY: readonly unknown[] = [408, 429, 502, 503, 504, 520, 521, 522, 523, 524];

/**
 * Returns whether a request that failed may be sent again, when, and why (RFC 9110 §9.2.2 and the sections of the statuses).
 * Pure: nothing is sent, and no content is read.
 *
 * The wait is never shorter than Retry-After asks. If that is longer than the time that is left, the advice is to stop now.
 *
 * @throws {TypeError} If neither or both of `response` and `error` are passed, or an option has the wrong type.
 * @throws {RangeError} If a number is out of its range, or a date is invalid.
 *
 * @example
 * ```ts
 * import { retryAdvice } from '@statuskit/client';
 *
 * const response = new Response(null, { status: 503, headers: { 'retry-after': '2' } });
 * const advice = retryAdvice({ method: 'GET', response, attempt: 1 });
 * console.log(advice.retry ? `again in ${advice.waitMs} ms` : `not again: ${advice.why}`);
 * ```
 */
export function retryAdvice(failed: FailedAttempt): RetryAdvice {
  const maxAttempts = numberFrom(failed, 'maxAttempts', 3, 1);
  const baseDelayMs = numberFrom(failed, 'baseDelayMs', 250);
  const maxDelayMs = numberFrom(failed, 'maxDelayMs', 20_000);
  const random = optionFrom(failed, 'random', 'function', Math.random);
  optionFrom(failed, 'retry500', 'boolean', false);
  const keyed = optionFrom(failed, 'keyed', 'boolean', false);
  const attempt = numberFrom(failed, 'attempt', undefined, 1);
  const nowMs = timeFrom(failed, 'now', Date.now());
  const leftMs = Math.min(LONGEST_TIMER_MS, timeFrom(failed, 'deadline', LAST_DATE_MS) - nowMs);
  const { method, response, error } = failed;
  if (textIn(failed, 'method') === '') throw wrongType('method', 'a method', method);
  // A client may have thrown undefined.
  if (response === undefined ? !('error' in failed) : error !== undefined) {
    throw wrongType('options', 'response or error', failed);
  }
  if (response !== undefined) requireStatus(response);

  const remote = read(error, 'remote');
  const head = response ?? remote ?? read(error, 'response') ?? error;
  const status = statusOf(remote ? error : head);
  // From the problem document, if scripts cannot read the field.
  const asked = waitOf(read(head, 'headers'), nowMs) ?? msOf(read(error, 'retryAfterSeconds'));

  const why = reasonFor(failed, status, asked !== undefined);
  if (isRefusal(why)) return { retry: false, why };
  if (attempt >= maxAttempts) return { retry: false, why: 'attempts' };

  const waitMs = asked ?? 0;
  if (waitMs > leftMs)
    return {
      retry: false,
      why: 'deadline',
      ...(asked === undefined ? {} : { retryAt: dateAfter(nowMs, asked) }),
    };
  // Full jitter, after Retry-After as well: clients that were told the same second do not come in that second.
  // 0 × Infinity is NaN.
  const jitterMs = random() * Math.min(LONGEST_TIMER_MS, maxDelayMs, baseDelayMs * 2 ** (attempt - 1) || 0);
  return {
    retry: true,
    waitMs: Math.min(waitMs + jitterMs, leftMs),
    sameKey: keyed,
    // Of a broken connection, of one that the server closes, and of one to the wrong server.
    newConnection: typeof status !== 'number' || status === 408 || status === 421,
    why,
  };
}

// 'aborted', 'attempts', 'final' or 'unsafe'. Each reason to repeat begins in another way.
const isRefusal = (why: RetryReason | RefusalReason): why is RefusalReason => /^(a|f|unsafe)/.test(why);

/** Returns why a request may be sent again, or why not, as if it were the first attempt and there was no deadline. */
function reasonFor(
  { method, error, attempt, keyed, retry500 }: FailedAttempt,
  status: unknown,
  isAsked: boolean,
): RetryReason | RefusalReason {
  // RFC 9110 §9.2.2: a request that may have been processed is repeated only if that cannot matter.
  const ifHarmless = IDEMPOTENT.test(method) ? 'idempotent' : keyed ? 'keyed' : 'unsafe';
  const type = textIn(error, 'type');
  // idempotency-key draft: the first request with this key is still running.
  if (status === 409) return keyed && isAsked && KEY_IN_USE.test(type) ? 'keyed' : 'final';
  // RFC 9110 §15.5.14: Retry-After says that the condition is temporary.
  if (status === 413) return isAsked ? 'not-processed' : 'final';
  // RFC 9110 §15.5.20, RFC 8470 §5.2.
  if (status === 421 || status === 425) return attempt === 1 ? 'not-processed' : 'attempts';
  const isTemporary = TEMPORARY.includes(status) || (status === 500 && retry500);
  if (isTemporary) return NOT_PROCESSED.test(type) ? 'not-processed' : ifHarmless;
  if (typeof status === 'number') return 'final';
  const failure = transportFailure(error) ?? 'final';
  return failure === 'late' || failure === 'broken' ? ifHarmless : failure;
}

function timeFrom(options: FailedAttempt, name: 'now' | 'deadline', fallback: number): number {
  const { [name]: date = new Date(fallback) } = options;
  const isDate = date instanceof Date;
  if (isDate && Number(date) <= LAST_DATE_MS) return Number(date); // NaN is not
  throw wrongType(name, 'a valid Date', date, isDate ? RangeError : TypeError);
}
