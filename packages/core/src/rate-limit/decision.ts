import { show } from '../arguments.ts';
import { isThenable } from '../hook.ts';
import { warnOnce } from '../warn.ts';
import type { CheckedPolicy, PolicySet } from './policy.ts';
import { LEVELS_PER_POLICY, type Levels, type RateLimitStore } from './store.ts';

/** Where a key stands with one policy. Seconds are whole and never early. */
export interface PolicyLevel {
  readonly policy: CheckedPolicy;
  /** Units left. */
  readonly remaining: number;
  /** The least whole number of seconds after which this cost fits; 0 where it does, undefined where it never will. */
  readonly retryAfterSeconds: number | undefined;
  /** The least whole number of seconds after which the key is as if it had never been seen. */
  readonly resetSeconds: number;
  /**
   * In how many seconds `remaining` may be used up: the `t` of draft-ietf-httpapi-ratelimit-headers-11. With `'gcra'` and
   * `'strict'` the time in which as many units come back, at 0 the time to the next one; with a window the time to its end.
   */
  readonly effectiveWindowSeconds: number;
}

interface Decided {
  readonly policies: readonly PolicyLevel[];
  /** What was asked for, in units. */
  readonly cost: number;
  /** Why the store did not answer, where it did not and this process decided instead; else undefined. */
  readonly cause: unknown;
}

/** There was room under each policy; it has been spent. */
export interface AllowedDecision extends Decided {
  readonly kind: 'allowed';
}

/** One policy or more had no room. Nothing was spent. */
export interface LimitedDecision extends Decided {
  readonly kind: 'limited';
  /** Names of the policies that had no room. */
  readonly violated: readonly string[];
  /** The least whole number of seconds after which the same cost fits under all policies, if nobody else spends. */
  readonly retryAfterSeconds: number;
}

/** The cost is more than a policy can ever have: waiting does not help. Nothing was spent. */
export interface NeverDecision extends Decided {
  readonly kind: 'never';
  /** Names of the policies that can never have that much. */
  readonly violated: readonly string[];
}

/** The store did not answer. `policies` is empty, since nothing is known. */
export interface UnknownDecision extends Decided {
  readonly kind: 'unknown';
  /** Whether to go on: true with `onStoreError: 'open'`, false with `'closed'`. */
  readonly admit: boolean;
  /** When to try again, in whole seconds. */
  readonly retryAfterSeconds: number;
}

/** What a limiter has decided. */
export type Decision = AllowedDecision | LimitedDecision | NeverDecision | UnknownDecision;

/** What a refund needs. */
export interface Debit {
  readonly store: RateLimitStore;
  readonly key: string;
  readonly set: PolicySet;
  readonly cost: number;
  readonly levels: Levels;
}

// A symbol of one name for each copy of this module: a program may have the middleware of one and the limiter of another.
const TAKE_DEBIT: unique symbol = Symbol.for('statuskit.takeDebit/1') as never;

// Private members are seen by nobody who prints or compares a decision, and make no second object for each hit.
class Allowed implements AllowedDecision {
  readonly kind = 'allowed';
  readonly policies: readonly PolicyLevel[];
  readonly cost: number;
  readonly cause: unknown;
  readonly #store: RateLimitStore;
  readonly #key: string;
  readonly #set: PolicySet;
  #levels: Levels | undefined;

  constructor(
    policies: readonly PolicyLevel[],
    cost: number,
    cause: unknown,
    store: RateLimitStore,
    key: string,
    set: PolicySet,
    levels: Levels,
  ) {
    this.policies = policies;
    this.cost = cost;
    this.cause = cause;
    this.#store = store;
    this.#key = key;
    this.#set = set;
    this.#levels = levels;
  }

