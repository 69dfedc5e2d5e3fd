/** How a policy counts; docs/guides/rate-limits.md compares the three. */
export type RateAlgorithm = 'gcra' | 'fixed-window' | 'strict';

/** The whole numbers in which a policy is counted. */
export interface Ticks {
  /** Ticks in a millisecond, the unit in which debts under `'gcra'` and `'strict'` are whole; 0 for a fixed window. */
  readonly ticksPerMs: number;
  /** What one unit costs: ticks, or 1 in a fixed window. */
  readonly unitCost: number;
  /** The most that a key may owe: ticks, or the quota of a fixed window. */
  readonly debtLimit: number;
}

// Stores count milliseconds from a custom epoch, for ten years: `now * ticksPerMs` plus a debt must stay whole.
const TEN_YEARS_MS = 315_576_000_000;
const MOST_TICKS_PER_MS = 28_000;

function greatestCommonDivisor(one: number, other: number): number {
  let [a, b] = [one, other];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/**
 * Returns how many units come back in how many milliseconds. In strict mode these are the units that the burst leaves, so
 * that the burst and all that comes back in any closed window add up to the quota. If it leaves none, the one unit comes
 * back after the window.
 */
function refill(algorithm: RateAlgorithm, quota: number, windowMs: number, burst: number): [number, number] {
  if (algorithm !== 'strict') return [quota, windowMs];
  return quota === burst ? [1, windowMs + 1] : [quota - burst, windowMs];
}

/**
 * Returns the numbers in which a policy is counted. With q / gcd(w, q) ticks in a millisecond, one unit is w / gcd(w, q)
 * ticks, and nothing ever rounds. Returns undefined if a double could not hold them exactly.
 */
export function ticksOf(
  algorithm: RateAlgorithm,
  quota: number,
  windowMs: number,
  burst: number,
): Ticks | undefined {
  if (algorithm === 'fixed-window') return { ticksPerMs: 0, unitCost: 1, debtLimit: quota };
  if (quota === 0) return { ticksPerMs: 1, unitCost: windowMs, debtLimit: 0 }; // no cost ever fits
  const [units, ms] = refill(algorithm, quota, windowMs, burst);
  const divisor = greatestCommonDivisor(ms, units);
  const ticksPerMs = units / divisor;
  const unitCost = ms / divisor;
  const debtLimit = burst * unitCost;
  const isSafe =
    ticksPerMs <= MOST_TICKS_PER_MS && ticksPerMs * TEN_YEARS_MS + 2 * debtLimit <= Number.MAX_SAFE_INTEGER;
  return isSafe ? { ticksPerMs, unitCost, debtLimit } : undefined;
}

/** Returns a lower quota that can be counted, close by if there is one, for an error message; undefined if none was found. */
export function lowerQuota(
  algorithm: RateAlgorithm,
  quota: number,
  windowMs: number,
  burst: number,
): number | undefined {
  const fits = (lower: number): boolean =>
    lower > 0 && ticksOf(algorithm, lower, windowMs, burst === quota ? lower : burst) !== undefined;
  for (let lower = quota - 1; lower > quota - 1000; lower--) if (fits(lower)) return lower;
  const whole = quota - (quota % windowMs); // so many in each millisecond
  return fits(whole) ? whole : undefined;
}
