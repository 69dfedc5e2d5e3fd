import type { AsyncRateLimitStore, Levels, PolicySet } from '@statuskit/core/rate-limit';
import type { RunScript } from './client.ts';
import { guard } from './guard.ts';
import { redisKey } from './key.ts';
import { debitOf, levelsOf, policyArguments, type TakeReply, waitOf } from './levels.ts';
import { refusals } from './refusals.ts';
import { type ScriptParts, scripts } from './scripts.ts';

/** What a store is made of; a test puts other clocks in. */
export interface StoreParts {
  readonly run: RunScript;
  readonly prefix: string;
  readonly deadlineMs: number;
  /** The clock of this process: monotonic, in milliseconds. */
  readonly now?: (() => number) | undefined;
  readonly scripts?: ScriptParts | undefined;
}

/** A store over whatever runs scripts. */
export function storeOf(parts: StoreParts): AsyncRateLimitStore {
  const { run, prefix, deadlineMs, now = () => performance.now() } = parts;
  const { take, refund, forget } = scripts(parts.scripts);
  const guarded = guard(deadlineMs, now);
  const refused = refusals();
  const lastTake = new WeakMap<PolicySet, { readonly cost: number; readonly args: readonly string[] }>();

  function takeArguments(set: PolicySet, cost: number): readonly string[] {
    const last = lastTake.get(set);
    if (last?.cost === cost) return last.args;
    const args = [`${cost}`, ...policyArguments(set, ({ capacity }) => capacity)];
    lastTake.set(set, { cost, args });
    return args;
  }

  function ask(key: string, set: PolicySet, cost: number): Promise<Levels> {
    const atMs = now();
    return guarded(() =>
      run(take, key, takeArguments(set, cost)).then((answer) => {
        const reply = numbersOf(answer);
        const levels = levelsOf(reply, set, cost, 0);
        const waitMs = waitOf(levels);
        // What a lower cost has spent meanwhile belongs into the next answer.
        if (levels[0] === 1) refused.forget(key);
        else if (waitMs !== undefined) refused.add(key, { reply, cost, atMs, waitMs });
        return levels;
      }),
    );
  }

  return {
    take(id, set, cost) {
      const key = redisKey(prefix, set.id, id);
      const nowMs = now();
      const known = cost > 0 ? refused.find(key, cost, nowMs) : undefined;
      if (known === undefined) return ask(key, set, cost);
      return Promise.resolve(levelsOf(known.reply, set, cost, Math.floor(nowMs - known.atMs)));
    },

    async refund(id, set, cost, levels) {
      const key = redisKey(prefix, set.id, id);
      const args = policyArguments(set, (_, at) => debitOf(levels, at));
      await guarded(() => run(refund, key, [`${cost}`, ...args]));
      refused.forget(key);
    },

    async forget(id, set) {
      const key = redisKey(prefix, set.id, id);
      await guarded(() => run(forget, key, []));
      refused.forget(key);
    },
  };
}

// Clients can be told to give numbers as text.
function numbersOf(reply: unknown): TakeReply {
  const numbers = Array.isArray(reply) ? reply.map(Number) : [];
  if (numbers.length < 3 || !numbers.every(Number.isSafeInteger))
    throw new Error('Redis gave a reply that is not that of the script');
  return numbers;
}
