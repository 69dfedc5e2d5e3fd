import createError from './require.ts';

export default createError;
export { createError };

/** An error as `createError` makes it. */
export type HttpError<N extends number = number> = createError.HttpError<N>;
/** A constructor of errors of one status, with and without `new`. */
export type HttpErrorConstructor<N extends number = number> = createError.HttpErrorConstructor<N>;
/** The two ways to call `createError`. */
export type CreateHttpError = createError.CreateHttpError;
/** What `isHttpError` is. */
export type IsHttpError = createError.IsHttpError;
/** The constructors by number and by name. */
export type NamedConstructors = createError.NamedConstructors;
/** What may follow the status: a message, an error to wrap, or properties. */
export type UnknownError = createError.UnknownError;

type All = typeof createError;

// ECMAScript wants each name written out; a test holds them against what hangs on the function.
export const HttpError: All['HttpError'] = createError.HttpError;
export const isHttpError: All['isHttpError'] = createError.isHttpError;
export const BadRequest: All['BadRequest'] = createError.BadRequest;
export const Unauthorized: All['Unauthorized'] = createError.Unauthorized;
export const PaymentRequired: All['PaymentRequired'] = createError.PaymentRequired;
export const Forbidden: All['Forbidden'] = createError.Forbidden;
export const NotFound: All['NotFound'] = createError.NotFound;
export const MethodNotAllowed: All['MethodNotAllowed'] = createError.MethodNotAllowed;
export const NotAcceptable: All['NotAcceptable'] = createError.NotAcceptable;
export const ProxyAuthenticationRequired: All['ProxyAuthenticationRequired'] =
  createError.ProxyAuthenticationRequired;
export const RequestTimeout: All['RequestTimeout'] = createError.RequestTimeout;
export const Conflict: All['Conflict'] = createError.Conflict;
export const Gone: All['Gone'] = createError.Gone;
export const LengthRequired: All['LengthRequired'] = createError.LengthRequired;
export const PreconditionFailed: All['PreconditionFailed'] = createError.PreconditionFailed;
export const PayloadTooLarge: All['PayloadTooLarge'] = createError.PayloadTooLarge;
export const URITooLong: All['URITooLong'] = createError.URITooLong;
export const UnsupportedMediaType: All['UnsupportedMediaType'] = createError.UnsupportedMediaType;
export const RangeNotSatisfiable: All['RangeNotSatisfiable'] = createError.RangeNotSatisfiable;
export const ExpectationFailed: All['ExpectationFailed'] = createError.ExpectationFailed;
export const ImATeapot: All['ImATeapot'] = createError.ImATeapot;
export const MisdirectedRequest: All['MisdirectedRequest'] = createError.MisdirectedRequest;
export const UnprocessableEntity: All['UnprocessableEntity'] = createError.UnprocessableEntity;
export const Locked: All['Locked'] = createError.Locked;
export const FailedDependency: All['FailedDependency'] = createError.FailedDependency;
export const TooEarly: All['TooEarly'] = createError.TooEarly;
export const UpgradeRequired: All['UpgradeRequired'] = createError.UpgradeRequired;
export const PreconditionRequired: All['PreconditionRequired'] = createError.PreconditionRequired;
export const TooManyRequests: All['TooManyRequests'] = createError.TooManyRequests;
export const RequestHeaderFieldsTooLarge: All['RequestHeaderFieldsTooLarge'] =
  createError.RequestHeaderFieldsTooLarge;
export const UnavailableForLegalReasons: All['UnavailableForLegalReasons'] =
  createError.UnavailableForLegalReasons;
export const InternalServerError: All['InternalServerError'] = createError.InternalServerError;
export const NotImplemented: All['NotImplemented'] = createError.NotImplemented;
export const BadGateway: All['BadGateway'] = createError.BadGateway;
export const ServiceUnavailable: All['ServiceUnavailable'] = createError.ServiceUnavailable;
export const GatewayTimeout: All['GatewayTimeout'] = createError.GatewayTimeout;
export const HTTPVersionNotSupported: All['HTTPVersionNotSupported'] = createError.HTTPVersionNotSupported;
export const VariantAlsoNegotiates: All['VariantAlsoNegotiates'] = createError.VariantAlsoNegotiates;
export const InsufficientStorage: All['InsufficientStorage'] = createError.InsufficientStorage;
export const LoopDetected: All['LoopDetected'] = createError.LoopDetected;
export const BandwidthLimitExceeded: All['BandwidthLimitExceeded'] = createError.BandwidthLimitExceeded;
export const NotExtended: All['NotExtended'] = createError.NotExtended;
export const NetworkAuthenticationRequired: All['NetworkAuthenticationRequired'] =
  createError.NetworkAuthenticationRequired;
export const UnorderedCollection: All['UnorderedCollection'] = createError.UnorderedCollection;
