// For authors of adapters: the code that the Express and the Koa adapter share. Not meant for applications.

export {
  allowBoolean,
  allowFunction,
  expected,
  requireFunction,
  requireInteger,
  requireObject,
} from '../arguments.ts';
export { type ConditionalWrite, compareAndSwap } from '../conditional/compare-and-swap.ts';
export type { GuardOptions, Verdict } from '../conditional/judge.ts';
export type { Loaded, MaybeLoaded, Passed } from '../conditional/loaded.ts';
export { type HttpError, isHttpError } from '../errors/http-error.ts';
export { toHttpError } from '../errors/understand/from-unknown.ts';
export { isThenable, notify } from '../hook.ts';
export type { Awaitable } from '../idempotency/store.ts';
export { type Capture, captureOf } from '../node/capture.ts';
export { type HintedResponse, sendEarlyHints } from '../node/early-hints.ts';
export {
  cutOff,
  isAnswered,
  isClosed,
  type NodeRequest,
  type NodeResponse,
  refuseUpload,
  setReplyFields,
  writeToNode,
} from '../node/exchange.ts';
export { isClosing, linger, lingerOnClose, markClosing, watchesClosing } from '../node/linger.ts';
export { checkFile, pipeFile, type Send, type SendFileOptions } from '../node/send-file.ts';
export { clearDeadline, signalOfRequest } from '../node/signal.ts';
export { isSpent, isStreamed, sendStream, streamOf } from '../node/stream-body.ts';
export { isDropped, takeResponse } from '../node/taken.ts';
export { tap } from '../node/tap.ts';
export { type OptionNames, warnOfUnknown } from '../option-names.ts';
export { instanceFor } from '../problem/render.ts';
export { printReport, type Report, type Reporter, report } from '../problem/report.ts';
export { isError } from '../read.ts';
export { mayHaveContent, type Reply, statusMessage } from '../reply.ts';
export { hasContent, type RequestView } from '../request-view.ts';
export type { RelocationOptions, Relocations } from '../results/relocations.ts';
export { answer, CONTINUE, refuse, type Step, type StreamedReply } from '../step.ts';
export type { Parsed, Schemas, ValidOptions } from '../validation/parsed.ts';
export { warnOnce } from '../warn.ts';
export { type AcceptableGate, acceptableGate } from './acceptable.ts';
export { type AutoEtag, type AutoEtagOptions, autoTagger, noteTagged } from './auto-etag.ts';
export { type ConcurrencyDecision, type ConcurrencyOptions, concurrencyDecider } from './concurrency.ts';
export { type DeadlineStarter, deadlineStarter } from './deadline.ts';
export type { Decider } from './decider.ts';
export { decideEarlyData } from './early-data.ts';
export { type FailureHandler, failureHandler } from './failure.ts';
export type { FailureContext, FailureOptions } from './failure-options.ts';
export { createGuard, type Guard } from './guard.ts';
export { type HandlerCall, handleDecider, requireHandler, wrapping } from './handle.ts';
export { type HandlerInfo, handlerInfo } from './handler-info.ts';
export { hostsDecider } from './hosts.ts';
export { idempotentDecider } from './idempotent.ts';
export { type LoginGate, type LoginGuardOptions, loginGate } from './login-guard.ts';
export { mediaTypeDecider } from './media-type.ts';
export { mostArguments, readsArgument } from './most-arguments.ts';
export { type RequestLimiter, type RequestLimiterOptions, requestLimiter } from './rate-limit.ts';
export { relocationsDecider } from './relocations.ts';
export { asksIfChanged, isJudged, partOf, type RangesOf, requestedRanges } from './requested-ranges.ts';
export { type ShedOptions, shedDecider } from './shed.ts';
export { isUnmatched, methodsOfLayer, type RouteFinder, unmatchedDecider } from './unmatched.ts';
export { type HolderOf, type Validator, validator } from './valid.ts';
