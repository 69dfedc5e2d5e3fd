import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ErrorClassName, ErrorStatus } from '../../src/status/index.ts';
import { errorClassName, isRegisteredStatus, STATUS_NAMES } from '../../src/status/index.ts';

/** What the type says, spelt out: the compiler refuses each name that differs from it, and a missing status too. */
const NAMES: { readonly [S in ErrorStatus]: ErrorClassName<S> } = {
  400: 'BadRequest',
  401: 'Unauthorized',
  402: 'PaymentRequired',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  407: 'ProxyAuthenticationRequired',
  408: 'RequestTimeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'LengthRequired',
  412: 'PreconditionFailed',
  413: 'ContentTooLarge',
  414: 'UriTooLong',
  415: 'UnsupportedMediaType',
  416: 'RangeNotSatisfiable',
  417: 'ExpectationFailed',
  421: 'MisdirectedRequest',
  422: 'UnprocessableContent',
  423: 'Locked',
  424: 'FailedDependency',
  425: 'TooEarly',
  426: 'UpgradeRequired',
  428: 'PreconditionRequired',
  429: 'TooManyRequests',
  431: 'RequestHeaderFieldsTooLarge',
  451: 'UnavailableForLegalReasons',
  500: 'InternalServerError',
  501: 'NotImplemented',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
  505: 'HttpVersionNotSupported',
  506: 'VariantAlsoNegotiates',
  507: 'InsufficientStorage',
  508: 'LoopDetected',
  510: 'NotExtended',
  511: 'NetworkAuthenticationRequired',
};

const isErrorStatus = (status: number): status is ErrorStatus =>
  isRegisteredStatus(status) && status >= 400 && status !== 418;

describe('errorClassName', () => {
  it('makes at run time what the type makes at compile time, for each 4xx and 5xx but 418', () => {
    const statuses = Object.keys(STATUS_NAMES).map(Number).filter(isErrorStatus);
    expect(Object.fromEntries(statuses.map((status) => [status, errorClassName(status)]))).toEqual(NAMES);
  });

  it('keeps the literal type', () => {
    expectTypeOf(errorClassName(414)).toEqualTypeOf<'UriTooLong'>();
    expectTypeOf<ErrorClassName<404 | 410>>().toEqualTypeOf<'NotFound' | 'Gone'>();
  });

  it('has no class for a reserved number or for what is no error', () => {
    // @ts-expect-error 418 is reserved
    type Teapot = ErrorClassName<418>;
    // @ts-expect-error 304 is no error
    type NotModified = ErrorClassName<304>;
    expectTypeOf<Teapot | NotModified>().toBeString();
  });
});
