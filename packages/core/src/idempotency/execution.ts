import { callHook, isThenable } from '../hook.ts';
import type { Tell } from './events.ts';
import { keepRenewing, startTimer } from './lease.ts';
import type { IdempotencySettings } from './options.ts';
import type { Awaitable } from './store.ts';
import { type AnsweredResponse, endsKey, storedResponse } from './stored-response.ts';

/**
 * A request that runs. The adapter ends it, with `complete` or `release`; the first of the two counts. None of the
 * functions throws or rejects.
 */
export interface IdempotencyExecution {
  /** The largest body that is stored, in bytes. A longer one need not be passed to `complete`. */
  readonly maxBodyBytes: number;
  /** Stores the response, or frees the key if the status says that the same request may succeed later. */
  complete(response: AnsweredResponse): Awaitable<void>;
  /** Frees the key: nothing was answered, or not all of it. */
  release(): Awaitable<void>;
  /**
   * The client has gone before anything was answered. The key stays taken until the request is completed or released, but
   * at most for one more lease.
   */
  abandon(): void;
}

/** A request that the store has answered with `started`. */
export interface StartedRequest {
  readonly name: string;
  readonly fingerprint: string;
  readonly token: string;
  /** Identifies the caller, by a hash; undefined if all callers share their keys. */
  readonly scope: string | undefined;
  readonly origin: string | undefined;
  /** Removes the request from those that run in this process. */
  readonly close: () => void;
  readonly tell: Tell;
}

/** Starts an execution: its lease is renewed until it ends or is abandoned. */
export function startExecution<Source>(
  settings: IdempotencySettings<Source>,
  { name, fingerprint, token, scope, origin, close, tell }: StartedRequest,
): IdempotencyExecution {
  const { store, leaseMs, maxBodyBytes } = settings;
  const failed = (error: unknown): void => tell({ kind: 'store-failed', error });
  const lease = keepRenewing(
    store.renew && (() => store.renew?.(name, fingerprint, token, leaseMs)),
    leaseMs,
    failed,
  );
  let stopWaiting = (): void => {};
  let hasEnded = false;

  function end(): void {
    hasEnded = true;
    stopWaiting();
    close();
  }

  function attempt<T>(call: () => Awaitable<T>, then: (value: T) => void): Awaitable<void> {
    try {
      const value = call();
      if (isThenable(value)) return Promise.resolve(value).then(then).then(undefined, failed);
      then(value);
    } catch (error) {
      failed(error);
    }
    return undefined;
  }

  /** A renewal that is under way must not take the name again after it was released. */
  function release(status?: number): Awaitable<void> {
    const renewal = lease.stop();
    return attempt(
      () =>
        renewal === undefined ? store.release(name, token) : renewal.then(() => store.release(name, token)),
      () => tell({ kind: 'released', status }),
    );
  }

  function keeps(status: number, fields: AnsweredResponse['fields']): boolean {
    return callHook(() => settings.keep?.(status), failed) ?? endsKey(status, fields);
  }

  return {
    maxBodyBytes,
    complete(given) {
      if (hasEnded) return undefined;
      end();
      // Node casts what a program has assigned, so that '410' is a status, which Express 4 permits.
      const response = { ...given, status: Math.trunc(Number(given.status)) };
      const { status, fields } = response;
      if (!(status >= 200) || !keeps(status, fields)) return release(status);
      void lease.stop();
      return attempt(
        () => {
          const stored = storedResponse(response, origin, settings);
          return store.complete(name, fingerprint, token, stored, settings.ttlMs, scope);
        },
        (isStored) => tell({ kind: isStored ? 'completed' : 'overtaken', status }),
      );
    },
    release() {
      if (hasEnded) return undefined;
      end();
      return release();
    },
    abandon() {
      if (hasEnded) return;
      lease.renewOnce();
      stopWaiting = startTimer(leaseMs, () => {
        close();
        void release(); // what is answered later is still stored, unless another request has taken the name
      });
    },
  };
}
