export type { EntityTag } from '../fields/entity-tag.ts';
export { type ConditionalWrite, LostRace } from './compare-and-swap.ts';
export { type ContentReplyOptions, contentReply, type PartialReplyOptions, partialReply } from './content.ts';
export type { Current } from './current.ts';
export { etag } from './etag.ts';
export { type EvaluateOptions, evaluatePreconditions } from './evaluate.ts';
export type { GuardOptions } from './judge.ts';
export type { Loaded, MaybeLoaded, Passed } from './loaded.ts';
export type { ByteRange, Outcome, PreconditionField } from './outcome.ts';
export { type PreconditionErrorInit, preconditionError, type RefusedOutcome } from './precondition-error.ts';
export {
  notModifiedReply,
  type RepresentationFields,
  type RepresentationOptions,
  representationHeaders,
} from './representation.ts';
export type { PreconditionRequest } from './request.ts';
