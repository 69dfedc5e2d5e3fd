import type { TakeReply } from './levels.ts';

interface Refusal {
  readonly reply: TakeReply;
  readonly cost: number;
  readonly atMs: number;
  readonly untilMs: number;
}

/** Keys that were refused, so that Redis need not refuse them again. */
export interface Refusals {
  /** What was replied to a cost that is not above this one, where it would still be refused. */
  find(key: string, cost: number, nowMs: number): Refusal | undefined;
  /** `atMs` is when Redis was asked: from then on it would have refused for `waitMs` at the least. */
  add(key: string, refusal: { reply: TakeReply; cost: number; atMs: number; waitMs: number }): void;
  forget(key: string): void;
}

// A reset or a refund made by another process is seen after this time.
const LONGEST_MS = 1000;
const CAPACITY = 10_000;

/** Bounded: where there are too many the oldest goes, and its key costs a call again. */
export function refusals(): Refusals {
  const known = new Map<string, Refusal>();
  return {
    find(key, cost, nowMs) {
      const refusal = known.get(key);
      if (refusal === undefined) return undefined;
      if (nowMs < refusal.untilMs) return cost >= refusal.cost ? refusal : undefined;
      known.delete(key);
      return undefined;
    },
    add(key, { reply, cost, atMs, waitMs }) {
      known.delete(key); // so that it becomes the youngest
      if (known.size >= CAPACITY) {
        for (const oldest of known.keys()) {
          known.delete(oldest);
          break;
        }
      }
      known.set(key, { reply, cost, atMs, untilMs: atMs + Math.min(waitMs, LONGEST_MS) });
    },
    forget(key) {
      known.delete(key);
    },
  };
}
