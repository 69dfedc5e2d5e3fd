import type { CheckedPolicy, RateAlgorithm } from './policy.ts';

// Stores count milliseconds from an epoch of their own, for ten years: `now * ticksPerMs` and a debt on top of it must
// stay whole.
const TEN_YEARS_MS = 315_576_000_000;
const MOST_TICKS_PER_MS = 28_000;

type Ticks = Pick<CheckedPolicy, 'ticksPerMs' | 'unitCost' | 'capacity'>;

function greatestCommonDivisor(one: number, other: number): number {
  let [a, b] = [one, other];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/**
 * Units that come back in a window. Of strict mode those that the burst leaves: the burst and all that come back in any
 * closed window are then the quota. Where it leaves none, the one unit comes back after the window.
 */
function refill(algorithm: RateAlgorithm, quota: number, windowMs: number, burst: number): [number, number] {
  if (algorithm !== 'strict') return [quota, windowMs];
  return quota === burst ? [1, windowMs + 1] : [quota - burst, windowMs];
}

/**
 * The whole numbers in which a policy is counted: with k = q / gcd(w, q) ticks in a millisecond one unit is w / gcd(w, q)
 * ticks, and nothing ever rounds. Undefined where they would leave what a double holds exactly.
 */
export function ticksOf(
  algorithm: RateAlgorithm,
  quota: number,
  windowMs: number,
  burst: number,
): Ticks | undefined {
  if (algorithm === 'fixed-window') return { ticksPerMs: 0, unitCost: 1, capacity: quota };
  const [units, ms] = refill(algorithm, quota, windowMs, burst);
  const divisor = greatestCommonDivisor(ms, units);
  const ticksPerMs = units / divisor;
  const unitCost = ms / divisor;
  const capacity = burst * unitCost;
  const isSafe =
    ticksPerMs <= MOST_TICKS_PER_MS &&
    Number.isSafeInteger(capacity) &&
    ticksPerMs * TEN_YEARS_MS + 2 * capacity <= Number.MAX_SAFE_INTEGER;
  return isSafe ? { ticksPerMs, unitCost, capacity } : undefined;
}

/** A lower quota that can be counted, near by where there is one, for an error message; undefined where none was found. */
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
