import type { CheckedPolicy, PolicySet } from '@statuskit/core/rate-limit';

/** What the script `take` replies: 1 or 0, the time, then one number for each policy with a rate and two for a window. */
export type TakeReply = readonly number[];

/**
 * The arguments of a set for the scripts, three for each policy. In the third place is what may be owed, or, for a refund,
 * the debit.
 */
export function policyArguments(
  { policies }: PolicySet,
  third: (policy: CheckedPolicy, at: number) => number,
): string[] {
  return policies.flatMap((policy, at) => {
    const { algorithm, align, ticksPerMs, unitCost, windowMs } = policy;
    const [rate, size] =
      algorithm === 'fixed-window' ? [align === 'epoch' ? -1 : 0, windowMs] : [ticksPerMs, unitCost];
    return [`${rate}`, `${size}`, `${third(policy, at)}`];
  });
}

/**
 * A reply as the numbers that a limiter understands. `agoMs` is how long ago the reply was given: a refusal changes
 * nothing, so time alone has gone on since.
 */
export function levelsOf(reply: TakeReply, { policies }: PolicySet, cost: number, agoMs: number): number[] {
  const admitted = reply[0] ?? 0;
  const now = (reply[1] ?? 0) + agoMs;
  const levels = [admitted];
  let at = 2;
  for (const policy of policies) {
    const { algorithm, align, ticksPerMs, unitCost, capacity, windowMs } = policy;
    const isWindow = algorithm === 'fixed-window';
    const spend = cost * unitCost;
    let owed = reply[at++] ?? 0;
    let endsMs = 0;
    if (isWindow) {
      endsMs = (reply[at++] ?? 0) - agoMs;
      if (endsMs <= 0) owed = 0;
      // One that has not begun begins now, or with the stretch of time that now is in.
      if (owed === 0 && align === 'first-hit') endsMs = windowMs;
      else if (endsMs <= 0) endsMs = windowMs + (endsMs % windowMs);
    } else owed = Math.max(0, owed - agoMs * ticksPerMs);

    let waitMs = 0;
    if (spend > capacity) waitMs = -1;
    else if (spend > 0 && owed + spend > capacity)
      waitMs = isWindow ? endsMs : Math.ceil((owed + spend - capacity) / ticksPerMs);
    if (admitted === 1) owed += spend;

    if (isWindow) levels.push(capacity - owed, waitMs, owed === 0 ? 0 : endsMs, endsMs, now + endsMs);
    else {
      const units = Math.ceil(owed / unitCost); // begun ones count
      const untilMs = Math.ceil((owed - Math.max(0, units - 1) * unitCost) / ticksPerMs);
      levels.push(
        capacity / unitCost - units,
        waitMs,
        Math.ceil(owed / ticksPerMs),
        untilMs,
        now * ticksPerMs + owed,
      );
    }
  }
  return levels;
}

/** How long until a refused cost fits under all policies of these levels; undefined where it never will. */
export function waitOf(levels: readonly number[]): number | undefined {
  let longest = 0;
  for (let at = 2; at < levels.length; at += LEVELS_PER_POLICY) {
    const waitMs = levels[at] ?? 0;
    if (waitMs < 0) return undefined;
    if (waitMs > longest) longest = waitMs;
  }
  return longest;
}

const LEVELS_PER_POLICY = 5;

/** The debit of each policy in levels. */
export function debitOf(levels: readonly number[], policyAt: number): number {
  return levels[(policyAt + 1) * LEVELS_PER_POLICY] ?? 0;
}
