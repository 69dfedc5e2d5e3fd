export type { EntityTag } from '../fields/entity-tag.ts';
export { type ContentReplyOptions, contentReply, type PartialReplyOptions, partialReply } from './content.ts';
export type { Current } from './current.ts';
export { type PreconditionErrorInit, preconditionError, type RefusedOutcome } from './error.ts';
export { etag } from './etag.ts';
export { type EvaluateOptions, evaluatePreconditions } from './evaluate.ts';
export type { ByteRange, Outcome, PreconditionField } from './outcome.ts';
export { notModifiedReply, type RepresentationFields, representationHeaders } from './representation.ts';
export type { PreconditionRequest } from './request.ts';
