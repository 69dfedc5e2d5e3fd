// For those who write an adapter: what the Express and the Koa adapter share. Not meant for applications.

export { answerFor } from './conditional/answer.ts';
export { type AutoEtagOptions, autoTagger, noteTagged } from './conditional/auto-etag.ts';
export { createGuard, type Guard } from './conditional/create-guard.ts';
export { cutRanges, noteRanges, type RangesOf } from './conditional/cut.ts';
export { checkFile, pipeFile, type Send, type SendFileOptions } from './conditional/file.ts';
export type { GuardOptions, Verdict } from './conditional/guard.ts';
export type { Loaded, MaybeLoaded, Passed } from './conditional/loaded.ts';
export { type ConditionalWrite, compareAndSwap } from './conditional/write.ts';
export { isError } from './errors/foreign.ts';
export { toHttpError } from './errors/from-unknown.ts';
export { type HttpError, isHttpError } from './errors/http-error.ts';
export { isThenable } from './hook.ts';
export { type Capture, type CapturedResponse, capture } from './idempotency/capture.ts';
export {
  fieldsOf,
  isClosed,
  type NodeRequest,
  type NodeResponse,
  setFields,
  writeToNode,
} from './problem/exchange.ts';
export {
  type Exchange,
  type FailureHandler,
  type FailureOptions,
  failureHandler,
} from './problem/failure.ts';
export { printReport, type Report } from './problem/report.ts';
export { answerUnmatched, type Routing } from './problem/unmatched.ts';
export { hasContent } from './problem/upload.ts';
export { type ConcurrencyOptions, concurrencyLimiter } from './rate-limit/concurrency.ts';
export { type LoginGuardOptions, loginLimiter } from './rate-limit/login-guard.ts';
export { type RequestLimiterOptions, requestLimiter } from './rate-limit/request-limiter.ts';
export {
  type FieldTarget,
  mayHaveContent,
  type Reply,
  type RequestView,
  statusMessage,
  writeFields,
} from './reply.ts';
export { type HintedResponse, sendEarlyHints } from './results/early-hints.ts';
export {
  type RelocationOptions,
  type Relocations,
  type Relocator,
  relocator,
} from './results/relocations.ts';
export { toReply } from './results/to-reply.ts';
export { warnOnce } from './warn.ts';
