/** Why a call to Redis has no usable answer. */
export type RedisStoreFailure = 'deadline' | 'circuit-open' | 'failed';

/**
 * A call to Redis that has no usable answer. A limiter turns it into a decision by its `onStoreError`; code that calls the store
 * directly receives it as a rejection.
 *
 * `reason` is `'deadline'` (no reply in time), `'circuit-open'` (not asked, since too many earlier calls failed) or `'failed'`
 * (the client or the server reported `cause`, or the reply cannot be used).
 *
 * @example
 * ```ts
 * if (error instanceof RedisStoreError && error.reason === 'deadline') console.warn('Redis is slow');
 * ```
 */
export class RedisStoreError extends Error {
  readonly reason: RedisStoreFailure;
  /** Milliseconds until Redis will be asked again; 0 if with the next call. */
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
