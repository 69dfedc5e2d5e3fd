import { createHash } from 'node:crypto';
import { allowFunction, requireFunction, requireObject } from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { BadRequest } from '../errors/validation.ts';
import { TooManyRequests } from '../errors/waits.ts';
import { callLimitHook, wordedRefusal } from '../errors/worded-refusal.ts';
import { isThenable } from '../hook.ts';
import type { NodeRequest, NodeResponse } from '../node/exchange.ts';
import { onceClosed } from '../node/response-end.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import type { Decision } from '../rate-limit/decision.ts';
import { type Addressed, byIp } from '../rate-limit/keys.ts';
import { type PolicySet, policySet } from '../rate-limit/policy.ts';
import { quotaProblem, rateLimitError } from '../rate-limit/rate-limit-error.ts';
import type { RateLimitStore } from '../rate-limit/store.ts';
import { type StoreErrorPolicy, storeAccess } from '../rate-limit/store-access.ts';
import { CONTINUE, refuse, type Step } from '../step.ts';
import { warnOnce } from '../warn.ts';
import type { Decider } from './decider.ts';

/** How many failed attempts are allowed in what time. */
export interface LoginLimit {
  /** Attempts per window, an integer. */
  readonly quota: number;
  readonly windowSeconds: number;
}

/** Options of `loginGuard`; `Request` is the request of Express or the context of Koa. */
export interface LoginGuardOptions<Request, Succeeded = (request: Request) => boolean> {
  /**
   * Returns the name for which somebody wants to log in, as it was sent; nothing if there is none. A value of another type is
   * refused with 400. Of a long name, the first 256 characters count.
   */
  readonly user: (request: Request) => unknown;
  /**
   * Reports whether the login succeeded. Called when a response has ended that the application has completed. Default: no login
   * counts as a success unless `succeeded` of the middleware is called.
   */
  readonly succeeded?: Succeeded | undefined;
  /** Returns the address of the client; `null` if there is none. Default: `byIp()`. */
  readonly ip?: ((request: Request) => string | null) | undefined;
  /** Limit for one name from one address. Default: 5 in 15 minutes. */
  readonly perUserAndIp?: LoginLimit | undefined;
  /** Limit for one address, whatever the names. Default: 100 in a day. */
  readonly perIp?: LoginLimit | undefined;
  /** Limit for one name, whatever the addresses: wide, since anybody could lock a person out. Default: 50 in a day. */
  readonly perUser?: LoginLimit | undefined;
  /** Where the limits are kept. Default: a new MemoryStore. */
  readonly store?: RateLimitStore | undefined;
  /** Clock, in milliseconds since 1970. Default: the monotonic clock of the process. */
  readonly now?: (() => number) | undefined;
  /** What happens if the store does not answer. Default: `'memory'`. */
  readonly onStoreError?: StoreErrorPolicy | undefined;
  /** Called with each of the three decisions about an attempt. */
  readonly onDecision?: ((decision: Decision, request: Request) => void) | undefined;
  /**
   * Returns the error with which an attempt is refused. It receives Retry-After if it is a 429 or 503 without a wait.
   * Use one message for all refusals. Default: a 429 of the type `abnormal-usage-detected`.
   */
  readonly refuse?: ((decision: Decision, request: Request) => HttpError<number> | undefined) | undefined;
}

/** The half of `loginGuard` that both adapters share. */
export interface LoginGate<Request> {
  readonly decide: Decider<Request>;
  /** Notes that the login of a request has succeeded. */
  succeeded(request: object): void;
}

const DAY = 86_400;

// NFKC takes quadratic time for long runs of combining marks, so its input is bounded. The first bound leaves room for
// spellings that NFKC shortens; the second is what counts.
const MOST_READ = 1024;
const MOST_COUNTED = 256;

/** Returns one hash for all spellings of a name that most applications look up as one. */
function hashOf(user: string): string {
  const normal = user.trim().slice(0, MOST_READ).normalize('NFKC').trim();
  const name = normal.toUpperCase().toLowerCase().slice(0, MOST_COUNTED);
  return createHash('sha256').update(name).digest('base64url');
}

function setFor(
  name: string,
  limit: LoginLimit | undefined,
  quota: number,
  windowSeconds: number,
): PolicySet {
  return policySet([
    { name, ...(limit === undefined ? { quota, windowSeconds } : limit), unit: 'failed-logins' },
  ]);
}

const NAMES: OptionNames<LoginGuardOptions<never, never>> = {
  user: true,
  succeeded: true,
  ip: true,
  perUserAndIp: true,
  perIp: true,
  perUser: true,
  store: true,
  now: true,
  onStoreError: true,
  onDecision: true,
  refuse: true,
};

/**
 * Returns the half of `loginGuard` that both adapters share.
 *
 * Every attempt counts, whatever becomes of it. Only the application knows whether a login succeeded; if it says so, the attempt
 * is returned to all three limits, and the name starts again for that address.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a limit lacks a number, or has one that is out of range.
 *
 * @example
 * ```ts
 * const { decide, succeeded } = loginGate<{ name: string }>({ user: ({ name }) => name, ip: () => null });
 * ```
 */
