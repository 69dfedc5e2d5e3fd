/** A median, and how sure it is. */
export interface Estimate {
  readonly median: number;
  /** Half the width of the interval that holds the true median in 95 of 100 runs. */
  readonly error: number;
}

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b);
}

function at(ordered: readonly number[], share: number): number {
  const index = Math.min(Math.max(share, 0), 1) * (ordered.length - 1);
  const below = ordered[Math.floor(index)] ?? Number.NaN;
  const above = ordered[Math.ceil(index)] ?? below;
  return below + (above - below) * (index % 1);
}

/**
 * The median of `values`, with its uncertainty read off the order statistics: nothing is assumed about how the values
 * are distributed, and on a machine that does other things besides they are anything but normal.
 */
export function estimate(values: readonly number[]): Estimate {
  const ordered = sorted(values);
  const reach = 0.98 / Math.sqrt(values.length); // 1.96 deviations of a binomial share of one half
  return { median: at(ordered, 0.5), error: (at(ordered, 0.5 + reach) - at(ordered, 0.5 - reach)) / 2 };
}

/** The first and the third quartile. */
export function quartiles(values: readonly number[]): readonly [number, number] {
  const ordered = sorted(values);
  return [at(ordered, 0.25), at(ordered, 0.75)];
}

/** By how much `values` exceed `base`, one by one. */
export function difference(values: readonly number[], base: readonly number[]): readonly number[] {
  return values.map((value, round) => value - (base[round] ?? Number.NaN));
}

/** How many times `base` the `values` are, one by one. */
export function ratio(values: readonly number[], base: readonly number[]): Estimate {
  return estimate(values.map((value, round) => value / (base[round] ?? Number.NaN)));
}
