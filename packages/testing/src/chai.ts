import { assertVerdict } from './assertions.ts';
import { checkProblem } from './matchers/problem.ts';
import { checkRevalidates } from './matchers/revalidate.ts';
import { checkCacheable, checkConformant, checkRateLimited, checkStatus } from './matchers/status.ts';
import type { Verdict } from './matchers/verdict.ts';

/** The part of chai that a plugin is called with. */
interface Chai {
  readonly Assertion: { addMethod(name: string, method: (this: never, ...args: unknown[]) => unknown): void };
}

/** The part of chai's tools that is used. */
interface ChaiUtils {
  flag(assertion: object, name: string): unknown;
}

const CHECKS: Readonly<Record<string, (response: unknown, ...args: never[]) => Promise<Verdict>>> = {
  toBeProblem: checkProblem,
  toHaveStatus: checkStatus,
  toBeConformant: checkConformant,
  toRevalidate: checkRevalidates,
  toBeCacheableFor: checkCacheable,
  toBeRateLimited: checkRateLimited,
};

/**
 * A plugin for chai, which adds the methods of {@link matchers} to its assertions. Each returns a promise.
 *
 * @example
 * ```ts
 * chai.use(chaiMatchers);
 *
 * await chai.expect(response).toBeProblem(NotFound);
 * await chai.expect(response).not.toHaveStatus(200);
 * ```
 */
export function chaiMatchers(chai: Chai, utils: ChaiUtils): void {
  for (const [name, check] of Object.entries(CHECKS)) {
    chai.Assertion.addMethod(name, function (this: object, ...args: unknown[]): Promise<void> {
      return assertVerdict(
        check(utils.flag(this, 'object'), ...(args as never[])),
        utils.flag(this, 'negate') !== true,
      );
    });
  }
}