  [TAKE_DEBIT](): Debit | undefined {
    if (!(#levels in this)) return undefined; // called for something else, such as a proxy
    const levels = this.#levels;
    this.#levels = undefined;
    if (levels === undefined || this.cost === 0) return undefined;
    return { store: this.#store, key: this.#key, set: this.#set, cost: this.cost, levels };
  }
}

/**
 * What was debited for this decision, once: whoever takes it must give it back. Throws a TypeError for what is no decision,
 * such as the promise of one.
 */
export function takeDebit(decision: Decision): Debit | undefined {
  if (typeof decision !== 'object' || typeof decision?.kind !== 'string')
    throw new TypeError(
      `decision: expected what consume has answered, got ${isThenable(decision) ? 'its promise' : show(decision)}`,
    );
  return (decision as Partial<Allowed>)[TAKE_DEBIT]?.();
}

/** The least whole number of seconds that lasts for `ms` milliseconds. */
function secondsOf(ms: number): number {
  return Math.ceil(ms / 1000);
}

function levelOf(policy: CheckedPolicy, levels: Levels, at: number): PolicyLevel {
  const remaining = Math.floor(levels[at] ?? 0); // is whole; without this V8 keeps it in a box of its own
  const waitMs = levels[at + 1] ?? 0;
  const { ticksPerMs, unitCost } = policy;
  return {
    policy,
    remaining,
    retryAfterSeconds: waitMs < 0 ? undefined : secondsOf(waitMs),
    resetSeconds: secondsOf(levels[at + 2] ?? 0),
    effectiveWindowSeconds:
      ticksPerMs > 0 && remaining > 0
        ? Math.ceil((remaining * unitCost) / (ticksPerMs * 1000))
        : secondsOf(levels[at + 3] ?? 0),
  };
}

/** The one place where the numbers of a store become a decision, and milliseconds become seconds. */
export function decide(
  levels: Levels,
  store: RateLimitStore,
  key: string,
  set: PolicySet,
  cost: number,
  cause: unknown,
): Decision {
  const { policies } = set;
  const first = policies[0];
  const shown =
    policies.length === 1 && first !== undefined
      ? [levelOf(first, levels, 1)]
      : policies.map((policy, at) => levelOf(policy, levels, 1 + at * LEVELS_PER_POLICY));
  return levels[0] === 1
    ? new Allowed(shown, cost, cause, store, key, set, levels)
    : refused(shown, cost, cause);
}

function refused(policies: readonly PolicyLevel[], cost: number, cause: unknown): Decision {
  const never = policies.filter((level) => level.retryAfterSeconds === undefined);
  if (never.length > 0) {
    const violated = never.map(({ policy }) => policy.name);
    warnOnce(
      'STATUSKIT_NEVER_FITS',
      `A cost of ${cost} is more than policy '${violated.join("', '")}' can ever have: the client is told no time to retry.`,
    );
    return { kind: 'never', policies, cost, cause, violated };
  }
  // Each wait is monotone: what fits once goes on to fit. So the longest is the wait for all together.
  let retryAfterSeconds = 1;
  const violated: string[] = [];
  for (const { policy, retryAfterSeconds: wait = 0 } of policies) {
    if (wait === 0) continue;
    violated.push(policy.name);
    if (wait > retryAfterSeconds) retryAfterSeconds = wait;
  }
  return { kind: 'limited', policies, cost, cause, violated, retryAfterSeconds };
}

/** The decision where a store did not answer and nobody decides in its place. */
export function undecided(admit: boolean, cost: number, cause: unknown): UnknownDecision {
  return { kind: 'unknown', policies: [], cost, cause, admit, retryAfterSeconds: retryAfterOf(cause) };
}

/** A store may say when it will try again, by a member of its error. */
function retryAfterOf(cause: unknown): number {
  const { retryAfterMs } = (cause ?? {}) as { readonly retryAfterMs?: unknown };
  return typeof retryAfterMs === 'number' && retryAfterMs > 0 && retryAfterMs < 86_400_000
    ? secondsOf(retryAfterMs)
    : 1;
}
