import type { HttpError } from '../errors/http-error.ts';
import { ServiceUnavailable, TooManyRequests } from '../errors/waits.ts';
import type { Decision } from './decision.ts';
import { type RateLimitForm, rateLimitFields } from './fields.ts';

// Registered by draft-ietf-httpapi-ratelimit-headers-11 §6.
const TYPES = 'https://iana.org/assignments/http-problem-types#';

const PROBLEMS = {
  'quota-exceeded': 'Quota Exceeded',
  'temporary-reduced-capacity': 'Temporary Reduced Capacity',
  'abnormal-usage-detected': 'Abnormal Usage Detected',
} as const;

/** What an error says of a problem type of the draft. */
export interface RefusalInit {
  readonly type: string;
  readonly title: string;
  readonly extensions: { readonly 'violated-policies': readonly string[] };
}

/** Names a problem of the draft. */
export function refusalInit(problem: keyof typeof PROBLEMS, violated: readonly string[]): RefusalInit {
  return {
    type: TYPES + problem,
    title: PROBLEMS[problem],
    extensions: { 'violated-policies': violated },
  };
}

/**
 * The error that a decision means, with its fields; undefined where the request may go on. A refusal is a 429 that says
 * which policies had no room and when to come back, or that this will never do; a store that did not answer is a 503.
 *
 * `form` is how limits are told, by default `'draft-11'`; Retry-After is there with any. Throws a TypeError for a form
 * that there is not.
 *
 * @example
 * const refusal = rateLimitError(limiter.consume('user 7'));
 * if (refusal !== undefined) throw refusal;
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
        ...refusalInit('quota-exceeded', decision.violated),
        ...(never && { detail: 'The request costs more than may be spent at once. Waiting does not help.' }),
        headers: rateLimitFields(decision, form),
      });
    }
  }
}
