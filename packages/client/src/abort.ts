import { LONGEST_TIMER_MS } from './retry-after.ts';

/** Returns what `promise` settles to, or rejects with the reason of `signal` as soon as that is aborted. */
export function until<T>(signal: AbortSignal, promise: T | PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    // A `fetch` of the caller's may return something other than a promise.
    void Promise.resolve(promise)
      .then(resolve, reject)
      .then(() => signal.removeEventListener('abort', stop));
  });
}

/** Waits `ms`, at most until `signal` is aborted. */
export async function sleep(signal: AbortSignal, ms: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    // Rounded up: a timer cuts fractions off, and nobody comes back too early.
    for (let leftMs = Math.ceil(ms); leftMs >= 0; leftMs -= LONGEST_TIMER_MS) {
      const stepMs = Math.min(leftMs, LONGEST_TIMER_MS);
      await until(signal, new Promise<void>((resolve) => (timer = setTimeout(resolve, stepMs))));
    }
  } finally {
    clearTimeout(timer);
  }
}

/** A controller that follows a signal and a time limit until `end` is called. */
export interface Watch {
  readonly signal: AbortSignal;
  end(): void;
}

/** Returns a signal that is aborted with `signal`, or with a `TimeoutError` after `timeoutMs`. */
export function watch(signal: AbortSignal | null | undefined, timeoutMs: number): Watch {
  const control = new AbortController();
  const stop = (): void => control.abort(signal?.reason);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  const timer =
    timeoutMs <= LONGEST_TIMER_MS
      ? setTimeout(
          () => control.abort(new DOMException(`no answer within ${timeoutMs} ms`, 'TimeoutError')),
          timeoutMs,
        )
      : undefined;
  return {
    signal: control.signal,
    end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    },
  };
}
