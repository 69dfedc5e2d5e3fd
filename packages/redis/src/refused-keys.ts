import type { TakeReply } from './reply.ts';

interface RefusedKey {
  readonly reply: TakeReply;
  readonly cost: number;
  readonly atMs: number;
  readonly untilMs: number;
}

/** Keys that Redis has refused, so that it need not refuse them again. */
export interface RefusedKeys {
  /** Returns the reply to a cost that is not above this one, if this cost would still be refused. */
  find(key: string, cost: number, nowMs: number): RefusedKey | undefined;
  /** Adds a key. `atMs` is when Redis was asked: from then on it would have refused for at least `waitMs`. */
  add(key: string, refused: { reply: TakeReply; cost: number; atMs: number; waitMs: number }): void;
  forget(key: string): void;
}

// A reset or a refund by another process is seen after this time.
const LONGEST_MS = 1000;
const MOST_KEYS = 10_000;

/** Returns an empty register. It is bounded: if it is full, the oldest key goes and costs a call again. */
export function refusedKeys(): RefusedKeys {
  const known = new Map<string, RefusedKey>();
  return {
    find(key, cost, nowMs) {
      const refused = known.get(key);
      if (refused === undefined) return undefined;
      if (nowMs < refused.untilMs) return cost >= refused.cost ? refused : undefined;
      known.delete(key);
      return undefined;
    },
    add(key, { reply, cost, atMs, waitMs }) {
      known.delete(key); // so that it becomes the youngest
      if (known.size >= MOST_KEYS) {
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
