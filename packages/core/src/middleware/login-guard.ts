import { createHash } from 'node:crypto';
import { requireFunction } from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { TooManyRequests } from '../errors/waits.ts';
import { callHook, isThenable } from '../hook.ts';
import type { NodeResponse } from '../node/exchange.ts';
import { hasSucceeded, onceClosed } from '../node/response-end.ts';
import type { Decision } from '../rate-limit/decision.ts';
import { type Addressed, byIp } from '../rate-limit/keys.ts';
import { type PolicySet, policySet } from '../rate-limit/policy.ts';
import { rateLimitError, refusalInit } from '../rate-limit/refusal.ts';
import type { RateLimitStore } from '../rate-limit/store.ts';
import { type StoreErrorPolicy, storeAccess } from '../rate-limit/store-access.ts';
import { CONTINUE, refuse, type Step } from '../step.ts';
import { warnOnce } from '../warn.ts';
import type { Decider } from './decider.ts';

/** How many attempts that fail there may be in how long. */
export interface LoginLimit {
  readonly quota: number;
  readonly windowSeconds: number;
}

/** How logins are guarded; `Request` is the request of Express or the context of Koa. */
export interface LoginGuardOptions<Request> {
  /** The name that somebody wants to log in with, as it came; nothing where there is none. */
  readonly user: (request: Request) => string | null | undefined;
  /** The address of the client; `null` for none. Default `byIp()`. */
  readonly ip?: ((request: Request) => string | null) | undefined;
  /** For one name from one address. Default 5 in 15 minutes. */
  readonly perUserAndIp?: LoginLimit | undefined;
  /** For one address, whatever the names. Default 100 in a day. */
  readonly perIp?: LoginLimit | undefined;
  /** For one name, whatever the addresses: wide, since anybody could lock a person out. Default 50 in a day. */
  readonly perUser?: LoginLimit | undefined;
  /** Where the limits are kept. Default: a MemoryStore of its own. */
  readonly store?: RateLimitStore | undefined;
  /** The clock, in milliseconds since 1970. Default: the monotonic clock of the process. */
  readonly now?: (() => number) | undefined;
  /** What happens where the store does not answer. Default `'memory'`. */
  readonly onStoreError?: StoreErrorPolicy | undefined;
  /** Hears of the three decisions about each attempt. */
  readonly onDecision?: ((decision: Decision, request: Request) => void) | undefined;
}

const DAY = 86_400;

/** Names in other spellings are one name to most who look them up. */
function hashOf(user: string): string {
  const name = user.normalize('NFKC').trim().toLowerCase();
  return createHash('sha256').update(name).digest('base64url');
}

function setFor(
  name: string,
  limit: LoginLimit | undefined,
  quota: number,
  windowSeconds: number,
): PolicySet {
  return policySet([{ name, quota, windowSeconds, ...limit, unit: 'failed-logins' }]);
}

/**
 * Returns the half of `loginGuard` that both adapters share.
 *
 * @throws {TypeError | RangeError} If an option is invalid.
 */
export function loginDecider<Request>(options: LoginGuardOptions<Request>): Decider<Request> {
  const { user, onDecision } = options ?? {};
  requireFunction('user', user);
  const ip =
    options.ip ?? (byIp() as (request: Addressed) => string | null as (request: Request) => string | null);
  const own = storeAccess(options);
  const pair = setFor('login-user-ip', options.perUserAndIp, 5, 900);
  const address = setFor('login-ip', options.perIp, 100, DAY);
  const person = setFor('login-user', options.perUser, 50, DAY);

  function heard(decision: Decision, source: Request): void {
    callHook(
      () => onDecision?.(decision, source),
      (failure) => warnOnce('STATUSKIT_HOOK_FAILED', `onDecision: ${String(failure)}`),
    );
  }

  return function decideLogin(source, _request, response) {
    const name = user(source);
    const from = ip(source);
    const hash = typeof name === 'string' && name !== '' ? hashOf(name) : undefined;
    const pairKey = `${hash} ${from}`;
    const asked: (Decision | Promise<Decision>)[] = [];
    if (hash !== undefined && from !== null) asked.push(own.take(pairKey, pair, 1));
    if (from !== null) asked.push(own.take(from, address, 1));
    if (hash !== undefined) asked.push(own.take(hash, person, 1));
    const forget = (): void => {
      if (hash !== undefined) own.forget(pairKey, pair);
    };
    return asked.some(isThenable)
      ? Promise.all(asked).then((late) => settled(late, source, response, forget))
      : settled(asked as Decision[], source, response, forget);
  };

  function settled(
    decisions: readonly Decision[],
    source: Request,
    response: NodeResponse,
    forget: () => void,
  ): Step | Promise<Step> {
    for (const decision of decisions) heard(decision, source);
    const refund = (): unknown[] => decisions.map((decision) => own.refund(decision));

    const refusal = refusalOf(decisions);
    if (refusal !== undefined) {
      const refunds = refund();
      const step = refuse(refusal);
      return refunds.some(isThenable) ? Promise.all(refunds).then(() => step) : step;
    }
    onceClosed(response, () => {
      // A server that failed says nothing about the password.
      if (!hasSucceeded(response) && response.statusCode < 500) return;
      refund();
      if (response.statusCode < 400) forget();
    });
    return CONTINUE;
  }
}

/** One message for all refusals, whatever there is behind the name, and no fields that tell how far somebody has come. */
function refusalOf(decisions: readonly Decision[]): HttpError | undefined {
  const violated: string[] = [];
  let seconds = 0;
  for (const decision of decisions) {
    if (decision.kind === 'unknown' && !decision.admit) return rateLimitError(decision);
    if (decision.kind !== 'limited') continue;
    violated.push(...decision.violated);
    seconds = Math.max(seconds, decision.retryAfterSeconds);
  }
  if (violated.length === 0) return undefined;
  return new TooManyRequests(
    { seconds },
    { ...refusalInit('abnormal-usage-detected', violated), detail: 'Too many failed attempts to log in.' },
  );
}
