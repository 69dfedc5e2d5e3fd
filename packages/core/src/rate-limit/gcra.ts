import type { CheckedPolicy } from './policy.ts';

// The generic cell rate algorithm: a key is one number, the tick at which it will owe nothing any more. All numbers are
// whole ticks, so nothing rounds.

/** How long until `spend` more ticks fit; 0 where they do. */
export function gcraWaitMs(owed: number, spend: number, { capacity, ticksPerMs }: CheckedPolicy): number {
  const over = owed + spend - capacity;
  return over > 0 ? Math.ceil(over / ticksPerMs) : 0;
}

/** How long until there is one more unit; 0 where none is missing. */
export function gcraUntilMs(owed: number, { unitCost, ticksPerMs }: CheckedPolicy): number {
  return owed === 0 ? 0 : Math.ceil((owed - (Math.ceil(owed / unitCost) - 1) * unitCost) / ticksPerMs);
}

/**
 * What of a debit that would be paid at `debitPaidAt` is still owed and can be given back. The rest has been paid by
 * time; to give that back too would let many slow requests save up a burst.
 */
export function gcraRefund(paidAt: number, debitPaidAt: number, spend: number, now: number): number {
  return Math.max(0, Math.min(spend, debitPaidAt - now, paidAt - now));
}
