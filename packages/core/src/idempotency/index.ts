export type { RequestHeaders } from './content-coding.ts';
export type { IdempotencyEvent } from './events.ts';
export type { IdempotencyExecution } from './execution.ts';
export {
  type Idempotency,
  type IdempotencyOutcome,
  type IdempotencyRequest,
  idempotency,
} from './idempotency.ts';
export { MemoryIdempotencyStore, type MemoryIdempotencyStoreOptions } from './memory-store.ts';
export type { IdempotencyDecision, IdempotencyOptions } from './options.ts';
export type { Awaitable, IdempotencyBegun, IdempotencyStore, StoredResponse } from './store.ts';
export type { AnsweredResponse, ResponseFields } from './stored-response.ts';
