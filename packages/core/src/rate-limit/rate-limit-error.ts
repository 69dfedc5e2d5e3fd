import type { HttpError } from '../errors/http-error.ts';
import { ServiceUnavailable, TooManyRequests } from '../errors/waits.ts';
import type { Decision, NeverDecision } from './decision.ts';
import { type RateLimitForm, rateLimitFields } from './fields.ts';

// Registered by draft-ietf-httpapi-ratelimit-headers-11 §6.
const TYPES = 'https://iana.org/assignments/http-problem-types#';

const TITLES = {
  'quota-exceeded': 'Quota Exceeded',
  'temporary-reduced-capacity': 'Temporary Reduced Capacity',
  'abnormal-usage-detected': 'Abnormal Usage Detected',
} as const;

/** The part of an error that a problem type of the draft determines. */
export interface QuotaProblem {
  readonly type: string;
  readonly title: string;
  readonly extensions: { readonly 'violated-policies': readonly string[] };
}

/** Returns the init of an error with a problem type of the draft. */
export function quotaProblem(problem: keyof typeof TITLES, violated: readonly string[]): QuotaProblem {
  return {
    type: TYPES + problem,
    title: TITLES[problem],
    extensions: { 'violated-policies': violated },
  };
}

function detailOf({ policies, violated }: NeverDecision): string {
  const blocks = policies.some(({ policy }) => policy.quota === 0 && violated.includes(policy.name));
  return blocks
    ? 'No requests are allowed here. Waiting does not help.'
    : 'The request costs more than may be spent in one instant. Waiting does not help.';
}

/**
 * Returns the error that a decision means, with its fields; undefined if the request may continue. A refusal is a 429 that names
 * the policies without room and says when to come back, or that waiting does not help. A store that did not answer is a 503.
 *
 * @param form How limits are announced. Default: `'draft-11'`. Retry-After is sent with any form.
 *
 * @throws {TypeError} If the form is not known.
 *
 * @example
 * ```ts
 * const error = rateLimitError(limiter.consume('user 7'));
 * if (error !== undefined) throw error;
 * ```
 */
export function rateLimitError(decision: Decision, form: RateLimitForm = 'draft-11'): HttpError | undefined {
  switch (decision.kind) {
    case 'allowed':
      return undefined;
    case 'unknown':
      if (decision.admit) return undefined;
      return new ServiceUnavailable(
        { seconds: decision.retryAfterSeconds },
        { log: 'The store of rate limits did not answer', cause: decision.cause },
      );
    default: {
      const never = decision.kind === 'never';
      return new TooManyRequests(never ? 'unknown' : { seconds: decision.retryAfterSeconds }, {
        ...quotaProblem('quota-exceeded', decision.violated),
        ...(never && { detail: detailOf(decision) }),
        headers: rateLimitFields(decision, form),
      });
    }
  }
}
