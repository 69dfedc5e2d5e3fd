export {
  assertCacheableFor,
  assertConformant,
  assertProblem,
  assertRateLimited,
  assertRevalidates,
  assertStatus,
} from './assertions.ts';
export { chaiMatchers } from './chai.ts';
export type { FieldsInit } from './fields.ts';
export type { Finding, FindingLevel } from './finding.ts';
export { type InspectedExchange, inspectExchange, RULES } from './inspect.ts';
export { type LintMiddleware, type LintOptions, lint } from './lint/lint.ts';
export { type MatcherResult, matchers } from './matchers/index.ts';
export type { ErrorClass, ProblemMembers } from './matchers/problem.ts';
export type { RevalidateOptions } from './matchers/revalidate.ts';
export type { CacheableOptions, ConformantOptions } from './matchers/status.ts';
export type { ResponseMatchers } from './matchers/types.ts';
export type { Rule } from './rules/rule.ts';
