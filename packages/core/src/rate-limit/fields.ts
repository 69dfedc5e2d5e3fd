import { expected } from '../arguments.ts';
import { exactOf, type PolicyBalance } from './balance.ts';
import type { Decision } from './decision.ts';

const NAMES = {
  'draft-11': ['RateLimit-Policy', 'RateLimit'],
  'draft-7': ['RateLimit-Policy', 'RateLimit'],
  'draft-6': ['RateLimit-Policy', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'],
  'x-ratelimit-delta': ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
  'x-ratelimit-epoch': ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
  none: [],
} as const;

/**
 * How limits are announced: `'draft-11'`, `'draft-7'` and `'draft-6'` of draft-ietf-httpapi-ratelimit-headers; X-RateLimit with
 * Reset as seconds from now (`-delta`) or since 1970 (`-epoch`); or `'none'`.
 */
export type RateLimitForm = keyof typeof NAMES;

/** @throws {TypeError} If `form` is not the name of a form. */
export function requireForm(form: unknown): RateLimitForm {
  if (typeof form === 'string' && Object.hasOwn(NAMES, form)) return form as RateLimitForm;
  throw new TypeError(expected('fields', `one of '${Object.keys(NAMES).join("', '")}'`, form));
}

/**
 * Returns the names of the fields that a form has, and Retry-After: list them in Access-Control-Expose-Headers, so that scripts of
 * other origins can read them.
 *
 * @throws {TypeError} If the form is not known.
 *
 * @example
 * ```ts
 * app.use(cors({ exposedHeaders: rateLimitFieldNames('draft-11') }));
 * ```
 */
export function rateLimitFieldNames(form: RateLimitForm): string[] {
  return [...NAMES[requireForm(form)], 'Retry-After'];
}

/** Returns true if `one` refuses earlier than `other`, or lets the client continue later. */
function isTighter(one: PolicyBalance, other: PolicyBalance): boolean {
  const longer = (one.retryAfterSeconds ?? Infinity) - (other.retryAfterSeconds ?? Infinity);
  if (longer > 0 || longer < 0) return longer > 0; // two that never fit differ by NaN
  if (one.remaining !== other.remaining) return one.remaining < other.remaining;
  return exactOf(one).effectiveWindowMs > exactOf(other).effectiveWindowMs;
}

/** Returns the policy to announce in a form that has room for one. */
function tightest(policies: readonly PolicyBalance[]): PolicyBalance | undefined {
  let found: PolicyBalance | undefined;
  for (const balance of policies) if (found === undefined || isTighter(balance, found)) found = balance;
  return found;
}

function policyList(policies: readonly PolicyBalance[]): string {
  return policies.map(({ policy }) => `${policy.quota};w=${Math.ceil(policy.windowSeconds)}`).join(', ');
}

function draft11(policies: readonly PolicyBalance[]): Record<string, string> {
  let members = '';
  let balances = '';
  for (const { policy, remaining, effectiveWindowSeconds } of policies) {
    const comma = balances === '' ? '' : ', ';
    members += comma + policy.member;
    balances += `${comma}${policy.quotedName};r=${remaining};t=${effectiveWindowSeconds}`;
  }
  return { 'ratelimit-policy': members, ratelimit: balances };
}

/** Rounded once: the seconds of the balance and those of the clock, each rounded up, would be a second late. */
function epochSeconds(balance: PolicyBalance, nowMs: number | undefined): number {
  const exact = exactOf(balance);
  return Math.ceil(((nowMs ?? exact.nowMs) + exact.effectiveWindowMs) / 1000);
}

/** Returns the fields of a form for balances; see {@link rateLimitFields} for `nowMs`. */
export function fieldsOfBalances(
  policies: readonly PolicyBalance[],
  form: RateLimitForm,
  nowMs: number | undefined,
): Record<string, string> {
  if (form === 'draft-11' && policies.length > 0) return draft11(policies);
  const tight = tightest(policies);
  if (tight === undefined || form === 'none') {
    requireForm(form);
    return {};
  }
  const { policy, remaining, effectiveWindowSeconds } = tight;
  const { quota } = policy;
  switch (form) {
    case 'draft-7':
      return {
        'ratelimit-policy': policyList(policies),
        ratelimit: `limit=${quota}, remaining=${remaining}, reset=${effectiveWindowSeconds}`,
      };
    case 'draft-6':
      return {
        'ratelimit-policy': policyList(policies),
        'ratelimit-limit': String(quota),
        'ratelimit-remaining': String(remaining),
        'ratelimit-reset': String(effectiveWindowSeconds),
      };
    default: {
      requireForm(form);
      const reset = form === 'x-ratelimit-epoch' ? epochSeconds(tight, nowMs) : effectiveWindowSeconds;
      return {
        'x-ratelimit-limit': String(quota),
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset': String(reset),
      };
    }
  }
}

/**
 * Returns the fields that announce a decision, names in lower case; none for `'none'` and for a decision of kind `'unknown'`. A
 * form with room for one policy announces the tightest. Retry-After is not among them: the error of a refusal brings it.
 *
 * @param options.nowMs Time to which `'x-ratelimit-epoch'` refers, in milliseconds since 1970. Default: the time of the decision.
 *
 * @throws {TypeError} If the form is not known.
 *
 * @example
 * ```ts
 * for (const [name, value] of Object.entries(rateLimitFields(decision, 'draft-11'))) res.setHeader(name, value);
 * ```
 */
export function rateLimitFields(
  decision: Decision,
  form: RateLimitForm,
  options: { readonly nowMs?: number | undefined } = {},
): Record<string, string> {
  return fieldsOfBalances(decision.policies, form, options.nowMs);
}
