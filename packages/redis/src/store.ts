import { performance } from 'node:perf_hooks';
import type { AsyncRateLimitStore, CheckedPolicy, PolicySet, StoreAnswer } from '@statuskit/core/rate-limit';
import { circuit } from './circuit.ts';
import type { RunScript } from './client.ts';
import { RedisStoreError } from './error.ts';
import { redisKey } from './key.ts';
import { refusedKeys } from './refused-keys.ts';
import { answerOf, type TakeReply, takeReply, waitOf } from './reply.ts';
import { type ScriptParts, scripts } from './scripts.ts';

/** What a store is made of; tests replace the clocks. */
export interface StoreParts {
  readonly run: RunScript;
  readonly prefix: string;
  readonly deadlineMs: number;
  /** The clock of this process: monotonic, in milliseconds. */
  readonly now?: (() => number) | undefined;
  readonly scripts?: ScriptParts | undefined;
}

const BYTES_OF_A_DOUBLE = 8;

/**
 * Returns the arguments of a script: the cost, the bytes that the stored value has, then three numbers per policy, of which the
 * third is the most that may be owed, or, for a refund, the debit.
 */
function scriptArguments(
  { policies }: PolicySet,
  cost: number,
  third: (policy: CheckedPolicy, at: number) => number,
): string[] {
  let doubles = 0;
  const triples = policies.flatMap((policy, at) => {
    const { algorithm, align, ticksPerMs, unitCost, windowMs } = policy;
    const isWindow = algorithm === 'fixed-window';
    doubles += isWindow ? 2 : 1;
    const [rate, size] = isWindow ? [align === 'epoch' ? -1 : 0, windowMs] : [ticksPerMs, unitCost];
    return [`${rate}`, `${size}`, `${third(policy, at)}`];
  });
  return [`${cost}`, `${doubles * BYTES_OF_A_DOUBLE}`, ...triples];
}

/** Returns a store over a function that runs scripts. */
export function storeOf(parts: StoreParts): AsyncRateLimitStore {
  const { run, prefix, deadlineMs, now = () => performance.now() } = parts;
  const { take, refund, forget } = scripts(parts.scripts);
  const call = circuit(deadlineMs, now);
  const refused = refusedKeys();
  const lastTake = new WeakMap<PolicySet, { readonly cost: number; readonly args: readonly string[] }>();

  function takeArguments(set: PolicySet, cost: number): readonly string[] {
    const last = lastTake.get(set);
    if (last?.cost === cost) return last.args;
    const args = scriptArguments(set, cost, ({ debtLimit }) => debtLimit);
    lastTake.set(set, { cost, args });
    return args;
  }

  // Outside of `call`: a value that the script did not write concerns one key, so it does not open the circuit.
  function readReply(reply: unknown, set: PolicySet): TakeReply {
    try {
      return takeReply(reply, set);
    } catch (cause) {
      throw new RedisStoreError('failed', `Redis failed: ${(cause as Error).message}`, 0, cause);
    }
  }

  async function ask(key: string, set: PolicySet, cost: number): Promise<StoreAnswer> {
    const atMs = now();
    const reply = readReply(await call(() => run(take, key, takeArguments(set, cost))), set);
    const answer = answerOf(reply, set, cost, 0);
    const waitMs = waitOf(answer);
    // The next answer must include what a lower cost has spent meanwhile.
    if (answer.admitted) refused.forget(key);
    else if (waitMs !== undefined) refused.add(key, { reply, cost, atMs, waitMs });
    return answer;
  }

  return {
    take(id, set, cost) {
      const key = redisKey(prefix, set.id, id);
      const nowMs = now();
      const known = cost > 0 ? refused.find(key, cost, nowMs) : undefined;
      if (known === undefined) return ask(key, set, cost);
      return Promise.resolve(answerOf(known.reply, set, cost, Math.floor(nowMs - known.atMs)));
    },

    async refund(id, set, cost, answer) {
      const key = redisKey(prefix, set.id, id);
      const args = scriptArguments(set, cost, (_, at) => answer.policies[at]?.debit ?? 0);
      await call(() => run(refund, key, args));
      refused.forget(key);
    },

    async forget(id, set) {
      const key = redisKey(prefix, set.id, id);
      await call(() => run(forget, key, []));
      refused.forget(key);
    },
  };
}
