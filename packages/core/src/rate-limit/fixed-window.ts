import type { CheckedPolicy } from './policy.ts';

// A window is its end and the units that were spent in it. It has ended when the clock shows its end.

/** The end of a window that begins now; `epochMs` is what the store's clock shows as 0. */
function freshEnd({ align, windowMs }: CheckedPolicy, now: number, epochMs: number): number {
  if (align === 'first-hit') return now + windowMs;
  return (Math.floor((now + epochMs) / windowMs) + 1) * windowMs - epochMs;
}

/**
 * The end of the window that counts now, where one was stored: none is longer than a fresh one, so that a clock that
 * stepped back locks nobody out for longer.
 */
export function windowEnd(stored: number, policy: CheckedPolicy, now: number, epochMs: number): number {
  const fresh = freshEnd(policy, now, epochMs);
  return stored > now && stored < fresh ? stored : fresh;
}
