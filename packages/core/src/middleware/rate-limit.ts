import { show } from '../arguments.ts';
import { callHook, isThenable } from '../hook.ts';
import { isAnswered, type NodeRequest, type NodeResponse } from '../node/exchange.ts';
import { hasSucceeded, onceClosed } from '../node/response-end.ts';
import type { Decision } from '../rate-limit/decision.ts';
import { type RateLimitForm, rateLimitFields, requireForm } from '../rate-limit/fields.ts';
import { byIp } from '../rate-limit/keys.ts';
import { misuse } from '../rate-limit/misuse.ts';
import { type PolicySet, policySet, type RatePolicy } from '../rate-limit/policy.ts';
import { rateLimitError } from '../rate-limit/refusal.ts';
import type { RateLimitStore } from '../rate-limit/store.ts';
import { type StoreErrorPolicy, storeAccess } from '../rate-limit/store-access.ts';
import { linesOf } from '../reply.ts';
import { CONTINUE, refuse, type Step } from '../step.ts';
import { warnOnce } from '../warn.ts';
import type { Decider } from './decider.ts';

type Maybe<T> = T | PromiseLike<T>;

// The key says nothing of the type of a request, or the framework's own would shrink to what `byIp` reads of it; so
// nothing is inferred here (TypeScript's own NoInfer came with 5.4). As a method it may ask for a request with more on it.
type KeyOf<Request> = {
  of(request: [Request][Request extends unknown ? 0 : never]): Maybe<string | null>;
}['of'];

/** How requests are limited; `Request` is the request of Express or the context of Koa. */
export interface RequestLimiterOptions<Request> {
  /**
   * Decided together: a refusal by one spends nothing anywhere. Or a function that gives those of a request, as for
   * plans, and `null` where it has no limit; let it give the same arrays each time.
   */
  readonly policies: readonly RatePolicy[] | ((request: Request) => Maybe<readonly RatePolicy[] | null>);
  /** Whom a request counts for; `null` for nobody. Default `byIp()`. */
  readonly key?: KeyOf<Request> | undefined;
  /** Units that a request spends, a whole number. Default 1. */
  readonly cost?: number | ((request: Request) => Maybe<number>) | undefined;
  /** Where the limits are kept. Default: a MemoryStore of its own. */
  readonly store?: RateLimitStore | undefined;
  /** The clock, in milliseconds since 1970. Default: the monotonic clock of the process. */
  readonly now?: (() => number) | undefined;
  /** Whether to let a request pass unseen. Default: none; preflight requests (Fetch §3.2.2) always pass. */
  readonly skip?: ((request: Request) => Maybe<boolean>) | undefined;
  /**
   * Gives back, when the response has ended, what a request has spent that did not fail, or that did not succeed. Failed
   * is a status from 400, and a response that was cut off. Default: all count.
   */
  readonly countOnly?: 'failed' | 'successful' | undefined;
  /** How limits are told. Default `'draft-11'`. A refusal has Retry-After with any. */
  readonly fields?: RateLimitForm | undefined;
  /**
   * What happens where the store does not answer: `'memory'` lets this process decide, from what the store has said
   * last; `'open'` lets all pass; `'closed'` answers 503. Default `'memory'`.
   */
  readonly onStoreError?: StoreErrorPolicy | undefined;
  /** Hears of each decision, for metrics. */
  readonly onDecision?: ((decision: Decision, request: Request) => void) | undefined;
  /** Decides and tells `onDecision`, but refuses nothing and sends no fields: to try a limit out. Default false. */
  readonly shadow?: boolean | undefined;
}

/** The half of `rateLimit` that both adapters share. */
export interface RequestLimiter<Request> {
  readonly decide: Decider<Request>;
  /** Where the key of a request stands, without spending; undefined where it is not limited. */
  peek(source: Request): Promise<Decision | undefined>;
  /** Forgets what the key of a request has spent, and says whether the store did so. */
  reset(source: Request): Promise<boolean>;
  /** What was decided about a request; undefined where nothing was. */
  decisionOf(request: object): Decision | undefined;
}

function checkOptions(options: RequestLimiterOptions<never>): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`options: expected { policies, … }, got ${show(options)}`);
  for (const name of ['key', 'skip', 'onDecision'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function')
      throw new TypeError(`${name}: expected a function, got ${show(options[name])}`);
  }
  const { countOnly, shadow, cost } = options;
  if (countOnly !== undefined && countOnly !== 'failed' && countOnly !== 'successful')
    throw new TypeError(`countOnly: expected 'failed' or 'successful', got ${show(countOnly)}`);
  if (shadow !== undefined && typeof shadow !== 'boolean')
    throw new TypeError(`shadow: expected a boolean, got ${show(shadow)}`);
  if (cost !== undefined && typeof cost !== 'function' && !(Number.isSafeInteger(cost) && cost >= 0))
    throw new RangeError(`cost: expected a whole number from 0 or a function, got ${show(cost)}`);
}

function isPreflight({ method, headers }: NodeRequest): boolean {
  return method === 'OPTIONS' && headers?.['access-control-request-method'] !== undefined;
}

