import type { Algorithm, Usage } from './algorithm.ts';
import type { CheckedPolicy } from './policy.ts';

/*
 * The generic cell rate algorithm, for `'gcra'` and `'strict'`. A store keeps one number for a key: the tick at which it owes
 * nothing. What a key owes now is the distance to that tick. Spending moves the tick away, time brings it closer.
 */

/**
 * Reads what is owed from the tick at which all is paid. Returns true if the stored debt was larger than any debt can be, which
 * happens after the clock was set back: the store then writes the shortened debt, or the longest wait would begin again with
 * each request.
 */
export function readDebt(paidAt: number, policy: CheckedPolicy, nowMs: number, into: Usage): boolean {
  const owed = paidAt - nowMs * policy.ticksPerMs;
  const isTooMuch = owed > policy.debtLimit;
  into.owed = isTooMuch ? policy.debtLimit : Math.max(owed, 0);
  return isTooMuch;
}

/** Returns how long until there is one more unit; 0 if none is missing. */
function untilMs(
  owed: number,
  units: number,
  { quota, unitCost, ticksPerMs, windowMs }: CheckedPolicy,
): number {
  if (quota === 0) return windowMs;
  return owed === 0 ? 0 : Math.ceil((owed - (units - 1) * unitCost) / ticksPerMs);
}

export const gcra: Algorithm = {
  waitMs: ({ owed }, spend, { debtLimit, ticksPerMs }) => Math.ceil((owed + spend - debtLimit) / ticksPerMs),

  answer({ owed }, waitMs, policy, nowMs) {
    const { burst, unitCost, ticksPerMs } = policy;
    const units = Math.ceil(owed / unitCost); // a unit that has been begun counts
    return {
      remaining: burst - units,
      waitMs,
      resetMs: Math.ceil(owed / ticksPerMs),
      untilMs: untilMs(owed, units, policy),
      debit: nowMs * ticksPerMs + owed,
    };
  },

  // Time has paid a part of the debit. To return that part as well would let slow requests save up a second burst.
  refund(usage, debit, spend, { ticksPerMs }, nowMs) {
    const unpaid = Math.min(spend, debit - nowMs * ticksPerMs, usage.owed);
    if (unpaid <= 0) return false;
    usage.owed -= unpaid;
    return true;
  },

  // Milliseconds were rounded up, units down.
  adopt(usage, { remaining, resetMs }, { debtLimit, unitCost, ticksPerMs }) {
    usage.owed = Math.min(debtLimit - remaining * unitCost, resetMs * ticksPerMs);
  },

  effectiveWindowMs: (answer, { unitCost, ticksPerMs }) =>
    answer.remaining > 0 ? (answer.remaining * unitCost) / ticksPerMs : answer.untilMs,
};
