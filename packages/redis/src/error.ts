/** Why a call to Redis gave no answer. */
export type RedisStoreFailure = 'deadline' | 'circuit-open' | 'failed';

/**
 * Redis did not answer. A limiter turns it into a decision by its `onStoreError`; whoever calls the store sees it.
 *
 * `reason`: `'deadline'` (no reply in time), `'circuit-open'` (not asked, since too many calls before failed), `'failed'`
 * (the client or the server reported `cause`).
 */
export class RedisStoreError extends Error {
  readonly reason: RedisStoreFailure;
  /** When Redis will be asked again, in milliseconds; 0 where that is at once. */
  readonly retryAfterMs: number;

  constructor(reason: RedisStoreFailure, message: string, retryAfterMs: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }

  static {
    this.prototype.name = 'RedisStoreError';
  }
}
