import {
  MemoryStore,
  type RateLimitForm,
  type RatePolicy,
  rateLimiter,
  rateLimitFieldNames,
  rateLimitFields,
} from '@statuskit/core/rate-limit';
import { isVersion30 } from './arguments.ts';
import { headerLike } from './header.ts';
import type { HeaderObject, OpenApiOptions } from './types.ts';

/** Options of {@link rateLimitHeaders}. */
export interface RateLimitHeadersOptions extends OpenApiOptions {
  /** How the limits are announced, as for `rateLimit`. Default: `'draft-11'`. */
  readonly form?: RateLimitForm | undefined;
}

const EXAMPLE: readonly RatePolicy[] = [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }];

/** Returns the headers of a form, with what a limiter writes when a key has spent `cost` units for the first time. */
function announced(
  policies: readonly RatePolicy[],
  form: RateLimitForm,
  cost: number,
): Record<string, HeaderObject> {
  const limiter = rateLimiter({ policies, store: new MemoryStore({ capacity: 1 }), now: () => 0 });
  const written = rateLimitFields(limiter.consume('example', cost), form, { nowMs: 0 });
  const names = rateLimitFieldNames(form).filter((name) => name.toLowerCase() in written);
  return Object.fromEntries(names.map((name) => [name, headerLike(written[name.toLowerCase()])]));
}

/** Returns the headers of a 429. */
export const usedUp = (): Record<string, HeaderObject> => announced(EXAMPLE, 'draft-11', 1000);

/**
 * Returns the headers of a response that announces rate limits, for the successful responses of an operation; `responsesOf` has those
 * of a 429. The examples are what the limiter writes for the first request under the policies. Each call returns new objects.
 *
 * @throws {TypeError} If a policy, an option or the form is not valid.
 * @throws {RangeError} If a number of a policy is out of range.
 *
 * @example
 * ```ts
 * const headers = rateLimitHeaders([{ name: 'hourly', quota: 1000, windowSeconds: 3600 }]);
 * headers['RateLimit']?.example; // '"hourly";r=999;t=3597'
 * ```
 */
export function rateLimitHeaders(
  policies: readonly RatePolicy[] = EXAMPLE,
  options: RateLimitHeadersOptions = {},
): Record<string, HeaderObject> {
  isVersion30(options);
  const { form = 'draft-11' } = options;
  return announced(policies, form, 1);
}