/** Several limiters on one way add their members to one list. */
function joined(name: string, value: string, response: NodeResponse): string {
  if (name !== 'ratelimit' && name !== 'ratelimit-policy') return value;
  return [...linesOf(response.getHeader(name)), value].join(', ');
}

/** Throws a TypeError or a RangeError for options of the wrong form. */
export function requestLimiter<Request>(options: RequestLimiterOptions<Request>): RequestLimiter<Request> {
  checkOptions(options);
  const { policies, skip, cost = 1, countOnly, onDecision, shadow = false } = options;
  const key = (options.key ?? byIp()) as (request: Request) => Maybe<string | null>; // a request of either framework has what our own keys read
  const form = requireForm(options.fields ?? 'draft-11');
  const own = storeAccess(options);
  const fixedSet = typeof policies === 'function' ? undefined : policySet(policies);
  // Who makes a limiter for each request limits nothing: its first request comes before this turn has ended.
  let isNew = true;
  queueMicrotask(() => {
    isNew = false;
  });
  const DECIDED: unique symbol = Symbol('decision of rateLimit');
  type Decided = { [DECIDED]?: Decision | undefined };

  /** Calls `go` with what the request is to be held against; returns `unlimited` if it is not limited. */
  function ask<T>(
    source: Request,
    unlimited: T,
    go: (key: string, set: PolicySet, cost: number) => T | Promise<T>,
  ): T | Promise<T> {
    const setOrPromise =
      fixedSet ?? (policies as (request: Request) => Maybe<readonly RatePolicy[] | null>)(source);
    const keyOrPromise = key(source);
    const costOrPromise = typeof cost === 'function' ? cost(source) : cost;
    const settle = (
      set: PolicySet | readonly RatePolicy[] | null,
      whose: string | null,
      units: number,
    ): T | Promise<T> => {
      if (set === null || whose === null) return unlimited;
      if (typeof whose !== 'string' || whose === '')
        throw misuse(
          'STATUSKIT_NO_KEY',
          `key: expected a text, or null where nobody is meant, got ${show(whose)}`,
        );
      return go(whose, 'id' in set ? set : policySet(set), units);
    };
    if (isThenable(setOrPromise) || isThenable(keyOrPromise) || isThenable(costOrPromise)) {
      return Promise.all([setOrPromise, keyOrPromise, costOrPromise]).then((all) => settle(...all));
    }
    return settle(setOrPromise, keyOrPromise, costOrPromise);
  }

  function settled(decision: Decision, source: Request, request: NodeRequest, response: NodeResponse): Step {
    (request as Decided)[DECIDED] = decision;
    if (onDecision !== undefined) {
      callHook(
        () => onDecision(decision, source),
        (failure) => warnOnce('STATUSKIT_HOOK_FAILED', `onDecision: ${String(failure)}`),
      );
    }
    if (countOnly !== undefined && decision.kind === 'allowed') {
      onceClosed(response, () => {
        if (hasSucceeded(response) === (countOnly === 'failed')) own.refund(decision);
      });
    }
    // A timeout may have answered while the store was awaited.
    if (shadow || (decision.kind === 'allowed' && isAnswered(response))) return CONTINUE;
    const fields = rateLimitFields(decision, form);
    const refusal = decision.kind === 'allowed' ? undefined : rateLimitError(decision, form);
    for (const name in fields) {
      const value = joined(name, fields[name] ?? '', response);
      if (refusal === undefined) response.setHeader(name, value);
      else refusal.headers[name] = value;
    }
    return refusal === undefined ? CONTINUE : refuse(refusal);
  }

  function limit(source: Request, request: NodeRequest, response: NodeResponse): Step | Promise<Step> {
    return ask(source, CONTINUE, (whose, set, units) => {
      const decision = own.take(whose, set, units);
      return isThenable(decision)
        ? decision.then((one) => settled(one, source, request, response))
        : settled(decision, source, request, response);
    });
  }

  return {
    decide(source, request, response) {
      if (isNew) {
        isNew = false;
        warnOnce(
          'STATUSKIT_LIMITER_PER_REQUEST',
          'A limiter was made while a request was answered, and counts that one only.',
        );
      }
      if (isPreflight(request)) return CONTINUE;
      if ((request as Decided)[DECIDED] !== undefined) {
        warnOnce(
          'STATUSKIT_LIMITED_TWICE',
          'A request came twice through one rateLimit; it was counted once.',
        );
        return CONTINUE;
      }
      if (skip === undefined) return limit(source, request, response);
      const skipped = skip(source);
      if (isThenable(skipped))
        return Promise.resolve(skipped).then((yes) => (yes ? CONTINUE : limit(source, request, response)));
      return skipped ? CONTINUE : limit(source, request, response);
    },
    async peek(source) {
      return ask<Decision | undefined>(source, undefined, (whose, set) => own.take(whose, set, 0));
    },
    async reset(source) {
      return ask(source, false, (whose, set) => own.forget(whose, set));
    },
    decisionOf: (request) => (request as Decided)[DECIDED],
  };
}
