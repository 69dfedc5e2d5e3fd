export type { PolicyBalance } from './balance.ts';
export type {
  AllowedDecision,
  Decision,
  LimitedDecision,
  NeverDecision,
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
  type RatePolicy,
} from './policy.ts';
export { rateLimitError } from './rate-limit-error.ts';
export { type StoreDecision, type StoredUsage, storeAnswer } from './spend.ts';
export type {
  AsyncRateLimitStore,
  PolicyAnswer,
  RateLimitStore,
  StoreAnswer,
  SyncRateLimitStore,
} from './store.ts';
export type { StoreErrorPolicy } from './store-access.ts';
export type { RateAlgorithm, Ticks } from './ticks.ts';
