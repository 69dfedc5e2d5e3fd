import type { ErrorClassName } from '../status/class-name.ts';
import type { ErrorStatus } from '../status/names.ts';
import { ProxyAuthenticationRequired, Unauthorized } from './authentication.ts';
import {
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
import { Conflict, PreconditionFailed, PreconditionRequired } from './current-state.ts';
import type { HttpError } from './http-error.ts';
import { UnavailableForLegalReasons } from './legal.ts';
import {
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
import { ContentTooLarge, RangeNotSatisfiable } from './sizes.ts';
import { MethodNotAllowed, NotAcceptable, UnsupportedMediaType, UpgradeRequired } from './unsupported.ts';
import { BadRequest, UnprocessableContent } from './validation.ts';
import { ServiceUnavailable, TooManyRequests } from './waits.ts';

type ErrorClass = abstract new (...args: never[]) => HttpError;

/**
 * Every class that stands for one status, by name. A plain object: a bundler can leave it out, and the classes with it,
 * whereas `import * as classes` would keep all of them.
 */
export const CLASSES: Readonly<Record<ErrorClassName<ErrorStatus>, ErrorClass>> = {
  BadGateway,
  BadRequest,
  Conflict,
  ContentTooLarge,
  ExpectationFailed,
  FailedDependency,
  Forbidden,
  GatewayTimeout,
  Gone,
  HttpVersionNotSupported,
  InsufficientStorage,
  InternalServerError,
  LengthRequired,
  Locked,
  LoopDetected,
  MethodNotAllowed,
  MisdirectedRequest,
  NetworkAuthenticationRequired,
  NotAcceptable,
  NotExtended,
  NotFound,
  NotImplemented,
  PaymentRequired,
  PreconditionFailed,
  PreconditionRequired,
  ProxyAuthenticationRequired,
  RangeNotSatisfiable,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
  ServiceUnavailable,
  TooEarly,
  TooManyRequests,
  Unauthorized,
  UnavailableForLegalReasons,
  UnprocessableContent,
  UnsupportedMediaType,
  UpgradeRequired,
  UriTooLong,
  VariantAlsoNegotiates,
};
