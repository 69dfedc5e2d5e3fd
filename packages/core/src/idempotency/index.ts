export {
  type Idempotency,
  type IdempotencyExecution,
  type IdempotencyOutcome,
  type IdempotencyRequest,
  idempotency,
} from './idempotency.ts';
export { MemoryIdempotencyStore, type MemoryIdempotencyStoreOptions } from './memory-store.ts';
export type { IdempotencyEvent, IdempotencyOptions } from './options.ts';
export type { IdempotencyBegun, IdempotencyStore, StoredResponse } from './store.ts';
export type { AnsweredResponse, ResponseFields } from './stored-response.ts';
