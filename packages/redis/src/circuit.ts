import { performance } from 'node:perf_hooks';
import { CircuitState, CountBreaker, circuitBreaker, handleAll, type IBackoff } from 'cockatiel';
import { isErrorReply } from './client.ts';
import { RedisStoreError } from './error.ts';

/** Runs a call so that it ends in time, and refuses it immediately while Redis is known not to answer. */
export type Circuit = <T>(call: () => PromiseLike<T>) => Promise<T>;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

interface Outcome<T> {
  readonly value?: T;
  readonly error?: RedisStoreError;
  /** True if Redis answered, with a value or with an error reply: only the other calls speak of an outage. */
  readonly isAnswer: boolean;
}

/**
 * Returns a circuit breaker with a deadline per call. If more than half of the last 20 calls, and at least 5, had no answer, then
 * for a second nothing is asked, and after that one call tries. Each try without an answer doubles the pause, up to half a minute.
 *
 * An error reply, such as WRONGTYPE, is an answer about one key. It rejects its own call and counts as a success.
 *
 * @param now Monotonic clock in milliseconds.
 */
export function circuit(deadlineMs: number, now: () => number = () => performance.now()): Circuit {
  let opensAt = 0;

  // Cockatiel compares the pause with the time of day, which may be set back by an hour: all or nothing leaves the comparison
  // to the monotonic clock.
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

  // While it is closed a success is counted and no more: cockatiel's way around a call costs as much as the call.
  function counted<T>(call: () => PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      inTime(deadlineMs, call, ({ value, error, isAnswer }) => {
        if (isAnswer && isClosed()) recent.success(CircuitState.Closed);
        if (error === undefined) resolve(value as T);
        // Once it has opened, calls that began before say nothing that the trial will not.
        else if (isAnswer || !isClosed()) reject(error);
        else resolve(breaker.execute(() => Promise.reject(error)));
      });
    });
  }

  async function trial<T>(call: () => PromiseLike<T>): Promise<T> {
    const { value, error } = await breaker.execute(
      () =>
        new Promise<Outcome<T>>((resolve, reject) => {
          inTime(deadlineMs, call, (outcome) => {
            if (outcome.isAnswer) resolve(outcome);
            else reject(outcome.error);
          });
        }),
    );
    if (error !== undefined) throw error;
    return value as T;
  }

  return function throughCircuit(call) {
    if (isClosed()) return counted(call);
    // While one call tries, cockatiel would have the others wait for it: they must not.
    if (breaker.state === CircuitState.HalfOpen || now() < opensAt) {
      const retryAfterMs = Math.max(0, opensAt - now());
      return Promise.reject(
        new RedisStoreError('circuit-open', 'Redis has not answered lately and is not asked', retryAfterMs),
      );
    }
    return trial(call);
  };
}

/** Calls `ended` once: with the value, or with the reason for which there is none in time. */
function inTime<T>(
  deadlineMs: number,
  call: () => PromiseLike<T>,
  ended: (outcome: Outcome<T>) => void,
): void {
  let isOver = false;
  const end = (outcome: Outcome<T>): void => {
    clearTimeout(timer);
    if (isOver) return;
    isOver = true;
    ended(outcome);
  };
  const timer = setTimeout(() => {
    // If this process was busy, the reply may be there already, unread: one turn of the loop reads it.
    setImmediate(() => {
      const message = `Redis did not answer within ${deadlineMs} ms`;
      end({ error: new RedisStoreError('deadline', message, 0), isAnswer: false });
    });
  }, deadlineMs);
  const fail = (cause: unknown): void => {
    const error = new RedisStoreError('failed', `Redis failed: ${messageOf(cause)}`, 0, cause);
    end({ error, isAnswer: isErrorReply(cause) });
  };
  try {
    call().then((value) => end({ value, isAnswer: true }), fail);
  } catch (cause) {
    fail(cause);
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
