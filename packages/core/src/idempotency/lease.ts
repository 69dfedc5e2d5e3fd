import { isThenable } from '../hook.ts';
import type { Awaitable } from './store.ts';

/** The longest time that a timer of Node or of a browser takes, in milliseconds. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** Calls `then` after `ms`, unless the returned function is called before. The timer does not keep the process alive. */
export function startTimer(ms: number, then: () => void): () => void {
  const timer: unknown = setTimeout(then, Math.min(ms, LONGEST_TIMER_MS));
  (timer as { unref?(): void }).unref?.();
  return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
}

/** A lease that is renewed. */
export interface Lease {
  /** Renews the lease for the last time, immediately. */
  renewOnce(): void;
  /** Ends the renewals. Returns a promise if one is under way; it does not reject. */
  stop(): Promise<void> | undefined;
}

/**
 * Renews a lease every third of its length, so that two renewals may fail before it ends. `renew` is undefined for a store
 * that has no such function. A renewal that fails is reported to `failed`; the next one is tried all the same.
 */
export function keepRenewing(
  renew: (() => Awaitable<boolean | undefined>) | undefined,
  leaseMs: number,
  failed: (error: unknown) => void,
): Lease {
  let underWay: Promise<void> | undefined;
  let isStopped = renew === undefined;
  let cancel = (): void => {};

  function schedule(): void {
    if (!isStopped) cancel = startTimer(leaseMs / 3, renewNow);
  }

  function renewNow(): void {
    if (isStopped || renew === undefined) return;
    const settled = (isOwner: boolean | undefined): void => {
      underWay = undefined;
      if (isOwner === false) isStopped = true; // another owner has taken the name
      schedule();
    };
    const refused = (error: unknown): void => {
      failed(error);
      settled(true);
    };
    try {
      const renewed = renew();
      if (isThenable(renewed)) underWay = Promise.resolve(renewed).then(settled, refused);
      else settled(renewed);
    } catch (error) {
      refused(error);
    }
  }

  function stop(): Promise<void> | undefined {
    isStopped = true;
    cancel();
    return underWay;
  }

  schedule();
  return {
    renewOnce() {
      if (underWay === undefined) renewNow();
      void stop();
    },
    stop,
  };
}
