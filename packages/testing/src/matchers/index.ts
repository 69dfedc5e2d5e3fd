import { checkProblem, type ErrorClass, type ProblemMembers } from './problem.ts';
import { checkRevalidates, type RevalidateOptions } from './revalidate.ts';
import {
  type CacheableOptions,
  type ConformantOptions,
  checkCacheable,
  checkConformant,
  checkRateLimited,
  checkStatus,
} from './status.ts';
import type { Verdict } from './verdict.ts';

/** What a matcher returns to `expect`. */
export interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

async function resultOf(checked: Promise<Verdict>): Promise<MatcherResult> {
  const { pass, message } = await checked;
  return { pass, message: () => message };
}

/**
 * Matchers for `expect.extend` of Vitest and Jest. Each returns a promise. The subpaths `@statuskit/testing/vitest` and
 * `@statuskit/testing/jest` add them and their types when they are imported.
 *
 * @example
 * ```ts
 * expect.extend(matchers);
 *
 * const response = await fetch(url);
 * await expect(response).toHaveStatus(409);
 * await expect(response).toBeProblem(Conflict, { current: { version: 3 } });
 * await expect(response).toBeConformant();
 * ```
 */
export const matchers: {
  toBeProblem(
    response: unknown,
    type?: ErrorClass | number,
    members?: ProblemMembers,
  ): Promise<MatcherResult>;
  toHaveStatus(response: unknown, status: number): Promise<MatcherResult>;
  toBeConformant(response: unknown, options?: ConformantOptions): Promise<MatcherResult>;
  toRevalidate(response: unknown, options?: RevalidateOptions): Promise<MatcherResult>;
  toBeCacheableFor(response: unknown, seconds: number, options?: CacheableOptions): Promise<MatcherResult>;
  toBeRateLimited(response: unknown): Promise<MatcherResult>;
} = {
  toBeProblem: (response, type, members) => resultOf(checkProblem(response, type, members)),
  toHaveStatus: (response, status) => resultOf(checkStatus(response, status)),
  toBeConformant: (response, options) => resultOf(checkConformant(response, options)),
  toRevalidate: (response, options) => resultOf(checkRevalidates(response, options)),
  toBeCacheableFor: (response, seconds, options) => resultOf(checkCacheable(response, seconds, options)),
  toBeRateLimited: (response) => resultOf(checkRateLimited(response)),
};
