import type { Algorithm, Usage } from './algorithm.ts';
import type { CheckedPolicy } from './policy.ts';

/*
 * Fixed windows. A store keeps two numbers for a key: when the window ends, and the units that were spent in it. A window has
 * ended when the clock shows its end.
 */

/** Returns the end of a window that begins now; `epochMs` is the time at which the store's clock shows 0. */
function freshEnd({ align, windowMs }: CheckedPolicy, nowMs: number, epochMs: number): number {
  if (align === 'first-hit') return nowMs + windowMs;
  return (Math.floor((nowMs + epochMs) / windowMs) + 1) * windowMs - epochMs;
}

/**
 * Reads the current window from the one that was stored. Returns true if the stored end was later than that of any window can
 * be, which happens after the clock was set back: the store then writes the earlier end, or the wait would begin again with
 * each request.
 */
export function readWindow(
  endMs: number,
  count: number,
  policy: CheckedPolicy,
  nowMs: number,
  epochMs: number,
  into: Usage,
): boolean {
  const fresh = freshEnd(policy, nowMs, epochMs);
  into.owed = endMs > nowMs ? count : 0;
  into.endMs = into.owed > 0 && endMs < fresh ? endMs : fresh;
  return into.owed > 0 && endMs > fresh;
}

export const fixedWindow: Algorithm = {
  waitMs: ({ endMs }, _spend, _policy, nowMs) => endMs - nowMs,

  answer({ owed, endMs }, waitMs, { quota }, nowMs) {
    const untilMs = endMs - nowMs;
    return { remaining: quota - owed, waitMs, resetMs: owed === 0 ? 0 : untilMs, untilMs, debit: endMs };
  },

  refund(usage, debit, spend) {
    if (usage.endMs !== debit || usage.owed === 0) return false;
    usage.owed = Math.max(0, usage.owed - spend);
    return true;
  },

  adopt(usage, { remaining, untilMs }, { quota }, nowMs) {
    usage.owed = quota - remaining;
    usage.endMs = nowMs + untilMs;
  },

  effectiveWindowMs: ({ untilMs }) => untilMs,
};
