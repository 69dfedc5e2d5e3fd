import { checkProblem, type ErrorClass, type ProblemMembers } from './matchers/problem.ts';
import { checkRevalidates, type RevalidateOptions } from './matchers/revalidate.ts';
import {
  type CacheableOptions,
  type ConformantOptions,
  checkCacheable,
  checkConformant,
  checkRateLimited,
  checkStatus,
} from './matchers/status.ts';
import type { Verdict } from './matchers/verdict.ts';

/** Returns an error that test runners show as a failed assertion, as `AssertionError` of `node:assert` is. */
function assertionError(message: string): Error {
  const error = new Error(message);
  return Object.defineProperties(error, {
    name: { value: 'AssertionError', configurable: true, writable: true },
    code: { value: 'ERR_ASSERTION', configurable: true, writable: true },
    generatedMessage: { value: false, configurable: true, writable: true },
  });
}

/** Throws if a verdict is not what was wanted. */
export async function assertVerdict(checked: Promise<Verdict>, wanted = true): Promise<void> {
  const { pass, message } = await checked;
  if (pass !== wanted) throw assertionError(message);
}

/**
 * Rejects unless a response is a problem document: of an error class, of a status, or any. `members` is compared with as a subset. For
 * `node:test` and other runners without `expect`.
 *
 * @throws {TypeError} If `response` is not a response, or `type` is not an error class with a known status.
 *
 * @example
 * ```ts
 * await assertProblem(response, NotFound, { detail: 'This note does not exist' });
 * ```
 */
export async function assertProblem(
  response: unknown,
  type?: ErrorClass | number,
  members?: ProblemMembers,
): Promise<void> {
  await assertVerdict(checkProblem(response, type, members));
}

/**
 * Rejects unless a response has a status. The error shows the whole response.
 *
 * @throws {TypeError} If `response` is not a response, or `status` is not a number.
 *
 * @example
 * ```ts
 * await assertStatus(response, 409);
 * ```
 */
export async function assertStatus(response: unknown, status: number): Promise<void> {
  await assertVerdict(checkStatus(response, status));
}

/**
 * Rejects if a response breaks a rule of level `error`, or with `warnings: true` any rule.
 *
 * @throws {TypeError} If `response` is not a response, or an option is invalid.
 *
 * @example
 * ```ts
 * await assertConformant(response, { method: 'POST', warnings: true });
 * ```
 */
export async function assertConformant(response: unknown, options?: ConformantOptions): Promise<void> {
  await assertVerdict(checkConformant(response, options));
}

/**
 * Asks again with the validator of a response, and rejects unless that is answered with a 304 without content and with the same
 * Cache-Control, Content-Location, ETag, Expires and Vary.
 *
 * @throws {TypeError} If `response` is not a response, or has no URL and no `url` is passed.
 *
 * @example
 * ```ts
 * await assertRevalidates(await fetch(url));
 * ```
 */
export async function assertRevalidates(response: unknown, options?: RevalidateOptions): Promise<void> {
  await assertVerdict(checkRevalidates(response, options));
}

/**
 * Rejects unless a response stays fresh for at least that many more seconds (RFC 9111 §4.2).
 *
 * @throws {TypeError} If `response` is not a response.
 * @throws {RangeError} If `seconds` is not a number of at least 0.
 *
 * @example
 * ```ts
 * await assertCacheableFor(response, 60, { shared: true });
 * ```
 */
export async function assertCacheableFor(
  response: unknown,
  seconds: number,
  options?: CacheableOptions,
): Promise<void> {
  await assertVerdict(checkCacheable(response, seconds, options));
}

/**
 * Rejects unless a response is a 429 that says when to come back.
 *
 * @throws {TypeError} If `response` is not a response.
 *
 * @example
 * ```ts
 * await assertRateLimited(response);
 * ```
 */
export async function assertRateLimited(response: unknown): Promise<void> {
  await assertVerdict(checkRateLimited(response));
}
