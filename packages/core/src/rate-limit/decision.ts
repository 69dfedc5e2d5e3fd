import { show } from '../arguments.ts';
import { isThenable } from '../hook.ts';
import { warnOnce } from '../warn.ts';
import { balanceOf, type PolicyBalance, wholeSeconds } from './balance.ts';
import type { CheckedPolicy, PolicySet } from './policy.ts';
import type { PolicyAnswer, RateLimitStore, StoreAnswer } from './store.ts';

interface Decided {
  readonly policies: readonly PolicyBalance[];
  /** The cost that was asked for, in units. */
  readonly cost: number;
  /** Why the store did not answer, if it did not and this process decided instead; otherwise undefined. */
  readonly cause: unknown;
}

/** Every policy had room, and the cost has been spent. */
export interface AllowedDecision extends Decided {
  readonly kind: 'allowed';
}

/** One or more policies had no room. Nothing was spent. */
export interface LimitedDecision extends Decided {
  readonly kind: 'limited';
  /** Names of the policies that had no room. */
  readonly violated: readonly string[];
  /** The smallest number of whole seconds after which the same cost fits under all policies, if nobody else spends. */
  readonly retryAfterSeconds: number;
}

/** The cost is more than a policy can ever have, so waiting does not help. Nothing was spent. */
export interface NeverDecision extends Decided {
  readonly kind: 'never';
  /** Names of the policies that can never have that much. */
  readonly violated: readonly string[];
}

/** The store did not answer. `policies` is empty, since nothing is known. */
export interface UnknownDecision extends Decided {
  readonly kind: 'unknown';
  /** True if the request may continue: with `onStoreError: 'open'`. False with `'closed'`. */
  readonly admit: boolean;
  /** When to try again, in whole seconds. */
  readonly retryAfterSeconds: number;
}

/** The decision of a limiter about one request. */
export type Decision = AllowedDecision | LimitedDecision | NeverDecision | UnknownDecision;

/** What a refund needs. */
export interface Debit {
  readonly store: RateLimitStore;
  readonly key: string;
  readonly set: PolicySet;
  readonly cost: number;
  readonly answer: StoreAnswer;
}

// One name for each copy of this module: a program may use the middleware of one copy and the limiter of another.
const TAKE_DEBIT: unique symbol = Symbol.for('statuskit.takeDebit/2') as never;

// Private members are invisible when a decision is printed or compared, and save a second object for each request.
class Allowed implements AllowedDecision {
  readonly kind = 'allowed';
  readonly policies: readonly PolicyBalance[];
  readonly cost: number;
  readonly cause: unknown;
  readonly #store: RateLimitStore;
  readonly #key: string;
  readonly #set: PolicySet;
  #answer: StoreAnswer | undefined;

  constructor(
    policies: readonly PolicyBalance[],
    cost: number,
    cause: unknown,
    store: RateLimitStore,
    key: string,
    set: PolicySet,
    answer: StoreAnswer,
  ) {
    this.policies = policies;
    this.cost = cost;
    this.cause = cause;
    this.#store = store;
    this.#key = key;
    this.#set = set;
    this.#answer = answer;
  }

  [TAKE_DEBIT](): Debit | undefined {
    if (!(#answer in this)) return undefined; // called for something else, such as a proxy
    const answer = this.#answer;
    this.#answer = undefined;
    if (answer === undefined || this.cost === 0) return undefined;
    return { store: this.#store, key: this.#key, set: this.#set, cost: this.cost, answer };
  }
}

/**
 * Returns what was debited for this decision, once: the caller must return it to the store.
 *
 * @throws {TypeError} If `decision` is not a decision, such as the promise of one.
 */
export function takeDebit(decision: Decision): Debit | undefined {
  if (typeof decision !== 'object' || typeof decision?.kind !== 'string') {
    const got = isThenable(decision) ? 'its promise' : show(decision);
    throw new TypeError(`decision: expected what consume has returned, got ${got}`);
  }
  return (decision as Partial<Allowed>)[TAKE_DEBIT]?.();
}

/** Makes the decision that a store's answer means. `nowMs` is the limiter's clock. */
export function decide(
  answer: StoreAnswer,
  store: RateLimitStore,
  key: string,
  set: PolicySet,
  cost: number,
  cause: unknown,
  nowMs: number,
): Decision {
  const { policies } = set;
  const decidedAt = answer.nowMs ?? nowMs;
  const balances =
    policies.length === 1
      ? [balanceOf(policies[0] as CheckedPolicy, answer.policies[0] as PolicyAnswer, decidedAt)]
      : policies.map((policy, at) => balanceOf(policy, answer.policies[at] as PolicyAnswer, decidedAt));
  return answer.admitted
    ? new Allowed(balances, cost, cause, store, key, set, answer)
    : refused(balances, cost, cause);
}

function refused(
  policies: readonly PolicyBalance[],
  cost: number,
  cause: unknown,
): LimitedDecision | NeverDecision {
  const never = policies.filter((balance) => balance.retryAfterSeconds === undefined);
  if (never.length > 0) {
    const violated = never.map(({ policy }) => policy.name);
    // A quota of 0 is meant to block.
    const surprising = never.filter(({ policy }) => policy.quota > 0).map(({ policy }) => `'${policy.name}'`);
    if (surprising.length > 0)
      warnOnce(
        'STATUSKIT_NEVER_FITS',
        `A cost of ${cost} is more than policy ${surprising.join(', ')} can ever have: the client is told no time to retry.`,
      );
    return { kind: 'never', policies, cost, cause, violated };
  }
  // Each wait is monotone: a cost that fits once goes on to fit. So the longest is the wait for all together.
  let retryAfterSeconds = 1;
  const violated: string[] = [];
  for (const { policy, retryAfterSeconds: wait = 0 } of policies) {
    if (wait === 0) continue;
    violated.push(policy.name);
    if (wait > retryAfterSeconds) retryAfterSeconds = wait;
  }
  return { kind: 'limited', policies, cost, cause, violated, retryAfterSeconds };
}

/** Makes the decision for a store that did not answer, when nothing decides in its place. */
export function undecided(admit: boolean, cost: number, cause: unknown): UnknownDecision {
  return { kind: 'unknown', policies: [], cost, cause, admit, retryAfterSeconds: retryAfterOf(cause) };
}

/** A store may say when it will try again, by a property of its error. */
function retryAfterOf(cause: unknown): number {
  const { retryAfterMs } = (cause ?? {}) as { readonly retryAfterMs?: unknown };
  return typeof retryAfterMs === 'number' && retryAfterMs > 0 && retryAfterMs < 86_400_000
    ? wholeSeconds(retryAfterMs)
    : 1;
}
