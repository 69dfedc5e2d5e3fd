import { HttpError } from './http-error.ts';
import type { HttpErrorInit } from './init.ts';

/**
 * 500: something unexpected happened. Nothing but the reason phrase and `instance` leaves, whatever is given (RFC
 * 9110 §15.6.1).
 *
 * A string is for the log.
 *
 * @example
 * throw new InternalServerError('cache and database disagree', { cause });
 */
export class InternalServerError extends HttpError<500> {
  static override readonly tag: string = 'InternalServerError';

  constructor(init?: string | HttpErrorInit) {
    super(500, init);
  }
}

/**
 * 501: the server does not know the method, for any resource. Where it knows it for others there is 405 (RFC 9110
 * §15.6.2).
 *
 * A string is for the log; what the client may see is `{ detail }`.
 *
 * @example
 * throw new NotImplemented();
 */
export class NotImplemented extends HttpError<501> {
  static override readonly tag: string = 'NotImplemented';

  constructor(init?: string | HttpErrorInit) {
    super(501, init);
  }
}

/**
 * 502: an upstream gave an answer that is none, or none at all (RFC 9110 §15.6.3).
 *
 * A string is for the log; what the client may see is `{ detail }`.
 *
 * @example
 * throw new BadGateway({ log: 'weather sent HTML', cause });
 */
export class BadGateway extends HttpError<502> {
  static override readonly tag: string = 'BadGateway';

  constructor(init?: string | HttpErrorInit) {
    super(502, init);
  }
}

/**
 * 504: an upstream did not answer in time (RFC 9110 §15.6.5).
 *
 * A string is for the log; what the client may see is `{ detail }`.
 *
 * @example
 * throw new GatewayTimeout({ log: 'weather took too long', cause });
 */
export class GatewayTimeout extends HttpError<504> {
  static override readonly tag: string = 'GatewayTimeout';

  constructor(init?: string | HttpErrorInit) {
    super(504, init);
  }
}

/**
 * 505: the server does not support the major version of HTTP; the detail should name those that it does (RFC 9110
 * §15.6.6).
 *
 * A string is for the log; what the client may see is `{ detail }`.
 *
 * @example
 * throw new HttpVersionNotSupported({ detail: 'HTTP/1.1 and HTTP/2 are supported' });
 */
export class HttpVersionNotSupported extends HttpError<505> {
  static override readonly tag: string = 'HttpVersionNotSupported';

  constructor(init?: string | HttpErrorInit) {
    super(505, init);
  }
}

/**
 * 506: the chosen variant negotiates itself: a fault of the configuration (RFC 2295 §8.1).
 *
 * A string is for the log; what the client may see is `{ detail }`.
 *
 * @example
 * throw new VariantAlsoNegotiates();
 */
export class VariantAlsoNegotiates extends HttpError<506> {
  static override readonly tag: string = 'VariantAlsoNegotiates';

  constructor(init?: string | HttpErrorInit) {
    super(506, init);
  }
}

/**
 * 507: what is needed to complete the request cannot be stored (RFC 4918 §11.5).
 *
 * A string is for the log; what the client may see is `{ detail }`.
 *
 * @example
 * throw new InsufficientStorage({ detail: 'Your quota of 5 GB is used up' });
 */
export class InsufficientStorage extends HttpError<507> {
  static override readonly tag: string = 'InsufficientStorage';

  constructor(init?: string | HttpErrorInit) {
    super(507, init);
  }
}

/**
 * 508: a walk with `Depth: infinity` met itself (RFC 5842 §7.2).
 *
 * A string is for the log; what the client may see is `{ detail }`.
 *
 * @example
 * throw new LoopDetected();
 */
export class LoopDetected extends HttpError<508> {
  static override readonly tag: string = 'LoopDetected';

  constructor(init?: string | HttpErrorInit) {
    super(508, init);
  }
}

/**
 * 510: the request lacks an extension. RFC 2774 is historic: known for completeness (RFC 2774 §7).
 *
 * A string is for the log; what the client may see is `{ detail }`.
 *
 * @example
 * throw new NotExtended();
 */
export class NotExtended extends HttpError<510> {
  static override readonly tag: string = 'NotExtended';

  constructor(init?: string | HttpErrorInit) {
    super(510, init);
  }
}

/**
 * 511: the client must log in to the network. Sent by intercepting proxies, never by an origin; the detail should
 * say where. Must not be stored by a cache (RFC 6585 §6).
 *
 * A string is for the log; what the client may see is `{ detail }`.
 *
 * @example
 * throw new NetworkAuthenticationRequired({ detail: 'Log in at https://wifi.example/' });
 */
export class NetworkAuthenticationRequired extends HttpError<511> {
  static override readonly tag: string = 'NetworkAuthenticationRequired';

  constructor(init?: string | HttpErrorInit) {
    super(511, init);
  }
}
