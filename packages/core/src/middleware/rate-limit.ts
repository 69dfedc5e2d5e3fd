import {
  allowBoolean,
  allowFunction,
  allowOneOf,
  expected,
  requireInteger,
  requireObject,
} from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { callLimitHook, wordedRefusal } from '../errors/worded-refusal.ts';
import { isThenable } from '../hook.ts';
import { isAnswered, isComplete, type NodeRequest, type NodeResponse } from '../node/exchange.ts';
import { onceClosed } from '../node/response-end.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import type { Decision } from '../rate-limit/decision.ts';
import { type RateLimitForm, requireForm } from '../rate-limit/fields.ts';
import { byIp } from '../rate-limit/keys.ts';
import { misuse } from '../rate-limit/misuse.ts';
import { type PolicySet, policySet, type RatePolicy } from '../rate-limit/policy.ts';
import { rateLimitError } from '../rate-limit/rate-limit-error.ts';
import type { RateLimitStore } from '../rate-limit/store.ts';
import { type StoreErrorPolicy, storeAccess } from '../rate-limit/store-access.ts';
import { CONTINUE, refuse, type Step } from '../step.ts';
import { warnOnce } from '../warn.ts';
import { announce } from './announce.ts';
import type { Decider } from './decider.ts';

type Maybe<T> = T | PromiseLike<T>;

// Nothing is inferred from the key, or the framework's request would shrink to what `byIp` reads of it (TypeScript's own NoInfer
// came with 5.4). As a method, it may ask for a request with more properties.
type KeyOf<Request> = {
  of(request: [Request][Request extends unknown ? 0 : never]): Maybe<string | null>;
}['of'];

/** Options of `rateLimit`; `Request` is the request of Express or the context of Koa. */
export interface RequestLimiterOptions<Request> {
  /**
   * Policies that are decided together: a refusal by one spends nothing under the others. Or a function that returns those of a
   * request, as for plans, and `null` if it has no limit; it should return the same arrays each time.
   */
  readonly policies: readonly RatePolicy[] | ((request: Request) => Maybe<readonly RatePolicy[] | null>);
  /** Key under which a request counts; `null` if it is not limited. Default: `byIp()`. */
  readonly key?: KeyOf<Request> | undefined;
  /** Units that a request spends, an integer of at least 0. Default: 1. */
  readonly cost?: number | ((request: Request) => Maybe<number>) | undefined;
  /** Where the limits are kept. Default: a new MemoryStore. */
  readonly store?: RateLimitStore | undefined;
  /** Clock, in milliseconds since 1970. Default: the monotonic clock of the process. */
  readonly now?: (() => number) | undefined;
  /** Returns true for requests that are not limited. Default: none; preflight requests count like all others. */
  readonly skip?: ((request: Request) => Maybe<boolean>) | undefined;
  /**
   * Which responses count. When a response has been sent completely and does not count, its request gets back what it spent.
   * `'failed'` means a status of 400 or more, `'successful'` a lower one; a function is called with the status and the request. A
   * response that was cut off always counts, since a client alone can cause that. Default: all count.
   */
  readonly countOnly?: 'failed' | 'successful' | ((status: number, request: Request) => boolean) | undefined;
  /** How limits are announced. A refusal carries Retry-After in any form. Default: `'draft-11'`. */
  readonly fields?: RateLimitForm | undefined;
  /**
   * What happens if the store does not answer. `'memory'`: this process decides, starting from the last answer of the store;
   * `'open'`: all requests continue; `'closed'`: 503. Default: `'memory'`.
   */
  readonly onStoreError?: StoreErrorPolicy | undefined;
  /** Called with each decision, for metrics. */
  readonly onDecision?: ((decision: Decision, request: Request) => void) | undefined;
  /**
   * Returns the error with which a request is refused. It receives the RateLimit fields, and Retry-After if it is a 429 or 503
   * without a wait. Default: a 429 of the type `quota-exceeded`, or a 503 if the store did not answer.
   */
  readonly refuse?: ((decision: Decision, request: Request) => HttpError<number> | undefined) | undefined;
  /** Decides and calls `onDecision`, but refuses nothing and sends no fields: to try a limit out. Default: false. */
  readonly shadow?: boolean | undefined;
}

/** The half of `rateLimit` that both adapters share. */
export interface RequestLimiter<Request> {
  readonly decide: Decider<Request>;
  /** Returns the decision that a request would meet, without spending; undefined if it is not limited. */
  peek(source: Request): Promise<Decision | undefined>;
  /** Forgets what the key of a request has spent. Reports whether the store did so. */
  reset(source: Request): Promise<boolean>;
  /** Returns what was decided about a request; undefined if nothing was. */
  decisionOf(request: object): Decision | undefined;
  /** Returns to its key what a request has spent. Reports whether there was anything to return and the store took it. */
  refund(request: object): Promise<boolean>;
}

const NAMES: OptionNames<RequestLimiterOptions<never>> = {
  policies: true,
  key: true,
  cost: true,
  store: true,
  now: true,
  skip: true,
  countOnly: true,
  fields: true,
  onStoreError: true,
  onDecision: true,
  refuse: true,
  shadow: true,
};

function checkOptions(options: RequestLimiterOptions<never>): void {
  requireObject('options', options, '{ policies, … }');
  warnOfUnknown('rateLimit', options, NAMES);
  const { key, skip, onDecision, refuse, countOnly, shadow, cost } = options;
  for (const [name, value] of Object.entries({ key, skip, onDecision, refuse })) allowFunction(name, value);
  if (typeof countOnly !== 'function') allowOneOf('countOnly', countOnly, ['failed', 'successful']);
  allowBoolean('shadow', shadow);
  if (cost !== undefined && typeof cost !== 'function') requireInteger('cost', cost);
}

