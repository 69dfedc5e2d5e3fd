// Every class that stands for one status, for those who pick one by its number.
export { ProxyAuthenticationRequired, Unauthorized } from './authentication.ts';
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
} from './client-errors.ts';
export { UnavailableForLegalReasons } from './legal.ts';
export { ContentTooLarge, RangeNotSatisfiable, ServiceUnavailable, TooManyRequests } from './limits.ts';
export { MethodNotAllowed, NotAcceptable, UnsupportedMediaType, UpgradeRequired } from './negotiation.ts';
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
} from './server-errors.ts';
export { Conflict, PreconditionFailed, PreconditionRequired } from './state.ts';
export { BadRequest, UnprocessableContent } from './validation.ts';
