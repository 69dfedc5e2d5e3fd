export { type Challenges, ProxyAuthenticationRequired, Unauthorized } from './errors/authentication.ts';
export {
  ExpectationFailed,
  FailedDependency,
  Forbidden,
  Gone,
  LengthRequired,
  Locked,
  MisdirectedRequest,
  NotFound,
  PaymentRequired,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
  TooEarly,
  UriTooLong,
} from './errors/client-errors.ts';
export {
  Conflict,
  type CurrentStateInit,
  PreconditionFailed,
  PreconditionRequired,
} from './errors/current-state.ts';
export { ensure } from './errors/ensure.ts';
export { HttpError, isHttpError } from './errors/http-error.ts';
export type { ErrorHeaders, Extensions, HttpErrorInit } from './errors/init.ts';
export type { Json, Jsonified, Plain } from './errors/json.ts';
export { UnavailableForLegalReasons } from './errors/legal.ts';
export { type NonEmpty, nonEmpty } from './errors/lists.ts';
export type { AnyHttpError } from './errors/narrowed.ts';
export type { ProblemDocument } from './errors/problem-document.ts';
export {
  BadGateway,
  GatewayTimeout,
  HttpVersionNotSupported,
  InsufficientStorage,
  InternalServerError,
  LoopDetected,
  NetworkAuthenticationRequired,
  NotExtended,
  NotImplemented,
  VariantAlsoNegotiates,
} from './errors/server-errors.ts';
export { ContentTooLarge, type ContentTooLargeInit, RangeNotSatisfiable } from './errors/sizes.ts';
export { type ToHttpErrorOptions, toHttpError } from './errors/understand/from-unknown.ts';
export { type ErrorContext, httpError, type Rule } from './errors/understand/rule.ts';
export type { DatabaseOptions, DatabaseRule } from './errors/understand/rules/database.ts';
export type { FromOptions } from './errors/understand/rules/from.ts';
export * as rules from './errors/understand/rules/index.ts';
export {
  type Available,
  MethodNotAllowed,
  NotAcceptable,
  type Supported,
  UnsupportedMediaType,
  UpgradeRequired,
} from './errors/unsupported.ts';
export {
  BadRequest,
  type Fault,
  type StandardIssue,
  UnprocessableContent,
  type ValidationInit,
} from './errors/validation.ts';
export { ServiceUnavailable, TooManyRequests, type Wait } from './errors/waits.ts';
export { formatCacheControl, parseCacheControl } from './fields/cache-control.ts';
export type { CacheControl, CacheDirectives, CacheExtensions } from './fields/cache-directives.ts';
export { formatCdnCacheControl, parseCdnCacheControl } from './fields/cdn-cache-control.ts';
export type { Challenge } from './fields/challenge.ts';
export type { RetryAfter } from './fields/retry-after.ts';
export type { FieldLines } from './fields/scan.ts';
export { formatVary, parseVary, unionVary } from './fields/vary.ts';
export type {
  BodyAnswer,
  BodyHook,
  BodyInput,
  Localized,
  LocalizeHook,
  ShownProblem,
} from './problem/body-hook.ts';
export {
  type OccurrenceInit,
  type ProblemClass,
  type ProblemType,
  problem,
} from './problem/problem-type.ts';
export { PROBLEM_TYPES } from './problem/registered-types.ts';
export { type CachePolicy, type RenderOptions, render } from './problem/render.ts';
export type { Report } from './problem/report.ts';
export type { Reply } from './reply.ts';
export type { RequestView } from './request-view.ts';
export {
  type BatchAnswer,
  type BatchBody,
  type BatchContext,
  type BatchFailure,
  type BatchOptions,
  batch,
} from './results/batch.ts';
export type { Content } from './results/content.ts';
export { decodeCursor, encodeCursor } from './results/cursor.ts';
export { type Job, type JobAnswer, type JobBody, type JobInit, jobStatus } from './results/job-status.ts';
export { type PageOptions, page } from './results/page.ts';
export {
  type CursorQuery,
  type CursorQueryOptions,
  cursorQuery,
  type PageParameters,
  type PageQuery,
  type PageQueryOptions,
  pageQuery,
} from './results/page-query.ts';
export {
  type PreloadDestination,
  type PreloadInit,
  preconnect,
  preload,
} from './results/preload.ts';
export {
  type FallbackInit,
  found,
  type MayChangeInit,
  type Moved,
  moved,
  type RedirectChoice,
  type RedirectInit,
  type Redirector,
  type RedirectStatus,
  type RedirectStatusFor,
  redirect,
  seeOther,
} from './results/redirects.ts';
export {
  type RelocationOptions,
  type Relocations,
  type Relocator,
  relocator,
} from './results/relocations.ts';
export { isResult, type Result, type ResultHeaders, type ResultStatus } from './results/result.ts';
export type { ContentInit, ResultInit, WaitInit } from './results/result-init.ts';
export {
  type AcceptedInit,
  accepted,
  type Created,
  created,
  type Monitor,
  multiStatus,
  noContent,
  notModified,
  ok,
  resetContent,
} from './results/success.ts';
export { toReply } from './results/to-reply.ts';
export {
  type ClientErrorStatus,
  classifyStatus,
  type ErrorClassName,
  type ErrorStatus,
  errorClassName,
  type FactsFor,
  type FactsOf,
  type InvalidClassification,
  isRegisteredStatus,
  type RegisteredClassification,
  type RequiredFields,
  reasonPhrase,
  type ServerErrorStatus,
  type SpecReference,
  STATUS_NAMES,
  type Status,
  type StatusClass,
  type StatusClassification,
  type StatusFacts,
  type StatusGuidance,
  type StatusName,
  type StatusOfClass,
  type StatusProperties,
  type StatusRetry,
  type StatusSender,
  type StatusStanding,
  type StatusWithRequiredField,
  statusFacts,
  type UnknownClassification,
  VENDOR_STATUSES,
  type VendorClassification,
  type VendorFault,
  type VendorName,
  type VendorReading,
  type VendorStatus,
} from './status/index.ts';
