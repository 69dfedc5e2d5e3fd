import { CircuitState, CountBreaker, circuitBreaker, handleAll, type IBackoff } from 'cockatiel';
import { RedisStoreError } from './error.ts';

/** Runs a call so that it ends in time, and refuses it at once while Redis is known not to answer. */
export type Guard = <T>(call: () => PromiseLike<T>) => Promise<T>;

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

  const recent = new CountBreaker({ threshold: 0.5, size: 20, minimumNumberOfCalls: 5 });
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: { next: () => pause(FIRST_PAUSE_MS) },
    breaker: recent,
  });
  const isClosed = (): boolean => breaker.state === CircuitState.Closed;

  // Where it is closed a success is counted and no more: cockatiel's way around a call costs as much as the call.
  function counted<T>(call: () => PromiseLike<T>): Promise<T> {
    return new Promise((resolve) => {
      inTime(
        deadlineMs,
        call,
        (value) => {
          if (isClosed()) recent.success(CircuitState.Closed);
          resolve(value);
        },
        (error) => {
          const failed = (): Promise<never> => Promise.reject(error);
          // Once it has opened, what began before says nothing that the trial will not.
          resolve(isClosed() ? breaker.execute(failed) : failed());
        },
      );
    });
  }

  return function guarded(call) {
    if (isClosed()) return counted(call);
    // While one call tries, cockatiel would have the others wait for it: they must not.
    if (breaker.state === CircuitState.HalfOpen || now() < opensAt) {
      const retryAfterMs = Math.max(0, opensAt - now());
      return Promise.reject(
        new RedisStoreError('circuit-open', 'Redis has not answered of late and is not asked', retryAfterMs),
      );
    }
    return breaker.execute(() => new Promise((resolve, reject) => inTime(deadlineMs, call, resolve, reject)));
  };
}

/** Calls one of the two, once: with the value, or with why there is none in time. */
function inTime<T>(
  deadlineMs: number,
  call: () => PromiseLike<T>,
  succeeded: (value: T) => void,
  failed: (error: RedisStoreError) => void,
): void {
  let isOver = false;
  const end = (): boolean => {
    clearTimeout(timer);
    const wasOver = isOver;
    isOver = true;
    return !wasOver;
  };
  const timer = setTimeout(() => {
    // Where this process was busy the reply may be there already, unread: one turn of the loop reads it.
    setImmediate(() => {
      if (end()) failed(new RedisStoreError('deadline', `Redis did not answer within ${deadlineMs} ms`, 0));
    });
  }, deadlineMs);
  const fail = (cause: unknown): void => {
    if (end()) failed(new RedisStoreError('failed', `Redis failed: ${messageOf(cause)}`, 0, cause));
  };
  try {
    call().then((value) => {
      if (end()) succeeded(value);
    }, fail);
  } catch (cause) {
    fail(cause);
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
