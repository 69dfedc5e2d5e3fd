export type { EntityTag } from '../fields/entity-tag.ts';
export type { AutoEtagOptions } from './auto-etag.ts';
export { type ContentReplyOptions, contentReply, type PartialReplyOptions, partialReply } from './content.ts';
export type { Current } from './current.ts';
export { type PreconditionErrorInit, preconditionError, type RefusedOutcome } from './error.ts';
export { etag } from './etag.ts';
export { type EvaluateOptions, evaluatePreconditions } from './evaluate.ts';
export type { SendFileOptions } from './file.ts';
export type { GuardOptions } from './guard.ts';
export type { Loaded, MaybeLoaded, Passed } from './loaded.ts';
export type { ByteRange, Outcome, PreconditionField } from './outcome.ts';
export {
  notModifiedReply,
  type RepresentationFields,
  type RepresentationOptions,
  representationHeaders,
} from './representation.ts';
export type { PreconditionRequest } from './request.ts';
export { type ConditionalWrite, LostRace } from './write.ts';
