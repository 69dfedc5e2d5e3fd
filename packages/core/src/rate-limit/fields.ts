import { show } from '../arguments.ts';
import type { Decision, PolicyLevel } from './decision.ts';

const NAMES = {
  'draft-11': ['RateLimit-Policy', 'RateLimit'],
  'draft-7': ['RateLimit-Policy', 'RateLimit'],
  'draft-6': ['RateLimit-Policy', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'],
  'x-ratelimit-delta': ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
  'x-ratelimit-epoch': ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
  none: [],
} as const;

/**
 * How limits are told: `'draft-11'`, `'draft-7'` and `'draft-6'` of draft-ietf-httpapi-ratelimit-headers; X-RateLimit
 * with Reset as seconds from now (`-delta`) or since 1970 (`-epoch`); or `'none'`.
 */
export type RateLimitForm = keyof typeof NAMES;

/** Throws a TypeError for a form that there is not. */
export function requireForm(form: unknown): RateLimitForm {
  if (typeof form === 'string' && Object.hasOwn(NAMES, form)) return form as RateLimitForm;
  const known = Object.keys(NAMES).join("', '");
  throw new TypeError(`fields: expected one of '${known}', got ${show(form)}`);
}

/**
 * The names of the fields that a form has, with Retry-After: what Access-Control-Expose-Headers must list for scripts of
 * other origins to read them.
 *
 * Throws a TypeError for a form that there is not.
 *
 * @example
 * app.use(cors({ exposedHeaders: rateLimitFieldNames('draft-11') }));
 */
export function rateLimitFieldNames(form: RateLimitForm): string[] {
  return [...NAMES[requireForm(form)], 'Retry-After'];
}

/** The policy that will refuse first: for forms that have room for one only. */
function tightest(policies: readonly PolicyLevel[]): PolicyLevel | undefined {
  let found: PolicyLevel | undefined;
  for (const level of policies) {
    const longer = (level.retryAfterSeconds ?? 0) - (found?.retryAfterSeconds ?? 0);
    if (found === undefined || longer > 0 || (longer === 0 && level.remaining < found.remaining))
      found = level;
  }
  return found;
}

function policyList(policies: readonly PolicyLevel[]): string {
  return policies.map(({ policy }) => `${policy.quota};w=${Math.ceil(policy.windowSeconds)}`).join(', ');
}

function draft11(policies: readonly PolicyLevel[]): Record<string, string> {
  let members = '';
  let levels = '';
  for (const { policy, remaining, effectiveWindowSeconds } of policies) {
    const comma = levels === '' ? '' : ', ';
    members += comma + policy.member;
    levels += `${comma}${policy.quotedName};r=${remaining};t=${effectiveWindowSeconds}`;
  }
  return { 'ratelimit-policy': members, ratelimit: levels };
}

/**
 * The fields that tell a client where it stands, names in lower case. None for `'none'` and where nothing is known. Of
 * several policies a form with room for one tells the tightest. Retry-After is not among them: the error of a refusal
 * brings it.
 *
 * `nowMs`, milliseconds since 1970 and by default the time of day, matters to `'x-ratelimit-epoch'` only. Throws a TypeError
 * for a form that there is not.
 *
 * @example
 * for (const [name, value] of Object.entries(rateLimitFields(decision, 'draft-11'))) res.setHeader(name, value);
 */
export function rateLimitFields(
  decision: Decision,
  form: RateLimitForm,
  options: { readonly nowMs?: number | undefined } = {},
): Record<string, string> {
  const { policies } = decision;
  if (form === 'draft-11' && policies.length > 0) return draft11(policies);
  const tight = tightest(policies);
  if (tight === undefined || form === 'none') {
    requireForm(form);
    return {};
  }
  const { policy, remaining, effectiveWindowSeconds: seconds } = tight;
  const { quota } = policy;
  switch (form) {
    case 'draft-7':
      return {
        'ratelimit-policy': policyList(policies),
        ratelimit: `limit=${quota}, remaining=${remaining}, reset=${seconds}`,
      };
    case 'draft-6':
      return {
        'ratelimit-policy': policyList(policies),
        'ratelimit-limit': String(quota),
        'ratelimit-remaining': String(remaining),
        'ratelimit-reset': String(seconds),
      };
    default: {
      requireForm(form);
      const nowMs = options.nowMs ?? Date.now();
      const reset = form === 'x-ratelimit-epoch' ? Math.ceil(nowMs / 1000) + seconds : seconds;
      return {
        'x-ratelimit-limit': String(quota),
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset': String(reset),
      };
    }
  }
}
