export { type ErrorClassName, errorClassName } from './class-name.ts';
export {
  classifyStatus,
  type InvalidClassification,
  type RegisteredClassification,
  type StatusClass,
  type StatusClassification,
  type UnknownClassification,
  type VendorClassification,
} from './classify.ts';
export {
  type FactsFor,
  type FactsOf,
  type RequiredFields,
  type StatusFacts,
  type StatusWithRequiredField,
  statusFacts,
} from './facts.ts';
export type { StatusGuidance } from './guidance/status-guidance.ts';
export {
  type ClientErrorStatus,
  ERROR_NAMES,
  type ErrorStatus,
  isRegisteredStatus,
  type ReservedStatus,
  type ServerErrorStatus,
  STATUS_NAMES,
  type Status,
  type StatusName,
  type StatusOfClass,
} from './names.ts';
export { reasonPhrase } from './phrase.ts';
export type { SpecReference, StatusProperties, StatusRetry, StatusSender, StatusStanding } from './row.ts';
export type { VendorFault } from './vendor/vendor-row.ts';
export {
  VENDOR_STATUSES,
  type VendorName,
  type VendorReading,
  type VendorStatus,
} from './vendor/vendor-statuses.ts';