export function loginGate<Request>(
  options: LoginGuardOptions<Request, (request: Request, response: NodeResponse) => boolean>,
): LoginGate<Request> {
  requireObject('options', options, '{ user, … }');
  warnOfUnknown('loginGuard', options, NAMES);
  const { user, succeeded, onDecision } = options;
  requireFunction('user', user);
  allowFunction('succeeded', succeeded);
  allowFunction('ip', options.ip);
  allowFunction('onDecision', onDecision);
  allowFunction('refuse', options.refuse);
  const ip =
    options.ip ?? (byIp() as (request: Addressed) => string | null as (request: Request) => string | null);
  const access = storeAccess(options);
  const pair = setFor('login-user-ip', options.perUserAndIp, 5, 900);
  const address = setFor('login-ip', options.perIp, 100, DAY);
  const person = setFor('login-user', options.perUser, 50, DAY);
  /** What a success of a request does; it may be called twice. */
  const successes = new WeakMap<object, () => void>();

  function attempt(
    given: unknown,
    source: Request,
    request: NodeRequest,
    response: NodeResponse,
  ): Step | Promise<Step> {
    const isMissing = given === undefined || given === null || given === '';
    // A number or an array would be looked up as text by many databases, so it must not go uncounted.
    if (!isMissing && typeof given !== 'string')
      return refuse(new BadRequest('The user name must be a string.'));
    const from = ip(source);
    const hash = isMissing ? undefined : hashOf(given as string);
    const pairKey = `${hash} ${from}`;
    const asked: (Decision | Promise<Decision>)[] = [];
    if (hash !== undefined && from !== null) asked.push(access.take(pairKey, pair, 1));
    if (from !== null) asked.push(access.take(from, address, 1));
    if (hash !== undefined) asked.push(access.take(hash, person, 1));
    const settle = (decisions: readonly Decision[]): Step | Promise<Step> => {
      successes.set(request, () => {
        for (const decision of decisions) void access.refund(decision);
        if (hash !== undefined && from !== null) void access.forget(pairKey, pair);
      });
      return settled(decisions, source, request, response);
    };
    return asked.some(isThenable) ? Promise.all(asked).then(settle) : settle(asked as Decision[]);
  }

  function settled(
    decisions: readonly Decision[],
    source: Request,
    request: NodeRequest,
    response: NodeResponse,
  ): Step | Promise<Step> {
    if (onDecision !== undefined)
      for (const decision of decisions) callLimitHook('onDecision', () => onDecision(decision, source));
    const refusal = refusalOf(decisions);
    if (refusal !== undefined) {
      const refunds = decisions.map((decision) => access.refund(decision));
      const step = refuse(wordedRefusal(options.refuse, refusal.decision, source, refusal.error));
      return refunds.some(isThenable) ? Promise.all(refunds).then(() => step) : step;
    }
    if (succeeded !== undefined) {
      onceClosed(response, () => {
        // If the client left before the application answered, the status has no meaning.
        if (!response.writableEnded) return;
        if (callLimitHook('succeeded', () => succeeded(source, response)) === true)
          successes.get(request)?.();
      });
    }
    return CONTINUE;
  }

  return {
    decide(source, request, response) {
      if (successes.has(request)) {
        warnOnce(
          'STATUSKIT_LIMITED_TWICE',
          'A request came through one loginGuard twice; it was counted once.',
        );
        return CONTINUE;
      }
      const given = user(source);
      return isThenable(given)
        ? Promise.resolve(given).then((late) => attempt(late, source, request, response))
        : attempt(given, source, request, response);
    },
    succeeded(request) {
      const success = successes.get(request);
      if (success === undefined)
        throw new TypeError(
          'succeeded: expected a request that came through this loginGuard, got another one',
        );
      success();
    },
  };
}

interface Refusal {
  readonly decision: Decision;
  readonly error: HttpError;
}

/**
 * Returns why an attempt is refused: one message for all reasons, whether the name exists or not, and no fields that show how many
 * attempts are left.
 */
function refusalOf(decisions: readonly Decision[]): Refusal | undefined {
  const violated: string[] = [];
  let last: Decision | undefined;
  let seconds = 0;
  for (const decision of decisions) {
    if (decision.kind === 'allowed') continue;
    if (decision.kind === 'unknown') {
      const error = rateLimitError(decision);
      if (error === undefined) continue;
      return { decision, error };
    }
    violated.push(...decision.violated);
    const wait = decision.kind === 'never' ? Number.POSITIVE_INFINITY : decision.retryAfterSeconds;
    if (wait >= seconds) last = decision;
    seconds = Math.max(seconds, wait);
  }
  if (last === undefined) return undefined;
  const error = new TooManyRequests(Number.isFinite(seconds) ? { seconds } : 'unknown', {
    ...quotaProblem('abnormal-usage-detected', violated),
    detail: 'Too many failed attempts to log in.',
  });
  return { decision: last, error };
}
