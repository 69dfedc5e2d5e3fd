import { CircuitState, CountBreaker, circuitBreaker, handleAll, type IBackoff } from 'cockatiel';
import { RedisStoreError } from './error.ts';

/** Runs a call so that it ends in time, and refuses it at once while Redis is known not to answer. */
export type Guard = <T>(call: () => Promise<T>) => Promise<T>;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * More than half of the last 20 calls, and at least 5, have failed: then for a second nothing is asked, and after that one
 * call tries. Each that fails doubles the pause, up to half a minute. `now` is monotonic, in milliseconds.
 */
export function guard(deadlineMs: number, now: () => number = () => performance.now()): Guard {
  let opensAt = 0;

  // Cockatiel compares the pause with the time of day, which may be set back by an hour: all or nothing leaves the
  // comparison to the monotonic clock.
  function pause(ms: number): IBackoff<unknown> {
    const until = now() + ms;
    opensAt = until;
    return {
      get duration() {
        return now() < until ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
      },
      next: () => pause(Math.min(ms * 2, LONGEST_PAUSE_MS)),
    };
  }

  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: { next: () => pause(FIRST_PAUSE_MS) },
    breaker: new CountBreaker({ threshold: 0.5, size: 20, minimumNumberOfCalls: 5 }),
  });

  return function guarded(call) {
    // While one call tries, cockatiel would have the others wait for it: they must not.
    const isShut =
      breaker.state === CircuitState.HalfOpen || (breaker.state === CircuitState.Open && now() < opensAt);
    if (isShut) {
      const retryAfterMs = Math.max(0, opensAt - now());
      return Promise.reject(
        new RedisStoreError('circuit-open', 'Redis has not answered of late and is not asked', retryAfterMs),
      );
    }
    return breaker.execute(() => within(deadlineMs, call));
  };
}

function within<T>(deadlineMs: number, call: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      // Where this process was busy the reply may be there already, unread: one turn of the loop reads it.
      setImmediate(() =>
        reject(new RedisStoreError('deadline', `Redis did not answer within ${deadlineMs} ms`, 0)),
      );
    }, deadlineMs);
    const fail = (cause: unknown): void => {
      clearTimeout(timer);
      reject(new RedisStoreError('failed', `Redis failed: ${messageOf(cause)}`, 0, cause));
    };
    try {
      // Both outcomes are taken, also when they come too late, so that no rejection goes unhandled.
      call().then((value) => {
        clearTimeout(timer);
        resolve(value);
      }, fail);
    } catch (cause) {
      fail(cause);
    }
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
