export { type CreateFetchOptions, createFetch, type Fetch, type RetryEvent } from './create-fetch.ts';
export type { RequestOptions } from './exchange.ts';
export type { HeadersLike } from './headers.ts';
export { type AxiosLike, forAxios } from './hooks/axios.ts';
export { forGot, type GotOptions } from './hooks/got.ts';
export { forKy, type KyOptions } from './hooks/ky.ts';
export { forOfetch, type OfetchContext, type OfetchOptions } from './hooks/ofetch.ts';
export type { KeySource } from './idempotency-key.ts';
export { type JobOptions, job } from './job.ts';
export { type ListPage, type PagesOptions, pages } from './pages.ts';
export { isRemote, type Remote, type RemoteError } from './remote.ts';
export {
  type FailedAttempt,
  type RefusalReason,
  type ResponseHead,
  type RetryAdvice,
  type RetryOptions,
  type RetryReason,
  retryAdvice,
} from './retry-advice.ts';
export type { RetryBudgetOptions } from './retry-budget.ts';
export type { RevalidateOptions } from './revalidation.ts';
export { type ForeignResponse, type ProblemErrorClass, type ReviveOptions, revive } from './revive.ts';
export { type Updated, type UpdateOptions, update } from './update.ts';
export type { BreakerOptions, CircuitState } from './upstream/circuit.ts';
export type { CockatielBreaker, OpossumBreaker } from './upstream/foreign-circuit.ts';
export { type Upstream, type UpstreamCounters, type UpstreamOptions, upstream } from './upstream/upstream.ts';
