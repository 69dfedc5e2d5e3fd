// For those who write an adapter: what the Express and the Koa adapter share. Not meant for applications.

export { type ConditionalWrite, compareAndSwap } from '../conditional/compare-and-swap.ts';
export type { GuardOptions, Verdict } from '../conditional/judge.ts';
export type { Loaded, MaybeLoaded, Passed } from '../conditional/loaded.ts';
export { type HttpError, isHttpError } from '../errors/http-error.ts';
export { toHttpError } from '../errors/understand/from-unknown.ts';
export { isThenable } from '../hook.ts';
export { type Capture, type CapturedResponse, capture } from '../node/capture.ts';
export { type HintedResponse, sendEarlyHints } from '../node/early-hints.ts';
export {
  fieldsOf,
  isClosed,
  type NodeRequest,
  type NodeResponse,
  setFields,
  writeToNode,
} from '../node/exchange.ts';
export { checkFile, pipeFile, type Send, type SendFileOptions } from '../node/send-file.ts';
export { printReport, type Report } from '../problem/report.ts';
export { isError } from '../read.ts';
export { type FieldTarget, mayHaveContent, type Reply, statusMessage, writeFields } from '../reply.ts';
export { hasContent, type RequestView } from '../request-view.ts';
export {
  type RelocationOptions,
  type Relocations,
  type Relocator,
  relocator,
} from '../results/relocations.ts';
export { toReply } from '../results/to-reply.ts';
export { warnOnce } from '../warn.ts';
export { type AutoEtagOptions, autoTagger, noteTagged } from './auto-etag.ts';
export { type ConcurrencyOptions, concurrencyLimiter } from './concurrency.ts';
export {
  type Exchange,
  type FailureHandler,
  type FailureOptions,
  failureHandler,
} from './failure.ts';
export { createGuard, type Guard } from './guard.ts';
export { replyFor } from './handle.ts';
export { type LoginGuardOptions, loginLimiter } from './login-guard.ts';
export { type RequestLimiterOptions, requestLimiter } from './rate-limit.ts';
export { noteRanges, partOf, type RangesOf } from './requested-ranges.ts';
export { answerUnmatched, type Routing } from './unmatched.ts';
