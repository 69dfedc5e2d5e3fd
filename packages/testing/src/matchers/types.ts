import type { ErrorClass, ProblemMembers } from './problem.ts';
import type { RevalidateOptions } from './revalidate.ts';
import type { CacheableOptions, ConformantOptions } from './status.ts';

/**
 * The methods that {@link matchers} add to `expect(response)`. The response is a fetch `Response`, whose content is read from a clone,
 * or one of supertest or light-my-request. Each returns a promise.
 */
export interface ResponseMatchers {
  /**
   * Expects a problem document (RFC 9457): of an error class, of a status, or any. `members` is compared with as a subset, and may
   * hold matchers such as `expect.any(String)`.
   */
  toBeProblem(type?: ErrorClass | number, members?: ProblemMembers): Promise<void>;
  /** Expects a status. A failure shows the whole response, a problem document above all. */
  toHaveStatus(status: number): Promise<void>;
  /** Expects a response that breaks no rule of level `error`, or with `warnings: true` no rule at all. */
  toBeConformant(options?: ConformantOptions): Promise<void>;
  /**
   * Asks again with the validator of the response, and expects a 304 without content whose Cache-Control, Content-Location, ETag,
   * Expires and Vary are those of the response (RFC 9110 §15.4.5).
   */
  toRevalidate(options?: RevalidateOptions): Promise<void>;
  /** Expects a response that stays fresh for at least that many more seconds (RFC 9111 §4.2). */
  toBeCacheableFor(seconds: number, options?: CacheableOptions): Promise<void>;
  /** Expects a 429 that says when to come back. */
  toBeRateLimited(): Promise<void>;
}

// Interfaces that frameworks leave open for this, and that exist without them: Vitest reads `jest.Matchers`, too. Those that can only
// be reached through a module are in vitest.ts and jest.ts.
declare global {
  namespace jest {
    // The parameters are those of the declaration in @types/jest, which must be the same.
    // biome-ignore lint/complexity/noBannedTypes: see above
    interface Matchers<R, T = {}> extends ResponseMatchers {}
  }
  namespace Chai {
    interface Assertion extends ResponseMatchers {}
  }
}
