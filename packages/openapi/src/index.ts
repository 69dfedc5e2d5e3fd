export { problemComponents } from './components.ts';
export { type ResponsesOptions, responsesOf } from './operation.ts';
export {
  type ConditionalField,
  type ConditionalParametersOptions,
  conditionalParameters,
  type IdempotencyKeyParameterOptions,
  idempotencyKeyParameter,
} from './parameters.ts';
export { type RateLimitHeadersOptions, rateLimitHeaders } from './rate-limit-headers.ts';
export type {
  ErrorClass,
  ErrorEntry,
  HeaderObject,
  JsonSchema,
  MediaTypeObject,
  OpenApiOptions,
  OpenApiVersion,
  OperationResponses,
  ParameterObject,
  ProblemComponents,
  ProblemEntry,
  ReferenceObject,
  ResponseObject,
  SchemaObject,
} from './types.ts';
