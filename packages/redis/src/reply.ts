import { type PolicySet, type StoreAnswer, type StoredUsage, storeAnswer } from '@statuskit/core/rate-limit';
import { EPOCH_MS } from './scripts.ts';

/**
 * The reply of the script `take`: 1 or 0, the time of the server, then what was owed before: ticks for a policy with a rate; for a
 * fixed window its count and how long it lasts.
 */
export type TakeReply = readonly number[];

/**
 * Returns the reply as numbers. Clients can be told to return numbers as text.
 *
 * @throws {Error} If the reply is not one of the script.
 */
export function takeReply(reply: unknown, { policies }: PolicySet): TakeReply {
  const numbers = Array.isArray(reply) ? reply.map(Number) : [];
  const length = policies.reduce((sum, { algorithm }) => sum + (algorithm === 'fixed-window' ? 2 : 1), 2);
  if (numbers.length === length && numbers.every(Number.isSafeInteger)) return numbers;
  throw new Error('Redis returned something other than a reply of the script');
}

/**
 * Returns the answer that a reply means. `agoMs` is how long ago Redis replied: a refusal changes nothing, so only time has passed
 * since.
 */
export function answerOf(reply: TakeReply, set: PolicySet, cost: number, agoMs: number): StoreAnswer {
  const [admitted, repliedAt = 0] = reply;
  let next = 2;
  const before = set.policies.map(({ algorithm, ticksPerMs }): StoredUsage => {
    if (algorithm !== 'fixed-window') return { at: repliedAt * ticksPerMs + (reply[next++] ?? 0), count: 0 };
    const [count = 0, lastsMs = 0] = [reply[next++], reply[next++]];
    return { at: repliedAt + lastsMs, count };
  });
  return storeAnswer(set, before, {
    cost,
    admitted: admitted === 1,
    nowMs: repliedAt + agoMs,
    epochMs: EPOCH_MS,
  });
}

/** Returns how long until a refused cost fits under all policies; undefined if it never will. */
export function waitOf({ policies }: StoreAnswer): number | undefined {
  let longest = 0;
  for (const { waitMs } of policies) {
    if (waitMs < 0) return undefined;
    if (waitMs > longest) longest = waitMs;
  }
  return longest;
}
