export type {
  AllowedDecision,
  Decision,
  LimitedDecision,
  NeverDecision,
  PolicyLevel,
  UnknownDecision,
} from './decision.ts';
export { type RateLimitForm, rateLimitFieldNames, rateLimitFields } from './fields.ts';
export {
  type Addressed,
  type ByIpOptions,
  byHeaderHash,
  byIp,
  byUser,
  type RateLimitKey,
  type WithFields,
  type WithoutKey,
} from './keys.ts';
export { type RateLimiter, type RateLimiterOptions, rateLimiter } from './limiter.ts';
export { MemoryStore, type MemoryStoreOptions } from './memory/memory-store.ts';
export {
  type CheckedPolicy,
  type PolicySet,
  policySet,
  type RateAlgorithm,
  type RatePolicy,
} from './policy.ts';
export { rateLimitError } from './refusal.ts';
export {
  type AsyncRateLimitStore,
  LEVELS_PER_POLICY,
  type Levels,
  type RateLimitStore,
  type SyncRateLimitStore,
} from './store.ts';
export type { StoreErrorPolicy } from './store-access.ts';