/** What a limiter asks about a request. */
interface Asked {
  readonly key: string;
  readonly set: PolicySet;
  readonly cost: number;
}

function checkAsked(
  set: PolicySet | readonly RatePolicy[] | null,
  key: string | null,
  cost: number,
): Asked | null {
  if (set === null || key === null) return null;
  if (typeof key !== 'string' || key === '')
    throw misuse('STATUSKIT_NO_KEY', expected('key', 'a string, or null for no limit', key));
  return { key, set: 'id' in set ? set : policySet(set), cost };
}

/**
 * Returns the half of `rateLimit` that both adapters share.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number of a policy is out of range.
 *
 * @example
 * ```ts
 * const policies = [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }];
 * const { decide, peek } = requestLimiter<{ ip: string }>({ policies, key: ({ ip }) => ip });
 * ```
 */
export function requestLimiter<Request>(options: RequestLimiterOptions<Request>): RequestLimiter<Request> {
  checkOptions(options);
  const { policies, skip, cost = 1, countOnly, onDecision, shadow = false } = options;
  const key = (options.key ?? byIp()) as (request: Request) => Maybe<string | null>; // a request of either framework has what our own keys read
  const form = requireForm(options.fields ?? 'draft-11');
  const access = storeAccess(options);
  const fixedSet = typeof policies === 'function' ? undefined : policySet(policies);
  // A limiter that is made for each request limits nothing: its first request comes before this turn has ended.
  let isNew = true;
  queueMicrotask(() => {
    isNew = false;
  });
  const DECIDED: unique symbol = Symbol('decision of rateLimit');
  type Decided = { [DECIDED]?: Decision | undefined };

  /** Returns the key, the policies and the cost of a request, or null if it is not limited. */
  function ask(source: Request): Asked | null | Promise<Asked | null> {
    const setOrPromise =
      fixedSet ?? (policies as (request: Request) => Maybe<readonly RatePolicy[] | null>)(source);
    const keyOrPromise = key(source);
    const costOrPromise = typeof cost === 'function' ? cost(source) : cost;
    if (isThenable(setOrPromise) || isThenable(keyOrPromise) || isThenable(costOrPromise)) {
      return Promise.all([setOrPromise, keyOrPromise, costOrPromise]).then((all) => checkAsked(...all));
    }
    return checkAsked(setOrPromise, keyOrPromise, costOrPromise);
  }

  /** Called when a response has ended. */
  function refundUncounted(decision: Decision, source: Request, response: NodeResponse): void {
    const { statusCode } = response;
    // A client alone can cut a response off, and gets nothing back for that.
    if (!isComplete(response)) return;
    const counts =
      typeof countOnly === 'function'
        ? callLimitHook('countOnly', () => countOnly(statusCode, source))
        : statusCode < 400 === (countOnly === 'successful');
    if (counts !== undefined && !counts) void access.refund(decision);
  }

  function settled(decision: Decision, source: Request, request: NodeRequest, response: NodeResponse): Step {
    (request as Decided)[DECIDED] = decision;
    if (onDecision !== undefined) callLimitHook('onDecision', () => onDecision(decision, source));
    if (countOnly !== undefined && decision.kind === 'allowed')
      onceClosed(response, () => refundUncounted(decision, source, response));
    // A timeout may have answered while the store was awaited.
    if (shadow || (decision.kind === 'allowed' && isAnswered(response))) return CONTINUE;
    const error = decision.kind === 'allowed' ? undefined : rateLimitError(decision, form);
    const fields = announce(decision.policies, form, request, response);
    if (error === undefined) {
      for (const name in fields) response.setHeader(name, fields[name] ?? '');
      return CONTINUE;
    }
    Object.assign(error.headers, fields);
    return refuse(wordedRefusal(options.refuse, decision, source, error));
  }

  function take(
    asked: Asked | null,
    source: Request,
    request: NodeRequest,
    response: NodeResponse,
  ): Step | Promise<Step> {
    if (asked === null) return CONTINUE;
    const decision = access.take(asked.key, asked.set, asked.cost);
    return isThenable(decision)
      ? decision.then((one) => settled(one, source, request, response))
      : settled(decision, source, request, response);
  }

  function limit(source: Request, request: NodeRequest, response: NodeResponse): Step | Promise<Step> {
    const asked = ask(source);
    return isThenable(asked)
      ? asked.then((one) => take(one, source, request, response))
      : take(asked, source, request, response);
  }

  return {
    decide(source, request, response) {
      if (isNew) {
        isNew = false;
        warnOnce(
          'STATUSKIT_LIMITER_PER_REQUEST',
          'A limiter was made while a request was being answered, and counts only that one.',
        );
      }
      if ((request as Decided)[DECIDED] !== undefined) {
        warnOnce(
          'STATUSKIT_LIMITED_TWICE',
          'A request came twice through one rateLimit; it was counted once.',
        );
        return CONTINUE;
      }
      if (skip === undefined) return limit(source, request, response);
      const skipped = skip(source);
      const proceed = (yes: boolean): Step | Promise<Step> =>
        yes ? CONTINUE : limit(source, request, response);
      return isThenable(skipped) ? Promise.resolve(skipped).then(proceed) : proceed(skipped);
    },
    async peek(source) {
      const asked = await ask(source);
      return asked === null ? undefined : access.take(asked.key, asked.set, 0);
    },
    async reset(source) {
      const asked = await ask(source);
      return asked === null ? false : access.forget(asked.key, asked.set);
    },
    decisionOf: (request) => (request as Decided)[DECIDED],
    async refund(request) {
      const decision = (request as Decided)[DECIDED];
      return decision === undefined ? false : access.refund(decision);
    },
  };
}
